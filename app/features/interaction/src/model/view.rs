//! Saved lists: what is kept of a list under a name, for whom, and the validation of it.

use kernel::{FieldErrors, Fields, GroupId, ViewId, graphemes};
use serde::{Deserialize, Serialize};

use super::{LIST_PATH, ListQuery, Named};
use crate::filter::Names;

/// Characters a name may have, as a reader counts them.
pub const VIEW_NAME_LIMIT: usize = 80;
/// How many a person may have saved.
pub const MOST_VIEWS: usize = 100;

/// The page where a list is saved, and where those that are saved are kept in order.
pub const VIEWS_PATH: &str = "/interactions/views";

/// Its address for a list.
pub fn views_path(query: &ListQuery) -> String {
    format!("{VIEWS_PATH}?{}", query.first_page().parameters())
}

/// Who sees a saved list besides its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shared {
    Private,
    /// The members of a group.
    Group(GroupId),
    /// Staff that works for a company which its owner works for too.
    All,
}

impl Shared {
    /// As the database keeps it; the group has a column of its own.
    pub fn key(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Group(_) => "group",
            Self::All => "all",
        }
    }

    pub fn group(self) -> Option<GroupId> {
        match self {
            Self::Group(group) => Some(group),
            Self::Private | Self::All => None,
        }
    }

    /// As a form has it: a group by its id.
    pub fn value(self) -> String {
        self.group().map_or_else(|| self.key().to_owned(), |group| group.to_string())
    }

    /// What [`Self::value`] gave.
    pub fn from_value(value: &str) -> Option<Self> {
        match value {
            "private" => Some(Self::Private),
            "all" => Some(Self::All),
            group => group.parse().ok().map(Self::Group),
        }
    }

    /// What its columns in the database say.
    pub fn of(key: &str, group: Option<GroupId>) -> Option<Self> {
        match (key, group) {
            ("private", None) => Some(Self::Private),
            ("group", Some(group)) => Some(Self::Group(group)),
            ("all", None) => Some(Self::All),
            _ => None,
        }
    }
}

/// A saved list, as one of those who see it sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListView {
    pub id: ViewId,
    pub name: String,
    /// The parameters of its address.
    pub address: String,
    pub shared: Shared,
    /// What the group is called that it is for.
    pub group: Option<String>,
    /// Whose it is; `None` for the reader's own.
    pub owner: Option<String>,
    /// Whether the reader may change and remove it.
    pub may_change: bool,
    /// Whether the reader's list opens with it.
    pub opens: bool,
}

impl ListView {
    /// The address of the list under its name.
    pub fn href(&self) -> String {
        view_href(self.id, &self.address)
    }

    /// A text that is another once anything of it was changed.
    pub fn mark(&self) -> String {
        [self.name.as_str(), &self.shared.value(), &self.address].join("|")
    }

    /// Who sees it, in words.
    pub fn for_whom(&self) -> String {
        match self.shared {
            Shared::Private => "Only you".to_owned(),
            Shared::Group(_) => self.group.clone().unwrap_or_default(),
            Shared::All => "Everybody".to_owned(),
        }
    }
}

/// The address of a saved list, whose own parameters are `address`.
pub fn view_href(id: ViewId, address: &str) -> String {
    format!("{LIST_PATH}?{address}&view={id}")
}

/// What a list is called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Called {
    /// The name of the view it was opened as, with what is to be said about it; empty where it was not, or not as one that the
    /// reader sees.
    pub name: String,
    /// Whether the list is another by now than the reader saved under this name.
    pub may_save: bool,
}

/// Everything the page of saved lists shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewsPage {
    /// In the reader's order.
    pub rows: Vec<ListView>,
    /// The reader's own groups, where they may share with them.
    pub groups: Vec<Named>,
    /// Whether they may share with everybody.
    pub all: bool,
    /// What the people are called whom the conditions of the list mean.
    pub names: Names,
}

