//! What an event changed, in words a person can read years later.

use serde::{Deserialize, Serialize};

/// A value of a field as it was shown when it changed, with the id behind it where it has one.
///
/// The text is kept beside the id so that the history still reads right after a person or a
/// group is renamed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditValue {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    pub text: String,
}

impl AuditValue {
    pub fn text(text: impl Into<String>) -> Self {
        Self { id: None, text: text.into() }
    }

    pub fn named(id: i64, text: impl Into<String>) -> Self {
        Self { id: Some(id), text: text.into() }
    }
}

/// One field that changed: its label, what it was and what it became. `None` is "empty".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub field: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<AuditValue>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<AuditValue>,
}

/// The changes of one event, gathered field by field; a field that stayed the same leaves no trace.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Changes(pub Vec<Change>);

impl Changes {
    /// Notes `field` if the two values differ.
    pub fn note(&mut self, field: &str, from: Option<AuditValue>, to: Option<AuditValue>) {
        if from != to {
            self.0.push(Change { field: field.to_owned(), from, to });
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
