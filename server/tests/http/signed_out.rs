//! Somebody who is not signed in gets no further than the sign-in page.
//!
//! A new page needs its address in `app::Pages::SIGNED_IN`, a new form in
//! `server::router::SIGNED_IN_POSTS`; the tests say so.

use std::collections::BTreeSet;

use app::Pages;
use axum::{
    body::Body,
    http::{Method, header},
};
use interaction::model::EXPORT_PATH;
use people::model::LOOK_UP_PATH;
use platform::testing::fixture::AGENT;
use server::router::SIGNED_IN_POSTS;

use super::site::{Browser, Site, draft};

/// Pages that anybody may see.
const PUBLIC: [&str; 3] = ["/login", "/design", "/unsubscribe/x"];

/// The addresses of the application's routes, `{name}` for what varies.
fn routes() -> Vec<String> {
    let _ = any_spawner::Executor::init_tokio();
    leptos_axum::generate_route_list(app::App).into_iter().map(|route| route.path().to_owned()).collect()
}

/// Whether an address is one of a route's.
fn fits(route: &str, path: &str) -> bool {
    let (route, path): (Vec<_>, Vec<_>) = (route.split('/').collect(), path.split('/').collect());
    route.len() == path.len() && route.iter().zip(&path).all(|(part, word)| part == word || part.starts_with('{'))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_is_on_one_of_the_two_lists() {
    let routes = routes();
    assert!(routes.len() >= Pages::SIGNED_IN.len(), "{routes:?}");
    for route in &routes {
        let listed = Pages::SIGNED_IN.iter().chain(&PUBLIC).any(|path| fits(route, path));
        assert!(listed, "{route} is neither in Pages::SIGNED_IN nor public");
    }
    for path in Pages::SIGNED_IN.iter().chain(&PUBLIC) {
        assert!(routes.iter().any(|route| fits(route, path)), "{path} is no page");
        assert_eq!(Pages::is_public(path), PUBLIC.contains(path), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_asks_to_sign_in_and_then_goes_on() {
    let site = Site::new().await;
    for path in Pages::SIGNED_IN.into_iter().chain(["/no/such/page", "/interactions/INT9999999", EXPORT_PATH]) {
        let answer = site.get(&Browser::nobody(), path).await;
        assert_eq!((answer.status.as_u16(), answer.location()), (303, Pages::sign_in(path).as_str()), "{path}");
        assert_eq!(answer.body, "", "{path}");
    }
    let whole = "/interactions?scope=me&sort=-status&after=12~a%20b";
    let answer = site.get(&Browser::nobody(), whole).await;
    let expected = "/login?next=/interactions%3Fscope%3Dme%26sort%3D-status%26after%3D12~a%2520b";
    assert_eq!(answer.location(), expected);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cookie_that_is_no_session_is_nobody() {
    let site = Site::new().await;
    let ended = site.browser(AGENT).await;
    sqlx::query("delete from session").execute(&site.pool).await.unwrap();
    for browser in [ended, Browser::of("firstline_session=x"), Browser::of("firstline_session=")] {
        let answer = site.get(&browser, "/board").await;
        assert_eq!((answer.status.as_u16(), answer.location()), (303, "/login?next=/board"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_form_asks_to_sign_in_and_changes_nothing() {
    let site = Site::new().await;
    site.log(AGENT, &draft()).await;
    for path in SIGNED_IN_POSTS {
        let fields = [("summary", "Changed"), ("version", "1"), ("session", "1")];
        let answer = site.post(&Browser::nobody(), path, &fields).await;
        // The page of a job has a button and nothing that is typed.
        let typed = path != "/interactions/bulk/1";
        if typed && (path.starts_with("/interactions/") || path.starts_with("/my-requests/")) {
            // Its own page asks to sign in, and keeps what was typed: see `signed_out_form`.
            assert_eq!(answer.status, 401, "{path}");
        } else {
            assert_eq!(answer.status, 303, "{path}");
            let page = if path == "/logout" { "/login".to_owned() } else { Pages::sign_in(path) };
            assert_eq!(answer.location(), page, "{path}");
        }
        assert!(answer.header(header::SET_COOKIE).is_empty(), "{path}");
    }
    assert_eq!(site.interactions().await, 1);
    assert_eq!(platform::testing::fixture::events(&site.pool).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_address_that_takes_a_form_is_listed() {
    let site = Site::new().await;
    let mut taking = BTreeSet::new();
    let others = [
        "/logout",
        "/login",
        "/unsubscribe/x",
        "/healthz",
        "/readyz",
        "/no/such/page",
        LOOK_UP_PATH,
        EXPORT_PATH,
        "/interactions/INT0000001/attachments",
    ];
    for path in Pages::SIGNED_IN.into_iter().chain(others) {
        let answer = site.post(&Browser::nobody(), path, &[]).await;
        if answer.status != 405 {
            taking.insert(path);
        }
    }
    let expected: BTreeSet<_> = SIGNED_IN_POSTS.into_iter().chain(["/login", "/unsubscribe/x"]).collect();
    assert_eq!(taking, expected);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_look_up_answers_only_who_may_ask() {
    let site = Site::new().await;
    let path = format!("{LOOK_UP_PATH}?q=victor");
    let nobody = site.get(&Browser::nobody(), &path).await;
    assert_eq!((nobody.status.as_u16(), nobody.body.as_str()), (401, r#""SignedOut""#));
    let requester = site.browser(platform::testing::fixture::REQUESTER).await;
    let refused = site.get(&requester, &path).await;
    assert_eq!((refused.status.as_u16(), refused.body.as_str()), (403, r#""Forbidden""#));
    let agent = site.browser(AGENT).await;
    let found = site.get(&agent, &path).await;
    assert!(found.status == 200 && found.body.contains("victor.prime@northwind.test"), "{found:?}");
    let damaged = site.get(&agent, &format!("{LOOK_UP_PATH}?company=x")).await;
    assert_eq!(damaged.status, 400);
    let nothing = site.get(&agent, LOOK_UP_PATH).await;
    assert_eq!((nothing.status.as_u16(), nothing.body.as_str()), (200, "[]"));
    let posted = site.send(agent.request(Method::POST, LOOK_UP_PATH, Body::empty())).await;
    assert_eq!(posted.status, 405);
}
