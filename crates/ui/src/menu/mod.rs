//! The menu behind a button, mostly three dots.
//!
//! Open, it is a WAI-ARIA menu: arrow keys, Home, End, a letter, Escape. Before
//! hydration and without scripts it opens while the focus is in it
//! (`:focus-within`), so links and submit buttons inside can be reached.
//!
//! An open list is placed against the window, so a table that scrolls does not
//! cut it off, and it follows its button.

use std::sync::Arc;

use leptos::context::Provider;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{FocusEvent, HtmlElement, KeyboardEvent, Node};

use crate::button::ButtonSize;
use crate::dom::all;
use crate::icon::{Icon, IconName};

/// The space between the list and its button, and the edge of the window, in pixels.
const GAP: f64 = 4.0;

/// Closes the menu an item is in.
#[derive(Clone)]
struct CloseMenu(Arc<dyn Fn() + Send + Sync>);

/// A button that opens a list of [`MenuItem`]s.
#[component]
pub fn Menu(
    /// The accessible name of the button.
    #[prop(into)]
    label: String,
    /// What the button shows: three dots when nothing is said.
    #[prop(default = IconName::Dots)]
    icon: IconName,
    /// What the button shows instead of the icon: words or an avatar.
    #[prop(optional, into)]
    trigger: Option<ViewFn>,
    /// The height of the button.
    #[prop(optional)]
    size: ButtonSize,
    /// The [`MenuItem`]s.
    children: Children,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let ready = RwSignal::new(false);
    let root = NodeRef::<html::Div>::new();
    let button = NodeRef::<html::Button>::new();
    let list = NodeRef::<html::Div>::new();
    Effect::new(move || ready.set(true));
    let class = if trigger.is_some() { "btn btn-ghost menu-trigger" } else { "btn btn-ghost btn-icon" };
    let tip = trigger.is_none().then(|| label.clone());
    follow_scroll(open, button, list);
    let show = move |last: bool| {
        open.set(true);
        // After the list is displayed: before, nothing in it takes the focus.
        let enter = move || {
            place(button, list);
            focus_item(root, if last { Step::Last } else { Step::First });
        };
        set_timeout(enter, std::time::Duration::ZERO);
    };
    let on_button = move |ev: KeyboardEvent| match ev.key().as_str() {
        "ArrowDown" => {
            ev.prevent_default();
            show(false);
        }
        "ArrowUp" => {
            ev.prevent_default();
            show(true);
        }
        _ => {}
    };
    let leave = move |ev: FocusEvent| {
        let to = ev.related_target().and_then(|t| t.dyn_into::<Node>().ok());
        let inside = root.get_untracked().is_some_and(|root| root.contains(to.as_ref()));
        if !inside {
            open.set(false);
        }
    };
    let children = {
        let close = CloseMenu(Arc::new(move || {
            open.set(false);
            focus_button(button);
        }));
        view! { <Provider value=close>{children()}</Provider> }
    };
    view! {
        <div
            node_ref=root
            class="menu"
            data-ready=move || ready.get().then_some("")
            on:focusout=leave
            // The focus moves by keyboard and by us: Safari would lose it to the page.
            on:mousedown=|ev| ev.prevent_default()
        >
            <button
                node_ref=button
                type="button"
                class=class
                class:btn-sm=size == ButtonSize::Sm
                aria-haspopup="menu"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-label=label.clone()
                title=tip
                on:click=move |_| if open.get_untracked() { open.set(false) } else { show(false) }
                on:keydown=on_button
            >
                {match trigger {
                    Some(trigger) => trigger.run(),
                    None => view! { <Icon name=icon /> }.into_any(),
                }}
            </button>
            <div
                node_ref=list
                class="menu-list"
                class:is-open=move || open.get()
                role="menu"
                aria-label=label
                on:keydown=move |ev| on_list(&ev, root, button, open)
            >
                {children}
            </div>
        </div>
    }
    .into_any()
}

