//! Ending the e-mail to somebody outside, by the link in it.

use kernel::{ApiError, AuditValue};
use notification::server::take_back;
use platform::{Platform, Uow};

use super::event::InteractionEvent;
use crate::{
    model::Watchers,
    server::{notices::SUBJECT, policy, queries},
};

/// Removes the watcher whom a link names; nothing changes where they watch no more.
///
/// # Errors
/// `NotFound` where it is no link of this house.
pub async fn unsubscribe(platform: &Platform, token: &str) -> Result<(), ApiError> {
    let mut uow = Uow::begin(&platform.pool, None, platform.clock.now()).await?;
    let Some(leaving) = policy::leaving(uow.connection(), token).await? else { return Ok(()) };
    queries::lock(uow.connection(), leaving.number).await?;
    let email = sqlx::query_scalar!(
        r#"delete from interaction_watcher where id = $1 and email is not null returning email as "email!""#,
        leaving.watcher,
    )
    .fetch_optional(uow.connection())
    .await?;
    let Some(email) = email else { return Ok(()) };
    take_back(uow.connection(), &email, SUBJECT, leaving.number.0).await?;
    let changes = Watchers::removed(AuditValue::text(email));
    uow.record(&InteractionEvent::Unwatched(leaving.number, changes)).await?;
    uow.commit().await
}
