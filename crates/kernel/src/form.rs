//! Forms that work before, with and without JavaScript.
//!
//! A form posts to its page's own address. When something is wrong the page is rendered again
//! with a [`Replay`]: what was typed and what is wrong with it.

use serde::{Deserialize, Serialize};

use crate::{ApiError, FieldErrors};

/// The names and values of a posted form, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fields(pub Vec<(String, String)>);

impl Fields {
    /// The first value of a name; empty where the form has none.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value.as_str())
    }

    /// Gives a name this one value.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.retain(|(n, _)| n != name);
        self.0.push((name.to_owned(), value.into()));
    }
}

/// What a page needs to show a form again as it was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replay {
    pub fields: Fields,
    /// Why it was not accepted; `None` when the form only asked for other choices.
    pub error: Option<ApiError>,
}

impl Replay {
    pub fn errors(&self) -> FieldErrors {
        self.error.as_ref().map(ApiError::fields).unwrap_or_default()
    }
}
