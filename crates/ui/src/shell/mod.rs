//! The frame of every page: the way around, the top bar, the content.
//!
//! From 1024 px the way around is a rail at the left; below, a bar at the
//! bottom under the thumbs, whose last place opens the rest. Both lists are in
//! the HTML and one of them is displayed, so it works without scripts.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::icon::{Icon, IconName};

/// How many places the bar on a phone has before `More`.
const ON_BAR: usize = 4;

/// One place to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavItem {
    /// Its address; it is current there and below.
    pub href: String,
    /// Its words.
    pub label: String,
    /// Its picture.
    pub icon: IconName,
}

impl NavItem {
    /// A place to go.
    #[must_use]
    pub fn new(href: impl Into<String>, label: impl Into<String>, icon: IconName) -> Self {
        Self { href: href.into(), label: label.into(), icon }
    }
}

/// The frame of every page.
#[component]
pub fn AppShell(
    /// The name of the product, a link to `/`.
    #[prop(into)]
    brand: String,
    /// The places to go, most used first: a phone shows four and `More`.
    #[prop(into)]
    nav: Signal<Vec<NavItem>>,
    /// In the top bar at the left: the search.
    #[prop(optional, into)]
    header: Option<ViewFn>,
    /// In the top bar at the right: the person.
    #[prop(optional, into)]
    user: Option<ViewFn>,
    /// The page.
    children: Children,
) -> impl IntoView {
    let path = use_location().pathname;
    view! {
        <div class="shell">
            <a class="skip" href="#main" rel="external">
                "Skip to content"
            </a>
            <nav class="shell-rail" aria-label="Main">
                <Brand name=brand.clone() />
                <ul>
                    {move || nav.get().into_iter().map(|item| nav_link(item, path)).collect_view()}
                </ul>
            </nav>
            <header class="shell-top">
                <Brand name=brand />
                <div class="shell-search">{header.map(|header| header.run())}</div>
                <div class="shell-user">{user.map(|user| user.run())}</div>
            </header>
            <main class="shell-main" id="main" tabindex="-1">
                {children()}
            </main>
            <nav class="shell-bar" aria-label="Main">
                {move || bar(nav.get(), path)}
            </nav>
        </div>
    }
    .into_any()
}

#[component]
fn Brand(name: String) -> impl IntoView {
    view! {
        <a class="brand" href="/">
            <svg class="brand-mark" viewBox="0 0 20 20" aria-hidden="true">
                <rect width="20" height="20" rx="5" />
                <path d="M6 15V5.5h8M6 10h6" />
            </svg>
            <span>{name}</span>
        </a>
    }
    .into_any()
}

fn nav_link(item: NavItem, path: Memo<String>) -> AnyView {
    let to = item.href.clone();
    let current = move || is_current(&to, &path.read()).then_some("page");
    view! {
        <li>
            <a href=item.href aria-current=current>
                <Icon name=item.icon />
                <span>{item.label}</span>
            </a>
        </li>
    }
    .into_any()
}

/// The bar on a phone: the first places, and the rest behind `More`.
fn bar(mut items: Vec<NavItem>, path: Memo<String>) -> AnyView {
    let rest = if items.len() > ON_BAR + 1 { items.split_off(ON_BAR) } else { Vec::new() };
    let first: Vec<AnyView> = items.into_iter().map(|item| nav_link(item, path)).collect();
    let more = (!rest.is_empty()).then(|| {
        let rest: Vec<AnyView> = rest.into_iter().map(|item| nav_link(item, path)).collect();
        let details = NodeRef::<leptos::html::Details>::new();
        let shut = move |_| {
            if let Some(details) = details.get_untracked() {
                details.set_open(false);
            }
        };
        view! {
            <li>
                <details node_ref=details class="shell-more">
                    <summary>
                        <Icon name=IconName::Menu />
                        <span>"More"</span>
                    </summary>
                    <ul on:click=shut>{rest}</ul>
                </details>
            </li>
        }
    });
    view! { <ul>{first} {more}</ul> }.into_any()
}

/// Whether a place is where we are: its address, or one below it.
fn is_current(href: &str, path: &str) -> bool {
    let href = href.split('?').next().unwrap_or_default();
    match path.strip_prefix(href) {
        Some("") => true,
        Some(rest) => href != "/" && (rest.starts_with('/') || href.ends_with('/')),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_current;

    #[test]
    fn a_place_is_current_there_and_below() {
        assert!(is_current("/orders", "/orders"));
        assert!(is_current("/orders", "/orders/7"));
        assert!(!is_current("/orders", "/orders-old"));
        assert!(!is_current("/orders", "/"));
        assert!(is_current("/", "/"));
        assert!(is_current("/orders?state=open", "/orders"));
        assert!(!is_current("/", "/orders"));
    }
}
