//! What a list shows: rows, counts, and what is said about it.

use kernel::{InteractionNumber, Page};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{Scope, Status};
use crate::filter::Names;

/// A row of the list: the eleven columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListRow {
    #[serde(rename = "n")]
    pub number: InteractionNumber,
    #[serde(rename = "c")]
    pub company: String,
    #[serde(rename = "s")]
    pub summary: String,
    #[serde(rename = "st")]
    pub status: Status,
    #[serde(rename = "g", default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    #[serde(rename = "i", default, skip_serializing_if = "Option::is_none")]
    pub individual: Option<String>,
    #[serde(rename = "f")]
    pub requested_for: String,
    #[serde(rename = "v")]
    pub vip: bool,
    #[serde(rename = "b")]
    pub requested_by: String,
    #[serde(rename = "r")]
    pub reason: String,
    #[serde(rename = "at", with = "time::serde::timestamp")]
    pub created_on: OffsetDateTime,
    /// Where it has what was searched for, with marks, if none of its columns shows that.
    #[serde(rename = "x", default, skip_serializing_if = "Vec::is_empty")]
    pub excerpt: Vec<(bool, String)>,
}

/// How many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Count {
    Exactly(i64),
    /// More than [`Count::MOST`] that are found by conditions: how many more, nobody counts.
    Many,
    /// Counting takes too long.
    Unknown,
}

impl Count {
    /// How far what is found by conditions is counted.
    pub const MOST: i64 = 1_000;

    /// Counted up to one more than [`Self::MOST`].
    pub fn up_to(n: i64) -> Self {
        if n > Self::MOST { Self::Many } else { Self::Exactly(n) }
    }

    /// As people read it; nothing where it is not known.
    pub fn text(self) -> Option<String> {
        match self {
            Self::Exactly(n) => Some(n.to_string()),
            Self::Many => Some("1,000+".to_owned()),
            Self::Unknown => None,
        }
    }
}

impl Default for Count {
    fn default() -> Self {
        Self::Exactly(0)
    }
}

/// How many interactions each scope has, with the query's days and conditions applied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub me: Count,
    pub groups: Count,
    pub all: Count,
}

impl Counts {
    pub fn of(self, scope: Scope) -> Count {
        match scope {
            Scope::Me => self.me,
            Scope::Groups => self.groups,
            Scope::All => self.all,
        }
    }
}

/// Everything the list page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListPage {
    pub page: Page<ListRow>,
    pub counts: Counts,
    /// What a narrowed list says about itself.
    #[serde(default, skip_serializing_if = "Told::is_nothing")]
    pub told: Told,
    /// [`Called::name`](super::Called)
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub called: String,
    /// [`Called::may_save`](super::Called)
    #[serde(default)]
    pub may_save: bool,
    /// What is newer came later, where the newest come first or the best match does.
    pub newest: i64,
}

/// What became of a list since its page was fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListSince {
    pub counts: Counts,
    /// How many of it are newer; one more than a page has stands for any number above.
    pub newer: usize,
}

impl ListSince {
    /// How many newer ones are counted.
    pub const MOST: usize = 50;
}

/// A value of a column, and how many interactions of a list have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facet {
    /// The condition, as an address says it.
    pub part: String,
    pub label: String,
    pub count: Count,
}

/// What may be written as the value of a condition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    pub value: String,
    /// What it is called.
    pub label: String,
}

/// What is said about a narrowed list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// What the people are called whom its conditions mean.
    pub names: Names,
    /// What its conditions mean that is not there, or not for the reader to see: sentences.
    pub missing: Vec<String>,
    /// The words that were searched for, and those like them: folded, and marked in the rows.
    pub words: Vec<String>,
    /// Whether it was searched by words that are like the typed ones, as nothing was found by those.
    pub similar: bool,
}

impl Told {
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}
