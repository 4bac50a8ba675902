//! The copy of a form in this browser. Where storage is forbidden or full, nothing is kept, and what is typed still
//! stands on its page.

use leptos::prelude::window;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;
use web_sys::Storage;

use crate::model::{Kept, Typed};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copy {
    pub kept: Kept,
    /// The window it was typed in.
    pub window: String,
    /// Whether the server has it too.
    pub sent: bool,
}

impl Copy {
    /// One of this window.
    pub fn of(kept: Kept, sent: bool) -> Self {
        Self { kept, window: this_window(), sent }
    }

    pub fn read(key: &str) -> Option<Self> {
        serde_json::from_str(&browser()?.get_item(key).ok()??).ok()
    }

    pub fn write(&self, key: &str) {
        if let (Some(storage), Ok(text)) = (browser(), serde_json::to_string(self)) {
            let _ = storage.set_item(key, &text);
        }
    }

    pub fn forget(key: &str) {
        if let Some(storage) = browser() {
            let _ = storage.remove_item(key);
        }
    }

    /// Forgets what is kept if it is such a one: another window may have written since.
    pub fn forget_where(key: &str, such: impl Fn(&Self) -> bool) {
        if Self::read(key).is_some_and(|copy| such(&copy)) {
            Self::forget(key);
        }
    }

    /// Forgets this one.
    pub fn remove(&self, key: &str) {
        Self::forget_where(key, |copy| copy == self);
    }

    /// Notes that the server has what is kept, if that is still this.
    pub fn was_sent(key: &str, typed: &Typed) {
        if let Some(copy) = Self::read(key).filter(|copy| copy.kept.typed == *typed) {
            Self { sent: true, ..copy }.write(key);
        }
    }
}

impl Kept {
    /// What is typed at this moment.
    pub fn now(typed: Typed) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "whole milliseconds, far below the limit")]
        let seconds = (js_sys::Date::now() / 1000.0) as i64;
        Self { typed, at: OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH) }
    }
}

fn browser() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// What tells this window from others; a reload is the same one.
pub fn this_window() -> String {
    const KEY: &str = "firstline.window";
    let Some(storage) = window().session_storage().ok().flatten() else { return String::new() };
    if let Ok(Some(name)) = storage.get_item(KEY) {
        return name;
    }
    let name = Uuid::new_v4().to_string();
    let _ = storage.set_item(KEY, &name);
    name
}
