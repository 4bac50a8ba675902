//! Nothing typed is lost: what stands in a form is kept until it is sent.
//!
//! In the browser at every key, and on the server a moment after typing pauses. A page that opens with something kept
//! puts back at once what was typed in this window (a reload, another record in between, a session that ended), and
//! offers what was typed anywhere else: in another window, before the browser was closed, on another machine. One way
//! for every form: a form says what is typed into it and how that is put back, a [`FormKeeper`] does the rest, and
//! [`KeptNotice`] stands above the form.
//!
//! Without scripts nothing is kept. To keep another form, see `model/kept.rs`.

mod copy;
mod notice;
mod remote;

use copy::{Copy, this_window};
use leptos::{prelude::*, task::spawn_local};
use people::ui::{current_person, use_session};
use remote::Remote;

pub use notice::KeptNotice;

use crate::{
    api::load_draft,
    model::{Kept, Place, Typed},
};

/// A form that is kept: what is typed into it, and how that is put back.
#[derive(Clone, Copy)]
pub struct Form {
    pub place: Place,
    /// What stands in it.
    pub typed: Signal<Typed>,
    /// Whether that is nothing beyond what the page shows by itself.
    pub idle: Callback<Typed, bool>,
    /// Puts back what was typed before.
    pub put: Callback<Typed>,
    /// Makes it as the page opened it.
    pub clear: Callback<()>,
    /// Whether the page shows it as it was sent without scripts: nothing else is put over that.
    pub was_sent: bool,
}

/// In how many forms of a page something is typed that was not sent. A handle: cheap to copy.
#[derive(Clone, Copy, Debug)]
pub struct Unsaved(RwSignal<usize>);

impl Unsaved {
    /// That of the caller's page.
    pub fn provide() -> Self {
        let unsaved = Self(RwSignal::new(0));
        provide_context(unsaved);
        unsaved
    }

    /// Whether there is any.
    pub fn get(self) -> bool {
        self.0.get() > 0
    }
}

/// What was found kept when the page opened.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Found {
    /// It is back in the form.
    Back(Kept),
    /// It is for the person to choose.
    Offered(Kept),
}

/// Keeps one form. A handle: cheap to copy.
#[derive(Clone, Copy)]
pub struct FormKeeper {
    form: Form,
    found: RwSignal<Option<Found>>,
    unsaved: RwSignal<bool>,
    remote: StoredValue<Remote>,
}

/// Under which name this browser keeps a form.
fn key(place: Place) -> String {
    let person = current_person().map(|me| me.person.to_string()).unwrap_or_default();
    format!("firstline.draft.{person}.{}", place.key())
}

impl FormKeeper {
    /// Begins once the page is alive, and ends with the caller's owner.
    pub fn new(form: Form) -> Self {
        let remote = Remote::new(form.place, key(form.place));
        let keeper =
            Self { form, found: RwSignal::new(None), unsaved: RwSignal::new(false), remote: StoredValue::new(remote) };
        Effect::new(move |_| {
            let copy = keeper.remote.with_value(|remote| Copy::read(&remote.key));
            // What was typed before the page was alive is in the form a moment later.
            request_animation_frame(move || keeper.begin(copy));
        });
        let beyond = Memo::new(move |_| {
            let typed = form.typed.get();
            (!form.idle.run(typed.clone())).then_some(typed)
        });
        Effect::watch(move || beyond.get(), move |typed, _, _| keeper.changed(typed.clone()), false);
        Effect::new(move |_| keeper.flush_at_the_end());
        keeper.follow_the_session();
        keeper.tell_the_page();
        keeper
    }

    /// Lets the page know whether something is unsaved.
    fn tell_the_page(self) {
        let Some(Unsaved(forms)) = use_context() else { return };
        Effect::new(move |before: Option<bool>| {
            let now = self.unsaved.get();
            if now != before.unwrap_or_default() {
                forms.update(|forms| *forms = if now { *forms + 1 } else { forms.saturating_sub(1) });
            }
            now
        });
    }

    /// Asks to sign in where something is typed when the session ends, and goes on where it does.
    fn follow_the_session(self) {
        let session = use_session();
        let cut_off = Memo::new(move |_| session.over().get() && self.unsaved.get());
        Effect::new(move |_| {
            if cut_off.get() {
                session.ask();
            }
        });
        Effect::watch(move || session.over().get(), move |_, _, _| self.remote.with_value(Remote::wait), false);
    }

    fn idle(self, typed: &Typed) -> bool {
        untrack(|| self.form.idle.run(typed.clone()))
    }

