//! A choice among many: type, look, choose.
//!
//! Three files: [`state`] is the keyboard as a pure machine, [`lookup`] asks and
//! drops stale answers, this one is the view. The pattern is WAI-ARIA 1.2
//! "editable combobox with list autocomplete".
//!
//! It posts two controls: `{name}_text`, the visible text, and `{name}`, the
//! chosen value. Without scripts the text can be edited while the value stays:
//! the server takes the value only where the text still is its label, and looks
//! the text up otherwise.

pub(crate) mod lookup;
pub(crate) mod popup;
pub mod state;

use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use crate::badge::{Badge, Tone};
use crate::dom::bind_text;
use crate::field::{Frame, characters};

pub use lookup::{Choice, ComboSearch, Found, combo_search};

use lookup::{Asker, Lookup};
use popup::{Popup, announcement, popup};
use state::{Key, ListState};

/// Everything the parts of one combobox share.
#[derive(Clone, Copy)]
struct Combo {
    text: RwSignal<String>,
    choice: RwSignal<Option<Choice>>,
    list: RwSignal<ListState>,
    asker: Asker,
    /// Whether Enter was pressed while the answer was on its way.
    hasty: StoredValue<bool>,
    min_chars: usize,
    read_only: Signal<bool>,
}

/// A field that finds while typing. Editing the text clears the choice; a choice
/// set from outside shows its label.
#[component]
pub fn Combobox(
    /// The name the value is posted under; the text goes under `{name}_text`.
    #[prop(into)]
    name: String,
    /// The visible label, which is its accessible name.
    #[prop(into)]
    label: String,
    /// What stands in the box.
    text: RwSignal<String>,
    /// What is chosen.
    choice: RwSignal<Option<Choice>>,
    /// How to find; see [`combo_search`].
    search: ComboSearch,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// A line of help.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Marked as required.
    #[prop(optional, into)]
    required: Signal<bool>,
    /// Can be read and copied, not changed.
    #[prop(optional, into)]
    read_only: Signal<bool>,
    /// Cannot be used now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// What stands below the box when nothing is found: words, a button.
    #[prop(optional, into)]
    not_found: Option<ViewFn>,
    /// How many characters must be typed before it searches; with 0 an arrow key
    /// lists too.
    #[prop(default = 2)]
    min_chars: usize,
    /// The id of the control; the name when none is given.
    #[prop(optional, into)]
    id: Option<String>,
    /// An example, never the label.
    #[prop(optional, into)]
    placeholder: Option<String>,
) -> impl IntoView {
    let combo = Combo {
        text,
        choice,
        list: RwSignal::new(ListState::default()),
        asker: Asker::new(search),
        hasty: StoredValue::new(false),
        min_chars,
        read_only,
    };
    combo.take_when_found();
    let frame = Frame { id: id.unwrap_or_else(|| name.clone()), label, hint, error, required, counted: None };
    let says_nothing_found = not_found.is_none();
    let list = Popup { list: combo.list, asker: combo.asker, pick: Callback::new(move |at| combo.pick(at)) };
    let control = view! {
        <div class="combo">
            {box_view(combo, &frame, format!("{name}_text"), placeholder, disabled)}
            <input
                type="hidden"
                name=name
                value=move || choice.read().as_ref().map(|c| c.value.clone()).unwrap_or_default()
            />
            {popup(list, &frame.id, &frame.label, says_nothing_found)}
            <span class="sr-only" aria-live="polite">
                {move || announcement(list)}
            </span>
        </div>
        <div class="combo-detail" id=format!("{}-detail", frame.id)>
            {move || choice.get().map(chosen_view)}
        </div>
        {not_found.map(|view| not_found_view(combo, view))}
    }
    .into_any();
    frame.wrap(control)
}

/// The box itself.
fn box_view(combo: Combo, frame: &Frame, name: String, placeholder: Option<String>, disabled: Signal<bool>) -> AnyView {
    let node = NodeRef::<html::Input>::new();
    combo.tie(node);
    let id = frame.id.clone();
    let described = frame.described_by(Some(format!("{id}-detail")));
    let (invalid, must) = (frame.invalid(), frame.must());
    let active_id = {
        let id = id.clone();
        move || combo.list.get().active.map(|at| format!("{id}-{at}"))
    };
    view! {
        <input
            node_ref=node
            class="control"
            type="text"
            role="combobox"
            id=id.clone()
            name=name
            value=combo.first_text()
            placeholder=placeholder
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            aria-autocomplete="list"
            aria-controls=format!("{id}-list")
            aria-expanded=move || if combo.is_expanded() { "true" } else { "false" }
            aria-activedescendant=active_id
            aria-required=move || must.get()
            aria-invalid=move || invalid.get()
            aria-describedby=move || described.get()
            readonly=move || combo.read_only.get()
            disabled=move || disabled.get()
            on:input=move |ev| combo.typed(event_target_value(&ev))
            on:keydown=move |ev| combo.pressed(&ev)
            on:click=move |_| combo.reopen()
            on:blur=move |_| combo.list.set(ListState::default())
        />
    }
    .into_any()
}

