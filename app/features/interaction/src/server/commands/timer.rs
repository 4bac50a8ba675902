//! Starting and pausing one's own timer.

use kernel::{ApiError, AuditValue, Changes, InteractionNumber};
use platform::{Actor, Platform, Uow};

use super::{
    event::{InteractionEvent, Timed},
    ledger,
};
use crate::{
    model::{Timer, length_text},
    server::policy,
};

/// Starts or pauses the person's timer at an interaction; what is so already stays so, and nothing is written.
///
/// # Errors
/// `Invalid` where the interaction is on hold; `NotFound`, `Forbidden`.
pub async fn timer(
    platform: &Platform,
    actor: &Actor,
    number: InteractionNumber,
    timer: Timer,
) -> Result<(), ApiError> {
    let mut uow = Uow::begin(&platform.pool, Some(actor.person), platform.clock.now()).await?;
    let permit = policy::keep_time(&mut uow, actor, number).await?;
    let (record, person, now) = (permit.subject, permit.actor.person, uow.now());
    let turn = record.ledger.timer(timer, person, record.status).map_err(|why| ApiError::field(Timer::NAME, why))?;
    if turn.is_empty() {
        return Ok(());
    }
    ledger::write(uow.connection(), number, &turn, record.reported_on, now).await?;
    let mut changes = Changes::default();
    let (what, words) = match (turn.opens, record.ledger.running(person)) {
        (Some((kind, _)), _) => (Timed::Started, kind.label().to_owned()),
        (None, Some(segment)) => {
            (Timed::Paused, format!("{} of {}", segment.kind.label(), length_text(segment.length(now))))
        }
        (None, None) => return Err(ApiError::Internal),
    };
    changes.note("Timer", None, Some(AuditValue::text(words)));
    uow.record(&InteractionEvent::Timed { number, what, changes }).await?;
    uow.commit().await
}
