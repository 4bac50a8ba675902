//! What somebody typed and has not sent, as the browser asks for it: their own, and what they may still send.

use interaction::model::{Kept, Place, Side, Typed};
use kernel::{Fields, InteractionNumber};
use platform::testing::fixture::*;
use serde_json::json;

use super::site::{Browser, Site, draft};

fn typed(text: &str) -> Typed {
    Typed { fields: Fields(vec![("comment".into(), text.into())]), version: None }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draft_comes_back_to_its_owner_on_any_machine_and_to_nobody_else() {
    let site = Site::new().await;
    let number = site.log(AGENT, &draft()).await;
    let place = json!({ "place": Place::Comment(number, Side::Desk) });
    let text = typed("Xyzzysecret");
    let machine = site.browser(AGENT).await;
    let saved = json!({ "place": Place::Comment(number, Side::Desk), "typed": text });
    assert_eq!(site.call(&machine, "save_draft", &saved).await.status, 200);

    // A page that is being closed can send plain text alone.
    let last = site.call_as(&machine, "save_draft", "text/plain;charset=UTF-8", &saved).await;
    assert_eq!(last.status, 200, "{}", last.body);

    let other = site.browser(AGENT).await;
    let answer = site.call(&other, "load_draft", &place).await;
    assert_eq!(serde_json::from_str::<Kept>(&answer.body).unwrap(), Kept { typed: text, at: NOW });
    for (who, browser, status) in [
        ("nobody", Browser::nobody(), 401),
        ("a colleague", site.browser(COLLEAGUE).await, 200),
        ("who asked", site.browser(REQUESTER).await, 404),
        ("another company’s agent", site.browser(OUTSIDER).await, 404),
    ] {
        for function in ["load_draft", "discard_draft"] {
            let answer = site.call(&browser, function, &place).await;
            assert_eq!(answer.status, status, "{function} by {who}");
            assert!(!answer.body.contains("Xyzzysecret"), "{function} by {who}");
        }
        for page in ["/interactions/INT0000001", "/my-requests/INT0000001"] {
            assert!(!site.get(&browser, page).await.body.contains("Xyzzysecret"), "{page} by {who}");
        }
    }
    assert!(site.call(&other, "load_draft", &place).await.body.contains("Xyzzysecret"), "it is still there");

    // No group, no company; the record is not there any more, and neither is what was typed about it.
    sqlx::query("delete from group_member where person_id = $1").bind(AGENT).execute(&site.pool).await.unwrap();
    for (function, sent) in [("load_draft", place.clone()), ("discard_draft", place), ("save_draft", saved)] {
        let answer = site.call(&other, function, &sent).await;
        assert_eq!((answer.status.as_u16(), answer.body.as_str()), (404, r#""NotFound""#), "{function}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn too_large_a_draft_is_refused_in_words() {
    let site = Site::new().await;
    let agent = site.browser(AGENT).await;
    let sent = json!({ "place": Place::New, "typed": typed(&"x".repeat(64 * 1024)) });
    let answer = site.call(&agent, "save_draft", &sent).await;
    assert_eq!(answer.status, 400);
    assert!(answer.body.contains("64 KiB"), "{}", answer.body);
    let unknown = json!({ "place": { "edit": InteractionNumber(7) }, "typed": typed("x") });
    assert_eq!(site.call(&agent, "save_draft", &unknown).await.status, 404);
}
