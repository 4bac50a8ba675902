//! Which role may do what: the one table, of which `docs/authz-matrix.txt` is made.

use kernel::Role;
use platform::Actor;

/// What may be done, for the matrix of roles: one line of `docs/authz-matrix.txt` each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// See the list, the board, records and histories of visible companies.
    View,
    /// Log a new interaction.
    Create,
    /// Change an interaction.
    Edit,
    /// Change many of them at once.
    BulkEdit,
    /// Comment on an interaction, for all to see or for colleagues only.
    Comment,
    /// Add files to an interaction, for all to see or for colleagues only.
    Attach,
    /// Time one's own work on an interaction, and correct it.
    KeepTime,
    /// Correct the time of others.
    CorrectTime,
    /// See what was requested for or by oneself.
    ViewOwn,
    /// Comment on that.
    CommentOwn,
    /// Watch an interaction of a visible company, and stop it.
    Watch,
    /// The same with what was requested for or by oneself.
    WatchOwn,
    /// Make others watch, and remove them.
    KeepWatchers,
    /// Say how interactions belong together.
    Relate,
    /// Add files to what was requested for or by oneself.
    AttachOwn,
    /// Save a list under a name for oneself.
    SaveView,
    /// Share it with one's own groups.
    ShareView,
    /// Share it with all staff of one's companies.
    ShareViewWithAll,
    /// Change and remove what others share.
    KeepViews,
}

impl Verb {
    pub const ALL: [Self; 19] = [
        Self::View,
        Self::Create,
        Self::Edit,
        Self::BulkEdit,
        Self::Comment,
        Self::Attach,
        Self::KeepTime,
        Self::CorrectTime,
        Self::Watch,
        Self::KeepWatchers,
        Self::Relate,
        Self::SaveView,
        Self::ShareView,
        Self::ShareViewWithAll,
        Self::KeepViews,
        Self::ViewOwn,
        Self::CommentOwn,
        Self::AttachOwn,
        Self::WatchOwn,
    ];

    pub fn label(self) -> &'static str {
        match self {
            Self::View => "interaction: view",
            Self::Create => "interaction: create",
            Self::Edit => "interaction: edit",
            Self::BulkEdit => "interaction: edit many at once",
            Self::Comment => "interaction: comment",
            Self::Attach => "interaction: attach",
            Self::KeepTime => "interaction: keep time",
            Self::CorrectTime => "interaction: correct others' time",
            Self::ViewOwn => "interaction: view own",
            Self::CommentOwn => "interaction: comment on own",
            Self::Watch => "interaction: watch",
            Self::WatchOwn => "interaction: watch own",
            Self::KeepWatchers => "interaction: add and remove watchers",
            Self::Relate => "interaction: relate",
            Self::AttachOwn => "interaction: attach to own",
            Self::SaveView => "interaction: save a list",
            Self::ShareView => "interaction: share a list with own groups",
            Self::ShareViewWithAll => "interaction: share a list with everybody",
            Self::KeepViews => "interaction: change others' shared lists",
        }
    }
}

/// Whether a role may; `None` is a requester without a role.
pub fn may(role: Option<Role>, verb: Verb) -> bool {
    match verb {
        Verb::View | Verb::Watch | Verb::SaveView => role.is_some_and(Role::is_staff),
        Verb::Create
        | Verb::Edit
        | Verb::BulkEdit
        | Verb::Comment
        | Verb::Attach
        | Verb::KeepWatchers
        | Verb::Relate
        | Verb::ShareView
        | Verb::KeepTime => role.is_some_and(Role::writes),
        Verb::ShareViewWithAll => {
            role.is_some_and(|role| matches!(role, Role::InteractionManager | Role::Administrator))
        }
        Verb::KeepViews => role == Some(Role::Administrator),
        Verb::CorrectTime => role == Some(Role::InteractionManager),
        Verb::ViewOwn | Verb::CommentOwn | Verb::AttachOwn | Verb::WatchOwn => true,
    }
}

pub(super) fn any_role(actor: &Actor, verb: Verb) -> bool {
    may(None, verb) || actor.roles.iter().any(|role| may(Some(*role), verb))
}
