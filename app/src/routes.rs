//! Which page is at which address.
//!
//! To add a page: its component in its slice's `ui/`, a line among the routes, and, where it has a place in
//! the navigation, a line in [`crate::frame`].
//!
//! The WebAssembly is in parts (`docs/adr/0013-wasm-in-parts.md`). The main one has what is around every page
//! and the agents' lists; other pages are named in a `part!`, whose file is fetched at once
//! with such a page, and a moment later everywhere else.

use interaction::ui::{
    BoardPage, BulkEditPage, BulkJobPage, InteractionsPage, ListTool, MyInteractionPage, MyRequestsPage,
    NewInteractionPage, RecordPage, UnsubscribePage, ViewsPage,
};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    Lazy, LazyRoute, NavigateOptions,
    components::{FlatRoutes, Route, Router},
    hooks::use_navigate,
    path,
};
use notification::ui::NotificationsPage;
use people::ui::{AccountPage, LoginPage, SignInDialog, current_person, provide_current_person, provide_session};
use search::ui::{SearchOffers, SearchPage};
use ui::{KeySheets, Toaster, provide_keys, provide_live, provide_toaster};

use crate::{
    frame::Frame,
    home::{HomePage, PortalPage},
    not_found::NotFoundPage,
};

/// A part of the WebAssembly with the pages in it, each with its name as a route.
macro_rules! part {
    ($part:ident { $($name:ident: $page:ident),* $(,)? }) => {
        mod $part {
            pub enum Page {
                $($name,)*
            }
        }

        #[lazy]
        fn $part(page: $part::Page) -> AnyView {
            match page {
                $($part::Page::$name => view! { <$page /> }.into_any(),)*
            }
        }

        $(
            struct $name;

            impl LazyRoute for $name {
                fn data() -> Self {
                    Self
                }

                async fn view(_this: Self) -> AnyView {
                    $part($part::Page::$name).await
                }
            }
        )*
    };
}

part! {
    records {
        NewInteraction: NewInteractionPage,
        Record: RecordPage,
        Views: ViewsPage,
        Tool: ListTool,
        BulkEdit: BulkEditPage,
        BulkJob: BulkJobPage,
    }
}
part! {
    own {
        Login: LoginPage,
        Account: AccountPage,
        MyRequests: MyRequestsPage,
        MyInteraction: MyInteractionPage,
        Notifications: NotificationsPage,
        Unsubscribe: UnsubscribePage,
        SignIn: SignInDialog,
        Sheets: SheetsOverPage,
        Search: SearchPage,
        Offers: SearchOffers,
    }
}

/// What asks to sign in over a page: in a part, as few ever see it.
pub async fn sign_in_dialog() -> AnyView {
    SignIn::view(SignIn).await
}

/// The commands and keys over a page: in a part, as few ask for them.
pub async fn key_sheets() -> AnyView {
    Sheets::view(Sheets).await
}

/// What Global Search offers: in a part, as it is wanted once somebody goes to the box.
pub async fn search_offers() -> AnyView {
    Offers::view(Offers).await
}

#[component]
fn SheetsOverPage() -> impl IntoView {
    let navigate = use_navigate();
    view! { <KeySheets go=Callback::new(move |address: String| navigate(&address, NavigateOptions::default())) /> }
}

/// The list of interactions. What opens over it is in the part that has the fields of forms anyway.
#[component]
fn ListPage() -> impl IntoView {
    view! { <InteractionsPage tool=ViewFn::from(|| Suspend::new(Tool::view(Tool))) /> }
}

/// Fetches what the page of this address draws from a part without being in it. A page's own part is fetched with it.
#[cfg(feature = "hydrate")]
pub async fn fetch_needed_parts() {
    if window().location().search().is_ok_and(|search| interaction::ui::opens_tool(&search)) {
        __preload_records().await;
    }
}

