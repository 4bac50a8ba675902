//! Ending another of one's own sessions.

use kernel::ApiError;
use platform::{Actor, Platform, Uow};

use super::event::PersonEvent;
use crate::server::policy;

/// Ends one of the person's own sessions.
///
/// # Errors
/// `NotFound` where it is none of theirs.
pub async fn revoke_session(platform: &Platform, actor: &Actor, session: i64) -> Result<(), ApiError> {
    let mut uow = Uow::begin(&platform.pool, Some(actor.person), platform.clock.now()).await?;
    let permit = policy::revoke(&mut uow, actor, session).await?;
    sqlx::query!("delete from session where id = $1", permit.subject).execute(uow.connection()).await?;
    uow.record(&PersonEvent::SessionRevoked(actor.person)).await?;
    uow.commit().await
}
