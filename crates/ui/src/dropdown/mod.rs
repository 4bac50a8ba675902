//! A button that opens a box below it, for what is too much for a menu: links with counts, say.
//!
//! A native `<details>`: it opens without scripts too. What is in it is made when it is opened for the first time, so a
//! page of many costs nothing until then; `without_scripts` stands there instead where there are none.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, KeyboardEvent, Node};

use crate::icon::{Icon, IconName};

/// A button and the box it opens.
#[component]
pub fn Dropdown(
    /// The words on the button, which are its accessible name.
    #[prop(into)]
    label: Signal<String>,
    /// Whether something in it is chosen, so that the button stands out.
    #[prop(optional, into)]
    active: Signal<bool>,
    /// Whether it is open; set to close it.
    open: RwSignal<bool>,
    /// What stands in the box where there are no scripts.
    #[prop(optional, into)]
    without_scripts: Option<String>,
    /// What is in the box, made when it opens.
    #[prop(into)]
    content: ViewFn,
) -> impl IntoView {
    let root = NodeRef::<html::Details>::new();
    let opened = Memo::new(move |before: Option<&bool>| before.copied().unwrap_or_default() || open.get());
    Effect::new(move || {
        let now = open.get();
        if let Some(root) = root.get() {
            root.set_open(now);
        }
    });
    let leave = move |event: FocusEvent| {
        let to = event.related_target().and_then(|to| to.dyn_into::<Node>().ok());
        // Without a target the window lost the focus, or what had it is gone.
        if to.is_some() && !root.get_untracked().is_some_and(|root| root.contains(to.as_ref())) {
            open.set(false);
        }
    };
    let key = move |event: KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            event.stop_propagation();
            open.set(false);
            let summary = root.get_untracked().and_then(|root| root.query_selector("summary").ok().flatten());
            if let Some(summary) = summary.and_then(|summary| summary.dyn_into::<web_sys::HtmlElement>().ok()) {
                let _ = summary.focus();
            }
        }
    };
    let outside = window_event_listener(ev::pointerdown, move |event| {
        let at = event.target().and_then(|at| at.dyn_into::<Node>().ok());
        if open.try_get_untracked() == Some(true)
            && !root.try_get_untracked().flatten().is_some_and(|root| root.contains(at.as_ref()))
        {
            open.set(false);
        }
    });
    on_cleanup(move || outside.remove());
    view! {
        <details
            node_ref=root
            class="drop"
            class:is-active=move || active.get()
            on:toggle=move |_| {
                if let Some(root) = root.get_untracked() {
                    open.set(root.open());
                }
            }
            on:focusout=leave
            on:keydown=key
        >
            <summary class="drop-button">
                <span>{move || label.get()}</span>
                <Icon name=IconName::ChevronDown />
            </summary>
            <div class="drop-box">
                {without_scripts.map(|words| view! { <p class="drop-plain">{words}</p> })}
                {move || opened.get().then(|| content.run())}
            </div>
        </details>
    }
    .into_any()
}
