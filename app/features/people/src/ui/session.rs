//! Whether the person of the page is still signed in. A page that stays open outlives its session; whoever types there
//! signs in again over it and goes on.
//!
//! Every server function that answers `SignedOut` is heard of here ([`kernel::error::on_signed_out`]). A page that is
//! only read then says so in a line; where something is typed or was just sent, it [`Session::ask`]s.

use leptos::{prelude::*, task::spawn_local};
use ui::{Live, once_alive, use_live};

use super::current_person;
use crate::{api::who_is_signed_in, model::Me};

/// The page's session. A handle: cheap to copy.
#[derive(Clone, Copy, Debug)]
pub struct Session {
    over: RwSignal<bool>,
    asking: RwSignal<bool>,
    live: Live,
}

impl Session {
    fn new() -> Self {
        Self { over: RwSignal::new(false), asking: RwSignal::new(false), live: use_live() }
    }

    /// Whether it has ended.
    pub fn over(self) -> Signal<bool> {
        self.over.into()
    }

    /// Whether the page asks to sign in.
    pub fn asking(self) -> RwSignal<bool> {
        self.asking
    }

    /// It was heard that the session has ended.
    pub fn end(self) {
        if self.over.try_get_untracked() == Some(false) {
            self.over.set(true);
        }
    }

    /// Asks to sign in, over the page as it is.
    pub fn ask(self) {
        self.asking.set(true);
    }

    /// Somebody is signed in again: the page goes on if it is theirs, and begins anew if it is not.
    pub fn resume(self, me: &Me, person: kernel::PersonId) {
        if person != me.person {
            // What is kept is kept for whoever typed it.
            let _ = window().location().reload();
        } else if self.over.get_untracked() {
            self.over.set(false);
            self.asking.set(false);
            self.live.resume();
        }
    }
}

/// Has the page know whether its person is still signed in. Called once, by the application.
pub fn provide_session() {
    let session = Session::new();
    provide_context(session);
    let Some(me) = current_person() else { return };
    once_alive(move || {
        kernel::error::on_signed_out(move || session.end());
        let me = me.clone();
        // In another window one may have signed out, in, or in as somebody else.
        let seen = window_event_listener_untyped("visibilitychange", move |_| {
            let me = me.clone();
            if !document().hidden() {
                spawn_local(async move {
                    if let Ok(person) = who_is_signed_in().await {
                        session.resume(&me, person);
                    }
                });
            }
        });
        on_cleanup(move || seen.remove());
    });
}

/// The page's session; one that never ends where none was provided.
pub fn use_session() -> Session {
    use_context().unwrap_or_else(Session::new)
}
