//! Says above a form what was found of it, and lets the person choose.

use leptos::prelude::*;
use ui::{Banner, TimeText, Tone};

use super::{FormKeeper, Found};

/// There while something was found and not decided on.
#[component]
pub fn KeptNotice(keeper: FormKeeper) -> impl IntoView {
    let restore = move || {
        if let Some(Found::Offered(kept)) = keeper.found.get_untracked() {
            keeper.put_back(kept);
        }
    };
    move || {
        keeper.found.get().map(|found| {
            let (offered, at) = match found {
                Found::Offered(kept) => (true, kept.at),
                Found::Back(kept) => (false, kept.at),
            };
            view! {
                <div class="mb-4">
                    <Banner tone=Tone::Info>
                        {if offered { "You began typing here on " } else { "What you typed here on " }}
                        <TimeText at /> {if offered { ". " } else { " is back. " }}
                        {offered.then(|| view! { <Choose label="Restore" choose=restore /> " " })}
                        <Choose label="Discard" choose=move || keeper.discard() />
                    </Banner>
                </div>
            }
        })
    }
}

#[component]
fn Choose(label: &'static str, choose: impl Fn() + 'static) -> impl IntoView {
    view! {
        <button type="button" class="min-h-6 font-semibold underline" on:click=move |_| choose()>
            {label}
        </button>
    }
}
