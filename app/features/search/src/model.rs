//! What is asked, and what is found.

use kernel::{ApiError, Hit};
use serde::{Deserialize, Serialize};

/// The address of the page.
pub const PAGE: &str = "/search";

/// For what it is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wanted {
    /// What is offered while typing: a few of each kind.
    Offers,
    /// The page: more of each kind, with excerpts. What names one thing, leads to it.
    Page,
}

impl Wanted {
    /// How many of a kind, at most.
    pub fn most(self) -> usize {
        match self {
            Self::Offers => 5,
            Self::Page => 20,
        }
    }
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Results {
    /// The page of the one thing that was named.
    pub straight: Option<String>,
    /// The kinds of which there is something, or of which it is not known.
    pub sections: Vec<Section>,
    /// What was not understood of the text.
    pub note: Option<String>,
}

/// What was found of a kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    pub title: String,
    pub hits: Vec<Hit>,
    /// The address of a list with all of them, where there are more.
    pub more: Option<String>,
    /// Whether they do not have the words that were typed, but words like them.
    pub similar: bool,
    /// Why it is not known what there is.
    pub failed: Option<ApiError>,
}
