//! Finding a command by its words.

use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::{Chord, use_keys};
use crate::badge::Kbd;
use crate::combobox::state::{Key, ListState, results_text};

/// What may be chosen.
#[derive(Clone)]
struct Entry {
    title: String,
    key: Option<Chord>,
    does: Does,
}

#[derive(Clone)]
enum Does {
    Run(Callback<()>),
    Go(String),
}

/// The box with what it finds. `close` is called before something is done, and gives the focus back; `go` opens an address.
#[component]
pub fn Palette(close: Callback<()>, go: Callback<String>) -> impl IntoView {
    let keys = use_keys();
    let text = RwSignal::new(String::new());
    let list = RwSignal::new(ListState { open: true, active: Some(0) });
    let found = Memo::new_with_compare(
        move |_| {
            let text = text.read();
            let jump = keys.jump.with_value(|jump| jump(text.trim()));
            let jump = jump.map(|(title, address)| Entry { title, key: None, does: Does::Go(address) });
            let commands = keys.commands().into_iter().filter(|(command, _)| command.name != "palette");
            let commands = commands.filter(|(command, _)| has_words(&command.title, &text));
            let commands =
                commands.map(|(command, key)| Entry { title: command.title, key, does: Does::Run(command.run) });
            jump.into_iter().chain(commands).collect::<Vec<_>>()
        },
        |_, _| true,
    );
    let pick = move |at: usize| {
        let Some(entry) = found.read_untracked().get(at).cloned() else { return };
        close.run(());
        // After the dialog has given the focus back: what is done may move it.
        set_timeout(
            move || match entry.does {
                Does::Run(run) => run.run(()),
                Does::Go(address) => go.run(address),
            },
            std::time::Duration::ZERO,
        );
    };
    let pressed = move |event: KeyboardEvent| {
        if event.is_composing() || event.ctrl_key() || event.meta_key() {
            return;
        }
        let Some(key) = Key::of(&event.key(), event.alt_key()) else { return };
        // Escape is the dialog's.
        if matches!(key, Key::Escape | Key::Close | Key::Open | Key::Tab | Key::Home | Key::End) {
            return;
        }
        let reaction = list.get_untracked().press(key, found.read_untracked().len());
        if reaction.used {
            event.prevent_default();
        }
        if let Some(at) = reaction.pick {
            pick(at);
        } else {
            list.set(ListState { open: true, ..reaction.state });
        }
    };
    view! {
        <input
            class="control"
            type="text"
            role="combobox"
            aria-label="Command"
            aria-autocomplete="list"
            aria-expanded="true"
            aria-controls="palette-list"
            aria-activedescendant=move || list.read().active.map(|at| format!("palette-{at}"))
            placeholder="What do you want to do?"
            autocomplete="off"
            autofocus
            on:input=move |event| {
                text.set(event_target_value(&event));
                list.set(ListState { open: true, active: Some(0) });
            }
            on:keydown=pressed
        />
        <Offered found list pick=Callback::new(pick) />
        <p class="palette-none" aria-live="polite">
            {move || match found.read().len() {
                0 => results_text(0),
                _ => String::new(),
            }}
        </p>
    }
}

/// What is found, with the active one in view.
#[component]
fn Offered(found: Memo<Vec<Entry>>, list: RwSignal<ListState>, pick: Callback<usize>) -> impl IntoView {
    let node = NodeRef::<html::Ul>::new();
    Effect::new(move |_| {
        let active = list.read().active;
        let option = node.get().zip(active).and_then(|(node, at)| node.children().item(u32::try_from(at).ok()?));
        if let Some(option) = option {
            crate::dom::scroll_to(&option);
        }
    });
    let option = move |at: usize, Entry { title, key, .. }: Entry| {
        let is_active = move || list.read().active == Some(at);
        view! {
            <li
                role="option"
                id=format!("palette-{at}")
                aria-selected=move || if is_active() { "true" } else { "false" }
                on:pointermove=move |_| {
                    if !is_active() {
                        list.set(ListState { open: true, active: Some(at) });
                    }
                }
                on:click=move |_| pick.run(at)
            >
                <span>{title}</span>
                {key.map(|key| view! { <Kbd>{key.to_string()}</Kbd> })}
            </li>
        }
    };
    view! {
        <ul class="palette" id="palette-list" role="listbox" aria-label="Commands" node_ref=node>
            {move || found.get().into_iter().enumerate().map(|(at, entry)| option(at, entry)).collect_view()}
        </ul>
    }
}

/// Whether every word of a text is in a title, whatever its case.
fn has_words(title: &str, text: &str) -> bool {
    let title = title.to_lowercase();
    text.to_lowercase().split_whitespace().all(|word| title.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_found_by_all_its_words() {
        for text in ["", "new", "NEW inter", "action new", "  "] {
            assert!(has_words("New interaction", text), "{text:?}");
        }
        for text in ["old", "new x"] {
            assert!(!has_words("New interaction", text), "{text:?}");
        }
    }
}
