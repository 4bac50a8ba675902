//! One of few, all of them in sight: native radio buttons under a legend.
//!
//! For more than a handful use [`crate::select::SelectField`].

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::dom::{all, describe};
use crate::field::error_line;
use crate::select::SelectOption;

/// A choice among few, one button each.
#[component]
pub fn RadioGroup(
    /// The name it is posted under; the ids are made from it.
    #[prop(into)]
    name: String,
    /// The legend, which is the group's accessible name.
    #[prop(into)]
    label: String,
    /// What there is to choose from.
    options: Vec<SelectOption>,
    /// The value of the chosen option, or empty.
    value: RwSignal<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let node = NodeRef::<html::Fieldset>::new();
    bind(node, value);
    let error_id = format!("{name}-error");
    let described = {
        let error_id = error_id.clone();
        move || describe([error.read().is_some().then(|| error_id.clone())])
    };
    let chosen = value.get_untracked();
    let buttons = options.into_iter().map(|option| {
        let id = format!("{name}-{}", option.value);
        let checked = option.value == chosen;
        let pick = option.value.clone();
        view! {
            <label class="radio">
                <input
                    type="radio"
                    id=id
                    name=name.clone()
                    value=option.value
                    checked=checked
                    on:change=move |_| value.set(pick.clone())
                />
                {option.label}
            </label>
        }
    });
    view! {
        <fieldset node_ref=node class="radios" aria-describedby=described>
            <legend class="field-label">{label}</legend>
            <div class="radios-row">{buttons.collect_view()}</div>
            {move || error.get().map(|error| error_line(error_id.clone(), error))}
        </fieldset>
    }
    .into_any()
}

/// Keeps the buttons and their signal the same, and adopts what was chosen before hydration.
fn bind(node: NodeRef<html::Fieldset>, value: RwSignal<String>) {
    Effect::new(move |tied: Option<bool>| {
        let chosen = value.get();
        let Some(group) = node.get() else { return false };
        let buttons = all(&group, "input").into_iter().filter_map(|input| input.dyn_into().ok());
        let buttons: Vec<web_sys::HtmlInputElement> = buttons.collect();
        let by_hand = buttons.iter().find(|button| button.checked() && !button.default_checked());
        if let Some(button) = by_hand.filter(|button| tied != Some(true) && button.value() != chosen) {
            value.set(button.value());
            return true;
        }
        for button in buttons {
            button.set_checked(button.value() == chosen);
        }
        true
    });
}
