//! Who watches an interaction, and the validation of whom to add.

use kernel::{AuditValue, Changes, FieldErrors, Fields};
use serde::{Deserialize, Serialize};

use super::{PersonEntry, draft::person};

/// How many may watch one interaction.
pub const MOST_WATCHERS: usize = 100;

/// Says that as many watch as may.
pub fn too_many_watch() -> String {
    format!("{MOST_WATCHERS} watch this interaction, and no more may: remove somebody first.")
}

/// Somebody who watches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watcher {
    pub id: i64,
    /// The name; of somebody outside, the e-mail address.
    pub name: String,
    /// Where they belong; `None` for somebody outside, who is told by e-mail alone.
    pub company: Option<String>,
    /// Whether it is the reader.
    pub me: bool,
}

/// Who watches, as far as the reader is told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watchers {
    /// By name, those outside last. Who asked sees those of the company who see the same page, and nobody else.
    pub rows: Vec<Watcher>,
    /// Whether the company allows watchers from outside.
    pub outside: bool,
}

impl Watchers {
    /// Whether the reader watches.
    pub fn mine(&self) -> bool {
        self.rows.iter().any(|watcher| watcher.me)
    }

    /// What an event says of somebody who watches from now on.
    pub fn added(who: AuditValue) -> Changes {
        let mut changes = Changes::default();
        changes.note("Watcher", None, Some(who));
        changes
    }

    /// Of somebody who watches no more.
    pub fn removed(who: AuditValue) -> Changes {
        let mut changes = Changes::default();
        changes.note("Watcher", Some(who), None);
        changes
    }
}

/// What a posted form of the region `Watchers` asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watching {
    /// To watch oneself.
    Start,
    /// To watch no more.
    Stop,
    /// To add whom the form names.
    Add,
    /// To remove the watcher of this id.
    Remove(i64),
}

impl Watching {
    /// The name of the field that says which of the first three.
    pub const FIELD: &'static str = "watching";
    /// The name of the button that removes a watcher.
    pub const REMOVE: &'static str = "remove_watcher";

    /// The value of the field; a button has the id of whom it removes.
    pub fn key(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Stop => "stop",
            Self::Add => "add",
            Self::Remove(_) => "",
        }
    }

    /// Whether a form that was posted to the page of an interaction is one of these.
    pub fn is_sent_by(fields: &Fields) -> bool {
        [Self::FIELD, Self::REMOVE].iter().any(|name| !fields.get(name).is_empty())
    }

    /// What a form asks for; `None` where it is damaged.
    pub fn from_fields(fields: &Fields) -> Option<Self> {
        let key = fields.get(Self::FIELD);
        let said = [Self::Start, Self::Stop, Self::Add].into_iter().find(|watching| watching.key() == key);
        said.or_else(|| fields.get(Self::REMOVE).parse().ok().map(Self::Remove))
    }
}

/// A watcher to be added, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WatcherDraft {
    /// The id of who was chosen from the look-up, if somebody was.
    pub person: String,
    /// What stands in the box: a name or an e-mail address.
    pub text: String,
}

impl WatcherDraft {
    /// The name of the box.
    pub const BOX: &'static str = "watcher";

    pub fn from_fields(fields: &Fields) -> Self {
        Self { person: fields.get(Self::BOX).to_owned(), text: fields.get("watcher_text").to_owned() }
    }

    /// Whom the box names.
    pub fn check(&self) -> Result<PersonEntry, FieldErrors> {
        let mut errors = FieldErrors::default();
        let message = "Choose a person, or enter an email address.";
        person(&self.person, &self.text, Self::BOX, message, &mut errors).ok_or(errors)
    }
}

#[cfg(test)]
mod tests {
    use kernel::PersonId;

    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        Fields(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn a_form_says_what_it_asks_for() {
        for watching in [Watching::Start, Watching::Stop, Watching::Add] {
            let fields = fields(&[(Watching::FIELD, watching.key())]);
            assert!(Watching::is_sent_by(&fields));
            assert_eq!(Watching::from_fields(&fields), Some(watching));
        }
        let remove = fields(&[(Watching::REMOVE, "7")]);
        assert!(Watching::is_sent_by(&remove));
        assert_eq!(Watching::from_fields(&remove), Some(Watching::Remove(7)));
        assert_eq!(Watching::from_fields(&fields(&[(Watching::FIELD, "stare")])), None);
        assert!(!Watching::is_sent_by(&fields(&[("comment", "x")])));
    }

    #[test]
    fn a_box_names_somebody_or_says_what_it_wants() {
        let draft = |person: &str, text: &str| WatcherDraft { person: person.into(), text: text.into() };
        assert_eq!(draft("7", "Ada").check(), Ok(PersonEntry::Chosen(PersonId(7), "Ada".into())));
        assert_eq!(draft("", " a@b.co ").check(), Ok(PersonEntry::Typed("a@b.co".into())));
        for wrong in [draft("", " "), draft("x", "Ada")] {
            assert!(wrong.check().unwrap_err().get(WatcherDraft::BOX).is_some(), "{wrong:?}");
        }
    }
}
