//! Files from the reader's machine: a native file control in our dress.
//!
//! Listeners spread on the component hear the control's events, which bubble:
//! `<FileField on:change=…>`; read the files through `node`.

use leptos::html;
use leptos::prelude::*;

use crate::field::Frame;

/// A control that takes files.
#[component]
pub fn FileField(
    /// The name they are posted under; the id when none is given.
    #[prop(into)]
    name: String,
    /// The visible label, which is its accessible name.
    #[prop(into)]
    label: String,
    /// Takes more than one file.
    #[prop(default = true)]
    multiple: bool,
    /// What it takes, as in the `accept` attribute: `image/*,.pdf`.
    #[prop(optional, into)]
    accept: Option<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// A line of help: the size a file may have.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Marked as required.
    #[prop(optional, into)]
    required: Signal<bool>,
    /// Cannot be used now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Gives the control to the caller.
    #[prop(optional)]
    node: NodeRef<html::Input>,
    /// The id of the control.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    let frame = Frame { id: id.unwrap_or_else(|| name.clone()), label, hint, error, required, counted: None };
    let (described, invalid, must) = (frame.described_by(None), frame.invalid(), frame.must());
    let control = view! {
        <input
            node_ref=node
            class="control file"
            type="file"
            id=frame.id.clone()
            name=name
            multiple=multiple
            accept=accept
            disabled=move || disabled.get()
            aria-required=move || must.get()
            aria-invalid=move || invalid.get()
            aria-describedby=move || described.get()
        />
    }
    .into_any();
    frame.wrap(control)
}
