//! Ending that two interactions belong together, from either end.

use kernel::{ApiError, InteractionNumber};
use platform::{Actor, Platform, Uow};

use super::event::InteractionEvent;
use crate::server::{policy, queries};

/// Removes the relation of two interactions; nothing changes where there is none.
///
/// # Errors
/// `NotFound` where one of them is not visible, `Forbidden` where the role does not write.
pub async fn unrelate(
    platform: &Platform,
    actor: &Actor,
    number: InteractionNumber,
    other: InteractionNumber,
) -> Result<(), ApiError> {
    let mut uow = Uow::begin(&platform.pool, Some(actor.person), platform.clock.now()).await?;
    let permit = policy::relate(&mut uow, actor, number, other).await?;
    let (_, [number, other]) = permit.subject;
    let Some(kind) = queries::existing(uow.connection(), number, other).await? else { return Ok(()) };
    sqlx::query!(
        "delete from interaction_relation
         where least(first, second) = least($1::bigint, $2) and greatest(first, second) = greatest($1::bigint, $2)",
        number.0,
        other.0,
    )
    .execute(uow.connection())
    .await?;
    uow.record(&InteractionEvent::Unrelated(number, kind.removed(other))).await?;
    uow.record(&InteractionEvent::Unrelated(other, kind.from_there().removed(number))).await?;
    uow.commit().await
}