    fn begin(self, copy: Option<Copy>) {
        let Some(here) = self.form.typed.try_get_untracked() else { return };
        let untouched = self.idle(&here) && !self.form.was_sent;
        match copy {
            Some(copy) if untouched && copy.window == this_window() => {
                self.remote.with_value(|remote| remote.begin(copy.sent.then(|| copy.kept.typed.clone())));
                self.put_back(copy.kept);
            }
            Some(copy) if !copy.sent => self.offer(copy.kept),
            copy => spawn_local(self.ask_the_server(copy)),
        }
    }

    /// Offers what the server has, where this browser has nothing that the server has not.
    async fn ask_the_server(self, copy: Option<Copy>) {
        let answer = load_draft(self.form.place).await;
        let Some(remote) = self.remote.try_get_value() else { return };
        match (answer, copy) {
            (Ok(Some(kept)), _) => {
                remote.begin(Some(kept.typed.clone()));
                self.offer(kept);
            }
            // It was sent or discarded elsewhere.
            (Ok(None), Some(copy)) => copy.remove(&remote.key),
            (Ok(None), None) => remote.begin_empty(),
            (Err(_), Some(copy)) => self.offer(copy.kept),
            (Err(_), None) => {}
        }
    }

    fn offer(self, kept: Kept) {
        let here = self.form.typed.try_get_untracked();
        let differs = here.is_some_and(|here| here.fields != kept.typed.fields);
        if differs && !self.idle(&kept.typed) {
            self.found.try_set(Some(Found::Offered(kept)));
        }
    }

    fn put_back(self, kept: Kept) {
        if self.idle(&kept.typed) {
            // The page shows just that by now.
            self.found.set(None);
            return self.changed(None);
        }
        self.form.put.run(kept.typed.clone());
        self.found.set(Some(Found::Back(kept)));
    }

    /// Lets go of what was found; what stands in the form beside an offer stays.
    fn discard(self) {
        let found = self.found.try_update(Option::take).flatten();
        if matches!(found, Some(Found::Back(_))) {
            self.form.clear.run(());
        }
        let typed = self.form.typed.get_untracked();
        self.changed(Some(typed).filter(|typed| !self.idle(typed)));
    }

    /// Something else is typed, or nothing any more.
    fn changed(self, typed: Option<Typed>) {
        if self.unsaved.get_untracked() != typed.is_some() {
            self.unsaved.set(typed.is_some());
        }
        let found = self.found.get_untracked();
        if typed.is_none() && matches!(found, Some(Found::Back(_))) {
            self.found.set(None);
        }
        let keep = match (typed, found) {
            (Some(typed), Some(Found::Back(kept))) if kept.typed == typed => Some(kept),
            (Some(typed), _) => Some(Kept::now(typed)),
            // Nobody has decided on what is offered: it is there again once nothing else is.
            (None, Some(Found::Offered(kept))) => Some(kept),
            (None, _) => None,
        };
        self.remote.with_value(|remote| {
            let sent = remote.want(keep.as_ref().map(|kept| kept.typed.clone()));
            match keep {
                Some(kept) => Copy::of(kept, sent).write(&remote.key),
                None => Copy::forget(&remote.key),
            }
        });
    }

    /// Sends what has not been sent yet where the page is left, one way or another.
    fn flush_at_the_end(self) {
        let flush = move || {
            self.remote.try_with_value(Remote::flush);
        };
        let hidden = window_event_listener_untyped("visibilitychange", move |_| {
            if document().hidden() {
                flush();
            }
        });
        let closed = window_event_listener_untyped("pagehide", move |_| flush());
        on_cleanup(move || {
            hidden.remove();
            closed.remove();
            flush();
        });
    }

    /// The form is being sent: until that is over nothing more is kept on the server.
    pub fn sending(self) -> Sending {
        let remote = self.remote.get_value();
        remote.pause(true);
        Sending { typed: self.form.typed.get_untracked(), found: self.found, remote }
    }
}

/// A form that is on its way. It outlives its page.
pub struct Sending {
    typed: Typed,
    found: RwSignal<Option<Found>>,
    remote: Remote,
}

impl Sending {
    /// It was accepted, and the server let go of it; or it was not, and is kept on.
    pub fn over(self, accepted: bool) {
        if !accepted {
            return self.remote.pause(false);
        }
        // What was typed since is the next one.
        Copy::forget_where(&self.remote.key, |copy| copy.kept.typed.fields == self.typed.fields);
        self.remote.arrived();
        self.found.try_set(None);
    }
}
