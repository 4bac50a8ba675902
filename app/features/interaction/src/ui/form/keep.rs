//! Nothing typed is lost: the form is kept in the browser until it is saved.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{model::Draft, ui::local};

/// Where it is kept: a form that follows an interaction has a place of its own.
pub fn place(follows: &str) -> String {
    let key = "firstline.new-interaction";
    if follows.is_empty() { key.to_owned() } else { format!("{key}.{follows}") }
}

/// A form as it was left.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Kept {
    pub draft: Draft,
    /// Kept with it, so that a save whose answer was lost is not made twice.
    pub submission: Uuid,
}

pub fn keep(place: &str, kept: &Kept) {
    if let Ok(text) = serde_json::to_string(kept) {
        local::write(place, &text);
    }
}

pub fn kept(place: &str) -> Option<Kept> {
    serde_json::from_str(&local::read(place)?).ok()
}

pub fn forget(place: &str) {
    local::remove(place);
}
