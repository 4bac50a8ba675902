//! The copy of a form on the server: it follows a moment after typing pauses, with one request at a time, and none
//! where nothing is different. Where that fails nobody is told: this browser has it.

use std::time::Duration;

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*, server_fn::ServerFn, task::spawn_local};

use super::copy::Copy;
use crate::{
    api::{DiscardDraft, SaveDraft, discard_draft, save_draft},
    model::{Place, Typed},
};

const PAUSE: Duration = Duration::from_secs(1);

/// A handle: cheap to clone. It outlives its page, as a request does.
#[derive(Clone)]
pub struct Remote {
    place: Place,
    /// Of the copy in this browser.
    pub key: String,
    state: ArcStoredValue<State>,
}

/// What the server has of a form, or is to have.
#[derive(Clone, PartialEq, Eq)]
enum Stored {
    Text(Typed),
    Nothing,
}

#[derive(Default)]
struct State {
    /// What the server is to have; none where it has that.
    wanted: Option<Stored>,
    /// What it has, as far as that is known.
    has: Option<Stored>,
    /// What is on its way there.
    under_way: Option<Stored>,
    paused: bool,
    timer: Option<TimeoutHandle>,
}

impl State {
    fn stop(&mut self) {
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
    }

    /// What is to be sent, if that is anything new; it is on its way from here on.
    fn take(&mut self) -> Option<Stored> {
        self.stop();
        if self.paused {
            return None;
        }
        let wanted = self.wanted.take().filter(|wanted| self.has.as_ref() != Some(wanted))?;
        self.under_way = Some(wanted.clone());
        Some(wanted)
    }
}

impl Remote {
    pub fn new(place: Place, key: String) -> Self {
        Self { place, key, state: ArcStoredValue::new(State::default()) }
    }

    /// The server has this; nobody knows what it has where that is none.
    pub fn begin(&self, has: Option<Typed>) {
        self.state.update_value(|state| state.has = has.map(Stored::Text));
    }

    /// The server has nothing.
    pub fn begin_empty(&self) {
        self.state.update_value(|state| state.has = Some(Stored::Nothing));
    }

    /// The server is to have this, or nothing, a moment from now; gives whether it has that already.
    pub fn want(&self, typed: Option<Typed>) -> bool {
        let wanted = typed.map_or(Stored::Nothing, Stored::Text);
        let mut has = false;
        self.state.update_value(|state| {
            has = state.under_way.is_none() && state.has.as_ref() == Some(&wanted);
            state.wanted = Some(wanted);
        });
        self.wait();
        has
    }

    /// Sends what is wanted once nothing else is typed for a moment.
    pub fn wait(&self) {
        let remote = self.clone();
        self.state.update_value(|state| {
            state.stop();
            if state.wanted.is_some() && !state.paused {
                state.timer = set_timeout_with_handle(move || remote.send(), PAUSE).ok();
            }
        });
    }

    fn send(&self) {
        let mut wanted = None;
        self.state.update_value(|state| {
            // One at a time: the one that is under way sends the next.
            if state.under_way.is_none() {
                wanted = state.take();
            }
        });
        let Some(wanted) = wanted else { return };
        let remote = self.clone();
        spawn_local(async move {
            let outcome = match wanted.clone() {
                Stored::Text(typed) => save_draft(remote.place, typed).await,
                Stored::Nothing => discard_draft(remote.place).await,
            };
            if let (Ok(()), Stored::Text(typed)) = (&outcome, &wanted) {
                Copy::was_sent(&remote.key, typed);
            }
            let arrived = outcome.is_ok();
            let mut newer = false;
            remote.state.update_value(|state| {
                newer = state.wanted.is_some();
                state.under_way = None;
                state.has = arrived.then(|| wanted.clone());
                if !arrived && !newer {
                    // Sent with what is typed next, or when somebody is signed in again.
                    state.wanted = Some(wanted);
                }
            });
            if newer {
                remote.wait();
            }
        });
    }

    /// Sends what the server has not confirmed, without waiting for an answer, as even a page that is being closed can.
    pub fn flush(&self) {
        let mut last = None;
        self.state.update_value(|state| {
            let under_way = state.under_way.take();
            last = state.take().or(under_way).filter(|_| !state.paused);
            // Whether it arrives nobody will say.
            (state.under_way, state.has) = (None, None);
        });
        let Some(last) = last else { return };
        let place = self.place;
        let (path, text) = match last {
            Stored::Text(typed) => (SaveDraft::PATH, serde_json::to_string(&SaveDraft { place, typed })),
            Stored::Nothing => (DiscardDraft::PATH, serde_json::to_string(&DiscardDraft { place })),
        };
        if let Ok(text) = text {
            // Where that is refused, this browser still has it.
            let _ = window().navigator().send_beacon_with_opt_str(path, Some(&text));
        }
    }

    /// While the form itself is being sent, nothing is sent from here.
    pub fn pause(&self, paused: bool) {
        self.state.update_value(|state| state.paused = paused);
        self.wait();
    }

    /// The form was sent, and the server let go of what it had; of what is on its way, it is to do so again.
    pub fn arrived(&self) {
        self.state.update_value(|state| {
            state.paused = false;
            state.has = Some(Stored::Nothing);
            state.wanted = state.under_way.is_some().then_some(Stored::Nothing);
        });
    }
}
