//! The records that are open at once in this window, in a line above the one that is looked at.
//!
//! They are links, kept in the window's own storage with whose they are: a reload has them again, somebody else who signs
//! in there none of them. The server does not know of them and leaves the line free, so that nothing jumps.

use kernel::InteractionNumber;
use leptos::{ev, html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use people::ui::current_person;
use ui::{Icon, IconName, focus_control};

use crate::{
    model::{OpenTab, OpenTabs},
    ui::list_href,
};

/// The window's tabs. A handle: cheap to copy.
#[derive(Clone, Copy)]
pub struct WindowTabs {
    open: RwSignal<OpenTabs>,
    key: StoredValue<String>,
}

impl WindowTabs {
    /// Empty until the page is alive.
    pub fn new() -> Self {
        let person = current_person().map(|me| me.person.to_string()).unwrap_or_default();
        let key = StoredValue::new(format!("firstline.tabs.{person}"));
        Self { open: RwSignal::new(OpenTabs::default()), key }
    }

    /// Changes what is stored, and shows it: the page may have been opened before another one changed it.
    fn change<T>(self, change: impl FnOnce(&mut OpenTabs) -> T) -> Option<T> {
        let key = self.key.try_get_value()?;
        let storage = window().session_storage().ok().flatten();
        let stored = storage.as_ref().and_then(|storage| storage.get_item(&key).ok().flatten());
        let mut tabs = stored.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        let outcome = change(&mut tabs);
        if let (Some(storage), Ok(text)) = (storage, serde_json::to_string(&tabs)) {
            let _ = storage.set_item(&key, &text);
        }
        self.open.try_maybe_update(|shown| {
            let changed = *shown != tabs;
            *shown = tabs;
            (changed, ())
        });
        Some(outcome)
    }

    /// A record is looked at, and what it is about is this.
    pub fn open(self, number: InteractionNumber, summary: &str) {
        self.change(|tabs| tabs.open(number, summary));
    }

    /// Whether something is typed there that was not sent.
    pub fn mark(self, number: InteractionNumber, unsaved: bool) {
        self.change(|tabs| tabs.mark(number, unsaved));
    }

    /// A record is not there any more.
    pub fn forget(self, number: InteractionNumber) {
        self.change(|tabs| tabs.close(number));
    }
}

fn page(number: InteractionNumber) -> String {
    format!("/interactions/{number}")
}

/// The line of tabs.
#[component]
pub fn TabStrip(tabs: WindowTabs, #[prop(into)] current: Signal<Option<InteractionNumber>>) -> impl IntoView {
    let node = NodeRef::<html::Nav>::new();
    let go = StoredValue::new(use_navigate());
    let focus = move |number: InteractionNumber| {
        request_animation_frame(move || {
            // The page may be gone by now.
            if let Some(nav) = node.try_get_untracked().flatten() {
                focus_control(&nav, &format!("a[href=\"{}\"]", page(number)));
            }
        });
    };
    let close = Callback::new(move |(number, by_key): (InteractionNumber, bool)| {
        let next = tabs.change(|tabs| tabs.close(number)).flatten();
        if current.get_untracked() == Some(number) {
            let to = next.map_or_else(list_href, page);
            go.with_value(|go| go(&to, NavigateOptions::default()));
        }
        if let (true, Some(next)) = (by_key, next) {
            focus(next);
        }
    });
    let press = move |event: ev::KeyboardEvent, number: InteractionNumber| {
        let numbers: Vec<_> = tabs.open.with_untracked(|open| open.tabs.iter().map(|tab| tab.number).collect());
        let at = numbers.iter().position(|one| *one == number).unwrap_or_default();
        let to = match event.key().as_str() {
            "ArrowLeft" => at.checked_sub(1).or(numbers.len().checked_sub(1)),
            "ArrowRight" => Some(if at + 1 < numbers.len() { at + 1 } else { 0 }),
            "Home" => Some(0),
            "End" => numbers.len().checked_sub(1),
            "Delete" => {
                event.prevent_default();
                close.run((number, true));
                return;
            }
            _ => return,
        };
        event.prevent_default();
        if let Some(to) = to.and_then(|to| numbers.get(to)) {
            focus(*to);
        }
    };
    Effect::new(move |_| tabs.change(|_| ()));
    // The one that is looked at is in sight, however many there are.
    Effect::new(move |_| {
        let (Some(number), true) = (current.get(), tabs.open.with(|open| !open.tabs.is_empty())) else { return };
        request_animation_frame(move || {
            let tab = node
                .try_get_untracked()
                .flatten()
                .and_then(|nav| nav.query_selector(&format!("a[href=\"{}\"]", page(number))).ok().flatten());
            if let Some(tab) = tab {
                let options = web_sys::ScrollIntoViewOptions::new();
                options.set_block(web_sys::ScrollLogicalPosition::Nearest);
                options.set_inline(web_sys::ScrollLogicalPosition::Nearest);
                tab.scroll_into_view_with_scroll_into_view_options(&options);
            }
        });
    });
    // Tab leads to one of them, the arrow keys to the others.
    let entry = Memo::new(move |_| {
        let (current, open) = (current.get(), tabs.open.read());
        let is_open = |number: &InteractionNumber| open.tabs.iter().any(|tab| tab.number == *number);
        current.filter(is_open).or_else(|| open.tabs.first().map(|tab| tab.number))
    });
    let look = "needs-scripts mb-3 h-9 overflow-x-auto overflow-y-hidden border-b border-line [scrollbar-width:none]";
    view! {
        <nav node_ref=node class=look aria-label="Open interactions">
            <ul class="flex h-full gap-1 whitespace-nowrap">
                <For
                    each=move || tabs.open.get().tabs
                    key=|tab| (tab.number, tab.summary.clone(), tab.unsaved)
                    children=move |tab| {
                        view! { <TabOf tab current entry close press /> }
                    }
                />
            </ul>
        </nav>
    }
}

#[component]
fn TabOf(
    tab: OpenTab,
    current: Signal<Option<InteractionNumber>>,
    entry: Memo<Option<InteractionNumber>>,
    close: Callback<(InteractionNumber, bool)>,
    press: impl Fn(ev::KeyboardEvent, InteractionNumber) + 'static,
) -> impl IntoView {
    let OpenTab { number, summary, unsaved, .. } = tab;
    let title = summary.clone();
    let order = move || if entry.get() == Some(number) { "0" } else { "-1" };
    view! {
        <li class="flex shrink-0 items-center border-b-2 border-transparent has-[[aria-current]]:border-accent-ink">
            <a
                class="flex h-8 items-center gap-1.5 rounded px-2 text-sm text-muted -outline-offset-2 hover:text-ink aria-[current]:text-ink"
                href=page(number)
                title=title
                aria-current=move || (current.get() == Some(number)).then_some("page")
                aria-keyshortcuts="Delete"
                tabindex=order
                on:keydown=move |event| press(event, number)
                on:mousedown=move |event| {
                    // A middle press would scroll, and its click open a window.
                    if event.button() == 1 {
                        event.prevent_default();
                    }
                }
                on:auxclick=move |event| {
                    if event.button() == 1 {
                        event.prevent_default();
                        close.run((number, false));
                    }
                }
            >
                {unsaved
                    .then(|| {
                        view! { <span class="size-2 shrink-0 rounded-full bg-accent" aria-hidden="true"></span> }
                    })}
                <span class="font-medium tabular-nums">{number.to_string()}</span>
                <span class="max-w-40 truncate">" " {summary}</span>
                {unsaved.then(|| view! { <span class="sr-only">", unsaved"</span> })}
            </a>
            <button
                type="button"
                class="grid size-6 place-items-center rounded text-muted -outline-offset-2 hover:bg-hover hover:text-ink"
                aria-label=format!("Close {number}")
                tabindex=order
                on:click=move |_| close.run((number, false))
            >
                <Icon name=IconName::X />
            </button>
        </li>
    }
}
