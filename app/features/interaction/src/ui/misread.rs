//! What of an address was not understood: named, while the page shows the rest.

use leptos::prelude::*;
use ui::{Banner, Tone};

/// The sentences in a banner; nothing where there are none.
#[component]
pub fn Misread(#[prop(into)] sentences: Signal<Vec<String>>) -> impl IntoView {
    move || {
        let sentences = sentences.get();
        (!sentences.is_empty()).then(|| {
            let lines = sentences.into_iter().map(|sentence| view! { <li>{sentence}</li> }).collect_view();
            view! {
                <div class="mb-3">
                    <Banner tone=Tone::Warning title="Part of the address was not understood">
                        <ul>{lines}</ul>
                    </Banner>
                </div>
            }
        })
    }
}

/// What is wrong, as sentences.
pub fn sentences<E: ToString>(wrong: &[E]) -> Vec<String> {
    wrong.iter().map(ToString::to_string).collect()
}
