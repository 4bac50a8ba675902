//! Registering a caller nobody knows yet.

use kernel::{ApiError, PersonId};
use platform::{Actor, Platform, Uow};

use super::event::PersonEvent;
use crate::{
    model::{GuestDraft, PersonCard},
    server::{policy, queries},
};

/// Adds a guest to the company of the form and gives back what the form fills in.
///
/// # Errors
/// `Invalid` naming every wrong field; a taken e-mail is one ("Email already exists").
pub async fn add_guest(platform: &Platform, actor: &Actor, draft: &GuestDraft) -> Result<PersonCard, ApiError> {
    let look_up = policy::look_up(actor)?;
    let guest = draft.check().map_err(ApiError::Invalid)?;
    let permit = policy::add_guest(actor, guest.company)?;
    let mut uow = Uow::begin(&platform.pool, Some(actor.person), platform.clock.now()).await?;
    let now = uow.now();
    let id = sqlx::query_scalar!(
        r#"
        insert into person (company_id, kind, first_name, last_name, email, phone, address, created_at)
        values ($1, 'guest', $2, $3, $4, $5, $6, $7)
        on conflict (email) do nothing
        returning id as "id: PersonId"
        "#,
        permit.subject.0,
        guest.first_name,
        guest.last_name,
        guest.email,
        guest.contact_number,
        guest.address,
        now,
    )
    .fetch_optional(uow.connection())
    .await?
    .ok_or_else(|| ApiError::field("email", "Email already exists"))?;
    uow.record(&PersonEvent::GuestAdded(id)).await?;
    uow.commit().await?;
    queries::card(&platform.pool, &look_up, id).await
}
