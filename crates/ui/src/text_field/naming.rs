//! Names in a text: after an `@` those are offered who may be meant, as a combobox
//! offers its choices, and the one that is picked is written in its place.

use leptos::html;
use leptos::prelude::*;
use web_sys::{HtmlTextAreaElement, KeyboardEvent};

use crate::combobox::lookup::{Asker, Choice, ComboSearch};
use crate::combobox::popup::Popup;
use crate::combobox::state::{Key, ListState};

/// How many characters a name must have before it is looked up.
const MIN_CHARS: usize = 2;

/// How many it has at most, and how many words: what goes on longer is no name.
const MOST_CHARS: usize = 60;
const MOST_WORDS: usize = 4;

/// How names are found and written.
#[derive(Clone)]
pub struct Naming {
    pub search: ComboSearch,
    /// What stands in the text for a choice.
    pub write: fn(&Choice) -> String,
}

/// What a text area that offers names keeps. A handle: cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Namer {
    pub popup: Popup,
    node: NodeRef<html::Textarea>,
    /// The `@` at which the person wants no names.
    refused: StoredValue<Option<usize>>,
}

impl Namer {
    pub fn new(naming: Naming, node: NodeRef<html::Textarea>, value: RwSignal<String>) -> Self {
        let Naming { search, write } = naming;
        let (list, asker) = (RwSignal::new(ListState::default()), Asker::new(search));
        let pick = Callback::new(move |at: usize| {
            let choice = asker.choices.read_untracked().get(at).cloned();
            list.set(ListState::default());
            asker.reset();
            if let (Some(area), Some(choice)) = (node.get_untracked(), choice) {
                put(&area, &write(&choice));
                value.set(area.value());
            }
        });
        // The first one is what Enter takes.
        Effect::new(move || {
            let some = !asker.choices.read().is_empty();
            list.update(|list| {
                if list.open && some {
                    list.active = Some(0);
                }
            });
        });
        Self { popup: Popup { list, asker, pick }, node, refused: StoredValue::new(None) }
    }

    /// Looks up what stands between an `@` and the caret.
    pub fn look(self) {
        let Some(area) = self.node.get_untracked() else { return };
        match name_at(&area) {
            Some((at, name)) if name.chars().count() >= MIN_CHARS && self.refused.get_value() != Some(at) => {
                self.popup.list.set(ListState { open: true, active: None });
                self.popup.asker.ask_soon(name);
            }
            found => {
                if found.is_none() {
                    self.refused.set_value(None);
                }
                self.close();
            }
        }
    }

    /// Offers nothing.
    pub fn close(self) {
        self.popup.list.set(ListState::default());
        self.popup.asker.reset();
    }

    pub fn pressed(self, ev: &KeyboardEvent) {
        let (list, count) = (self.popup.list.get_untracked(), self.popup.asker.count());
        if !list.open || ev.is_composing() || ev.ctrl_key() || ev.meta_key() || ev.shift_key() {
            return;
        }
        let Some(key) = Key::of(&ev.key(), ev.alt_key()) else { return };
        let escape = matches!(key, Key::Escape | Key::Close);
        // Without names the keys are the text's.
        if count == 0 && !escape {
            return;
        }
        if escape {
            let at = self.node.get_untracked().and_then(|area| name_at(&area));
            self.refused.set_value(at.map(|(at, _)| at));
        }
        let reaction = list.press(key, count);
        if reaction.used || reaction.pick.is_some() {
            ev.prevent_default();
            ev.stop_propagation();
        }
        self.popup.list.set(reaction.state);
        if let Some(at) = reaction.pick {
            self.popup.pick.run(at);
        }
    }
}

/// Where the `@` stands before the caret, in UTF-16 as browsers count, and the name after it.
fn name_at(area: &HtmlTextAreaElement) -> Option<(usize, String)> {
    let caret = usize::try_from(area.selection_end().ok()??).ok()?;
    let before: Vec<u16> = area.value().encode_utf16().take(caret).collect();
    let name = name_before(&String::from_utf16_lossy(&before))?.to_owned();
    let at = caret.checked_sub(name.encode_utf16().count() + 1)?;
    Some((at, name))
}

/// Writes a text in the place of the `@` and the name after it, and goes on behind it.
fn put(area: &HtmlTextAreaElement, written: &str) {
    let Some((at, name)) = name_at(area) else { return };
    let text: Vec<u16> = area.value().encode_utf16().collect();
    let caret = at + 1 + name.encode_utf16().count();
    let (Some(before), Some(after)) = (text.get(..at), text.get(caret..)) else { return };
    let after = String::from_utf16_lossy(after);
    let blank = if after.starts_with(char::is_whitespace) { "" } else { " " };
    let caret = u32::try_from(at + written.encode_utf16().count() + 1).unwrap_or(u32::MAX);
    area.set_value(&format!("{}{written}{blank}{after}", String::from_utf16_lossy(before)));
    // A place within the text is always taken.
    let _ = area.set_selection_range(caret, caret);
}

/// The name that is being typed at the end of a text: what follows an `@` that begins a word.
fn name_before(text: &str) -> Option<&str> {
    let (before, name) = text.rsplit_once('@')?;
    let begins = before.chars().next_back().is_none_or(|c| !c.is_alphanumeric());
    let is_name = !name.starts_with(char::is_whitespace)
        && !name.contains(['\n', '[', ']', '(', ')'])
        && name.chars().count() <= MOST_CHARS
        && name.split(' ').count() <= MOST_WORDS;
    (begins && is_name).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_follows_a_sign_that_begins_a_word() {
        assert_eq!(name_before("@mag"), Some("mag"));
        assert_eq!(name_before("Ask @Magda Kl"), Some("Magda Kl"));
        assert_eq!(name_before("(@mag"), Some("mag"));
        assert_eq!(name_before("@mag @bo"), Some("bo"));
        assert_eq!(name_before("@"), Some(""));
    }

    #[test]
    fn an_address_is_no_name_and_neither_is_what_goes_on() {
        for text in ["", "ana", "ana@demo", "@ ana", "@ana\nsaid", "@[Ana](person:1)", "@ana was here all day long"] {
            assert_eq!(name_before(text), None, "{text}");
        }
        assert_eq!(name_before(&format!("@{}", "a".repeat(61))), None);
    }
}
