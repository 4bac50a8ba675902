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

/// Gives a saved list another name or list, or shares it otherwise; `seen` is its [`mark`](crate::model::ListView::mark) as it
/// was when the form was opened. Whose list opened with it and who do not see it any
/// more get theirs as it was before.
///
/// # Errors
/// As [`save_view`](super::save_view), and at the name where somebody else changed it since; `NotFound` where the person does not see it, `Forbidden` where it is not theirs.
pub async fn change_view(
    platform: &Platform,
    actor: &Actor,
    id: ViewId,
    seen: &str,
    draft: &ViewDraft,
    query: &ListQuery,
) -> Result<(), ApiError> {
    let visible = policy::visible(actor)?;
    let mut uow = Uow::begin(&platform.pool, Some(actor.person), platform.clock.now()).await?;
    let before = policy::change_view(&mut uow, actor, id).await?.subject;
    if seen != before.mark() {
        return Err(ApiError::field(
            "name",
            "This view was changed in the meantime. Open it again before you change it.",
        ));
    }
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
    let opening = (opens != before.opens).then(|| opens.then_some(id));
    if changes.is_empty() {
        // A preference alone: no event.
        if let Some(opening) = opening {
            views::open_with(&platform.pool, actor.person, opening).await?;
        }
        return Ok(());
    }
    if let Some(opening) = opening {
        views::open_with(uow.connection(), actor.person, opening).await?;
    }
    uow.record(&ViewEvent::Changed(id, changes)).await?;
    uow.commit().await
}
