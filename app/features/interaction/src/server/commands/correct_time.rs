//! Correcting a segment of the ledger of time.

use kernel::{ApiError, InteractionNumber};
use platform::{Actor, Platform, Uow};

use super::event::{InteractionEvent, Timed};
use crate::{model::TimeDraft, server::policy};

/// Gives a segment another start and end, for a reason.
///
/// # Errors
/// `Invalid` naming every wrong field; `NotFound` where the record or its segment is not there; `Forbidden` by role,
/// and for the time of others to all but managers.
pub async fn correct_time(
    platform: &Platform,
    actor: &Actor,
    number: InteractionNumber,
    segment: i64,
    draft: &TimeDraft,
) -> Result<(), ApiError> {
    let mut uow = Uow::begin(&platform.pool, Some(actor.person), platform.clock.now()).await?;
    let permit = policy::correct_time(&mut uow, actor, number, segment).await?;
    let (record, segment) = permit.subject;
    let correction = draft.check(&segment, &record.ledger, uow.now()).map_err(ApiError::Invalid)?;
    sqlx::query!(
        "update interaction_time set started_at = $3, ended_at = $4 where id = $2 and number = $1",
        number.0,
        segment.id,
        correction.started_at,
        correction.ended_at,
    )
    .execute(uow.connection())
    .await?;
    let changes = correction.changes(&segment);
    uow.record(&InteractionEvent::Timed { number, what: Timed::Corrected, changes }).await?;
    uow.commit().await
}
