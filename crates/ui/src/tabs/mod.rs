//! Tabs, two kinds.
//!
//! [`LinkTabs`] go to another address: they are navigation, and the page is the
//! state. [`Tabs`] turn the leaves of one page: all leaves are in the HTML, and
//! without scripts all are shown, each under its heading.

use leptos::prelude::*;

use crate::dom::{all, slug};

/// One link of [`LinkTabs`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TabItem {
    /// Where it goes.
    pub href: String,
    /// Its words, which are its accessible name.
    pub label: String,
    /// How many things are there.
    pub count: Option<String>,
    /// Whether we are there.
    pub current: bool,
}

/// Tabs that are links.
#[component]
pub fn LinkTabs(
    /// What the tabs choose between.
    #[prop(into)]
    label: String,
    /// The links.
    #[prop(into)]
    items: Signal<Vec<TabItem>>,
    /// Whether they are told as tabs of one page rather than as a way around: what they show then
    /// stands in an element of role `tabpanel`.
    #[prop(optional)]
    as_tabs: bool,
) -> impl IntoView {
    let group = slug(&label);
    let links = move || items.get().into_iter().map(|item| link_tab(&group, item, as_tabs)).collect_view();
    if as_tabs {
        view! {
            <div class="tabs">
                <ul role="tablist" aria-label=label>{links}</ul>
            </div>
        }
        .into_any()
    } else {
        view! {
            <nav class="tabs" aria-label=label>
                <ul>{links}</ul>
            </nav>
        }
        .into_any()
    }
}

/// The count describes the link; it is no part of its name.
fn link_tab(group: &str, item: TabItem, as_tab: bool) -> AnyView {
    let count_id = format!("{group}-{}-count", slug(&item.label));
    let described = item.count.is_some().then(|| count_id.clone());
    view! {
        <li role=as_tab.then_some("presentation")>
            <a
                class="tab"
                href=item.href
                role=as_tab.then_some("tab")
                aria-selected=as_tab.then_some(if item.current { "true" } else { "false" })
                aria-current=(item.current && !as_tab).then_some("page")
                aria-describedby=described
            >
                <span>{item.label}</span>
                {item
                    .count
                    .map(|count| {
                        view! {
                            <span class="tab-count" id=count_id aria-hidden="true">
                                {count}
                            </span>
                        }
                    })}
            </a>
        </li>
    }
    .into_any()
}

/// One leaf of [`Tabs`].
#[derive(Clone)]
pub struct Tab {
    /// Its id within these tabs, in lower-case letters: `history`.
    pub id: String,
    /// Its words, which are its accessible name.
    pub label: String,
    /// How many things are there.
    pub count: Option<String>,
    /// What it shows.
    pub view: ViewFn,
}

/// Tabs within a page, with the full keyboard pattern: the arrow keys, Home and
/// End choose, Tab goes into the leaf.
#[component]
pub fn Tabs(
    /// What the tabs choose between.
    #[prop(into)]
    label: String,
    /// The leaves, at least one.
    tabs: Vec<Tab>,
    /// The id of the leaf shown; the first when nothing is given.
    #[prop(optional)]
    selected: Option<RwSignal<String>>,
) -> impl IntoView {
    let group = slug(&label);
    let first = tabs.first().map(|tab| tab.id.clone()).unwrap_or_default();
    let selected = selected.unwrap_or_else(|| RwSignal::new(first));
    let ids: Vec<String> = tabs.iter().map(|tab| tab.id.clone()).collect();
    let press = move |ev: web_sys::KeyboardEvent| {
        let current = selected.get_untracked();
        let at = ids.iter().position(|id| *id == current).unwrap_or_default();
        let Some(to) = tab_for_key(&ev.key(), at, ids.len()) else {
            return;
        };
        ev.prevent_default();
        selected.set(ids[to].clone());
        if let Some(list) = ev.current_target() {
            focus_nth_tab(&list, to);
        }
    };
    let buttons: Vec<AnyView> = tabs.iter().map(|tab| tab_button(&group, tab, selected)).collect();
    let panels: Vec<AnyView> = tabs.into_iter().map(|tab| tab_panel(&group, tab, selected)).collect();
    view! {
        <div class="tabs-root">
            <div class="tabs" role="tablist" aria-label=label on:keydown=press>
                {buttons}
            </div>
            {panels}
        </div>
    }
    .into_any()
}

fn tab_button(group: &str, tab: &Tab, selected: RwSignal<String>) -> AnyView {
    let id = tab.id.clone();
    let is = {
        let id = id.clone();
        Signal::derive(move || *selected.read() == id)
    };
    let count_id = format!("{group}-{id}-count");
    let described = tab.count.is_some().then(|| count_id.clone());
    view! {
        <button
            type="button"
            class="tab"
            role="tab"
            id=format!("{group}-{id}-tab")
            aria-controls=format!("{group}-{id}")
            aria-selected=move || if is.get() { "true" } else { "false" }
            tabindex=move || if is.get() { "0" } else { "-1" }
            aria-describedby=described
            on:click=move |_| selected.set(id.clone())
        >
            <span>{tab.label.clone()}</span>
            {tab
                .count
                .clone()
                .map(|count| {
                    view! {
                        <span class="tab-count" id=count_id aria-hidden="true">
                            {count}
                        </span>
                    }
                })}
        </button>
    }
    .into_any()
}

fn tab_panel(group: &str, tab: Tab, selected: RwSignal<String>) -> AnyView {
    let id = tab.id;
    let panel_id = format!("{group}-{id}");
    let tab_id = format!("{group}-{id}-tab");
    view! {
        <div
            class="tab-panel"
            role="tabpanel"
            id=panel_id
            aria-labelledby=tab_id
            tabindex="0"
            class:is-off=move || *selected.read() != id
        >
            <p class="tab-panel-heading" aria-hidden="true">{tab.label}</p>
            {tab.view.run()}
        </div>
    }
    .into_any()
}

fn focus_nth_tab(list: &web_sys::EventTarget, nth: usize) {
    use wasm_bindgen::JsCast;
    if let Some(list) = list.dyn_ref::<web_sys::Element>()
        && let Some(tab) = all(list, "[role=tab]").get(nth)
    {
        // The tab is in the page: it takes the focus.
        let _ = tab.focus();
    }
}

/// Which of `count` tabs a key leads to from tab `at`; `None` for other keys.
fn tab_for_key(key: &str, at: usize, count: usize) -> Option<usize> {
    if count == 0 {
        return None;
    }
    match key {
        "ArrowRight" => Some((at + 1) % count),
        "ArrowLeft" => Some((at + count - 1) % count),
        "Home" => Some(0),
        "End" => Some(count - 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_go_round() {
        assert_eq!(tab_for_key("ArrowRight", 2, 3), Some(0));
        assert_eq!(tab_for_key("ArrowLeft", 0, 3), Some(2));
        assert_eq!(tab_for_key("Home", 2, 3), Some(0));
        assert_eq!(tab_for_key("End", 0, 3), Some(2));
        assert_eq!(tab_for_key("a", 0, 3), None);
        assert_eq!(tab_for_key("End", 0, 0), None);
    }
}
