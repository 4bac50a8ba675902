//! How a person wants to be told.

use kernel::{AuditValue, Changes, Fields};
use serde::{Deserialize, Serialize};

use super::Kind;

/// The ways for one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub kind: Kind,
    pub in_app: bool,
    pub by_mail: bool,
}

/// The ways for each kind, in the order of [`Kind::ALL`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Settings(Vec<Choice>);

impl Settings {
    /// The value of the field `intent` of the form that saves them.
    pub const INTENT: &'static str = "settings";

    /// Those that a person chose; what they did not is told both ways.
    pub fn of(chosen: &[Choice]) -> Self {
        let choice = |kind| chosen.iter().find(|choice| choice.kind == kind).copied();
        let all = Kind::ALL.map(|kind| choice(kind).unwrap_or(Choice { kind, in_app: true, by_mail: true }));
        Self(all.into())
    }

    pub fn choices(&self) -> &[Choice] {
        &self.0
    }

    /// The name of the box of one way for a kind.
    pub fn field(kind: Kind, by_mail: bool) -> String {
        format!("{}_{}", if by_mail { "mail" } else { "app" }, kind.key())
    }

    /// As a form was sent: a box that is not ticked is not in it.
    pub fn from_fields(fields: &Fields) -> Self {
        let ticked = |kind, by_mail| fields.get(&Self::field(kind, by_mail)) == "true";
        Self(Kind::ALL.map(|kind| Choice { kind, in_app: ticked(kind, false), by_mail: ticked(kind, true) }).into())
    }

    /// What is different in `after`.
    pub fn changes_to(&self, after: &Self) -> Changes {
        let mut changes = Changes::default();
        for (from, to) in self.0.iter().zip(&after.0) {
            let value = |choice: &Choice| Some(AuditValue::text(choice.words()));
            changes.note(&format!("Notifications: {}", from.kind.label()), value(from), value(to));
        }
        changes
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self::of(&[])
    }
}

impl Choice {
    fn words(self) -> &'static str {
        match (self.in_app, self.by_mail) {
            (true, true) => "in the application and by e-mail",
            (true, false) => "in the application",
            (false, true) => "by e-mail",
            (false, false) => "not at all",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_says_what_is_ticked() {
        let fields = Fields(vec![("app_watching".into(), "true".into()), ("mail_asked".into(), "true".into())]);
        let settings = Settings::from_fields(&fields);
        let on: Vec<_> = settings
            .choices()
            .iter()
            .filter(|choice| choice.in_app || choice.by_mail)
            .map(|choice| (choice.kind, choice.in_app))
            .collect();
        assert_eq!(on, [(Kind::Watching, true), (Kind::Asked, false)]);
        let changes = Settings::default().changes_to(&settings);
        assert_eq!(changes.0.len(), 5);
        assert!(settings.changes_to(&settings).is_empty());
    }
}
