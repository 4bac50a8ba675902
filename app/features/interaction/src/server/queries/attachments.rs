//! The files of an interaction.

use kernel::{ApiError, AttachmentId};
use platform::{Actor, blobs::Hash};
use sqlx::{PgConnection, PgExecutor};

use crate::{
    model::{Attachment, FileKind, Side},
    server::policy::{self, Conversation},
};

/// The files of an interaction as far as the reader sees them, newest first.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn attachments(
    executor: impl PgExecutor<'_>,
    actor: &Actor,
    reading: &Conversation,
) -> Result<Vec<Attachment>, ApiError> {
    let rows = sqlx::query!(
        r#"
        select a.id as "id: AttachmentId", a.name, a.kind, a.size, a.internal, a.by_desk, a.at, a.uploader_id,
            p.name as "who!"
        from interaction_attachment a join person p on p.id = a.uploader_id
        where a.number = $1 and ($2 or not a.internal)
        order by a.id desc
        "#,
        reading.number.0,
        reading.side == Side::Desk,
    )
    .fetch_all(executor)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Attachment {
                id: row.id,
                name: row.name,
                kind: FileKind::from_key(&row.kind).ok_or(ApiError::Internal)?,
                size: u64::try_from(row.size).map_err(|_| ApiError::Internal)?,
                internal: row.internal,
                who: row.who,
                by_desk: row.by_desk,
                at: row.at,
                may_remove: policy::offers_removal(actor, reading, row.uploader_id),
            })
        })
        .collect()
}

/// One file, with where its content is.
#[derive(Debug)]
pub struct Stored {
    pub id: AttachmentId,
    pub name: String,
    pub kind: FileKind,
    pub size: u64,
    pub internal: bool,
    pub(in crate::server) uploader: i64,
    pub hash: Hash,
}

/// A file of an interaction, if the reader sees it.
///
/// # Errors
/// `NotFound` where it is not there, is another interaction's, or is internal and the reader is who asked.
pub async fn attachment(
    connection: &mut PgConnection,
    reading: &Conversation,
    id: AttachmentId,
) -> Result<Stored, ApiError> {
    let row = sqlx::query!(
        "select name, kind, size, internal, uploader_id, hash from interaction_attachment
         where id = $1 and number = $2 and ($3 or not internal)",
        id.0,
        reading.number.0,
        reading.side == Side::Desk,
    )
    .fetch_optional(connection)
    .await?
    .ok_or(ApiError::NotFound)?;
    Ok(Stored {
        id,
        name: row.name,
        kind: FileKind::from_key(&row.kind).ok_or(ApiError::Internal)?,
        size: u64::try_from(row.size).map_err(|_| ApiError::Internal)?,
        internal: row.internal,
        uploader: row.uploader_id,
        hash: row.hash.try_into().map_err(|_| ApiError::Internal)?,
    })
}

/// Takes these contents for oneself until the transaction ends: nobody else keeps or removes them meanwhile.
///
/// In the order of their hashes, so that two of these never wait for each other.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn lock_contents(connection: &mut PgConnection, hashes: &[Hash]) -> Result<(), ApiError> {
    let mut sorted = hashes.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    for hash in sorted {
        sqlx::query!(
            "select pg_advisory_xact_lock(hashtextextended('attachment ' || encode($1, 'hex'), 0))",
            hash.as_slice(),
        )
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// Which of these contents no row names.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn unnamed(connection: &mut PgConnection, hashes: &[Hash]) -> Result<Vec<Hash>, ApiError> {
    let asked: Vec<Vec<u8>> = hashes.iter().map(|hash| hash.to_vec()).collect();
    let rows = sqlx::query_scalar!(
        r#"
        select asked.hash as "hash!" from unnest($1::bytea[]) as asked (hash)
        where not exists (select from interaction_attachment a where a.hash = asked.hash)
        "#,
        &asked,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(|hash| hash.try_into().map_err(|_| ApiError::Internal)).collect()
}
