//! Says that the page hears of no changes just now, and when it does again.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use people::ui::sign_in_href;
use ui::{LiveState, use_live};

/// A line above the lower edge of the page, while there is something to say.
#[component]
pub fn ConnectionNotice() -> impl IntoView {
    let state = use_live().state();
    let here = use_location();
    let words = move || match state.get() {
        LiveState::Fine => None,
        LiveState::Lost => Some(view! { <span>"Connection lost. Trying again …"</span> }.into_any()),
        LiveState::Ended => {
            let href = sign_in_href(&format!("{}{}", here.pathname.get(), here.search.get()));
            let link = view! { <a class="link" href=href rel="external">"Sign in"</a> };
            Some(view! { <span>"You are signed out. " {link} " to go on."</span> }.into_any())
        }
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
