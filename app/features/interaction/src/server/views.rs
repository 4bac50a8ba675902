//! How a person keeps the saved lists they see: their order, and which one their list opens with. Preferences, which nobody
//! else sees: nothing here is an event.

use kernel::{ApiError, PersonId, ViewId};
use platform::{Actor, Platform};
use sqlx::{PgConnection, PgExecutor};

use super::{policy, queries};
use crate::model::ListView;

/// Makes the list open with a saved one, or as it is without.
///
/// # Errors
/// `NotFound` where the person does not see it.
pub async fn choose(platform: &Platform, actor: &Actor, id: Option<ViewId>) -> Result<(), ApiError> {
    let seen = queries::views(&platform.pool, actor, &policy::visible(actor)?).await?;
    if id.is_some_and(|id| seen.iter().all(|view| view.id != id)) {
        return Err(ApiError::NotFound);
    }
    open_with(&platform.pool, actor.person, id).await
}

/// Moves a saved list a place up, or down.
///
/// # Errors
/// `NotFound` where the person does not see it.
pub async fn step(platform: &Platform, actor: &Actor, id: ViewId, down: bool) -> Result<(), ApiError> {
    let mut seen = queries::views(&platform.pool, actor, &policy::visible(actor)?).await?;
    let place = seen.iter().position(|view| view.id == id).ok_or(ApiError::NotFound)?;
    let other = if down { place + 1 } else { place.wrapping_sub(1) };
    if other < seen.len() {
        seen.swap(place, other);
    }
    let ids: Vec<i64> = seen.iter().map(|ListView { id, .. }| id.0).collect();
    sqlx::query!(
        "insert into list_view_choice (person_id, ordered) values ($1, $2)
         on conflict (person_id) do update set ordered = excluded.ordered",
        actor.person.0,
        &ids,
    )
    .execute(&platform.pool)
    .await?;
    Ok(())
}

pub(super) async fn open_with(
    executor: impl PgExecutor<'_>,
    person: PersonId,
    id: Option<ViewId>,
) -> Result<(), ApiError> {
    sqlx::query!(
        "insert into list_view_choice (person_id, default_id) values ($1, $2)
         on conflict (person_id) do update set default_id = excluded.default_id",
        person.0,
        id.map(|id| id.0),
    )
    .execute(executor)
    .await?;
    Ok(())
}

/// Makes the list of whoever does not see it any more open as it does without.
pub(super) async fn let_go(connection: &mut PgConnection, id: ViewId) -> Result<(), ApiError> {
    sqlx::query!(
        r#"
        update list_view_choice c set default_id = null
        where c.default_id = $1 and not exists (
            select from list_view_seen(
                c.person_id,
                array(select group_id from group_member where person_id = c.person_id),
                array(select company_id from group_member join company_group using (group_id) where person_id = c.person_id)
            ) v where v.id = $1
        )
        "#,
        id.0,
    )
    .execute(connection)
    .await?;
    Ok(())
}
