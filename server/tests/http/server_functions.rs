//! Every server function, called by everybody: who gets what.
//!
//! A new server function needs a line in [`cases`]; the test says so.

use std::collections::BTreeSet;

use axum::{
    body::Body,
    http::{Method, Request, header},
};
use interaction::model::{
    BulkDraft, CommentDraft, ListQuery, MyTab, Place, RelationDraft, Selection, Side, Typed, WatcherDraft,
};
use kernel::InteractionNumber;
use notification::model::Settings;
use platform::testing::fixture::{AGENT, NOW, REQUESTER, VIEWER};
use serde_json::{Value, json};
use uuid::Uuid;

use super::site::{Browser, Site, draft};

/// How a server function is sent what it asks for.
enum Sent {
    /// In the address.
    Query(&'static str),
    /// As JSON.
    Json(Value),
    /// As a form without fields.
    Form,
    /// As a form.
    Fields(String),
}

struct Case {
    name: &'static str,
    sent: Sent,
    /// The status for nobody, a requester, a viewer and an agent.
    status: [u16; 4],
}

/// Lawful for nobody in particular: what signing in needs, and that which ends e-mail to somebody outside.
const PUBLIC: [&str; 3] = ["demo_accounts", "sign_in_again", "load_leaving"];

/// What takes nothing can be sent nothing that cannot be read.
const WITHOUT_ARGUMENTS: [&str; 6] =
    ["list_sessions", "count_interactions", "count_unread", "list_views", "read_all_notifications", "who_is_signed_in"];

/// Those that change many at once. The job they begin is the first.
fn bulk_cases() -> Vec<Case> {
    let case = |name, sent, status| Case { name, sent, status };
    let picked = Selection::Picked(vec![InteractionNumber(1)]);
    let bulk = BulkDraft { action: "status".into(), status: "in_progress".into(), ..BulkDraft::default() };
    vec![
        case("open_bulk", Sent::Json(json!({ "selection": picked })), [401, 404, 403, 200]),
        case("preview_bulk", Sent::Json(json!({ "selection": picked, "draft": bulk })), [401, 404, 403, 200]),
        case(
            "begin_bulk",
            Sent::Json(json!({ "selection": picked, "draft": bulk, "submission": Uuid::from_u128(9), "total": 1 })),
            [401, 404, 403, 200],
        ),
        case("load_bulk", Sent::Query("job=1"), [401, 404, 404, 200]),
        case("undo_bulk", Sent::Json(json!({ "job": 1 })), [401, 404, 404, 422]),
    ]
}

/// A line or more a server function. `INT0000001` is requested for the requester and not there yet for others
/// than staff of its company.
fn cases() -> Vec<Case> {
    let case = |name, sent, status| Case { name, sent, status };
    let guest = json!({ "first_name": "Greta", "last_name": "Gast", "email": "greta@example.test",
        "contact_number": "", "address": "", "company": "1" });
    let query = json!({ "query": ListQuery::default() });
    let new = json!({ "draft": draft(), "submission": Uuid::from_u128(7) });
    let edited = json!({ "number": 1, "version": 1, "draft": draft() });
    let comment = |side| {
        let draft = CommentDraft { text: "Hello".into(), ..CommentDraft::default() };
        Sent::Json(json!({ "number": 1, "side": side, "draft": draft, "submission": Uuid::new_v4() }))
    };
    let page = Uuid::from_u128(8);
    let watch = |side| Sent::Json(json!({ "number": 1, "side": side }));
    let watcher = WatcherDraft { text: "victor.prime@northwind.test".into(), ..WatcherDraft::default() };
    let relation = RelationDraft { kind: "parent".into(), other: "INT0000001".into() };
    let corrected = json!({ "start": "2026-11-20T11:00", "end": "", "reason": "Forgotten" });
    let (new_form, edit) = (Place::New, Place::Edit(InteractionNumber(1)));
    let own = Place::Comment(InteractionNumber(1), Side::Own);
    let kept = |place: Place| Sent::Json(json!({ "place": place, "typed": Typed::default() }));
    let cases = vec![
        case("demo_accounts", Sent::Form, [200, 200, 200, 200]),
        case("sign_in_again", Sent::Json(json!({ "email": "agent@north.test", "password": "x" })), [422; 4]),
        case("who_is_signed_in", Sent::Query(""), [401, 200, 200, 200]),
        case("load_leaving", Sent::Query("token=x"), [404, 404, 404, 404]),
        case("list_sessions", Sent::Form, [401, 200, 200, 200]),
        case("list_notifications", Sent::Query(""), [401, 200, 200, 200]),
        case("count_unread", Sent::Query(""), [401, 200, 200, 200]),
        case("read_all_notifications", Sent::Form, [401, 200, 200, 200]),
        case("read_notification", Sent::Json(json!({ "id": 999 })), [401, 404, 404, 404]),
        case(
            "save_notification_settings",
            Sent::Json(json!({ "settings": Settings::default() })),
            [401, 200, 200, 200],
        ),
        case("add_guest", Sent::Json(json!({ "draft": guest })), [401, 403, 403, 200]),
        case("list_interactions", Sent::Json(query.clone()), [401, 404, 200, 200]),
        case("list_news", Sent::Query("list=scope%3Dme&number=7"), [401, 404, 200, 200]),
        case("list_views", Sent::Query(""), [401, 404, 200, 200]),
        case("load_views", Sent::Json(query), [401, 404, 200, 200]),
        case(
            "count_values",
            Sent::Json(json!({ "query": ListQuery::default(), "column": "status" })),
            [401, 404, 200, 200],
        ),
        case("search_everything", Sent::Json(json!({ "q": "printer", "wanted": "offers" })), [401, 200, 200, 200]),
        case("suggest_values", Sent::Query("column=group&text=desk"), [401, 404, 200, 200]),
        case("count_interactions", Sent::Query(""), [401, 404, 200, 200]),
        case("open_form", Sent::Query("company=1"), [401, 404, 403, 200]),
        case("load_choices", Sent::Query("company=1"), [401, 404, 403, 200]),
        case("load_history", Sent::Query("person=108"), [401, 404, 200, 200]),
        case("load_record", Sent::Query("number=1"), [401, 404, 200, 200]),
        case("load_as_of", Sent::Json(json!({ "number": 1, "at": NOW })), [401, 404, 200, 200]),
        case("create_interaction", Sent::Json(new), [401, 404, 403, 200]),
        case("edit_interaction", Sent::Json(edited), [401, 404, 403, 200]),
        case("load_time", Sent::Query("number=1"), [401, 404, 200, 200]),
        case("press_timer", Sent::Json(json!({ "number": 1, "timer": "start" })), [401, 404, 403, 200]),
        case(
            "correct_time",
            Sent::Json(json!({ "number": 1, "segment": 1, "draft": corrected })),
            [401, 404, 403, 200],
        ),
        case("post_comment", comment(Side::Desk), [401, 404, 403, 200]),
        case("post_comment", comment(Side::Own), [401, 200, 404, 404]),
        case(
            "load_comments",
            Sent::Json(json!({ "number": 1, "side": Side::Desk, "before": null })),
            [401, 404, 200, 200],
        ),
        case("load_comments", Sent::Json(json!({ "number": 1, "side": Side::Own, "before": 9 })), [401, 200, 404, 404]),
        case("load_attachments", Sent::Json(json!({ "number": 1, "side": Side::Desk })), [401, 404, 200, 200]),
        case("load_attachments", Sent::Json(json!({ "number": 1, "side": Side::Own })), [401, 200, 404, 404]),
        case(
            "remove_attachment",
            Sent::Json(json!({ "number": 1, "side": Side::Desk, "id": 1 })),
            [401, 404, 404, 404],
        ),
        case("find_readers", Sent::Query("number=1&internal=true&text=ma"), [401, 404, 403, 200]),
        case("load_audit", Sent::Query("number=1"), [401, 404, 200, 200]),
        case("load_links", Sent::Query("number=1"), [401, 404, 200, 200]),
        case("watch_interaction", watch(Side::Desk), [401, 404, 200, 200]),
        case("unwatch_interaction", watch(Side::Desk), [401, 404, 200, 200]),
        case("watch_interaction", watch(Side::Own), [401, 200, 404, 404]),
        case("unwatch_interaction", watch(Side::Own), [401, 200, 404, 404]),
        case("add_watcher", Sent::Json(json!({ "number": 1, "draft": watcher })), [401, 404, 403, 200]),
        case("remove_watcher", Sent::Json(json!({ "number": 1, "watcher": 999 })), [401, 404, 403, 200]),
        case("find_relatable", Sent::Query("number=1&text=print"), [401, 404, 403, 200]),
        case("relate_interaction", Sent::Json(json!({ "number": 1, "draft": relation })), [401, 404, 403, 422]),
        case("unrelate_interaction", Sent::Json(json!({ "number": 1, "other": 1 })), [401, 404, 403, 200]),
        case("be_present", Sent::Json(json!({ "number": 1, "page": page, "typing": true })), [401, 404, 200, 200]),
        case("who_is_at", Sent::Json(json!({ "numbers": [1] })), [401, 404, 200, 200]),
        case("leave_page", Sent::Fields(format!("page={page}")), [401, 404, 200, 200]),
        case("save_draft", kept(new_form), [401, 404, 403, 200]),
        case("save_draft", kept(edit), [401, 404, 403, 200]),
        case("save_draft", kept(own), [401, 200, 404, 404]),
        case("load_draft", kept(edit), [401, 404, 403, 200]),
        case("discard_draft", kept(edit), [401, 404, 403, 200]),
        case("load_version", Sent::Query("number=1&version=1"), [401, 404, 200, 200]),
        case("list_my_interactions", Sent::Json(json!({ "tab": MyTab::Mine, "after": null })), [401, 200, 200, 200]),
        case("load_my_interaction", Sent::Query("number=1"), [401, 200, 404, 404]),
    ];
    cases.into_iter().chain(bulk_cases()).collect()
}

/// The registered server functions: name, path and method.
fn registered() -> Vec<(String, &'static str, Method)> {
    let functions = leptos::server_fn::axum::server_fn_paths();
    functions
        .map(|(path, method)| {
            let name = path.rsplit('/').next().unwrap_or_default().trim_end_matches(|c: char| c.is_ascii_digit());
            (name.to_owned(), path, method)
        })
        .collect()
}

fn request(browser: &Browser, path: &str, method: &Method, sent: &Sent) -> Request<Body> {
    let (path, kind, body) = match sent {
        Sent::Query(query) => (format!("{path}?{query}"), None, String::new()),
        Sent::Json(value) => (path.to_owned(), Some("application/json"), value.to_string()),
        Sent::Form => (path.to_owned(), Some("application/x-www-form-urlencoded"), String::new()),
        Sent::Fields(fields) => (path.to_owned(), Some("application/x-www-form-urlencoded"), fields.clone()),
    };
    let mut request = browser.request(method.clone(), &path, Body::from(body));
    request.headers_mut().insert(header::ACCEPT, "application/json".parse().unwrap());
    if let Some(kind) = kind {
        request.headers_mut().insert(header::CONTENT_TYPE, kind.parse().unwrap());
    }
    request
}

#[test]
fn every_server_function_has_a_case() {
    let registered: BTreeSet<String> = registered().into_iter().map(|(name, ..)| name).collect();
    let tried: BTreeSet<String> = cases().into_iter().map(|case| case.name.to_owned()).collect();
    assert_eq!(registered, tried, "a server function without a case in `cases`, or a case without one");
    let open: Vec<_> = cases().into_iter().filter(|case| case.status[0] != 401).map(|case| case.name).collect();
    assert_eq!(open, PUBLIC, "answers somebody who is not signed in");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_server_function_answers_as_the_role_allows() {
    let site = Site::new().await;
    assert_eq!(site.log(AGENT, &draft()).await.0, 1);
    let mut people = vec![("nobody", Browser::nobody())];
    for (name, person) in [("a requester", REQUESTER), ("a viewer", VIEWER), ("an agent", AGENT)] {
        people.push((name, site.browser(person).await));
    }
    let functions = registered();
    for case in cases() {
        let (_, path, method) = functions.iter().find(|(name, ..)| name == case.name).expect(case.name);
        for ((name, browser), status) in people.iter().zip(case.status) {
            let answer = site.send(request(browser, path, method, &case.sent)).await;
            assert_eq!(answer.status, status, "{} for {name}: {}", case.name, answer.body);
            if answer.status == 401 {
                assert_eq!(answer.body, r#""SignedOut""#, "{}", case.name);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_site_cannot_make_anybody_call_a_server_function() {
    let site = Site::new().await;
    let agent = site.browser(AGENT).await;
    let functions = registered();
    for case in cases() {
        let (_, path, method) = functions.iter().find(|(name, ..)| name == case.name).expect(case.name);
        if method == Method::GET {
            continue;
        }
        for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.test")] {
            let mut request = request(&agent, path, method, &case.sent);
            request.headers_mut().insert(name, value.parse().unwrap());
            let answer = site.send(request).await;
            assert_eq!(answer.status, 403, "{} {name}", case.name);
        }
    }
    assert_eq!(site.interactions().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_read_is_said_and_breaks_nothing() {
    let site = Site::new().await;
    let agent = site.browser(AGENT).await;
    for (name, path, method) in registered() {
        if PUBLIC.contains(&name.as_str()) || WITHOUT_ARGUMENTS.contains(&name.as_str()) {
            continue;
        }
        let bodies = if name == "leave_page" {
            vec![Sent::Form, Sent::Fields("page=x".into())]
        } else if method == Method::GET {
            vec![Sent::Query("number=x&person=x&company=x&before=x")]
        } else {
            vec![
                Sent::Json(json!({})),
                Sent::Json(json!("x")),
                Sent::Json(json!({ "number": "x", "draft": [], "query": 1 })),
            ]
        };
        for sent in bodies {
            let answer = site.send(request(&agent, path, &method, &sent)).await;
            assert_eq!(answer.status, 400, "{name}: {}", answer.body);
            assert!(answer.body.contains("Malformed"), "{name}: {}", answer.body);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn too_long_a_call_is_refused_before_it_is_kept() {
    let site = Site::new().await;
    let agent = site.browser(AGENT).await;
    let (_, path, method) = registered().into_iter().find(|(name, ..)| name == "create_interaction").unwrap();
    let long = Sent::Json(json!({ "draft": "x".repeat(2 * 1024 * 1024) }));
    let answer = site.send(request(&agent, path, &method, &long)).await;
    assert_eq!((answer.status.as_u16(), answer.body.contains("at most")), (413, true), "{}", answer.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_function_that_is_not_there_is_not_found() {
    let site = Site::new().await;
    for browser in [Browser::nobody(), site.browser(AGENT).await] {
        for path in ["/api/no_such_function", "/api/create_interaction", "/api/a/b/c"] {
            let answer = site.get(&browser, path).await;
            assert_eq!((answer.status.as_u16(), answer.body.as_str()), (404, r#""NotFound""#), "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_may_not_be_seen_answers_as_what_is_not_there() {
    let site = Site::new().await;
    let hidden = site.log(platform::testing::fixture::OUTSIDER, &super::site::fabrikam_draft()).await;
    let agent = site.browser(AGENT).await;
    let functions = registered();
    for name in ["load_record", "load_my_interaction"] {
        let (_, path, method) = functions.iter().find(|(known, ..)| known == name).unwrap();
        let mut answers = Vec::new();
        for query in [format!("number={}", hidden.0), "number=999".to_owned()] {
            let answer = site.send(request(&agent, &format!("{path}?{query}"), method, &Sent::Form)).await;
            answers.push((answer.status, answer.body));
        }
        assert_eq!(answers[0], answers[1], "{name}");
        assert_eq!(answers[0].0, 404);
    }
}
