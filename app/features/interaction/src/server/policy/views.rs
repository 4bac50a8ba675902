//! Saved lists: whose they are, and for whom.

use kernel::{ApiError, ViewId};
use platform::{Action, Actor, Permit, Uow};

use super::{Verb, Visible, any_role, visible};
use crate::{
    model::{ListView, Shared},
    server::queries,
};

/// Saving a list.
#[derive(Debug)]
pub struct SaveView;
impl Action for SaveView {
    type Subject = Visible;
}

/// Changing or removing a saved one.
#[derive(Debug)]
pub struct ChangeView;
impl Action for ChangeView {
    /// The saved list as it is, locked.
    type Subject = ListView;
}

/// # Errors
/// `NotFound` for requesters; `Forbidden` where the role may not share it so.
pub fn save_view(actor: &Actor, shared: Shared) -> Result<Permit<SaveView>, ApiError> {
    let visible = visible(actor)?;
    if !may_share(actor, shared) {
        return Err(ApiError::Forbidden);
    }
    Ok(Permit::grant(actor.clone(), visible))
}

/// Its owner may, and an administrator where it is for others too.
///
/// # Errors
/// `NotFound` where the person does not see it, `Forbidden` where it is not theirs to change.
pub async fn change_view(uow: &mut Uow, actor: &Actor, id: ViewId) -> Result<Permit<ChangeView>, ApiError> {
    let view = queries::lock_view(uow.connection(), actor, &visible(actor)?, id).await?;
    if !view.may_change {
        return Err(ApiError::Forbidden);
    }
    Ok(Permit::grant(actor.clone(), view))
}

/// Whether somebody may share a list so: with one's own groups who writes, with everybody who leads.
pub fn may_share(actor: &Actor, shared: Shared) -> bool {
    match shared {
        Shared::Private => any_role(actor, Verb::SaveView),
        Shared::Group(group) => any_role(actor, Verb::ShareView) && actor.groups.contains(&group),
        Shared::All => any_role(actor, Verb::ShareViewWithAll),
    }
}

/// Whether somebody may change what others share.
pub fn keeps_views(actor: &Actor) -> bool {
    any_role(actor, Verb::KeepViews)
}

/// Whether somebody may share with their groups at all.
pub fn shares_views(actor: &Actor) -> bool {
    any_role(actor, Verb::ShareView)
}
