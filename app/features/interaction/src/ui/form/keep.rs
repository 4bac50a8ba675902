//! Nothing typed is lost: the form is kept in the browser until it is saved.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{model::Draft, ui::local};

const KEY: &str = "firstline.new-interaction";

/// A form as it was left.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Kept {
    pub draft: Draft,
    /// Kept with it, so that a save whose answer was lost is not made twice.
    pub submission: Uuid,
}

pub fn keep(kept: &Kept) {
    if let Ok(text) = serde_json::to_string(kept) {
        local::write(KEY, &text);
    }
}

pub fn kept() -> Option<Kept> {
    serde_json::from_str(&local::read(KEY)?).ok()
}

pub fn forget() {
    local::remove(KEY);
}