/// Where the focus goes inside an open menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    First,
    Last,
    Next,
    Previous,
    /// The next item that begins with this letter.
    Letter(char),
}

impl Step {
    fn for_key(key: &str) -> Option<Self> {
        let mut letters = key.chars();
        match key {
            "ArrowDown" => Some(Self::Next),
            "ArrowUp" => Some(Self::Previous),
            "Home" => Some(Self::First),
            "End" => Some(Self::Last),
            _ => match (letters.next(), letters.next()) {
                (Some(letter), None) if letter.is_alphanumeric() => Some(Self::Letter(letter)),
                _ => None,
            },
        }
    }

    /// Which item comes, of those that begin with `initials`.
    fn from(self, at: Option<usize>, initials: &[Option<char>]) -> Option<usize> {
        let count = initials.len();
        if count == 0 {
            return None;
        }
        match self {
            Self::First => Some(0),
            Self::Last => Some(count - 1),
            Self::Next => Some(at.map_or(0, |at| (at + 1) % count)),
            Self::Previous => Some(at.map_or(count - 1, |at| (at + count - 1) % count)),
            Self::Letter(letter) => {
                let start = at.map_or(0, |at| at + 1);
                (start..start + count)
                    .map(|i| i % count)
                    .find(|&i| initials[i].is_some_and(|c| c.to_lowercase().eq(letter.to_lowercase())))
            }
        }
    }
}

fn on_list(ev: &KeyboardEvent, root: NodeRef<html::Div>, button: NodeRef<html::Button>, open: RwSignal<bool>) {
    match ev.key().as_str() {
        "Escape" => {
            ev.prevent_default();
            ev.stop_propagation();
            open.set(false);
            focus_button(button);
        }
        "Tab" => open.set(false),
        key => {
            if ev.ctrl_key() || ev.alt_key() || ev.meta_key() {
                return;
            }
            if let Some(step) = Step::for_key(key) {
                ev.prevent_default();
                ev.stop_propagation();
                focus_item(root, step);
            }
        }
    }
}

fn focus_button(button: NodeRef<html::Button>) {
    if let Some(button) = button.get_untracked() {
        // The button is in the page: it takes the focus.
        let _ = button.focus();
    }
}

/// Puts the open list under its button, or above where there is no room below.
fn place(button: NodeRef<html::Button>, list: NodeRef<html::Div>) {
    let (Some(button), Some(list)) = (button.try_get_untracked().flatten(), list.try_get_untracked().flatten()) else {
        return;
    };
    let size = |side: Result<wasm_bindgen::JsValue, _>| side.ok().and_then(|v| v.as_f64()).unwrap_or_default();
    let (wide, high) = (size(window().inner_width()), size(window().inner_height()));
    let (anchor, own) = (button.get_bounding_client_rect(), list.get_bounding_client_rect());
    let below = anchor.bottom() + GAP;
    let top = if below + own.height() > high && anchor.top() > own.height() {
        anchor.top() - GAP - own.height()
    } else {
        below
    };
    let left = (anchor.right() - own.width()).min(wide - own.width() - GAP).max(GAP);
    let style = web_sys::HtmlElement::style(&list);
    for (name, value) in [("top", top), ("left", left)] {
        // Setting a length cannot fail.
        let _ = style.set_property(name, &format!("{value}px"));
    }
    let _ = style.set_property("position", "fixed");
    let _ = style.set_property("right", "auto");
}

