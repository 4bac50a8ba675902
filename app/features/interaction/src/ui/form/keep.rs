//! Nothing typed is lost: the form is kept in the browser until it is saved.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::model::Draft;

const KEY: &str = "firstline.new-interaction";

/// A form as it was left.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Kept {
    pub draft: Draft,
    /// Kept with it, so that a save whose answer was lost is not made twice.
    pub submission: Uuid,
}

/// In the browser only; where storage is forbidden, nothing is kept.
fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

pub fn keep(kept: &Kept) {
    if let (Some(storage), Ok(text)) = (storage(), serde_json::to_string(kept)) {
        // A full storage keeps nothing; the form itself still stands.
        let _ = storage.set_item(KEY, &text);
    }
}

pub fn kept() -> Option<Kept> {
    let text = storage()?.get_item(KEY).ok()??;
    serde_json::from_str(&text).ok()
}

pub fn forget() {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(KEY);
    }
}
