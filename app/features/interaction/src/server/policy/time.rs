//! The time that goes into an interaction.

use kernel::{ApiError, InteractionNumber};
use platform::{Action, Actor, Permit, Uow};

use super::{Verb, any_role, locked};
use crate::model::{Keeper, Record, Segment};

/// Timing one's work on one.
#[derive(Debug)]
pub struct KeepTime;
impl Action for KeepTime {
    /// The record as it is, locked.
    type Subject = Record;
}

/// Correcting a segment of its ledger.
#[derive(Debug)]
pub struct CorrectTime;
impl Action for CorrectTime {
    /// The record as it is, locked, and the segment.
    type Subject = (Record, Segment);
}

/// # Errors
/// `NotFound` where the record is not visible, `Forbidden` where the role only reads.
pub async fn keep_time(uow: &mut Uow, actor: &Actor, number: InteractionNumber) -> Result<Permit<KeepTime>, ApiError> {
    let (_, record) = locked(uow, actor, number, Verb::KeepTime).await?;
    Ok(Permit::grant(actor.clone(), record))
}

/// # Errors
/// `NotFound` where the record is not visible or has no such segment, `Forbidden` where the role only reads, or the
/// time is another's and the role not a manager's.
pub async fn correct_time(
    uow: &mut Uow,
    actor: &Actor,
    number: InteractionNumber,
    segment: i64,
) -> Result<Permit<CorrectTime>, ApiError> {
    let Permit { actor, subject: record, .. } = keep_time(uow, actor, number).await?;
    let found = record.ledger.0.iter().find(|found| found.id == segment).cloned().ok_or(ApiError::NotFound)?;
    if !keeper(&actor).is_some_and(|keeper| keeper.corrects(&found)) {
        return Err(ApiError::Forbidden);
    }
    Ok(Permit::grant(actor, (record, found)))
}

/// The person as somebody who keeps time, for what the page offers; the commands ask again.
pub fn keeper(actor: &Actor) -> Option<Keeper> {
    let corrects_all = any_role(actor, Verb::CorrectTime);
    any_role(actor, Verb::KeepTime).then_some(Keeper { person: actor.person, corrects_all })
}
