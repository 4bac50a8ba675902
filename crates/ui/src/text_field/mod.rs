//! One line of text and many: [`TextField`] and [`TextArea`].
//!
//! Both are real controls inside the frame of [`crate::field`]. A limit is not a
//! `maxlength`: nothing typed is lost, the counter says how much is too much,
//! and the form's own rule refuses it.

mod naming;

use leptos::html;
use leptos::prelude::*;

use crate::combobox::popup::{announcement, popup};
use crate::dom::{bind_text, escape};
use crate::field::Frame;

pub use naming::Naming;

use naming::Namer;

/// A field for one line of text.
#[component]
pub fn TextField(
    /// The name it is posted under; the id when none is given.
    #[prop(into)]
    name: String,
    /// The visible label, which is its accessible name.
    #[prop(into)]
    label: String,
    /// What is in it.
    value: RwSignal<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// A line of help.
    #[prop(optional, into)]
    hint: Option<String>,
    /// How many characters it may have; shows the counter.
    #[prop(optional)]
    limit: Option<usize>,
    /// Marked as required.
    #[prop(optional, into)]
    required: Signal<bool>,
    /// Can be read and copied, not changed.
    #[prop(optional, into)]
    read_only: Signal<bool>,
    /// Cannot be used now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// The `type`: `text`, `email`, `tel`, `password`, `search`, `url`, `number`,
    /// `date`, `datetime-local`.
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in; `off` when nothing is said.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// The id of the control.
    #[prop(optional, into)]
    id: Option<String>,
    /// An example, never the label.
    #[prop(optional, into)]
    placeholder: Option<String>,
    /// Which keyboard a phone shows.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// What the browser offers while typing: values, and what each is called where that is another word.
    #[prop(optional, into)]
    suggestions: Option<Signal<Vec<(String, String)>>>,
) -> impl IntoView {
    let frame = Frame {
        id: id.unwrap_or_else(|| name.clone()),
        label,
        hint,
        error,
        required,
        counted: limit.map(|limit| (value.into(), limit)),
    };
    let node = NodeRef::<html::Input>::new();
    let list = suggestions.is_some().then(|| format!("{}-list", frame.id));
    let offered = suggestions.map(|suggestions| {
        let options = move || {
            let option = |(value, label): (String, String)| view! { <option value=value>{label}</option> };
            suggestions.get().into_iter().map(option).collect_view()
        };
        view! { <datalist id=list.clone()>{options}</datalist> }
    });
    bind_text(node, value, || ());
    let (described, invalid, must) = (frame.described_by(None), frame.invalid(), frame.must());
    let control = view! {
        <input
            node_ref=node
            class="control"
            type=kind
            id=frame.id.clone()
            name=name
            value=value.get_untracked()
            placeholder=placeholder
            autocomplete=autocomplete
            inputmode=inputmode
            list=list
            readonly=move || read_only.get()
            disabled=move || disabled.get()
            aria-required=move || must.get()
            aria-invalid=move || invalid.get()
            aria-describedby=move || described.get()
            on:input=move |ev| value.set(event_target_value(&ev))
        />
        {offered}
    }
    .into_any();
    frame.wrap(control)
}

/// A field for many lines of text; it grows with what is in it.
#[component]
pub fn TextArea(
    /// The name it is posted under; the id when none is given.
    #[prop(into)]
    name: String,
    /// The visible label, which is its accessible name.
    #[prop(into)]
    label: String,
    /// What is in it.
    value: RwSignal<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// A line of help.
    #[prop(optional, into)]
    hint: Option<String>,
    /// How many characters it may have; shows the counter.
    #[prop(optional)]
    limit: Option<usize>,
    /// Marked as required.
    #[prop(optional, into)]
    required: Signal<bool>,
    /// Can be read and copied, not changed.
    #[prop(optional, into)]
    read_only: Signal<bool>,
    /// Cannot be used now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// How many lines are shown at least, 1 to 12.
    #[prop(default = 4)]
    rows: u8,
    /// The id of the control.
    #[prop(optional, into)]
    id: Option<String>,
    /// An example, never the label.
    #[prop(optional, into)]
    placeholder: Option<String>,
    /// Offers names after an `@`, and writes the one that is picked.
    #[prop(default = None)]
    naming: Option<Naming>,
) -> impl IntoView {
    let frame = Frame {
        id: id.unwrap_or_else(|| name.clone()),
        label,
        hint,
        error,
        required,
        counted: limit.map(|limit| (value.into(), limit)),
    };
    let node = NodeRef::<html::Textarea>::new();
    bind_text(node, value, || ());
    grow_with_text(node, value);
    let (described, invalid, must) = (frame.described_by(None), frame.invalid(), frame.must());
    let namer = naming.map(|naming| Namer::new(naming, node, value));
    let offered = namer.map(|namer| names_view(namer, &frame.id, &frame.label));
    let (list_id, option_id) = (format!("{}-list", frame.id), frame.id.clone());
    let active = move || Some(format!("{option_id}-{}", namer?.popup.list.get().active?));
    let control = view! {
        <textarea
            node_ref=node
            class=format!("control area rows-{rows}")
            id=frame.id.clone()
            name=name
            rows=rows.to_string()
            placeholder=placeholder
            readonly=move || read_only.get()
            disabled=move || disabled.get()
            aria-required=move || must.get()
            aria-invalid=move || invalid.get()
            aria-describedby=move || described.get()
            aria-autocomplete=namer.map(|_| "list")
            aria-controls=namer.map(|_| list_id)
            aria-activedescendant=active
            on:input=move |ev| {
                value.set(event_target_value(&ev));
                if let Some(namer) = namer {
                    namer.look();
                }
            }
            on:keydown=move |ev| {
                if let Some(namer) = namer {
                    namer.pressed(&ev);
                }
            }
            on:click=move |_| namer.into_iter().for_each(Namer::close)
            on:blur=move |_| namer.into_iter().for_each(Namer::close)
            inner_html=area_html(&value.read_untracked())
        ></textarea>
    }
    .into_any();
    match offered {
        Some(offered) => frame.wrap(view! { <div class="combo">{control} {offered}</div> }.into_any()),
        None => frame.wrap(control),
    }
}

/// The names that are offered, and what is said of them.
fn names_view(namer: Namer, id: &str, label: &str) -> AnyView {
    view! {
        {popup(namer.popup, id, label, false)}
        <span class="sr-only" aria-live="polite">
            {move || announcement(namer.popup)}
        </span>
    }
    .into_any()
}

/// The content of a `<textarea>` as HTML. The parser drops a line break right
/// after the tag, so one more is put there.
fn area_html(text: &str) -> String {
    let text = escape(text);
    if text.starts_with(['\n', '\r']) { format!("\n{text}") } else { text }
}

/// Style sheets do it (`field-sizing`); where a browser cannot, the height
/// follows the text here.
fn grow_with_text(node: NodeRef<html::Textarea>, value: RwSignal<String>) {
    Effect::new(move || {
        value.track();
        let Some(area) = node.get() else { return };
        if web_sys::css::supports("field-sizing: content").unwrap_or(true) {
            return;
        }
        let style = web_sys::HtmlElement::style(&area);
        // Setting a height cannot fail with these values.
        let _ = style.set_property("height", "auto");
        let _ = style.set_property("height", &format!("{}px", area.scroll_height() + 2));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leading_line_break_survives_the_parser() {
        assert_eq!(area_html("\nx"), "\n\nx");
        assert_eq!(area_html("a<b"), "a&lt;b");
    }
}
