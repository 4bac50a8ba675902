//! Signing out: the session is gone, here and now.

use kernel::ApiError;
use platform::{Actor, Platform, Uow};

use super::event::PersonEvent;

/// Ends the session this request came with.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn sign_out(platform: &Platform, actor: &Actor) -> Result<(), ApiError> {
    let mut uow = Uow::begin(&platform.pool, Some(actor.person), platform.clock.now()).await?;
    sqlx::query!("delete from session where id = $1", actor.session).execute(uow.connection()).await?;
    uow.record(&PersonEvent::SignedOut(actor.person)).await?;
    uow.commit().await
}
