//! The end of a hold whose wake-up time has come. The system itself acts: there is nobody to permit it.

use kernel::{ApiError, InteractionNumber};
use platform::{Platform, Uow};

use super::{event::InteractionEvent, ledger};
use crate::{
    model::{State, StateReason, Status, Step, state_changes},
    server::queries,
};

/// Puts one interaction whose wake-up time has come back to In Progress; gives its number, or none where there is no
/// more to wake, or another process is at it.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn wake(platform: &Platform) -> Result<Option<InteractionNumber>, ApiError> {
    let now = platform.clock.now();
    let mut uow = Uow::begin(&platform.pool, None, now).await?;
    let due = sqlx::query!(
        r#"
        select number as "number: InteractionNumber", status, state_reason, wake_at as "wake_at!", reported_at
        from interaction where wake_at <= $1
        order by wake_at, number limit 1
        for update skip locked
        "#,
        now,
    )
    .fetch_optional(uow.connection())
    .await?;
    let Some(due) = due else { return Ok(None) };
    let status = Status::from_key(&due.status).ok_or(ApiError::Internal)?;
    let reason = due.state_reason.as_deref().and_then(StateReason::from_key);
    let held = State::of(status, reason, Some(due.wake_at)).map_err(|_| ApiError::Internal)?;
    let woken = held.wake(now).map_err(|_| ApiError::Internal)?;
    sqlx::query!(
        "update interaction set version = version + 1, status = $2, state_reason = $3, wake_at = null, updated_at = $4
         where number = $1",
        due.number.0,
        woken.status().key(),
        woken.reason().map(StateReason::key),
        now,
    )
    .execute(uow.connection())
    .await?;
    let segments = queries::ledger(uow.connection(), due.number).await?;
    let step = Step { from: Some(held.status()), to: woken.status(), before: None, individual: None, by: None };
    ledger::write(uow.connection(), due.number, &segments.turn(step), due.reported_at, now).await?;
    uow.record(&InteractionEvent::Updated(due.number, state_changes(held, woken))).await?;
    uow.commit().await?;
    Ok(Some(due.number))
}
