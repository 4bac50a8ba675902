//! Says that the page hears of no changes just now, and when it does again.

use leptos::prelude::*;
use people::ui::use_session;
use ui::{LiveState, use_live};

/// A line above the lower edge of the page, while there is something to say.
#[component]
pub fn ConnectionNotice() -> impl IntoView {
    let (state, session) = (use_live().state(), use_session());
    Effect::new(move |_| {
        if state.get() == LiveState::Ended {
            session.end();
        }
    });
    let words = move || match state.get() {
        _ if session.over().get() => {
            let button = view! {
                <button type="button" class="link min-h-6" on:click=move |_| session.ask()>"Sign in"</button>
            };
            Some(view! { <span>"You are signed out. " {button} " to go on."</span> }.into_any())
        }
        LiveState::Lost => Some(view! { <span>"Connection lost. Trying again …"</span> }.into_any()),
        LiveState::Fine | LiveState::Ended => None,
    };
    view! {
        <div role="status" class="pointer-events-none fixed inset-x-0 bottom-20 z-20 flex justify-center px-4 lg:bottom-4">
            {move || {
                words()
                    .map(|words| {
                        view! {
                            <p class="pointer-events-auto rounded-full border border-line bg-surface px-4 py-2 text-sm shadow-lg">
                                {words}
                            </p>
                        }
                    })
            }}
        </div>
    }
}
