//! Changing a saved list: its name, for whom it is, what it shows.

use kernel::{ApiError, ViewId};
use platform::{Actor, Platform, Uow};

use super::{
    event::{ViewEvent, changes},
    taken,
};
use crate::{
    model::{CheckedView, ListQuery, Shared, ViewDraft},
    server::{policy, queries, views},
};

/// Gives a saved list another name or list, or shares it otherwise. Whose list opened with it and who do not see it any
/// more get theirs as it was before.
///
/// # Errors
/// As [`save_view`](super::save_view); `NotFound` where the person does not see it, `Forbidden` where it is not theirs.
pub async fn change_view(
    platform: &Platform,
    actor: &Actor,
    id: ViewId,
    draft: &ViewDraft,
    query: &ListQuery,
) -> Result<(), ApiError> {
    let visible = policy::visible(actor)?;
    let mut uow = Uow::begin(&platform.pool, Some(actor.person), platform.clock.now()).await?;
    let before = policy::change_view(&mut uow, actor, id).await?.subject;
    let CheckedView { name, shared, opens } = draft.check().map_err(ApiError::Invalid)?;
    if shared != before.shared && !policy::may_share(actor, shared) {
        return Err(ApiError::Forbidden);
    }
    if before.owner.is_some() && shared == Shared::Private {
        return Err(ApiError::field("shared", "It is not yours: nobody else could see it then."));
    }
    let now = uow.now();
    sqlx::query!(
        "update list_view set name = $2, address = $3, shared = $4, group_id = $5, updated_at = $6 where id = $1",
        id.0,
        name,
        query.as_saved().parameters(),
        shared.key(),
        shared.group().map(|group| group.0),
        now,
    )
    .execute(uow.connection())
    .await
    .map_err(taken)?;
    if shared != before.shared {
        views::let_go(uow.connection(), id).await?;
    }
    let after = queries::lock_view(uow.connection(), actor, &visible, id).await?;
    let changes = changes(Some(&before), Some(&after));
    if !changes.is_empty() {
        uow.record(&ViewEvent::Changed(id, changes)).await?;
        uow.commit().await?;
    }
    if opens != before.opens {
        views::open_with(&platform.pool, actor.person, opens.then_some(id)).await?;
    }
    Ok(())
}
