//! What a higher slice hands over: whom to tell of what, and in which words.

use kernel::PersonId;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::Reason;

/// Something that happened, as its recipient may know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub at: OffsetDateTime,
    /// Who did it.
    pub who: String,
    /// What they did, so that it reads on after their name: `changed Status from New to Completed`.
    pub what: String,
    /// What they said, if anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
}

/// What it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The kind of record: `interaction`.
    pub kind: &'static str,
    pub id: i64,
    /// As people name it: `INT0000012`.
    pub label: String,
    /// What it says.
    pub title: String,
    /// The address of its page, for this recipient.
    pub path: String,
}

/// Who is told.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Recipient {
    Person(PersonId),
    /// An address of nobody who is known: by e-mail alone, with the address of the page that ends it.
    Outside {
        email: String,
        unsubscribe: String,
    },
}

/// What one recipient is told of one event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub recipient: Recipient,
    pub subject: Subject,
    pub reasons: Vec<Reason>,
    pub lines: Vec<Line>,
    pub at: OffsetDateTime,
}
