//! Yes or no: [`Checkbox`] in a form, [`Toggle`] in a list's address.

mod rows;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::dom::describe;
use crate::icon::{Icon, IconName};

pub use rows::{Boxes, checked_boxes};

/// A box to tick. It posts `true` under its name when it is ticked and nothing
/// when it is not.
#[component]
pub fn Checkbox(
    /// The name it is posted under; the id when none is given.
    #[prop(into)]
    name: String,
    /// The visible label, which is its accessible name.
    #[prop(into)]
    label: String,
    /// Whether it is ticked.
    checked: RwSignal<bool>,
    /// A line of help.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Cannot be used now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// The id of the control.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone());
    let hint_id = format!("{id}-hint");
    let node = NodeRef::<html::Input>::new();
    Effect::new(move |tied: Option<bool>| {
        let on = checked.get();
        let Some(input) = node.get() else {
            return false;
        };
        let shown = input.checked();
        if tied != Some(true) && shown != input.default_checked() && shown != on {
            checked.set(shown);
        } else if shown != on {
            input.set_checked(on);
        }
        true
    });
    view! {
        <div class="check">
            <span class="check-box">
                <input
                    node_ref=node
                    type="checkbox"
                    id=id.clone()
                    name=name
                    value="true"
                    checked=checked.get_untracked()
                    disabled=move || disabled.get()
                    aria-describedby=describe([hint.is_some().then(|| hint_id.clone())])
                    on:change=move |ev| checked.set(event_target_checked(&ev))
                />
                <Icon name=IconName::Check />
            </span>
            <label for=id>{label}</label>
            {hint
                .map(|hint| {
                    view! {
                        <p id=hint_id class="field-hint">
                            {hint}
                        </p>
                    }
                })}
        </div>
    }
    .into_any()
}

/// A switch that is a link: it goes to the address with the other state, so it
/// works without scripts and the address says how it stands.
#[component]
pub fn Toggle(
    /// The visible label, which is its accessible name.
    #[prop(into)]
    label: String,
    /// The address with the other state.
    #[prop(into)]
    href: Signal<String>,
    /// Whether it is on.
    #[prop(into)]
    on: Signal<bool>,
) -> impl IntoView {
    let press = |ev: web_sys::KeyboardEvent| {
        if ev.key() == " " {
            ev.prevent_default();
            if let Some(link) = ev.current_target().and_then(|t| t.dyn_into::<web_sys::HtmlElement>().ok()) {
                link.click();
            }
        }
    };
    view! {
        <a
            class="toggle"
            role="switch"
            href=move || href.get()
            aria-checked=move || if on.get() { "true" } else { "false" }
            on:keydown=press
        >
            <span class="toggle-track" aria-hidden="true"></span>
            {label}
        </a>
    }
    .into_any()
}
