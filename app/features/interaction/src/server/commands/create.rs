//! Logging an interaction.

use kernel::{ApiError, InteractionNumber};
use platform::{Actor, Platform, Uow};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    event::InteractionEvent,
    ledger::Added,
    resolve::{Resolved, resolve},
};
use crate::{
    model::{Draft, Ledger, Place, StateReason, Step},
    server::{drafts, policy},
};

/// Saves a new interaction and gives its number.
///
/// `submission` is made by the form: a second save of the same form (a double click, a retry after a
/// lost answer) gives the first one's number and changes nothing.
///
/// # Errors
/// `Invalid` naming every wrong field; `NotFound` or `Forbidden` by role.
pub async fn create(
    platform: &Platform,
    actor: &Actor,
    draft: &Draft,
    submission: Uuid,
) -> Result<InteractionNumber, ApiError> {
    let permit = policy::create(actor)?;
    let now = platform.clock.now();
    let mut uow = Uow::begin(&platform.pool, Some(actor.person), now).await?;
    let Resolved { checked, requested_for, requested_by, vip } =
        resolve(uow.connection(), &permit.subject, draft, None, now).await?;
    let status = checked.state.status();
    let by = Some(permit.actor.person);
    let step = Step { from: None, to: status, before: None, individual: checked.individual, by };
    let added = Added::of(&Ledger::default().turn(step), now, now);
    let number = sqlx::query_scalar!(
        r#"
        with logged as (insert into interaction (
            submission, company_id, reason_id, requested_for_id, requested_by_id, vip, summary, description,
            category_id, subcategory_id, type_id, ci_id, service_id, impact, urgency, priority,
            contact_email, contact_phone, through, status, state_reason, group_id, individual_id,
            reported_at, created_by_id, updated_at, wake_at, ended_at, follows
        ) values (
            $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
            $24, $25, $24, $26, $27, $28
        )
        on conflict (submission) do nothing
        returning number), timed as (
            insert into interaction_time (number, kind, person_id, started_at, ended_at)
            select logged.number, t.kind, t.person_id, t.started_at, t.ended_at
            from logged, unnest($29::text[], $30::bigint[], $31::timestamptz[], $32::timestamptz[])
                as t (kind, person_id, started_at, ended_at)
        )
        select number as "number: InteractionNumber" from logged
        "#,
        submission,
        checked.company.0,
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
        permit.actor.person.0,
        checked.state.wake_at(),
        (!status.is_open()).then_some(now),
        checked.follows.map(|number| number.0),
        &added.kinds,
        &added.persons as &[Option<i64>],
        &added.starts,
        &added.ends as &[Option<OffsetDateTime>],
    )
    .fetch_optional(uow.connection())
    .await?;
    let Some(number) = number else { return earlier(&mut uow, &permit.actor, submission).await };
    drafts::discard(uow.connection(), actor.person, Place::of_new(draft)).await?;
    uow.record(&InteractionEvent::Created(number)).await?;
    uow.commit().await?;
    Ok(number)
}

/// The record an earlier save of the same form made.
async fn earlier(uow: &mut Uow, actor: &Actor, submission: Uuid) -> Result<InteractionNumber, ApiError> {
    sqlx::query_scalar!(
        r#"select number as "number: InteractionNumber" from interaction
           where submission = $1 and created_by_id = $2"#,
        submission,
        actor.person.0,
    )
    .fetch_optional(uow.connection())
    .await?
    .ok_or_else(|| ApiError::Malformed("This form was sent before by somebody else. Please open a new one.".into()))
}
