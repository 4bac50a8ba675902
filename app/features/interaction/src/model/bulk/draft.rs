//! The form of a change to many, as typed, and the one validation of it.

use kernel::{FieldErrors, Fields};
use serde::{Deserialize, Serialize};

use super::{BulkAction, BulkChange};
use crate::model::{
    Draft, Status,
    draft::{may, must, person},
};

macro_rules! bulk_draft {
    ($($(#[$doc:meta])* $field:ident),+ $(,)?) => {
        /// The fields of the form as text, by their names in the form.
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default)]
        pub struct BulkDraft {
            $($(#[$doc])* pub $field: String,)+
        }

        impl BulkDraft {
            /// The names of the fields, in the order of the form.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($field)),+];

            pub fn from_fields(fields: &Fields) -> Self {
                Self { $($field: fields.get(stringify!($field)).to_owned(),)+ }
            }
        }
    };
}

bulk_draft! {
    /// The key of a [`BulkAction`].
    action,
    group,
    individual,
    status,
    state_reason,
    /// When a hold ends by itself, in UTC.
    wake_at,
    /// The id of who was chosen from the look-up, if somebody was.
    watcher,
    /// What stands in the look-up's box.
    watcher_text,
}

impl BulkDraft {
    /// The name of the field with what makes the same form sent twice one job.
    pub const SUBMISSION: &'static str = "submission";
    /// The `intent` of the button that asks what would be done.
    pub const PREVIEW: &'static str = "preview";
    /// The `intent` of the button that does it.
    pub const CHANGE: &'static str = "change";

    /// The name of the field with [`Self::mark`] of what was previewed, and of that with how many these were.
    pub const PREVIEWED: &'static str = "previewed";
    pub const TOTAL: &'static str = "total";

    /// What counts of it: the fields of the chosen action, and no others.
    #[must_use]
    pub fn cleared(&self) -> Self {
        let Self { action, group, individual, status, state_reason, wake_at, watcher, watcher_text } = self.clone();
        let none = Self { action, ..Self::default() };
        match BulkAction::from_key(&self.action) {
            Some(BulkAction::Assign) => Self { group, individual, ..none },
            Some(BulkAction::SetStatus) => Self { status, state_reason, wake_at, ..none },
            Some(BulkAction::Watch) => Self { watcher, watcher_text, ..none },
            None => none,
        }
    }

    /// A text that only the same change has.
    pub fn mark(&self) -> String {
        let Self { action, group, individual, status, state_reason, wake_at, watcher, watcher_text } = self.cleared();
        [action, group, individual, status, state_reason, wake_at, watcher, watcher_text].join("|")
    }

    /// The form as it opens.
    pub fn open() -> Self {
        Self { action: BulkAction::Assign.key().to_owned(), ..Self::default() }
    }

    /// The change, or everything that is wrong in itself, in the order of the form. What belongs to another action than
    /// the chosen one does not count.
    pub fn check(&self) -> Result<BulkChange, FieldErrors> {
        let mut errors = FieldErrors::default();
        let change = match BulkAction::from_key(&self.action) {
            Some(BulkAction::Assign) => self.assign(&mut errors),
            Some(BulkAction::SetStatus) => self.set_status(&mut errors),
            Some(BulkAction::Watch) => {
                let message = "Choose a person, or enter an email address.";
                person(&self.watcher, &self.watcher_text, "watcher", message, &mut errors).map(BulkChange::Watch)
            }
            None => {
                errors.add("action", "Choose what is to be changed.");
                None
            }
        };
        change.filter(|_| errors.is_empty()).ok_or_else(|| Self::in_order(errors))
    }

    fn assign(&self, errors: &mut FieldErrors) -> Option<BulkChange> {
        let group = must(&self.group, "group", "Choose a group.", errors);
        let individual = may(&self.individual, "individual", errors);
        Some(BulkChange::Assign { group: group?, individual })
    }

    fn set_status(&self, errors: &mut FieldErrors) -> Option<BulkChange> {
        let form = Draft {
            status: self.status.clone(),
            state_reason: self.state_reason.clone(),
            wake_at: self.wake_at.clone(),
            ..Draft::default()
        };
        let (_, state) = form.read_state(errors);
        state.map(BulkChange::SetStatus)
    }

    /// The statuses that anything may become.
    pub fn statuses() -> Vec<Status> {
        let becomes = |to: &Status| Status::ALL.iter().any(|from| from.moves().contains(to));
        Status::ALL.into_iter().filter(becomes).collect()
    }

    fn in_order(mut errors: FieldErrors) -> FieldErrors {
        errors.0.sort_by_key(|error| Self::NAMES.iter().position(|name| *name == error.field));
        errors
    }
}

#[cfg(test)]
mod tests {
    use kernel::{GroupId, PersonId};
    use proptest::prelude::*;

    use super::*;
    use crate::model::{PersonEntry, State, StateReason};

    fn wrong(draft: &BulkDraft) -> Vec<(String, String)> {
        draft.check().unwrap_err().0.into_iter().map(|error| (error.field, error.message)).collect()
    }

    #[test]
    fn each_action_reads_its_own_fields_alone() {
        let draft = BulkDraft {
            group: "11".into(),
            individual: "101".into(),
            status: "on_hold".into(),
            state_reason: "waiting_internal".into(),
            watcher_text: "ada@example.test".into(),
            ..BulkDraft::default()
        };
        let of = |action: BulkAction| BulkDraft { action: action.key().into(), ..draft.clone() }.check().unwrap();
        let assign = BulkChange::Assign { group: GroupId(11), individual: Some(PersonId(101)) };
        assert_eq!(of(BulkAction::Assign), assign);
        let hold = State::OnHold { reason: StateReason::WaitingInternal, wake_at: None };
        assert_eq!(of(BulkAction::SetStatus), BulkChange::SetStatus(hold));
        assert_eq!(of(BulkAction::Watch), BulkChange::Watch(PersonEntry::Typed("ada@example.test".into())));
        for action in BulkAction::ALL {
            let draft = BulkDraft { action: action.key().into(), ..draft.clone() };
            assert_eq!((draft.cleared().check(), draft.cleared().mark()), (draft.check(), draft.mark()));
        }
        let hold = BulkDraft { action: "status".into(), ..draft.clone() };
        assert_ne!(hold.mark(), BulkDraft { status: "denied".into(), ..hold.clone() }.mark());
        assert_eq!(hold.mark(), BulkDraft { group: "12".into(), ..hold.clone() }.mark());
    }

    #[test]
    fn what_is_wrong_is_named_at_its_field() {
        let of = |action: &str| BulkDraft { action: action.into(), ..BulkDraft::default() };
        assert_eq!(wrong(&of("delete"))[0], ("action".into(), "Choose what is to be changed.".into()));
        assert_eq!(wrong(&of("assign"))[0], ("group".into(), "Choose a group.".into()));
        assert_eq!(wrong(&of("status"))[0], ("status".into(), "Choose a status.".into()));
        assert_eq!(wrong(&of("watch"))[0].0, "watcher");
        let reason = BulkDraft { status: "dropped".into(), state_reason: "waiting_internal".into(), ..of("status") };
        let message = "This state reason does not go with Dropped (Abandoned).";
        assert_eq!(wrong(&reason)[0], ("state_reason".into(), message.into()));
        let wake = BulkDraft { status: "completed".into(), wake_at: "2026-11-21T08:05".into(), ..of("status") };
        assert_eq!(wrong(&wake)[0], ("wake_at".into(), "A wake-up time goes with On Hold alone.".into()));
    }

    #[test]
    fn nothing_becomes_new() {
        assert_eq!(BulkDraft::statuses().len(), 7);
        assert!(!BulkDraft::statuses().contains(&Status::New));
    }

    proptest! {
        #[test]
        fn whatever_is_sent_is_answered(values in proptest::collection::vec(".{0,20}", BulkDraft::NAMES.len())) {
            let names = BulkDraft::NAMES.iter().map(|name| (*name).to_owned());
            let _ = BulkDraft::from_fields(&Fields(names.zip(values).collect())).check();
        }
    }
}
