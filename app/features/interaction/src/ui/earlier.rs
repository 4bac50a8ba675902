//! The button at the end of a list that opens with its latest entries.

use kernel::ApiError;
use leptos::prelude::*;
use ui::{Button, ButtonSize, use_toaster};

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
