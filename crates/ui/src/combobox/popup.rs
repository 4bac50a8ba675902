//! The list below the box of a combobox, and what is said about it.

use leptos::html;
use leptos::prelude::*;

use super::lookup::{Asker, Choice, Lookup};
use super::state::{ListState, results_text};
use crate::badge::{Badge, Tone};
use crate::dom::scroll_to;
use crate::icon::{Icon, IconName};

/// A list of choices below a box, whatever is done with the one that is picked. A
/// handle: cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Popup {
    pub list: RwSignal<ListState>,
    pub asker: Asker,
    /// Takes one of the choices.
    pub pick: Callback<usize>,
}

/// The list and the line that stands in its place. Without `says_nothing_found` the
/// caller says it elsewhere, or not at all.
pub(crate) fn popup(popup: Popup, id: &str, label: &str, says_nothing_found: bool) -> AnyView {
    let id = id.to_owned();
    let list_id = format!("{id}-list");
    let label = label.to_owned();
    let note = Memo::new(move |_| note(popup, says_nothing_found));
    let listed = move || !popup.asker.choices.read().is_empty();
    let shown = Memo::new(move |_| popup.list.read().open && (listed() || note.read().is_some()));
    keep_in_view(popup, &id);
    let root = NodeRef::<html::Div>::new();
    Effect::new(move || {
        popup.asker.choices.track();
        if shown.get()
            && let Some(root) = root.get()
        {
            // After this turn's options are drawn.
            queue_microtask(move || scroll_to(&root));
        }
    });
    view! {
        <div
            node_ref=root
            class="combo-popup"
            hidden=move || !shown.get()
            // The focus stays in the box.
            on:mousedown=|ev| ev.prevent_default()
        >
            <ul
                role="listbox"
                id=list_id
                aria-label=label
                hidden=move || !listed()
                class:is-stale=move || *popup.asker.status.read() == Lookup::Searching
            >
                {move || {
                    let choices = popup.asker.choices.get();
                    let mut group = String::new();
                    choices
                        .into_iter()
                        .enumerate()
                        .map(|(at, choice)| {
                            let begins = (choice.group != group).then(|| group_head(&choice.group));
                            group.clone_from(&choice.group);
                            (begins, option(popup, &id, at, choice))
                        })
                        .collect_view()
                }}
            </ul>
            {move || note.get().map(note_view)}
        </div>
    }
    .into_any()
}

fn group_head(name: &str) -> AnyView {
    view! { <li role="presentation" class="combo-group">{name.to_owned()}</li> }.into_any()
}

fn option(popup: Popup, id: &str, at: usize, choice: Choice) -> AnyView {
    let is_active = move || popup.list.read().active == Some(at);
    let hover = move |_| {
        popup.list.update(|list: &mut ListState| list.active = Some(at));
    };
    view! {
        <li
            role="option"
            id=format!("{id}-{at}")
            aria-selected=move || if is_active() { "true" } else { "false" }
            on:pointermove=move |ev| if !is_active() { hover(ev) }
            on:click=move |_| popup.pick.run(at)
        >
            <span class="combo-option">
                <span class="combo-label">{choice.label}</span>
                {(!choice.detail.is_empty())
                    .then(|| view! { <span class="combo-second">{choice.detail}</span> })}
            </span>
            {choice.badge.map(|word| view! { <Badge tone=Tone::Purple>{word}</Badge> })}
        </li>
    }
    .into_any()
}

/// A line instead of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Note {
    Searching,
    Nothing,
    Failed(String),
}

fn note(popup: Popup, says_nothing_found: bool) -> Option<Note> {
    match &*popup.asker.status.read() {
        Lookup::Searching if popup.asker.choices.read().is_empty() => Some(Note::Searching),
        Lookup::Nothing if says_nothing_found => Some(Note::Nothing),
        Lookup::Failed(why) => Some(Note::Failed(why.clone())),
        _ => None,
    }
}

fn note_view(note: Note) -> AnyView {
    match note {
        Note::Searching => view! {
            <p class="combo-note">
                <i class="spinner"></i>
                "Searching…"
            </p>
        }
        .into_any(),
        Note::Nothing => view! { <p class="combo-note">"No results"</p> }.into_any(),
        Note::Failed(why) => view! {
            <p class="combo-note is-error">
                <Icon name=IconName::Alert />
                {why}
            </p>
        }
        .into_any(),
    }
}

/// What the live region says.
pub(crate) fn announcement(popup: Popup) -> String {
    match &*popup.asker.status.read() {
        Lookup::Found => results_text(popup.asker.choices.read().len()),
        Lookup::Nothing => results_text(0),
        Lookup::Failed(why) => why.clone(),
        Lookup::Idle | Lookup::Searching => String::new(),
    }
}

/// Scrolls the active option into the list's view.
fn keep_in_view(popup: Popup, id: &str) {
    let id = id.to_owned();
    Effect::new(move || {
        let Some(at) = popup.list.read().active else {
            return;
        };
        if let Some(option) = document().get_element_by_id(&format!("{id}-{at}")) {
            scroll_to(&option);
        }
    });
}
