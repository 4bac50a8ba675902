//! A choice among few: a native `<select>` in our dress.
//!
//! Native, because phones, screen readers and browsers without scripts know it.
//! Which option is selected stands in the HTML; after hydration an effect keeps
//! control and signal the same. For a choice among many use
//! [`crate::combobox::Combobox`].

use leptos::html::Select;
use leptos::prelude::*;
use maud::{Markup, html};

use crate::field::Frame;
use crate::icon::{Icon, IconName};

/// One choice of a [`SelectField`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SelectOption {
    /// What is posted.
    pub value: String,
    /// What is read.
    pub label: String,
    /// The heading it stands under; options of one group are neighbours.
    pub group: Option<String>,
}

impl SelectOption {
    /// An option without a group.
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), group: None }
    }
}

/// A choice among few. When `options` change and the value is no longer among
/// them, the value becomes empty.
#[component]
pub fn SelectField(
    /// The name it is posted under; the id when none is given.
    #[prop(into)]
    name: String,
    /// The visible label, which is its accessible name.
    #[prop(into)]
    label: String,
    /// The value of the chosen option, or empty.
    value: RwSignal<String>,
    /// What there is to choose from.
    #[prop(into)]
    options: Signal<Vec<SelectOption>>,
    /// The words of a first, empty option.
    #[prop(optional, into)]
    placeholder: Option<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// A line of help.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Marked as required.
    #[prop(optional, into)]
    required: Signal<bool>,
    /// Can be read, not changed; it is posted all the same.
    #[prop(optional, into)]
    read_only: Signal<bool>,
    /// Cannot be used now, and is not posted.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// The id of the control.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    let frame = Frame { id: id.unwrap_or_else(|| name.clone()), label, hint, error, required, counted: None };
    let node = NodeRef::<Select>::new();
    bind_select(node, value, options);
    let (described, invalid, must) = (frame.described_by(None), frame.invalid(), frame.must());
    let control = view! {
        <div class="select">
            <select
                node_ref=node
                class="control"
                id=frame.id.clone()
                name=name.clone()
                disabled=move || disabled.get() || read_only.get()
                aria-required=move || must.get()
                aria-invalid=move || invalid.get()
                aria-describedby=move || described.get()
                on:change=move |ev| value.set(event_target_value(&ev))
                inner_html=move || options_html(placeholder.as_deref(), &options.read(), &value.read_untracked())
            >
            </select>
            <Icon name=IconName::ChevronDown />
            {move || {
                // A select cannot be read only: it is disabled, and this posts for it.
                (read_only.get() && !disabled.get())
                    .then(|| view! { <input type="hidden" name=name.clone() value=move || value.get() /> })
            }}
        </div>
    }
    .into_any();
    frame.wrap(control)
}

/// The options in their groups, written at once: a form has hundreds. Without a
/// placeholder there is an empty option all the same while nothing is chosen, so that
/// nothing is chosen by accident.
fn options_html(placeholder: Option<&str>, options: &[SelectOption], value: &str) -> String {
    let known = options.iter().any(|option| option.value == value);
    let written = html! {
        @if let Some(words) = placeholder {
            option value="" selected[!known] { (words) }
        } @else if !known {
            option value="" selected hidden {}
        }
        @for run in options.chunk_by(|a, b| a.group == b.group) {
            @if let Some(group) = run.first().and_then(|option| option.group.as_ref()) {
                optgroup label=(group) { (options_written(run, value)) }
            } @else {
                (options_written(run, value))
            }
        }
    };
    written.into_string()
}

fn options_written(options: &[SelectOption], value: &str) -> Markup {
    html! {
        @for option in options {
            option value=(option.value) selected[option.value == value] { (option.label) }
        }
    }
}

/// Keeps the control and its signal the same, and adopts what was chosen before
/// hydration.
fn bind_select(node: NodeRef<Select>, value: RwSignal<String>, options: Signal<Vec<SelectOption>>) {
    Effect::new(move |tied: Option<bool>| {
        let chosen = value.get();
        let known = options.read().iter().any(|o| o.value == chosen);
        let Some(select) = node.get() else {
            return false;
        };
        if tied != Some(true) && select.value() != chosen && picked_by_hand(&select) {
            value.set(select.value());
            return true;
        }
        if !known && !chosen.is_empty() {
            value.set(String::new());
            return true;
        }
        // The options of this turn are drawn by another effect: after it.
        queue_microtask(move || {
            let chosen = value.get_untracked();
            if select.value() != chosen {
                select.set_value(&chosen);
            }
        });
        true
    });
}

/// Whether the selected option is another than the HTML selected.
fn picked_by_hand(select: &web_sys::HtmlSelectElement) -> bool {
    crate::dom::all(select, "option:checked")
        .into_iter()
        .filter_map(|e| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlOptionElement>(e).ok())
        .any(|option| !option.default_selected())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_stand_in_their_groups_and_are_escaped() {
        let grouped =
            |value: &str, group: &str| SelectOption { group: Some(group.into()), ..SelectOption::new(value, "<b>") };
        let options = [SelectOption::new("a", "A"), grouped("b", "One"), grouped("c", "One"), grouped("\"", "Two")];
        assert_eq!(
            options_html(None, &options, "c"),
            r#"<option value="a">A</option><optgroup label="One"><option value="b">&lt;b&gt;</option><option value="c" selected>&lt;b&gt;</option></optgroup><optgroup label="Two"><option value="&quot;">&lt;b&gt;</option></optgroup>"#
        );
    }

    #[test]
    fn nothing_is_chosen_by_accident() {
        let options = [SelectOption::new("a", "A")];
        assert!(options_html(None, &options, "").starts_with(r#"<option value="" selected hidden></option>"#));
        assert!(options_html(Some("–"), &options, "x").starts_with(r#"<option value="" selected>–</option>"#));
        assert!(options_html(Some("–"), &options, "a").starts_with(r#"<option value="">–</option>"#));
        assert!(options_html(None, &options, "a").starts_with(r#"<option value="a" selected>"#));
    }
}
