//! Logging an interaction.

use kernel::{ApiError, InteractionNumber};
use platform::{Actor, Platform, Uow};
use uuid::Uuid;

use super::{
    event::InteractionEvent,
    resolve::{Resolved, resolve},
};
use crate::{
    model::{Draft, StateReason},
    server::policy,
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
    let mut uow = Uow::begin(&platform.pool, Some(actor.person), platform.clock.now()).await?;
    let Resolved { checked, requested_for, requested_by, vip } =
        resolve(uow.connection(), &permit.subject, draft, None).await?;
    let number = sqlx::query_scalar!(
        r#"
        insert into interaction (
            submission, company_id, reason_id, requested_for_id, requested_by_id, vip, summary, description,
            category_id, subcategory_id, type_id, ci_id, service_id, impact, urgency, priority,
            contact_email, contact_phone, through, status, state_reason, group_id, individual_id,
            reported_at, created_by_id, updated_at
        ) values (
            $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
            $24, $25, $24
        )
        on conflict (submission) do nothing
        returning number as "number: InteractionNumber"
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
        checked.state.status().key(),
        checked.state.reason().map(StateReason::key),
        checked.group.map(|id| id.0),
        checked.individual.map(|id| id.0),
        uow.now(),
        permit.actor.person.0,
    )
    .fetch_optional(uow.connection())
    .await?;
    let Some(number) = number else { return earlier(&mut uow, &permit.actor, submission).await };
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
