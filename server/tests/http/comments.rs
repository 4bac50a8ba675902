//! Comments as a browser without JavaScript posts them, and what of them reaches whom, byte by byte.

use interaction::{
    model::{CommentDraft, Side},
    server::commands,
};
use platform::testing::fixture::{self, *};
use serde_json::{Value, json};
use uuid::Uuid;

use super::site::{Answer, Browser, Site, draft};

const RECORD: &str = "/interactions/INT0000001";
const OWN: &str = "/my-requests/INT0000001";

async fn post(site: &Site, browser: &Browser, path: &str, text: &str, more: &[(&str, &str)]) -> Answer {
    let submission = Uuid::new_v4().to_string();
    let mut fields = vec![("comment_submission", submission.as_str()), ("comment", text)];
    fields.extend(more);
    site.post(browser, path, &fields).await
}

/// Calls a server function of `INT0000001`: by its address, or with JSON.
async fn call(site: &Site, browser: &Browser, function: &str, sent: Option<Value>) -> Answer {
    match sent {
        Some(sent) => site.call(browser, function, &sent).await,
        None => site.call_by_address(browser, function, "number=1").await,
    }
}

async fn comments(site: &Site) -> i64 {
    fixture::count(&site.pool, "select count(*) from interaction_comment").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_sides_post_from_their_page_and_come_back_to_it() {
    let site = Site::new().await;
    site.log(AGENT, &draft()).await;
    let (agent, requester) = (site.browser(AGENT).await, site.browser(REQUESTER).await);
    let more = [("update_type", "phone_call"), ("internal", "true")];
    let answer = post(&site, &agent, RECORD, "She **shouted**", &more).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/interactions/INT0000001#comments"));
    let answer = post(&site, &requester, OWN, "Any news?", &[]).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/my-requests/INT0000001#comments"));
    let page = site.get(&agent, RECORD).await.body;
    assert!(page.contains("She <strong>shouted</strong>") && page.contains("Any news?"), "{page}");
    assert!(page.contains("Phone call") && page.contains("Internal"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_internal_reaches_who_asked_by_any_path() {
    let site = Site::new().await;
    let number = site.log(AGENT, &draft()).await;
    let agent = fixture::actor(&site.pool, AGENT).await;
    let secret = CommentDraft { text: "Xyzzysecret".into(), internal: true, ..CommentDraft::default() };
    let open = CommentDraft { text: "Openplain".into(), ..CommentDraft::default() };
    for draft in [&secret, &open] {
        commands::comment(&site.platform, &agent, number, Side::Desk, draft, Uuid::new_v4()).await.unwrap();
    }
    let requester = site.browser(REQUESTER).await;
    let mut told = Vec::new();
    for path in [OWN, "/my-requests/INT0000001?before=99", "/my-requests", RECORD] {
        told.push((path, site.get(&requester, path).await));
    }
    let comments = |side| Some(json!({ "number": 1, "side": side, "before": null }));
    for (what, function, sent) in [
        ("their own page as data", "load_my_interaction", None),
        ("the desk’s page as data", "load_record", None),
        ("the audit log", "load_audit", None),
        ("their own side", "load_comments", comments(Side::Own)),
        ("the desk’s side", "load_comments", comments(Side::Desk)),
        ("the list", "list_my_interactions", Some(json!({ "tab": "mine", "after": null }))),
    ] {
        told.push((what, call(&site, &requester, function, sent).await));
    }
    let mut open = Vec::new();
    for (what, answer) in &told {
        assert!(!answer.body.contains("Xyzzysecret"), "{what}");
        assert!(!answer.body.contains("Internal"), "{what} says that there is an inside: {}", answer.body);
        assert!([200, 302, 404].contains(&answer.status.as_u16()), "{what} was not answered: {}", answer.status);
        if answer.body.contains("Openplain") {
            open.push(*what);
        }
    }
    assert_eq!(open, [OWN, "/my-requests/INT0000001?before=99", "their own page as data", "their own side"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_requester_cannot_forge_an_inside() {
    let site = Site::new().await;
    site.log(AGENT, &draft()).await;
    let requester = site.browser(REQUESTER).await;
    assert_eq!(post(&site, &requester, OWN, "Mine", &[("internal", "true")]).await.status, 303);
    assert!(site.get(&requester, OWN).await.body.contains("<p>Mine</p>"));
    let note = post(&site, &requester, OWN, "Mine too", &[("update_type", "work_note")]).await;
    assert_eq!(note.status, 422);
    let desk = post(&site, &requester, RECORD, "On the desk’s page", &[]).await;
    assert_eq!((desk.status.as_u16(), desk.location()), (302, OWN), "led to their own view, and nothing is kept");
    assert_eq!(comments(&site).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_refused_comes_back_as_typed() {
    let site = Site::new().await;
    site.log(AGENT, &draft()).await;
    let (agent, viewer) = (site.browser(AGENT).await, site.browser(VIEWER).await);
    let long = "ö".repeat(5_001);
    let answer = post(&site, &agent, RECORD, &long, &[("update_type", "email"), ("internal", "true")]).await;
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains(&long) && answer.body.contains("this one has 5001"), "said at its field");
    assert!(!answer.body.contains("Choose a company"), "the record’s own form has nothing to do with it");
    let empty = post(&site, &agent, RECORD, "", &[]).await;
    assert!(empty.status == 422 && empty.body.contains("Write a comment first."));
    assert_eq!(post(&site, &viewer, RECORD, "May I?", &[]).await.status, 403);
    let damaged = site.post(&agent, RECORD, &[("comment_submission", "x"), ("comment", "Kept?")]).await;
    assert_eq!(damaged.status, 400);
    assert!(damaged.body.contains("Kept?</textarea>") && damaged.body.contains("This form is damaged"));
    assert_eq!(comments(&site).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_comment_sent_after_its_session_ended_is_there_again() {
    let site = Site::new().await;
    site.log(AGENT, &draft()).await;
    for (path, email) in [(RECORD, "astrid.berg@northwind.test"), (OWN, "rosa.quest@northwind.test")] {
        let asked = post(&site, &Browser::nobody(), path, "Typed in vain?", &[]).await;
        assert_eq!(asked.status, 401, "{path}");
        assert!(asked.body.contains(r#"name="comment" value="Typed in vain?""#), "{path}: {}", asked.body);
        let more = [("sign_in_email", email), ("sign_in_password", PASSWORD)];
        let back = post(&site, &Browser::nobody(), path, "Typed in vain?", &more).await;
        assert_eq!(back.status, 200, "{path}");
        assert!(back.body.contains("Typed in vain?</textarea>"), "{path}: {}", back.body);
    }
    assert_eq!(comments(&site).await, 0);
}
