//! When the browser's program has taken over the whole page that the server rendered.
//!
//! It takes over from the outside inwards, and waits for each part of the program that the page needs. What the server
//! rendered must not be drawn anew before, so whatever comes from outside (news, keys, the end of a session) waits.

use leptos::prelude::*;

/// Whether it has. A handle: cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Alive(ArcRwSignal<bool>);

impl Alive {
    /// Has everything below the caller know of it.
    pub fn provide(&self) {
        provide_context(self.clone());
    }

    /// It has.
    pub fn begin(&self) {
        self.0.set(true);
    }
}

/// Runs `begin` in the browser once the whole page is alive, in an effect of the caller's owner.
pub fn once_alive(begin: impl Fn() + 'static) {
    let alive = use_context::<Alive>();
    Effect::new(move |_| {
        if alive.as_ref().is_none_or(|alive| alive.0.get()) {
            begin();
        }
    });
}
