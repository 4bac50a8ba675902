//! A box to search with: a magnifying glass, no visible label.
//!
//! Put it into a plain `<form role="search" method="get">`: Enter searches, with
//! and without scripts. Its label is its accessible name and stands in the empty
//! box.

use leptos::html;
use leptos::prelude::*;

use crate::badge::Kbd;
use crate::dom::bind_text;
use crate::icon::{Icon, IconName};

/// A box to search with.
#[component]
pub fn SearchField(
    /// The name it is posted under; the id when none is given.
    #[prop(into)]
    name: String,
    /// The accessible name, shown while the box is empty.
    #[prop(into)]
    label: String,
    /// What is in it.
    value: RwSignal<String>,
    /// The key that leads here, shown at its end.
    #[prop(optional)]
    key: Option<&'static str>,
    /// The id of the control.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    bind_text(node, value, || ());
    view! {
        <div class="search">
            <Icon name=IconName::Search />
            <input
                node_ref=node
                class="control"
                type="search"
                id=id.unwrap_or_else(|| name.clone())
                name=name
                value=value.get_untracked()
                aria-label=label.clone()
                placeholder=label
                autocomplete="off"
                on:input=move |ev| value.set(event_target_value(&ev))
            />
            {key.map(|key| view! { <Kbd>{key}</Kbd> })}
        </div>
    }
    .into_any()
}
