//! What can be done by a key, from everywhere.
//!
//! A page offers its [`Command`]s for as long as it is shown ([`Keys::offer`]). A key does nothing while somebody types
//! (but for those with Ctrl), while a dialog is open, or where all are switched off. Which key does what is kept in the
//! browser. [`KeySheets`] is what they are found, read and changed in.
//!
//! That keys can be changed and switched off is WCAG 2.1.4, "Character Key Shortcuts".

mod chord;
mod keymap;
mod palette;
mod sheet;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

pub use chord::Chord;
pub use sheet::{KeySettings, KeySheets};

use keymap::Keymap;

use crate::once_alive;

/// Where the browser keeps which key does what.
const KEPT: &str = "firstline.keys";

/// Something that can be done on the page that is shown.
#[derive(Debug, Clone)]
pub struct Command {
    /// What its key is kept under.
    pub name: String,
    /// What is read.
    pub title: String,
    /// The key it comes with.
    pub key: Option<Chord>,
    pub run: Callback<()>,
}

impl Command {
    pub fn new(
        name: impl Into<String>,
        title: impl Into<String>,
        key: Option<Chord>,
        run: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        Self { name: name.into(), title: title.into(), key, run: Callback::new(move |()| run()) }
    }
}

/// Reads a text as something one can go straight to: what that is, and its address.
pub type Jump = fn(&str) -> Option<(String, String)>;

/// The commands and keys of the page. A handle: cheap to copy.
#[derive(Clone, Copy)]
pub struct Keys {
    /// Each with a number of its own, in the order in which they were offered.
    offered: RwSignal<Vec<(u32, Command)>>,
    count: StoredValue<u32>,
    map: RwSignal<Keymap>,
    jump: StoredValue<Jump>,
    palette: RwSignal<bool>,
    help: RwSignal<bool>,
}

/// Makes [`use_keys`] work below, and listens for keys.
pub fn provide_keys(jump: Jump) {
    let keys = Keys {
        offered: RwSignal::new(Vec::new()),
        count: StoredValue::new(0),
        map: RwSignal::new(Keymap::default()),
        jump: StoredValue::new(jump),
        palette: RwSignal::new(false),
        help: RwSignal::new(false),
    };
    provide_context(keys);
    once_alive(move || {
        keys.map.set(kept());
        let listener = window_event_listener(ev::keydown, move |event| keys.pressed(&event));
        on_cleanup(move || listener.remove());
    });
}

/// The commands and keys of the page.
///
/// # Panics
/// Outside of what called [`provide_keys`].
#[must_use]
pub fn use_keys() -> Keys {
    expect_context()
}

impl Keys {
    /// Offers a command for as long as what calls this is shown.
    pub fn offer(self, command: Command) {
        Effect::new(move |_| {
            let number = self.count.get_value();
            self.count.set_value(number + 1);
            self.offered.update(|offered| offered.push((number, command.clone())));
            on_cleanup(move || {
                self.offered.try_update(|offered| offered.retain(|(other, _)| *other != number));
            });
        });
    }

    /// Offers to find commands and to show the keys, where there are [`KeySheets`].
    pub fn offer_sheets(self) {
        self.offer(Command::new("palette", "Find a command", Some(Chord::ctrl('k')), move || self.palette.set(true)));
        self.offer(Command::new("help", "Show all keys", Some(Chord::plain('?')), move || self.help.set(true)));
    }

    /// Whether a sheet is open.
    #[must_use]
    pub fn is_asked_for(self) -> bool {
        self.palette.get() || self.help.get()
    }

    /// The commands with the keys they have now.
    fn commands(self) -> Vec<(Command, Option<Chord>)> {
        let map = self.map.read();
        let offered = self.offered.read();
        offered.iter().map(|(_, command)| (command.clone(), map.key(&command.name, command.key))).collect()
    }

    /// Changes which key does what, and keeps it.
    fn change(self, change: impl FnOnce(&mut Keymap)) {
        self.map.update(change);
        if let (Some(storage), Ok(text)) = (storage(), serde_json::to_string(&*self.map.read_untracked())) {
            // Without room for it, it lasts as long as the page.
            let _ = storage.set_item(KEPT, &text);
        }
    }

    fn pressed(self, event: &KeyboardEvent) {
        if event.default_prevented() || event.is_composing() || self.map.read_untracked().off {
            return;
        }
        let Some(chord) = chord_of(event) else { return };
        if is_typed_into(event) && !chord.has_ctrl() || is_dialog_open() {
            return;
        }
        let found = untrack(|| self.commands()).into_iter().find(|(_, key)| *key == Some(chord));
        if let Some((command, _)) = found {
            event.prevent_default();
            command.run.run(());
        }
    }
}

fn chord_of(event: &KeyboardEvent) -> Option<Chord> {
    Chord::of(&event.key(), event.ctrl_key() || event.meta_key(), event.alt_key(), event.shift_key())
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

fn kept() -> Keymap {
    let text = storage().and_then(|storage| storage.get_item(KEPT).ok().flatten());
    text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

/// Whether the key means something to what has the focus.
fn is_typed_into(event: &KeyboardEvent) -> bool {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok()) else { return false };
    let takes_text = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, \
        [role=listbox], [role=menu]";
    target.is_content_editable() || target.closest(takes_text).ok().flatten().is_some()
}

fn is_dialog_open() -> bool {
    document().query_selector("dialog[open]").ok().flatten().is_some()
}

/// Clicks what a selector finds in the row of a table that has the focus, if there is one.
pub fn click_in_row(selector: &str) {
    let row = document().active_element().and_then(|here| here.closest("tr").ok().flatten());
    if let Some(found) = row.and_then(|row| crate::dom::all(&row, selector).into_iter().next()) {
        found.click();
    }
}

/// Moves the focus to the next (or previous) of the elements that a selector names, to the first where none has it.
pub fn step_focus(selector: &str, back: bool) {
    let Some(page) = document().document_element() else { return };
    let all = crate::dom::all(&page, selector);
    let here = document().active_element();
    let place = here.and_then(|here| all.iter().position(|one| one.is_same_node(Some(&here))));
    let next = match (place, back) {
        (None, _) => 0,
        (Some(place), false) => place + 1,
        (Some(place), true) => place.saturating_sub(1),
    };
    if let Some(element) = all.get(next) {
        // What left the page meanwhile needs no focus.
        let _ = element.focus();
    }
}
