//! Removing a file from an interaction.

use kernel::{ApiError, AttachmentId, InteractionNumber};
use platform::{Actor, Platform, Uow};

use super::event::InteractionEvent;
use crate::{
    model::Side,
    server::{policy, queries::Stored},
};

/// Removes a file. Its content goes with a later sweep, if no other file has the same.
///
/// # Errors
/// `NotFound` where the record or the file is not seen from this side; `Forbidden` for whoever neither added it nor
/// may edit.
pub async fn remove_attachment(
    platform: &Platform,
    actor: &Actor,
    number: InteractionNumber,
    side: Side,
    id: AttachmentId,
) -> Result<(), ApiError> {
    let mut uow = Uow::begin(&platform.pool, Some(actor.person), platform.clock.now()).await?;
    let permit = policy::remove_attachment(&mut uow, actor, number, side, id).await?;
    let Stored { id, name, internal, .. } = permit.subject;
    sqlx::query!("delete from interaction_attachment where id = $1", id.0).execute(uow.connection()).await?;
    if !internal {
        sqlx::query!("update interaction set updated_at = $2 where number = $1", number.0, uow.now())
            .execute(uow.connection())
            .await?;
    }
    uow.record(&InteractionEvent::attachment_removed(number, internal, id, &name)).await?;
    uow.commit().await
}
