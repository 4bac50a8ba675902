//! Adding files to an interaction.

use kernel::{ApiError, AttachmentId, InteractionNumber};
use platform::{Actor, Platform, Uow, blobs::Incoming};

use super::event::InteractionEvent;
use crate::{
    model::{
        ATTACHMENT_LIMIT, ATTACHMENTS_AT_ONCE, ATTACHMENTS_IN_ALL, AttachmentForm, FileKind, Side, clean_name,
        is_internal, too_large, too_many,
    },
    server::{policy, queries},
};

/// A file that was received.
#[derive(Debug)]
pub struct Upload {
    /// As the browser says.
    pub name: String,
    pub content: Incoming,
}

/// Adds files to an interaction, all of them or none; gives their ids in the order of the files.
///
/// What requesters see moves the time of the last update; what they do not see leaves no trace for them. The contents
/// are locked from before they are kept until their rows are there, so that a sweep never takes one between the two.
///
/// # Errors
/// `Invalid` where there are none or too many; `TooLarge`; `NotFound` where the record is not seen from this side;
/// `Forbidden` by role.
pub async fn attach(
    platform: &Platform,
    actor: &Actor,
    number: InteractionNumber,
    side: Side,
    internal: bool,
    uploads: Vec<Upload>,
) -> Result<Vec<AttachmentId>, ApiError> {
    let uploads: Vec<_> = uploads.into_iter().map(|upload| (clean_name(&upload.name), upload.content)).collect();
    check(&uploads)?;
    let mut uow = Uow::begin(&platform.pool, Some(actor.person), platform.clock.now()).await?;
    let permit = policy::attach(&mut uow, actor, number, side).await?;
    let (number, side) = (permit.subject.number, permit.subject.side);
    leave_room(&mut uow, number, uploads.len()).await?;
    let internal = is_internal(side, internal);
    let hashes: Vec<_> = uploads.iter().map(|(_, content)| content.hash).collect();
    queries::lock_contents(uow.connection(), &hashes).await?;
    let mut added = Vec::with_capacity(uploads.len());
    for (name, content) in uploads {
        let id = sqlx::query_scalar!(
            r#"
            insert into interaction_attachment (number, uploader_id, by_desk, internal, name, kind, size, hash, at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            returning id as "id: AttachmentId"
            "#,
            number.0,
            permit.actor.person.0,
            side == Side::Desk,
            internal,
            name,
            FileKind::of(&content.head).key(),
            i64::try_from(content.size).map_err(|_| ApiError::Internal)?,
            content.hash.as_slice(),
            uow.now(),
        )
        .fetch_one(uow.connection())
        .await?;
        platform.blobs.keep(content).await?;
        added.push((id, name));
    }
    if !internal {
        sqlx::query!("update interaction set updated_at = $2 where number = $1", number.0, uow.now())
            .execute(uow.connection())
            .await?;
    }
    uow.record(&InteractionEvent::attached(number, internal, &added)).await?;
    uow.commit().await?;
    Ok(added.into_iter().map(|(id, _)| id).collect())
}

fn check(uploads: &[(String, Incoming)]) -> Result<(), ApiError> {
    if uploads.is_empty() {
        return Err(ApiError::field(AttachmentForm::FILES, "Choose a file first."));
    }
    if uploads.len() > ATTACHMENTS_AT_ONCE {
        let names: Vec<_> = uploads.iter().map(|(name, _)| name).collect();
        return Err(ApiError::field(AttachmentForm::FILES, too_many(&names)));
    }
    match uploads.iter().find(|(_, content)| content.size > ATTACHMENT_LIMIT) {
        Some((name, _)) => Err(ApiError::TooLarge(too_large(name))),
        None => Ok(()),
    }
}

/// Refuses where the interaction has as many files as its page shows. Two at the same moment may each take the last
/// place; nothing depends on the exact number.
async fn leave_room(uow: &mut Uow, number: InteractionNumber, more: usize) -> Result<(), ApiError> {
    let count =
        sqlx::query_scalar!(r#"select count(*) as "n!" from interaction_attachment where number = $1"#, number.0,);
    let count = count.fetch_one(uow.connection()).await?;
    if usize::try_from(count).is_ok_and(|count| count + more <= ATTACHMENTS_IN_ALL) {
        return Ok(());
    }
    let why =
        format!("An interaction may have {ATTACHMENTS_IN_ALL} attachments; this one has {count}. None was added.");
    Err(ApiError::field(AttachmentForm::FILES, why))
}
