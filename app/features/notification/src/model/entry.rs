//! What the page shows.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{Line, Settings};

/// One notification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub id: i64,
    pub label: String,
    pub title: String,
    /// The address of the page it is about.
    pub path: String,
    /// Why this person is told: `because you watch it`.
    pub why: String,
    pub lines: Vec<Line>,
    pub at: OffsetDateTime,
    pub unread: bool,
}

/// An e-mail as it would have been sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptMail {
    pub id: i64,
    pub to: String,
    pub subject: String,
    pub text: String,
    pub at: OffsetDateTime,
}

/// The page: the newest notifications, or those before one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entries {
    pub rows: Vec<Entry>,
    /// Whether there are any before the last of them.
    pub earlier: bool,
    pub unread: i64,
    pub settings: Settings,
    /// The person's e-mail of the last time, where the demo keeps it; `None` where it is sent.
    pub mail: Option<Vec<KeptMail>>,
}
