//! A story that opens with its latest entries, and the button at its end.

use std::future::Future;

use kernel::ApiError;
use leptos::{prelude::*, task::spawn_local};
use ui::{Button, ButtonSize, use_toaster};

use crate::model::{Entry, Window};

/// What is shown of a story. A handle: cheap to copy.
#[derive(Debug)]
pub struct Story<T: 'static>(RwSignal<Window<T>>);

impl<T> Clone for Story<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Story<T> {}

impl<T: Entry + Clone + Send + Sync + 'static> Story<T> {
    pub fn new(opened: Window<T>) -> Self {
        Self(RwSignal::new(opened))
    }

    pub fn rows(self) -> Vec<T> {
        self.0.with(|shown| shown.rows.clone())
    }

    pub fn earlier(self) -> Signal<bool> {
        let shown = self.0;
        Signal::derive(move || shown.read().earlier)
    }

    /// The last entry that is shown.
    pub fn last(self) -> Option<i64> {
        self.0.with(|shown| shown.rows.last().map(Entry::id))
    }

    /// Puts the latest entries over those that are shown; nothing where the page is gone.
    pub fn renew(self, latest: Window<T>) {
        self.0.try_update(|shown| *shown = latest.over(std::mem::take(shown)));
    }

    /// Steps back by what `fetch` gives: the entries before an id.
    pub fn step_back<F>(self, fetch: impl Fn(Option<i64>) -> F + Send + Sync + 'static) -> StepBack
    where
        F: Future<Output = Result<Window<T>, ApiError>> + 'static,
    {
        Callback::new(move |done: Callback<Result<(), ApiError>>| {
            let before = untrack(|| self.last());
            let more = fetch(before);
            spawn_local(async move {
                done.try_run(more.await.map(|more| {
                    self.0.try_update(|shown| shown.extend(before, more));
                }));
            });
        })
    }
}

/// Fetches and appends what is before the last entry shown, then says how that went.
pub type StepBack = Callback<Callback<Result<(), ApiError>>>;

/// There while there is something earlier.
#[component]
pub fn Earlier(
    label: &'static str,
    #[prop(into)] earlier: Signal<bool>,
    step_back: StepBack,
    /// The page that shows them, where there are no scripts.
    href: Option<Signal<String>>,
) -> impl IntoView {
    let busy = RwSignal::new(false);
    let toasts = use_toaster();
    let done = Callback::new(move |outcome: Result<(), ApiError>| {
        if let Err(error) = outcome {
            toasts.error(error.to_string());
        }
        busy.set(false);
    });
    let click = move |_| {
        if !busy.get_untracked() {
            busy.set(true);
            step_back.run(done);
        }
    };
    move || {
        earlier.get().then(|| {
            let link = href.map(|href| {
                view! { <noscript><a class="link" href=href.get_untracked()>{label}</a></noscript> }
            });
            view! {
                <div class="mt-3">
                    <span class="needs-scripts">
                        <Button size=ButtonSize::Sm busy on:click=click>{label}</Button>
                    </span>
                    {link}
                </div>
            }
        })
    }
}
