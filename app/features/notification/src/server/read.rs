//! What a person has read. No event: it changes no record, and is nobody's business but theirs.

use kernel::ApiError;
use platform::{Actor, Platform};

use super::notify::tell;

/// Marks a notification as read.
///
/// # Errors
/// `NotFound` where it is none of theirs.
pub async fn one(platform: &Platform, actor: &Actor, id: i64) -> Result<(), ApiError> {
    let mut connection = platform.pool.acquire().await?;
    sqlx::query!(
        "update notification set read_at = coalesce(read_at, $3) where id = $1 and person_id = $2 returning id",
        id,
        actor.person.0,
        platform.clock.now(),
    )
    .fetch_optional(&mut *connection)
    .await?
    .ok_or(ApiError::NotFound)?;
    tell(&mut connection, vec![actor.person.0]).await
}

/// Marks all that there are by now.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn all(platform: &Platform, actor: &Actor) -> Result<(), ApiError> {
    let mut connection = platform.pool.acquire().await?;
    sqlx::query!(
        "update notification set read_at = $2 where person_id = $1 and read_at is null",
        actor.person.0,
        platform.clock.now(),
    )
    .execute(&mut *connection)
    .await?;
    tell(&mut connection, vec![actor.person.0]).await
}