/// A list to be saved, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ViewDraft {
    pub name: String,
    /// [`Shared::value`].
    pub shared: String,
    /// Whether the list is to open with it.
    pub opens: bool,
}

/// What a posted form of the page asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ViewForm {
    /// To save the list under a name.
    Save,
    /// To give a saved one what the form says.
    Change,
    Remove,
    Up,
    Down,
    /// To open the list with a saved one.
    Open,
    /// To open it with none.
    OpenPlain,
}

impl ViewForm {
    /// The name of the button or field that says which.
    pub const INTENT: &'static str = "intent";
    /// The field with [`ListView::mark`] of what is to be changed.
    pub const SEEN: &'static str = "seen";
    /// The field that says that somebody is sure to remove one.
    pub const SURE: &'static str = "sure";

    const ALL: [Self; 7] = [Self::Save, Self::Change, Self::Remove, Self::Up, Self::Down, Self::Open, Self::OpenPlain];

    pub fn key(self) -> &'static str {
        match self {
            Self::Save => "save",
            Self::Change => "change",
            Self::Remove => "remove",
            Self::Up => "up",
            Self::Down => "down",
            Self::Open => "open",
            Self::OpenPlain => "open_plain",
        }
    }

    /// What a form asks for; `None` where it is damaged.
    pub fn from_fields(fields: &Fields) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.key() == fields.get(Self::INTENT))
    }
}

/// What is right in itself of a [`ViewDraft`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedView {
    pub name: String,
    pub shared: Shared,
    pub opens: bool,
}

impl ViewDraft {
    pub fn from_fields(fields: &Fields) -> Self {
        let text = |name| fields.get(name).to_owned();
        Self { name: text("name"), shared: text("shared"), opens: !fields.get("opens").is_empty() }
    }

    /// The values, or everything that is wrong in itself.
    ///
    /// # Errors
    /// By field: no name, one that is too long, or nobody it is for.
    pub fn check(&self) -> Result<CheckedView, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = self.name.replace('\0', "\u{FFFD}").split_whitespace().collect::<Vec<_>>().join(" ");
        let length = graphemes(&name);
        if name.is_empty() {
            errors.add("name", "Enter a name.");
        } else if length > VIEW_NAME_LIMIT || name.len() > 1_000 {
            errors.add("name", format!("A name has at most {VIEW_NAME_LIMIT} characters; this one has {length}."));
        }
        match Shared::from_value(&self.shared) {
            Some(shared) if errors.is_empty() => Ok(CheckedView { name, shared, opens: self.opens }),
            Some(_) => Err(errors),
            None => {
                errors.add("shared", "Choose who sees it.");
                Err(errors)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(name: &str, shared: &str) -> ViewDraft {
        ViewDraft { name: name.into(), shared: shared.into(), opens: false }
    }

    #[test]
    fn a_name_is_read_as_it_is_seen() {
        let checked = draft("  Waiting \n for\tus ", "12").check().unwrap();
        assert_eq!((checked.name.as_str(), checked.shared), ("Waiting for us", Shared::Group(GroupId(12))));
    }

    #[test]
    fn every_wrong_field_is_named() {
        let wrong = draft(" ", "somebody").check().unwrap_err();
        assert_eq!(wrong.0.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), ["name", "shared"]);
        assert!(draft(&"é".repeat(80), "all").check().is_ok());
        let wrong = draft(&"é".repeat(81), "all").check().unwrap_err();
        assert_eq!(wrong.get("name"), Some("A name has at most 80 characters; this one has 81."));
    }

    #[test]
    fn whom_it_is_for_comes_back() {
        for shared in [Shared::Private, Shared::Group(GroupId(7)), Shared::All] {
            assert_eq!(Shared::from_value(&shared.value()), Some(shared));
            assert_eq!(Shared::of(shared.key(), shared.group()), Some(shared));
        }
        assert_eq!(Shared::of("group", None), None);
    }
}
