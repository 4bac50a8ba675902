//! What people typed and have not sent. Nothing here is an event: no record is different for it, and nobody else ever
//! reads it.

use kernel::{ApiError, Fields, PersonId};
use platform::Platform;
use sqlx::{PgExecutor, PgPool};
use time::{Duration, OffsetDateTime};

use super::policy::Writing;
use crate::model::{KEPT_BYTES, KEPT_DAYS, KEPT_FORMS, Kept, Place, Typed};

/// Keeps what stands in a form, in place of what was kept of it before. Of more than [`KEPT_FORMS`] forms, those that
/// were not typed into for the longest are let go.
///
/// # Errors
/// `Malformed` where it is larger than [`KEPT_BYTES`] or cannot be stored.
pub async fn save(platform: &Platform, writing: &Writing, typed: &Typed) -> Result<(), ApiError> {
    if !typed.can_be_kept() {
        return Err(ApiError::Malformed(format!("Of a form, {} KiB are kept at most.", KEPT_BYTES / 1024)));
    }
    let fields = serde_json::to_value(&typed.fields).map_err(|_| ApiError::Internal)?;
    sqlx::query!(
        r#"
        with kept as (
            insert into draft (person_id, place, fields, version, updated_at) values ($1, $2, $3, $4, $5)
            on conflict (person_id, place) do update
            set fields = excluded.fields, version = excluded.version, updated_at = excluded.updated_at
        )
        delete from draft where person_id = $1 and place in (
            select place from draft where person_id = $1 and place <> $2 order by updated_at desc, place offset $6
        )
        "#,
        writing.person.0,
        writing.place.key(),
        fields,
        typed.version,
        platform.clock.now(),
        KEPT_FORMS - 1,
    )
    .execute(&platform.pool)
    .await?;
    Ok(())
}

/// What was kept of a form, if anything.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn load(pool: &PgPool, writing: &Writing) -> Result<Option<Kept>, ApiError> {
    let row = sqlx::query!(
        "select fields, version, updated_at from draft where person_id = $1 and place = $2",
        writing.person.0,
        writing.place.key(),
    )
    .fetch_optional(pool)
    .await?;
    row.map(|row| {
        let fields: Fields = serde_json::from_value(row.fields).map_err(|_| ApiError::Internal)?;
        Ok(Kept { typed: Typed { fields, version: row.version }, at: row.updated_at })
    })
    .transpose()
}

/// Lets go of what was kept of a form: it was sent, or is not wanted any more.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn discard(executor: impl PgExecutor<'_>, person: PersonId, place: Place) -> Result<(), ApiError> {
    sqlx::query!("delete from draft where person_id = $1 and place = $2", person.0, place.key())
        .execute(executor)
        .await?;
    Ok(())
}

/// Lets go of everything that nobody typed into for [`KEPT_DAYS`] days.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn sweep(pool: &PgPool, now: OffsetDateTime) -> Result<(), ApiError> {
    sqlx::query!("delete from draft where updated_at < $1", now - Duration::days(KEPT_DAYS)).execute(pool).await?;
    Ok(())
}
