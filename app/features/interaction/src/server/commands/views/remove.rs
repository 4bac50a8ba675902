//! Removing a saved list.

use kernel::{ApiError, ViewId};
use platform::{Actor, Platform, Uow};

use super::event::{ViewEvent, changes};
use crate::server::policy;

/// Removes a saved list, for everybody. Its address still shows the list.
///
/// # Errors
/// `NotFound` where the person does not see it, `Forbidden` where it is not theirs.
pub async fn remove_view(platform: &Platform, actor: &Actor, id: ViewId) -> Result<(), ApiError> {
    let mut uow = Uow::begin(&platform.pool, Some(actor.person), platform.clock.now()).await?;
    let before = policy::change_view(&mut uow, actor, id).await?.subject;
    sqlx::query!("delete from list_view where id = $1", id.0).execute(uow.connection()).await?;
    uow.record(&ViewEvent::Removed(id, changes(Some(&before), None))).await?;
    uow.commit().await
}
