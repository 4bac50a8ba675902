//! What Global Search finds, of whatever kind it is.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::marked::{marked, owned};

/// Something that was found. Its texts are in pieces, each with whether it is what was searched for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    /// The address of its page, as this reader opens it.
    pub href: String,
    /// The number it goes by; empty for what has none.
    pub number: String,
    pub title: Vec<(bool, String)>,
    /// What tells it from others called so, in a line.
    pub detail: String,
    /// What stands around the words where they are not in the title; may be empty.
    pub excerpt: Vec<(bool, String)>,
    #[serde(with = "time::serde::timestamp::option")]
    pub at: Option<OffsetDateTime>,
}

impl Hit {
    /// Something with a title in which the searched words, folded, are marked.
    pub fn new(href: String, title: &str, words: &[String]) -> Self {
        let title = owned(marked(title, words));
        Self { href, number: String::new(), title, detail: String::new(), excerpt: Vec::new(), at: None }
    }

    /// The title without its marks.
    pub fn plain_title(&self) -> String {
        self.title.iter().map(|(_, piece)| piece.as_str()).collect()
    }

    /// Whether any of the searched words stands in the title.
    pub fn is_marked(&self) -> bool {
        self.title.iter().any(|(mark, _)| *mark)
    }
}
