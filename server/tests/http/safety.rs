//! What stands around every answer: headers, the refusal of other sites, the request's id.

use std::collections::BTreeSet;

use axum::{
    body::Body,
    http::{Method, header},
};
use platform::testing::fixture::AGENT;

use super::site::{Answer, Browser, Site, draft};

/// An answer of each kind, by what it is.
async fn answers(site: &Site) -> Vec<(&'static str, u16, Answer)> {
    let (nobody, agent) = (Browser::nobody(), site.browser(AGENT).await);
    let mut forged = agent.request(Method::POST, "/logout", Body::empty());
    forged.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
    vec![
        ("a page", 200, site.get(&agent, "/interactions").await),
        ("the sign-in page", 200, site.get(&nobody, "/login").await),
        ("a redirection", 303, site.get(&nobody, "/board").await),
        ("no page", 404, site.get(&agent, "/no/such/page").await),
        (
            "a wrong form",
            422,
            site.post(&agent, "/interactions/new", &[("submission", "00000000-0000-4000-8000-000000000001")]).await,
        ),
        ("no form", 415, site.send(agent.request(Method::POST, "/account", Body::empty())).await),
        ("another site's form", 403, site.send(forged).await),
        ("JSON", 200, site.get(&agent, "/api/look-up/people?q=ro").await),
        ("a refusal as JSON", 401, site.get(&nobody, "/api/look-up/people").await),
        ("no server function", 404, site.get(&agent, "/api/no_such_function").await),
        ("no file", 404, site.get(&nobody, "/pkg/no-such-file.js").await),
        ("another method", 405, site.send(agent.request(Method::DELETE, "/interactions", Body::empty())).await),
        ("health", 200, site.get(&nobody, "/healthz").await),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_carries_the_headers_that_protect_and_an_id_of_its_own() {
    let site = Site::new().await;
    site.log(AGENT, &draft()).await;
    let mut answers = answers(&site).await;
    site.pool.close().await;
    let agent = Browser::of(&format!("firstline_session={}", "A".repeat(43)));
    answers.push(("the database away", 503, site.get(&agent, "/board").await));
    let mut ids = BTreeSet::new();
    for (kind, status, answer) in &answers {
        assert_eq!(answer.status, *status, "{kind}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("x-frame-options", "DENY"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), value, "{kind}: {name}");
        }
        let policy = answer.header(header::CONTENT_SECURITY_POLICY);
        assert!(policy.starts_with("default-src 'none'"), "{kind}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe-inline"), "{kind}: {policy}");
        assert_eq!(answer.headers.get_all(header::CONTENT_SECURITY_POLICY).iter().count(), 1, "{kind}");
        let id = answer.header("x-request-id");
        assert!(!id.is_empty() && ids.insert(id.to_owned()), "{kind}: {id}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_a_pages_own_scripts_run() {
    let site = Site::new().await;
    let agent = site.browser(AGENT).await;
    let mut seen = BTreeSet::new();
    for path in ["/board", "/board", "/no/such/page", "/interactions/new"] {
        let page = site.get(&agent, path).await;
        let policy = page.header(header::CONTENT_SECURITY_POLICY);
        let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).expect("a nonce");
        assert!(seen.insert(nonce.to_owned()), "a nonce is used once");
        let scripts: Vec<&str> = page.body.split("<script").skip(1).collect();
        assert!(!scripts.is_empty(), "{path}");
        for script in scripts {
            let tag = script.split('>').next().unwrap();
            assert!(tag.contains(&format!("nonce=\"{nonce}\"")), "{path}: <script{tag}>");
        }
        assert!(!page.body.contains(" style=\""), "{path}: an inline style would be refused");
        assert_eq!(page.header(header::CACHE_CONTROL), "no-store", "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_site_can_send_no_form() {
    let site = Site::new().await;
    let agent = site.browser(AGENT).await;
    for (name, value, refused) in [
        ("sec-fetch-site", "cross-site", true),
        ("sec-fetch-site", "same-site", true),
        ("origin", "https://evil.test", true),
        ("origin", "null", true),
        ("origin", "https://firstline.test.evil.test", true),
        ("sec-fetch-site", "same-origin", false),
        ("sec-fetch-site", "none", false),
        ("origin", "https://firstline.test", false),
        ("x-nothing", "", false),
    ] {
        for path in ["/login", "/logout", "/account", "/interactions/new", "/interactions/INT0000001"] {
            let mut request = agent.request(Method::POST, path, Body::from("{}"));
            request.headers_mut().insert(name, value.parse().unwrap());
            request.headers_mut().insert(header::CONTENT_TYPE, "text/plain".parse().unwrap());
            let status = site.send(request).await.status;
            // What is let through is read next, and is no form.
            assert_eq!(status, if refused { 403 } else { 415 }, "{path} {name}: {value}");
        }
    }
    assert_eq!(site.get(&agent, "/account").await.status, 200, "still signed in");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_from_another_site_opens_a_page() {
    let site = Site::new().await;
    let agent = site.browser(AGENT).await;
    let mut request = agent.request(Method::GET, "/board", Body::empty());
    request.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
    assert_eq!(site.send(request).await.status, 200);
}
