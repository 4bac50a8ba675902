//! The look-up behind a combobox: wait until typing rests, ask, drop what is
//! stale.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures::future::{AbortHandle, abortable};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;
use serde::{Deserialize, Serialize};
use web_sys::{AbortController, AbortSignal};

/// How long typing must rest before a question is asked.
const REST: Duration = Duration::from_millis(120);

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Choice {
    /// What is posted: an id.
    pub value: String,
    /// What is read, and what stands in the box once chosen.
    pub label: String,
    /// A second line that tells two of the same name apart; may be empty.
    pub detail: String,
    /// A short word that must not be overlooked.
    pub badge: Option<String>,
    /// What it and its neighbours are together, said above the first of them; may be empty.
    pub group: String,
}

/// The answer to a look-up: the choices, or a sentence about what went wrong.
pub type Found = Result<Vec<Choice>, String>;

/// How a combobox looks things up. It is called in the browser only, with the
/// text typed and a signal that fires when the answer is no longer wanted. The
/// future is dropped then, which is enough for most clients; hand the signal to
/// `fetch` where it is used directly.
pub type ComboSearch = Arc<dyn Fn(String, Option<AbortSignal>) -> Pin<Box<dyn Future<Output = Found>>> + Send + Sync>;

/// Makes a [`ComboSearch`] from a closure:
/// `combo_search(|query, _signal| async move { … })`.
pub fn combo_search<F, Fut>(search: F) -> ComboSearch
where
    F: Fn(String, Option<AbortSignal>) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Found> + 'static,
{
    Arc::new(move |query, signal| Box::pin(search(query, signal)))
}

/// Where a look-up stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum Lookup {
    /// Nothing was asked.
    #[default]
    Idle,
    /// A question is under way, or will be once typing rests. The choices are
    /// those of the question before, if any.
    Searching,
    /// The answer is there: at least one choice.
    Found,
    /// The answer is there: none.
    Nothing,
    /// No answer, and why.
    Failed(String),
}

/// Asks one question at a time.
#[derive(Clone, Copy)]
pub(crate) struct Asker {
    pub status: RwSignal<Lookup>,
    pub choices: RwSignal<Vec<Choice>>,
    search: StoredValue<ComboSearch>,
    timer: StoredValue<Option<TimeoutHandle>>,
    /// Wrapped, and not the whole store local: the server makes the store too, and drops it on any thread.
    running: StoredValue<Option<SendWrapper<(AbortController, AbortHandle)>>>,
}

impl Asker {
    pub fn new(search: ComboSearch) -> Self {
        let asker = Self {
            status: RwSignal::new(Lookup::Idle),
            choices: RwSignal::new(Vec::new()),
            search: StoredValue::new(search),
            timer: StoredValue::new(None),
            running: StoredValue::new(None),
        };
        Effect::new(move || on_cleanup(move || asker.stop()));
        asker
    }

    /// How many choices the last question has, 0 while one is under way.
    pub fn count(self) -> usize {
        if *self.status.read_untracked() == Lookup::Found { self.choices.read_untracked().len() } else { 0 }
    }

    /// Asks for `query` once typing rests; an earlier question is dropped.
    pub fn ask_soon(self, query: String) {
        self.stop();
        self.status.set(Lookup::Searching);
        let ask = move || self.ask_now(query);
        self.timer.set_value(set_timeout_with_handle(ask, REST).ok());
    }

    /// Asks for `query` at once; an earlier question is dropped.
    pub fn ask_now(self, query: String) {
        self.stop();
        let Ok(controller) = AbortController::new() else {
            return;
        };
        let Some(search) = self.search.try_get_value() else {
            return;
        };
        let (answer, handle) = abortable(search(query, Some(controller.signal())));
        self.running.set_value(Some(SendWrapper::new((controller, handle))));
        self.status.set(Lookup::Searching);
        spawn_local(async move {
            if let Ok(found) = answer.await {
                self.answer(found);
            }
        });
    }

    fn answer(self, found: Found) {
        if self.status.is_disposed() {
            return;
        }
        let (status, choices) = match found {
            Ok(choices) if choices.is_empty() => (Lookup::Nothing, choices),
            Ok(choices) => (Lookup::Found, choices),
            Err(why) => (Lookup::Failed(why), Vec::new()),
        };
        self.choices.set(choices);
        self.status.set(status);
    }

    /// Forgets the question and its answer.
    pub fn reset(self) {
        self.stop();
        self.choices.set(Vec::new());
        self.status.set(Lookup::Idle);
    }

    fn stop(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
        if let Some(running) = self.running.try_update_value(Option::take).flatten() {
            let (controller, handle) = running.take();
            handle.abort();
            controller.abort();
        }
    }
}
