//! What is offered below the box.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::Jump;
use crate::combobox::lookup::{Asker, ComboSearch};
use crate::combobox::popup::{Popup, announcement, popup};
use crate::combobox::state::{Key, ListState};
use crate::field::characters;

/// From how many characters on it is asked.
const LEAST: usize = 2;

/// What a [`super::JumpBox`] offers while typing.
///
/// # Panics
/// Outside of a [`super::JumpBox`].
#[component]
pub fn JumpOffers(
    /// What is found. The `value` of a choice is the address it leads to.
    search: ComboSearch,
    /// Goes to an address.
    go: Callback<String>,
) -> impl IntoView {
    let jump = expect_context::<Jump>();
    let asker = Asker::new(search);
    let pick = Callback::new(move |at: usize| {
        let href = asker.choices.read_untracked().get(at).map(|choice| choice.value.clone());
        if let Some(href) = href {
            jump.list.set(ListState::default());
            asker.reset();
            jump.text.set(String::new());
            go.run(href);
        }
    });
    let below = Popup { list: jump.list, asker, pick };
    Effect::new(move |_| {
        if jump.typed.get() == 0 {
            asker.reset();
            return;
        }
        let text = jump.text.get_untracked();
        let ask = characters(text.trim()) >= LEAST;
        jump.list.set(ListState { open: ask, active: None });
        if ask {
            asker.ask_soon(text);
        } else {
            asker.reset();
        }
    });
    Effect::new(move |_| jump.count.set(asker.choices.read().len()));
    jump.press.set_value(Some(Callback::new(move |ev: KeyboardEvent| pressed(below, &ev))));
    on_cleanup(move || {
        jump.press.try_set_value(None);
    });
    view! {
        {popup(below, jump.id, "Results", true)}
        <span class="sr-only" role="status">
            {move || announcement(below)}
        </span>
    }
    .into_any()
}

fn pressed(below: Popup, ev: &KeyboardEvent) {
    if ev.is_composing() || ev.ctrl_key() || ev.meta_key() {
        return;
    }
    let Some(key) = Key::of(&ev.key(), ev.alt_key()) else { return };
    let state = below.list.get_untracked();
    // Whoever goes on with Tab stays on the page, and Enter without an active one sends the form.
    if key == Key::Tab || key == Key::Enter && state.active.is_none() {
        return;
    }
    let reaction = state.press(key, below.asker.count());
    if reaction.used {
        ev.prevent_default();
        ev.stop_propagation();
    }
    below.list.set(reaction.state);
    if let Some(at) = reaction.pick {
        below.pick.run(at);
    }
}
