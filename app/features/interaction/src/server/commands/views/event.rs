//! What happens to a saved list.

use kernel::{AuditValue, Changes, ViewId};
use platform::Event;

use crate::model::{ListView, Shared};

/// An event of a saved list, with what it changed.
#[derive(Debug)]
pub enum ViewEvent {
    Saved(ViewId, Changes),
    Changed(ViewId, Changes),
    Removed(ViewId, Changes),
}

/// From one to another; `None` where there is none.
pub fn changes(from: Option<&ListView>, to: Option<&ListView>) -> Changes {
    let mut changes = Changes::default();
    let mut note = |field, value: fn(&ListView) -> String| {
        changes.note(field, from.map(value).map(AuditValue::text), to.map(value).map(AuditValue::text));
    };
    note("Name", |view| view.name.clone());
    note("For", |view| if view.shared == Shared::Private { "Its owner".to_owned() } else { view.for_whom() });
    note("List", |view| view.address.clone());
    changes
}

impl Event for ViewEvent {
    const ENTITY: &'static str = "list_view";

    fn entity_id(&self) -> i64 {
        let (Self::Saved(id, _) | Self::Changed(id, _) | Self::Removed(id, _)) = self;
        id.0
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Saved(..) => "saved",
            Self::Changed(..) => "changed",
            Self::Removed(..) => "removed",
        }
    }

    fn changes(&self) -> &Changes {
        let (Self::Saved(_, changes) | Self::Changed(_, changes) | Self::Removed(_, changes)) = self;
        changes
    }
}