/// Keeps an open list at its button when the page, or anything in it, scrolls.
fn follow_scroll(open: RwSignal<bool>, button: NodeRef<html::Button>, list: NodeRef<html::Div>) {
    Effect::new(move || {
        if !open.get() {
            return;
        }
        let follow = Closure::<dyn FnMut()>::new(move || place(button, list));
        let document = document();
        // Scrolling does not bubble, so it is listened to on its way down. Neither
        // call can fail with a lawful name.
        let _ = document.add_event_listener_with_callback_and_bool("scroll", follow.as_ref().unchecked_ref(), true);
        let kept = StoredValue::new_local(Some(follow));
        on_cleanup(move || {
            if let Some(follow) = kept.try_update_value(Option::take).flatten() {
                let callback = follow.as_ref().unchecked_ref();
                let _ = document.remove_event_listener_with_callback_and_bool("scroll", callback, true);
            }
        });
    });
}

fn focus_item(root: NodeRef<html::Div>, step: Step) {
    let Some(root) = root.try_get_untracked().flatten() else {
        return;
    };
    let items = all(&root, "[role=menuitem]:not([aria-disabled=true])");
    let active = document().active_element();
    let at = items.iter().position(|item| active.as_ref() == Some(AsRef::<web_sys::Element>::as_ref(item)));
    let initials: Vec<Option<char>> = items.iter().map(initial).collect();
    if let Some(item) = step.from(at, &initials).and_then(|i| items.get(i)) {
        // The item is in the page: it takes the focus.
        let _ = item.focus();
    }
}

fn initial(item: &HtmlElement) -> Option<char> {
    item.text_content()?.trim_start().chars().next()
}

/// One line of a [`Menu`]: a link when it has an address, else a button.
/// Listeners are spread on: `<MenuItem on:click=…>`.
#[component]
pub fn MenuItem(
    /// Makes it a link.
    #[prop(optional, into)]
    href: Option<String>,
    /// What stands before its words.
    #[prop(optional)]
    icon: Option<IconName>,
    /// `button` or `submit`.
    #[prop(default = "button")]
    kind: &'static str,
    /// It cannot be undone.
    #[prop(optional)]
    danger: bool,
    /// It cannot be used now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Its words.
    children: Children,
) -> impl IntoView {
    let close = use_context::<CloseMenu>();
    let done = move |ev: web_sys::MouseEvent| {
        if disabled.get_untracked() {
            ev.prevent_default();
            ev.stop_immediate_propagation();
        } else if let Some(close) = &close {
            (close.0)();
        }
    };
    let content = view! {
        {icon.map(|name| view! { <Icon name /> })}
        <span>{children()}</span>
    };
    let off = move || disabled.get().then_some("true");
    match href {
        Some(href) => view! {
            <a
                class="menu-item"
                class:is-danger=danger
                role="menuitem"
                href=href
                aria-disabled=off
                on:click=done
            >
                {content}
            </a>
        }
        .into_any(),
        None => view! {
            <button
                type=kind
                class="menu-item"
                class:is-danger=danger
                role="menuitem"
                aria-disabled=off
                on:click=done
            >
                {content}
            </button>
        }
        .into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INITIALS: [Option<char>; 3] = [Some('A'), Some('b'), Some('A')];

    #[test]
    fn arrows_go_round() {
        assert_eq!(Step::Next.from(Some(2), &INITIALS), Some(0));
        assert_eq!(Step::Previous.from(Some(0), &INITIALS), Some(2));
        assert_eq!(Step::Next.from(None, &INITIALS), Some(0));
        assert_eq!(Step::Previous.from(None, &INITIALS), Some(2));
        assert_eq!(Step::First.from(None, &[]), None);
    }

    #[test]
    fn a_letter_finds_the_next_item() {
        assert_eq!(Step::for_key("a"), Some(Step::Letter('a')));
        assert_eq!(Step::Letter('a').from(Some(0), &INITIALS), Some(2));
        assert_eq!(Step::Letter('a').from(Some(2), &INITIALS), Some(0));
        assert_eq!(Step::Letter('B').from(None, &INITIALS), Some(1));
        assert_eq!(Step::Letter('x').from(None, &INITIALS), None);
        assert_eq!(Step::for_key("Shift"), None);
    }
}
