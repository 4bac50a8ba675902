//! The timer and the correction of time as a browser without JavaScript posts them, and what of time reaches whom.

use axum::http::Method;
use interaction::{
    model::{Draft, Timer},
    server::commands,
};
use platform::testing::fixture::{self, *};

use super::site::{Browser, Site, draft};

const RECORD: &str = "/interactions/INT0000001";

/// The form of the record as it was opened, with more in it.
fn edited(version: &'static str, more: &[(&'static str, &'static str)]) -> Vec<(String, String)> {
    let mut fields = draft().to_fields();
    fields.set("version", version);
    for (name, value) in more {
        fields.set(name, *value);
    }
    fields.0
}

async fn save(site: &Site, browser: &Browser, fields: Vec<(String, String)>) -> super::site::Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    site.post(browser, RECORD, &fields).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_timer_and_the_correction_post_from_the_record_and_come_back_to_it() {
    let site = Site::new().await;
    site.log(AGENT, &draft()).await;
    let agent = site.browser(AGENT).await;
    let page = site.get(&agent, RECORD).await.body;
    assert!(page.contains("Start timer") && page.contains("Wait time"), "rendered whole: {page}");
    let answer = site.post(&agent, RECORD, &[("timer", "start")]).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/interactions/INT0000001#time"));
    let page = site.get(&agent, RECORD).await.body;
    assert!(page.contains("Work of Astrid Berg") && page.contains(">Pause<"), "{page}");
    // The clock stands still: it started now, and an end now is none after it.
    let fields = [
        ("segment", "1"),
        ("segment_start", "2026-11-20T12:00"),
        ("segment_end", "2026-11-20T12:00"),
        ("correction_reason", "Kept <as> typed"),
    ];
    let refused = site.post(&agent, RECORD, &fields).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.body.contains("The end must be after the start.") && refused.body.contains("Kept &lt;as&gt; typed")
    );
    assert!(!refused.body.contains("Choose a company"), "the record’s own form has nothing to do with it");
    let earlier = [("segment", "1"), ("segment_start", "2026-11-20T11:30"), ("correction_reason", "Forgot")];
    assert_eq!(site.post(&agent, RECORD, &earlier).await.status, 303);
    assert!(site.get(&agent, RECORD).await.body.contains("30 min 00 s"));
    for damaged in [[("timer", "rewind")], [("segment", "x")]] {
        assert_eq!(site.post(&agent, RECORD, &damaged).await.status, 400);
    }
    assert_eq!(site.post(&agent, RECORD, &[("segment", "99"), ("segment_start", "x")]).await.status, 404);
    let viewer = site.browser(VIEWER).await;
    assert_eq!(site.post(&viewer, RECORD, &[("timer", "start")]).await.status, 403);
    let seen = site.get(&viewer, RECORD).await.body;
    assert!(seen.contains("Duration") && !seen.contains("Start timer"), "a viewer reads and keeps no time");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hold_with_a_wrong_wake_up_time_comes_back_as_typed() {
    let site = Site::new().await;
    site.log(AGENT, &draft()).await;
    let agent = site.browser(AGENT).await;
    let hold =
        |wake_at| edited("1", &[("status", "on_hold"), ("state_reason", "waiting_internal"), ("wake_at", wake_at)]);
    let refused = save(&site, &agent, hold("2020-01-01T08:00")).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("The wake-up time must lie in the future."));
    assert!(refused.body.contains(r#"value="2020-01-01T08:00""#));
    assert_eq!(save(&site, &agent, hold("2026-11-21T08:00")).await.status, 303);
    let page = site.get(&agent, RECORD).await.body;
    assert!(page.contains(r#"value="2026-11-21T08:00""#) && page.contains("21 Nov 2026, 08:00 UTC"), "{page}");
    let refused = site.post(&agent, RECORD, &[("timer", "start")]).await;
    assert!(refused.status == 422 && refused.body.contains("It is on hold: move it to In Progress to work on it."));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_ended_long_ago_offers_what_follows_it() {
    let site = Site::new().await;
    let ended = Draft { status: "completed".into(), ..draft() };
    site.log(AGENT, &ended).await;
    let agent = site.browser(AGENT).await;
    let offer = "/interactions/new?follows=INT0000001";
    assert!(!site.get(&agent, RECORD).await.body.contains(offer));
    sqlx::query("update interaction set ended_at = ended_at - interval '15 days'").execute(&site.pool).await.unwrap();
    let page = site.get(&agent, RECORD).await.body;
    assert!(page.contains(offer) && page.contains("It cannot be re-opened"), "{page}");
    assert!(!page.contains(r#"<option value="in_progress""#), "no unlawful move is offered");
    let refused = save(&site, &agent, edited("1", &[("status", "in_progress")])).await;
    assert!(refused.status == 422 && refused.body.contains("The time to re-open it is over."));
    let form = site.get(&agent, offer).await.body;
    assert!(form.contains(r#"name="follows" value="INT0000001""#) && form.contains("Rosa Quest"), "{form}");
    let mut fields = draft().to_fields();
    fields.set("follows", "INT0000001");
    fields.set("submission", uuid::Uuid::from_u128(5).to_string());
    let fields: Vec<(&str, &str)> = fields.0.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(site.post(&agent, "/interactions/new", &fields).await.location(), "/interactions/INT0000002");
    let next = site.get(&agent, "/interactions/INT0000002").await.body;
    let first = site.get(&agent, RECORD).await.body;
    for (page, words, number) in [(next, "Follows ", "INT0000001"), (first, "Followed by ", "INT0000002")] {
        let (_, after) = page.split_once(words).expect("its words");
        let line = after.split_once("</p>").expect("the end of the line").0;
        assert!(line.contains(&format!(r#"href="/interactions/{number}""#)), "{line}");
    }
    let outsider = site.browser(OUTSIDER).await;
    assert_eq!(site.get(&outsider, offer).await.status, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_asked_learns_nothing_of_the_time() {
    let site = Site::new().await;
    let number = site.log(AGENT, &draft()).await;
    let agent = fixture::actor(&site.pool, AGENT).await;
    commands::timer(&site.platform, &agent, number, Timer::Start).await.unwrap();
    let requester = site.browser(REQUESTER).await;
    for path in ["/my-requests/INT0000001", "/my-requests", RECORD] {
        let answer = site.send(requester.request(Method::GET, path, axum::body::Body::empty())).await;
        for word in ["Astrid", "Wait time", "timer", "ledger", "wake"] {
            assert!(!answer.body.contains(word), "{path} says {word}: {}", answer.body);
        }
    }
    let posted = site.post(&requester, RECORD, &[("timer", "pause")]).await;
    assert_eq!(posted.location(), "/my-requests/INT0000001", "led to their own view");
    assert_eq!(fixture::count(&site.pool, "select count(*) from interaction_time where ended_at is null").await, 1);
}
