//! Where commands are found, and keys are read and changed.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::palette::Palette;
use super::{Chord, Command, chord_of, use_keys};
use crate::badge::Kbd;
use crate::button::{Button, ButtonSize, ButtonVariant};
use crate::dialog::Dialog;

/// The dialogs of the commands and of the keys. `go` opens an address.
#[component]
pub fn KeySheets(go: Callback<String>) -> impl IntoView {
    let keys = use_keys();
    let close = Callback::new(move |()| keys.palette.set(false));
    view! {
        <Dialog open=keys.palette title="Commands">
            // Anew each time, so that it begins empty.
            {move || keys.palette.get().then(|| view! { <Palette close go /> })}
        </Dialog>
        <Dialog open=keys.help title="Keys">
            <KeySettings />
        </Dialog>
    }
}

/// All keys of the page with what they do; to change them and to switch them off.
///
/// The browser alone knows them, and may know them before a page whose part of the program comes later is taken over: so
/// they are shown only once it is.
#[component]
pub fn KeySettings() -> impl IntoView {
    let alive = RwSignal::new(false);
    Effect::new(move |_| {
        request_animation_frame(move || {
            // The page may be gone by now.
            alive.try_set(true);
        });
    });
    move || alive.get().then(|| view! { <Lines /> })
}

#[component]
fn Lines() -> impl IntoView {
    let keys = use_keys();
    let asking = RwSignal::new(None::<String>);
    let wrong = RwSignal::new(None::<String>);
    let off = move || keys.map.read().off;
    let reset = move || {
        keys.map.read().is_own().then(|| {
            view! {
                <Button
                    size=ButtonSize::Sm
                    variant=ButtonVariant::Ghost
                    on:click=move |_| keys.change(super::keymap::Keymap::reset)
                >
                    "Reset"
                </Button>
            }
        })
    };
    view! {
        <div class="mb-3 flex flex-wrap items-center justify-between gap-2">
            <p>
                {move || if off() { "The keys are switched off." } else { "The keys of this page, kept in this browser." }}
            </p>
            <div class="flex gap-2">
                {reset}
                <Button size=ButtonSize::Sm on:click=move |_| keys.change(|map| map.off = !map.off)>
                    {move || if off() { "Switch on" } else { "Switch off" }}
                </Button>
            </div>
        </div>
        <p class="keys-wrong" role="alert">
            {move || wrong.get()}
        </p>
        <ul class="keys" aria-label="Keys">
            {move || {
                let all = keys.commands().into_iter();
                all.map(|(command, key)| view! { <Line command key asking wrong /> }).collect_view()
            }}
        </ul>
    }
}

/// A command with its key. The key is a button that takes the next one pressed.
#[component]
fn Line(
    command: Command,
    key: Option<Chord>,
    /// The command whose key is being changed.
    asking: RwSignal<Option<String>>,
    wrong: RwSignal<Option<String>>,
) -> impl IntoView {
    let keys = use_keys();
    let Command { name, title, key: given, .. } = command;
    let name = StoredValue::new(name);
    let is_asked = move || name.with_value(|name| asking.read().as_ref() == Some(name));
    let pressed = move |event: KeyboardEvent| {
        if !untrack(is_asked) || matches!(event.key().as_str(), "Tab" | "Shift" | "Control" | "Meta") {
            return;
        }
        event.prevent_default();
        event.stop_propagation();
        let key = match (event.key().as_str(), chord_of(&event)) {
            ("Escape", _) => {
                asking.set(None);
                return;
            }
            ("Backspace" | "Delete", _) => None,
            (_, Some(key)) => Some(key),
            (_, None) => {
                wrong.set(Some("It has to be a letter, a digit or a sign, alone or with Ctrl.".to_owned()));
                return;
            }
        };
        let others =
            untrack(|| keys.commands()).into_iter().filter(|(other, _)| name.with_value(|name| other.name != *name));
        if let Some((other, _)) = others.into_iter().find(|(_, has)| key.is_some() && *has == key) {
            wrong.set(Some(format!("That key is taken: {}.", other.title)));
            return;
        }
        wrong.set(None);
        asking.set(None);
        let name = name.get_value();
        keys.change(|map| map.set(&name, given, key));
        // The line is drawn anew: the next key goes on from it.
        request_animation_frame(move || {
            if let Some(page) = document().document_element() {
                crate::dom::focus_control(&page, &format!("[data-key-of=\"{name}\"]"));
            }
        });
    };
    let words = format!("Change the key of {title}");
    view! {
        <li>
            <span>{title}</span>
            <button
                type="button"
                class="keys-key"
                data-key-of=name.get_value()
                aria-label=words
                on:click=move |_| {
                    wrong.set(None);
                    asking.set((!untrack(is_asked)).then(|| name.get_value()));
                }
                on:keydown=pressed
                on:blur=move |_| {
                    if untrack(is_asked) {
                        asking.set(None);
                    }
                }
            >
                {move || match (is_asked(), key) {
                    (true, _) => view! { <span class="text-sm">"Press a key"</span> }.into_any(),
                    (false, Some(key)) => view! { <Kbd>{key.to_string()}</Kbd> }.into_any(),
                    (false, None) => view! { <span class="text-muted">"none"</span> }.into_any(),
                }}
            </button>
        </li>
    }
}