/// Fetches the other parts a moment after the page came alive, so that the next page opens at once.
#[cfg(feature = "hydrate")]
pub fn fetch_parts_later() {
    set_timeout(
        || {
            lazy_preload!(records);
            lazy_preload!(own);
        },
        std::time::Duration::from_secs(1),
    );
}

/// The application.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_toaster();
    provide_current_person();
    provide_live(live_place(), current_person().is_some());
    provide_session();
    provide_keys(interaction::ui::jump);
    view! {
        <Title text=opened_title() formatter=whole_title />
        <Router>
            <Frame>
                <FlatRoutes fallback=NotFoundPage>
                    <Route path=path!("/") view=HomePage />
                    <Route path=path!("/login") view={Lazy::<Login>::new()} />
                    <Route path=path!("/account") view={Lazy::<Account>::new()} />
                    <Route path=path!("/board") view=BoardPage />
                    <Route path=path!("/interactions") view=ListPage />
                    <Route path=path!("/interactions/new") view={Lazy::<NewInteraction>::new()} />
                    <Route path=path!("/interactions/views") view={Lazy::<Views>::new()} />
                    <Route path=path!("/interactions/bulk") view={Lazy::<BulkEdit>::new()} />
                    <Route path=path!("/interactions/bulk/:job") view={Lazy::<BulkJob>::new()} />
                    <Route path=path!("/interactions/:number") view={Lazy::<Record>::new()} />
                    <Route path=path!("/notifications") view={Lazy::<Notifications>::new()} />
                    <Route path=path!("/portal") view=PortalPage />
                    <Route path=path!("/my-requests") view={Lazy::<MyRequests>::new()} />
                    <Route path=path!("/my-requests/:number") view={Lazy::<MyInteraction>::new()} />
                    <Route path=path!("/search") view={Lazy::<Search>::new()} />
                    <Route path=path!("/unsubscribe/:token") view={Lazy::<Unsubscribe>::new()} />
                    <Route path=path!("/design") view=DesignPage />
                </FlatRoutes>
            </Frame>
        </Router>
        <Toaster />
    }
}

/// A page's title with the product's name. The framework writes it into the HTML as it is, so on the server it is escaped
/// here: a title may have in it what somebody typed.
fn whole_title(title: String) -> String {
    let title = match title.as_str() {
        "" => "Firstline".to_owned(),
        whole if whole.ends_with("Firstline") => title,
        _ => format!("{title} · Firstline"),
    };
    if cfg!(feature = "ssr") { title.replace('&', "&amp;").replace('<', "&lt;") } else { title }
}

/// Where in the stream of changes the page was made; known to the server, handed to the browser with the page.
fn live_place() -> Option<i64> {
    let place = SharedValue::new(|| {
        #[cfg(feature = "ssr")]
        return people::server::platform().ok().and_then(|platform| platform.live.latest());
        #[cfg(not(feature = "ssr"))]
        None
    });
    place.into_inner()
}

/// The title that the server gave the page, which stands until the page's own part of the WebAssembly is there.
fn opened_title() -> String {
    #[cfg(feature = "hydrate")]
    return document().title();
    #[cfg(not(feature = "hydrate"))]
    String::new()
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
    pub const SIGNED_IN: [&str; 14] = [
        "/",
        "/account",
        "/board",
        "/interactions",
        "/interactions/new",
        "/interactions/views",
        "/interactions/bulk",
        "/interactions/bulk/1",
        "/interactions/INT0000001",
        "/notifications",
        "/portal",
        "/my-requests",
        "/my-requests/INT0000001",
        "/search",
    ];

    /// Whether a page may be seen by somebody who is not signed in.
    pub fn is_public(path: &str) -> bool {
        path == "/login" || path == "/design" || path.starts_with("/unsubscribe/")
    }

    /// The sign-in page that leads back to `here`.
    pub fn sign_in(here: &str) -> String {
        people::ui::sign_in_href(here)
    }
}