/// What is chosen, below the box: its second line and its badge.
fn chosen_view(choice: Choice) -> AnyView {
    view! {
        {choice.badge.map(|word| view! { <Badge tone=Tone::Purple>{word}</Badge> })}
        {(!choice.detail.is_empty()).then(|| view! { <span>{choice.detail}</span> })}
    }
    .into_any()
}

/// What the caller says when nothing is found. It stands in the flow right after
/// the box, so Tab leads into it.
fn not_found_view(combo: Combo, not_found: ViewFn) -> AnyView {
    let shown = Memo::new(move |_| *combo.asker.status.read() == Lookup::Nothing && combo.choice.read().is_none());
    view! {
        {move || {
            shown.get().then(|| view! { <div class="combo-none">{not_found.run()}</div> })
        }}
    }
    .into_any()
}

impl Combo {
    /// The text of the first HTML: what stands in the box, or the label of what
    /// is chosen.
    fn first_text(self) -> String {
        let text = self.text.get_untracked();
        match self.choice.get_untracked() {
            Some(choice) if text.is_empty() => choice.label,
            _ => text,
        }
    }

    /// Ties the box to its signals.
    fn tie(self, node: NodeRef<html::Input>) {
        bind_text(node, self.text, move || {
            self.typed(self.text.get_untracked());
            self.list.set(ListState::default());
        });
        Effect::new(move || {
            if let Some(choice) = self.choice.get()
                && choice.label != *self.text.read_untracked()
            {
                self.text.set(choice.label);
            }
        });
    }

    fn is_expanded(self) -> bool {
        self.list.read().open && !self.asker.choices.read().is_empty()
    }

    /// Takes the only choice once it is there, where Enter was pressed before.
    fn take_when_found(self) {
        Effect::new(move || {
            let found = *self.asker.status.read() == Lookup::Found;
            let is_wanted = found && self.hasty.try_update_value(std::mem::take) == Some(true);
            if is_wanted && self.list.read_untracked().open && self.asker.count() == 1 {
                self.pick(0);
            }
        });
    }

    /// A person edited the text.
    fn typed(self, text: String) {
        self.hasty.set_value(false);
        let ask = characters(text.trim()) >= self.min_chars;
        if self.choice.read_untracked().is_some() {
            self.choice.set(None);
        }
        if *self.text.read_untracked() != text {
            self.text.set(text.clone());
        }
        self.list.set(ListState { open: ask, active: None });
        if ask {
            self.asker.ask_soon(text);
        } else {
            self.asker.reset();
        }
    }

    /// A click into the box shows the list again.
    fn reopen(self) {
        if self.read_only.get_untracked() {
            return;
        }
        if self.asker.count() > 0 {
            self.list.update(|list| list.open = true);
        } else if self.min_chars == 0 {
            self.load();
        }
    }

    /// Asks for what stands in the box, at once.
    fn load(self) {
        let text = self.text.get_untracked();
        if self.choice.read_untracked().is_some() && self.min_chars > 0 {
            return;
        }
        if characters(text.trim()) >= self.min_chars {
            self.list.set(ListState { open: true, active: None });
            // With something chosen the whole list is wanted, not its label's.
            let chosen = self.choice.read_untracked().is_some();
            self.asker.ask_now(if chosen { String::new() } else { text });
        }
    }

    fn pressed(self, ev: &KeyboardEvent) {
        // While an input method composes, the keys are its own.
        if ev.is_composing() || ev.ctrl_key() || ev.meta_key() || self.read_only.get_untracked() {
            return;
        }
        let Some(key) = Key::of(&ev.key(), ev.alt_key()) else {
            return;
        };
        let reaction = self.list.get_untracked().press(key, self.asker.count());
        let searching = *self.asker.status.read_untracked() == Lookup::Searching;
        self.hasty.set_value(searching && key == Key::Enter && reaction.state.open);
        if reaction.used {
            ev.prevent_default();
            ev.stop_propagation();
        }
        self.list.set(reaction.state);
        if let Some(at) = reaction.pick {
            self.pick(at);
        }
        if reaction.load {
            self.load();
        }
    }

    /// Takes one of the choices.
    fn pick(self, at: usize) {
        let Some(choice) = self.asker.choices.read_untracked().get(at).cloned() else {
            return;
        };
        self.text.set(choice.label.clone());
        self.choice.set(Some(choice));
        self.list.set(ListState::default());
        self.asker.reset();
    }
}
