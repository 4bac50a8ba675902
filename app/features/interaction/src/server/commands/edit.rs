//! Changing an interaction.

use kernel::{ApiError, InteractionNumber, PersonId};
use platform::{Actor, Permit, Platform, Uow};
use time::OffsetDateTime;

use super::{
    event::InteractionEvent,
    ledger,
    resolve::{Resolved, resolve},
};
use crate::{
    model::{self, Draft, Place, Record, StateReason, Step, merge},
    server::{drafts, policy, queries},
};

/// Saves the edited form of a record that was opened at `version`; gives the new version.
///
/// Where others saved it since, what they changed stays and what this person changed is put over it. An edit that
/// changes nothing writes nothing and gives the version as it is.
///
/// # Errors
/// `Stale` where others changed the same to different values; `Invalid` naming every wrong field, an unlawful move of
/// the status among them; `NotFound`, `Forbidden`.
pub async fn edit(
    platform: &Platform,
    actor: &Actor,
    number: InteractionNumber,
    version: i32,
    draft: &Draft,
) -> Result<i32, ApiError> {
    let mut uow = Uow::begin(&platform.pool, Some(actor.person), platform.clock.now()).await?;
    let permit = policy::edit(&mut uow, actor, number).await?;
    let before = &permit.subject.1;
    // Neither is for an edit to change.
    let Draft { company, follows, .. } = before.draft();
    let draft = Draft { company, follows, ..draft.clone() };
    let draft = if version == before.version {
        draft
    } else {
        let missed = queries::missed(uow.connection(), before, version).await?;
        let merged = merge(missed.opened.as_ref(), &draft, &before.draft());
        if !merged.both.is_empty() {
            return Err(ApiError::Stale(model::stale(before, missed.by, &draft, &merged)));
        }
        merged.draft
    };
    let Some(after) = edit_in(&mut uow, &permit, &draft, Base::Now).await? else { return Ok(before.version) };
    drafts::discard(uow.connection(), actor.person, Place::Edit(number)).await?;
    uow.commit().await?;
    Ok(after.version)
}

/// What an edit begins with, and so what may stay though it would not be offered any more.
#[derive(Clone, Copy, Debug)]
pub(in crate::server) enum Base<'a> {
    /// The record as it is.
    Now,
    /// The record as it was until a moment, which is put back: nothing happened in between, so that it may go back whether
    /// that is a lawful move or not.
    Was(&'a Record, OffsetDateTime),
}

/// Writes a form over the locked record and records the event, in a unit of work that goes on; gives the record as it then
/// is. Where nothing is different there is none, and nothing of the unit of work is to be kept.
///
/// # Errors
/// `Invalid` naming every wrong field, an unlawful move of the status among them.
pub(in crate::server) async fn edit_in(
    uow: &mut Uow,
    permit: &Permit<policy::Edit>,
    draft: &Draft,
    base: Base<'_>,
) -> Result<Option<Record>, ApiError> {
    let (now, (visible, before)) = (uow.now(), &permit.subject);
    let number = before.number;
    let kept = match base {
        Base::Now => before,
        Base::Was(record, _) => record,
    };
    let Resolved { checked, requested_for, requested_by, vip } =
        resolve(uow.connection(), visible, draft, Some(kept), now).await?;
    let status = checked.state.status();
    let ended_at = (!status.is_open()).then(|| kept.ended_at.filter(|_| !kept.status.is_open()).unwrap_or(now));
    sqlx::query!(
        r#"
        update interaction set version = version + 1, reason_id = $2, requested_for_id = $3, requested_by_id = $4,
            vip = case when requested_for_id = $3 then vip else $5 end,
            summary = $6, description = $7, category_id = $8, subcategory_id = $9, type_id = $10, ci_id = $11,
            service_id = $12, impact = $13, urgency = $14, priority = $15, contact_email = $16, contact_phone = $17,
            through = $18, status = $19, state_reason = $20, group_id = $21, individual_id = $22, updated_at = $23,
            wake_at = $24, ended_at = $25
        where number = $1
        "#,
        number.0,
        checked.reason.0,
        requested_for.0,
        requested_by.0,
        vip,
        checked.summary,
        checked.description,
        checked.category.map(|id| id.0),
        checked.subcategory.map(|id| id.0),
        checked.kind.map(|id| id.0),
        checked.ci.map(|id| id.0),
        checked.service.map(|id| id.0),
        checked.impact.number(),
        checked.urgency.number(),
        checked.priority().number(),
        checked.contact_email,
        checked.contact_phone,
        checked.through.key(),
        status.key(),
        checked.state.reason().map(StateReason::key),
        checked.group.map(|id| id.0),
        checked.individual.map(|id| id.0),
        now,
        checked.state.wake_at(),
        ended_at,
    )
    .execute(uow.connection())
    .await?;
    let after = queries::record(uow.connection(), visible, number).await?;
    let changes = before.changes_to(&after);
    if changes.is_empty() {
        return Ok(None);
    }
    let turn = before.ledger.turn(Step {
        from: Some(before.status),
        to: status,
        before: before.individual.as_ref().map(|individual| PersonId(individual.id)),
        individual: checked.individual,
        by: Some(permit.actor.person),
    });
    if let Base::Was(_, until) = base {
        ledger::take_back(uow.connection(), number, until, now).await?;
    }
    ledger::write(uow.connection(), number, &turn, before.reported_on, now).await?;
    uow.record(&InteractionEvent::Updated(number, changes)).await?;
    Ok(Some(after))
}
