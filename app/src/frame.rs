//! What is around every page of a signed-in person.

use leptos::prelude::*;
use notification::ui::Bell;
use people::{
    model::Me,
    ui::{AccountMenu, current_person, use_session},
};
use ui::{AppShell, IconName, NavItem};

use crate::{connection::ConnectionNotice, routes::sign_in_dialog};

/// Navigation and account around the page; the bare page where nobody is signed in.
#[component]
pub fn Frame(children: Children) -> impl IntoView {
    let Some(me) = current_person() else {
        return view! { <main id="main" tabindex="-1">{children()}</main> }.into_any();
    };
    let nav = navigation(&me);
    view! {
        <AppShell brand="Firstline" nav=nav user=ViewFn::from(move || view! { <Bell /> <AccountMenu me=me.clone() /> })>
            {children()}
            <ConnectionNotice />
        </AppShell>
        <AsksToSignIn />
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

/// Where this person may go.
fn navigation(me: &Me) -> Vec<NavItem> {
    let mut items = Vec::new();
    if me.is_staff() {
        items.push(NavItem::new("/board", "Board", IconName::Board));
        items.push(NavItem::new("/interactions", "Interactions", IconName::Chat));
    } else {
        items.push(NavItem::new("/portal", "Portal", IconName::Globe));
    }
    items.push(NavItem::new("/my-requests", "My Requests", IconName::Inbox));
    items
}
