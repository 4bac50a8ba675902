//! What is around every page of a signed-in person.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use notification::ui::Bell;
use people::{
    model::Me,
    ui::{AccountMenu, current_person, use_session},
};
use search::ui::GlobalSearch;
use ui::{AppShell, Chord, Command, IconName, NavItem, use_keys};

use crate::{
    connection::ConnectionNotice,
    routes::{key_sheets, search_offers, sign_in_dialog},
};

/// Navigation and account around the page; the bare page where nobody is signed in.
#[component]
pub fn Frame(children: Children) -> impl IntoView {
    let Some(me) = current_person() else {
        return view! { <main id="main" tabindex="-1">{children()}</main> }.into_any();
    };
    let nav = navigation(&me);
    offer_commands(&me, &nav);
    view! {
        <AppShell
            brand="Firstline"
            nav=nav
            header=ViewFn::from(|| view! { <GlobalSearch offers=ViewFn::from(|| Suspend::new(search_offers())) /> })
            user=ViewFn::from(move || view! { <Bell /> <AccountMenu me=me.clone() /> })
        >
            {children()}
            <ConnectionNotice />
        </AppShell>
        <AsksToSignIn />
        <Sheets />
    }
    .into_any()
}

/// Over every page, once its session has ended. Its part of the WebAssembly is fetched by then.
#[component]
fn AsksToSignIn() -> impl IntoView {
    let asking = use_session().asking();
    let ever = Memo::new(move |before: Option<&bool>| before.copied().unwrap_or_default() || asking.get());
    move || ever.get().then(|| Suspend::new(sign_in_dialog()))
}

/// The commands and keys, once somebody asks for them.
#[component]
fn Sheets() -> impl IntoView {
    let keys = use_keys();
    let ever = Memo::new(move |before: Option<&bool>| before.copied().unwrap_or_default() || keys.is_asked_for());
    move || ever.get().then(|| Suspend::new(key_sheets()))
}

/// What can be done from every page.
fn offer_commands(me: &Me, nav: &[NavItem]) {
    let keys = use_keys();
    keys.offer_sheets();
    let go = |name: &str, title: String, key, address: &str| {
        let (navigate, address) = (use_navigate(), address.to_owned());
        keys.offer(Command::new(name, title, key, move || navigate(&address, NavigateOptions::default())));
    };
    if me.writes() {
        go("create", "New interaction".to_owned(), Some(Chord::plain('c')), "/interactions/new");
    }
    for item in nav {
        // Its name is the page's, whatever that opens with.
        let name = item.href.split('?').next().unwrap_or_default();
        go(name, format!("Go to {}", item.label), None, &item.href);
    }
    go("/notifications", "Go to Notifications".to_owned(), None, "/notifications");
    go("/account", "Go to your account".to_owned(), None, "/account");
}

/// Where this person may go.
fn navigation(me: &Me) -> Vec<NavItem> {
    let mut items = Vec::new();
    if me.is_staff() {
        items.push(NavItem::new("/board", "Board", IconName::Board));
        items.push(NavItem::new(interaction::ui::list_href(), "Interactions", IconName::Chat));
    } else {
        items.push(NavItem::new("/portal", "Portal", IconName::Globe));
    }
    items.push(NavItem::new("/my-requests", "My Requests", IconName::Inbox));
    items
}
