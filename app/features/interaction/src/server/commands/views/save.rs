//! Saving a list under a name.

use kernel::{ApiError, ViewId};
use platform::{Actor, Platform, Uow};

use super::{
    event::{ViewEvent, changes},
    taken,
};
use crate::{
    model::{CheckedView, ListQuery, MOST_VIEWS, ViewDraft},
    server::{policy, queries, views},
};

/// Saves a list, from its first page; gives its id.
///
/// # Errors
/// `Invalid` naming every wrong field, a name the person has already among them; `Forbidden` where they may not share it
/// so; `NotFound` for requesters.
pub async fn save_view(
    platform: &Platform,
    actor: &Actor,
    draft: &ViewDraft,
    query: &ListQuery,
) -> Result<ViewId, ApiError> {
    policy::visible(actor)?;
    let CheckedView { name, shared, opens } = draft.check().map_err(ApiError::Invalid)?;
    let now = platform.clock.now();
    let mut uow = Uow::begin(&platform.pool, Some(actor.person), now).await?;
    let visible = policy::save_view(actor, shared)?.subject;
    let id = sqlx::query_scalar!(
        r#"
        insert into list_view (owner_id, name, address, shared, group_id, created_at, updated_at)
        select $1, $2, $3, $4, $5, $6, $6 where (select count(*) from list_view where owner_id = $1) < $7
        returning id as "id: ViewId"
        "#,
        actor.person.0,
        name,
        query.as_saved().parameters(),
        shared.key(),
        shared.group().map(|group| group.0),
        now,
        i64::try_from(MOST_VIEWS).unwrap_or(i64::MAX),
    )
    .fetch_optional(uow.connection())
    .await
    .map_err(taken)?;
    let Some(id) = id else {
        return Err(ApiError::field("name", format!("You have {MOST_VIEWS} views, and no more may be: remove one.")));
    };
    if opens {
        views::open_with(uow.connection(), actor.person, Some(id)).await?;
    }
    let saved = queries::lock_view(uow.connection(), actor, &visible, id).await?;
    uow.record(&ViewEvent::Saved(id, changes(None, Some(&saved)))).await?;
    uow.commit().await?;
    Ok(id)
}
