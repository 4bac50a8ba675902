//! Which page is at which address.
//!
//! To add a page: its component in its slice's `ui/`, a line here, and, where it has a place in the
//! navigation, a line in [`crate::frame`].

use interaction::ui::{BoardPage, InteractionsPage, MyInteractionPage, MyRequestsPage, NewInteractionPage, RecordPage};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    components::{FlatRoutes, Route, Router},
    path,
};
use people::ui::{AccountPage, LoginPage, provide_current_person};
use ui::{Toaster, provide_toaster};

use crate::{
    frame::Frame,
    home::{HomePage, PortalPage},
    not_found::NotFoundPage,
};

/// The application.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_toaster();
    provide_current_person();
    view! {
        <Title text="" formatter=|title: String| {
            if title.is_empty() { "Firstline".to_owned() } else { format!("{title} · Firstline") }
        } />
        <Router>
            <Frame>
                <FlatRoutes fallback=NotFoundPage>
                    <Route path=path!("/") view=HomePage />
                    <Route path=path!("/login") view=LoginPage />
                    <Route path=path!("/account") view=AccountPage />
                    <Route path=path!("/board") view=BoardPage />
                    <Route path=path!("/interactions") view=InteractionsPage />
                    <Route path=path!("/interactions/new") view=NewInteractionPage />
                    <Route path=path!("/interactions/:number") view=RecordPage />
                    <Route path=path!("/portal") view=PortalPage />
                    <Route path=path!("/my-requests") view=MyRequestsPage />
                    <Route path=path!("/my-requests/:number") view=MyInteractionPage />
                    <Route path=path!("/design") view=DesignPage />
                </FlatRoutes>
            </Frame>
        </Router>
        <Toaster />
    }
}

/// `/design`: each part of the design system in all its states.
///
/// Its share of the wasm is large, so what ships shows it as the server renders it, without scripts.
#[component]
fn DesignPage() -> impl IntoView {
    #[cfg(any(feature = "ssr", feature = "design"))]
    return ui::Gallery();
    #[cfg(not(any(feature = "ssr", feature = "design")))]
    return NotFoundPage();
}

/// What the server needs to know of the addresses.
#[derive(Debug)]
pub struct Pages;

impl Pages {
    /// Every page that a signed-in person may open, for the test that each asks to sign in.
    pub const SIGNED_IN: [&str; 9] = [
        "/",
        "/account",
        "/board",
        "/interactions",
        "/interactions/new",
        "/interactions/INT0000001",
        "/portal",
        "/my-requests",
        "/my-requests/INT0000001",
    ];

    /// Whether a page may be seen by somebody who is not signed in.
    pub fn is_public(path: &str) -> bool {
        path == "/login" || path == "/design"
    }

    /// The sign-in page that leads back to `here`.
    pub fn sign_in(here: &str) -> String {
        people::ui::sign_in_href(here)
    }
}
