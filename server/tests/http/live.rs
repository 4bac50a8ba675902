//! The stream of what changed: who hears what, what was missed, two processes on one database.

use std::time::Duration;

use axum::{
    body::{Body, BodyDataStream},
    http::{Method, StatusCode, header},
};
use futures::StreamExt;
use interaction::{
    model::{CommentDraft, CommentKind, Draft, Side, Timer},
    server::{commands, jobs, policy, presence},
};
use kernel::{InteractionNumber, PersonId};
use platform::testing::fixture::{self, *};
use uuid::Uuid;

use super::site::{Browser, Site, draft, fabrikam_draft};

/// An open stream, read event by event.
pub struct Stream {
    body: BodyDataStream,
    read: String,
}

impl Stream {
    pub async fn open(site: &Site, browser: &Browser, path: &str) -> Self {
        let response = site.respond(browser.request(Method::GET, path, Body::empty())).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/event-stream");
        Self { body: response.into_body().into_data_stream(), read: String::new() }
    }

    /// The next event as it is sent; none where the stream ends.
    async fn next(&mut self) -> Option<String> {
        loop {
            if let Some(end) = self.read.find("\n\n") {
                let rest = self.read.split_off(end + 2);
                return Some(std::mem::replace(&mut self.read, rest).trim().to_owned());
            }
            let chunk = tokio::time::timeout(Duration::from_secs(20), self.body.next()).await.expect("an event")?;
            self.read.push_str(std::str::from_utf8(&chunk.unwrap()).unwrap());
        }
    }

    /// What the next event says happened, to which record.
    pub async fn news(&mut self) -> (String, i64) {
        let event = self.next().await.expect("an event");
        let data = event.lines().find_map(|line| line.strip_prefix("data: ")).expect("data");
        let data: kernel::LiveEvent = serde_json::from_str(data).unwrap();
        (data.kind, data.id)
    }
}

/// A site that listens to its database, as the server does.
async fn listening() -> Site {
    let site = Site::new().await;
    site.listen().await;
    site
}

async fn comment(on: &Site, who: PersonId, number: InteractionNumber, side: Side, text: &str, internal: bool) {
    let actor = fixture::actor(&on.pool, who).await;
    let kind = CommentKind::Comment.key().to_owned();
    let draft = CommentDraft { text: text.into(), kind, internal };
    commands::comment(&on.platform, &actor, number, side, &draft, Uuid::new_v4()).await.unwrap();
}

pub fn is(kind: &str, number: InteractionNumber) -> (String, i64) {
    (format!("interaction.{kind}"), number.0)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_hears_what_they_may_see_and_nothing_else() {
    let site = listening().await;
    let number = site.log(AGENT, &draft()).await;
    let mut agent = Stream::open(&site, &site.browser(COLLEAGUE).await, "/api/live").await;
    let mut outsider = Stream::open(&site, &site.browser(OUTSIDER).await, "/api/live").await;
    let mut requester = Stream::open(&site, &site.browser(REQUESTER).await, "/api/live").await;
    let mut other = Stream::open(&site, &site.browser(VIP).await, "/api/live").await;
    comment(&site, AGENT, number, Side::Desk, "Between us", true).await;
    comment(&site, AGENT, number, Side::Desk, "For all", false).await;
    let theirs = site.log(OUTSIDER, &fabrikam_draft()).await;
    let vips = Draft { requested_for: VIP.to_string(), ..draft() };
    let vips = site.log(AGENT, &vips).await;
    // The desk of the company: everything. Fabrikam's: only its own. Who asked: without the internal one.
    for expected in [is("commented", number), is("commented", number), is("created", vips)] {
        assert_eq!(agent.news().await, expected);
    }
    assert_eq!(outsider.news().await, is("created", theirs));
    assert_eq!(requester.news().await, is("commented", number));
    // Requested By the requester, too.
    assert_eq!(requester.news().await, is("created", vips));
    assert_eq!(other.news().await, is("created", vips));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_says_that_and_never_what() {
    let site = listening().await;
    let browser = site.browser(AGENT).await;
    let mut stream = Stream::open(&site, &browser, "/api/live").await;
    let number = site.log(AGENT, &draft()).await;
    let event = stream.next().await.unwrap();
    let place = fixture::count(&site.pool, "select max(id) from audit_event").await;
    let json = format!(r#"{{"kind":"interaction.created","id":{number},"version":1}}"#, number = number.0);
    assert_eq!(event, format!("data: {json}\nid: {place}"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_missed_is_told_and_where_that_is_not_known_it_is_said() {
    let site = listening().await;
    let browser = site.browser(AGENT).await;
    let mut stream = Stream::open(&site, &browser, "/api/live").await;
    let first = site.log(AGENT, &draft()).await;
    let event = stream.next().await.unwrap();
    let place = event.rsplit("id: ").next().unwrap().to_owned();
    drop(stream);
    let missed = [site.log(AGENT, &draft()).await, site.log(AGENT, &draft()).await];
    // By the address, as a page that was made at that place asks, and by the header, as a browser does.
    let mut again = Stream::open(&site, &browser, &format!("/api/live?after={place}")).await;
    for number in missed {
        assert_eq!(again.news().await, is("created", number));
    }
    let mut request = browser.request(Method::GET, "/api/live?after=0", Body::empty());
    request.headers_mut().insert("last-event-id", place.parse().unwrap());
    let body = site.respond(request).await.into_body().into_data_stream();
    let mut by_header = Stream { body, read: String::new() };
    assert_eq!(by_header.news().await, is("created", missed[0]));
    let mut unknown = Stream::open(&site, &browser, "/api/live?after=123456789").await;
    assert_eq!(unknown.next().await.unwrap(), "event: reset\ndata: -");
    assert_eq!(first.0, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_on_one_database_work_as_one() {
    let one = listening().await;
    let two = Site::of(fixture::platform(&one.pool));
    two.listen().await;
    let mut stream = Stream::open(&two, &two.browser(AGENT).await, "/api/live").await;
    let number = one.log(COLLEAGUE, &draft()).await;
    let event = stream.next().await.unwrap();
    assert!(event.contains("interaction.created"), "{event}");
    drop(stream);
    comment(&one, COLLEAGUE, number, Side::Desk, "Meanwhile", false).await;
    // What was heard from one process is gone on with at the other.
    let place = event.rsplit("id: ").next().unwrap();
    let mut stream = Stream::open(&one, &one.browser(AGENT).await, &format!("/api/live?after={place}")).await;
    assert_eq!(stream.news().await, is("commented", number));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_that_is_not_committed_is_not_told() {
    let site = listening().await;
    let mut stream = Stream::open(&site, &site.browser(AGENT).await, "/api/live").await;
    let actor = fixture::actor(&site.pool, AGENT).await;
    let wrong = Draft { reason: "999".into(), ..draft() };
    assert!(commands::create(&site.platform, &actor, &wrong, Uuid::new_v4()).await.is_err());
    let number = site.log(AGENT, &draft()).await;
    assert_eq!(stream.news().await, is("created", number));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_comes_and_goes_is_told_to_the_desk_alone() {
    let site = listening().await;
    let number = site.log(AGENT, &draft()).await;
    let mut agent = Stream::open(&site, &site.browser(AGENT).await, "/api/live").await;
    let mut requester = Stream::open(&site, &site.browser(REQUESTER).await, "/api/live").await;
    let (me, colleague) = (fixture::actor(&site.pool, AGENT).await, fixture::actor(&site.pool, COLLEAGUE).await);
    let visible = policy::visible(&me).unwrap();
    let mut connection = site.pool.acquire().await.unwrap();
    let reading = policy::conversation(&mut connection, &colleague, number, Side::Desk).await.unwrap();
    let here = async || presence::here(&site.platform, &me, &visible, &[number]).await.unwrap();
    let page = Uuid::from_u128(7);

    presence::beat(&site.platform, &colleague, &reading, page, false).await.unwrap();
    assert_eq!(agent.news().await, is("presence", number));
    let there = here().await;
    assert_eq!((there.len(), there[0].person, there[0].typing), (1, COLLEAGUE, false));
    // Nothing new is not told again; a key is.
    presence::beat(&site.platform, &colleague, &reading, page, false).await.unwrap();
    presence::beat(&site.platform, &colleague, &reading, page, true).await.unwrap();
    assert_eq!(agent.news().await, is("presence", number));
    assert!(here().await[0].typing);
    // Nobody says goodbye for somebody else.
    presence::leave(&site.pool, &me, page).await.unwrap();
    assert_eq!(here().await.len(), 1);
    presence::leave(&site.pool, &colleague, page).await.unwrap();
    assert_eq!(agent.news().await, is("presence", number));
    assert_eq!(here().await, []);
    // Who left without a word is gone after a while.
    presence::beat(&site.platform, &colleague, &reading, page, false).await.unwrap();
    assert_eq!(agent.news().await, is("presence", number));
    presence::sweep(&site.pool, NOW + time::Duration::seconds(12)).await.unwrap();
    assert_eq!(here().await.len(), 1);
    presence::sweep(&site.pool, NOW + time::Duration::seconds(13)).await.unwrap();
    assert_eq!(agent.news().await, is("presence", number));
    assert_eq!(here().await, []);

    comment(&site, AGENT, number, Side::Desk, "For all", false).await;
    assert_eq!(requester.news().await, is("commented", number));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_record_that_is_not_seen_has_nobody_at_it() {
    let site = listening().await;
    let hidden = site.log(OUTSIDER, &fabrikam_draft()).await;
    let outsider = fixture::actor(&site.pool, OUTSIDER).await;
    let mut connection = site.pool.acquire().await.unwrap();
    let reading = policy::conversation(&mut connection, &outsider, hidden, Side::Desk).await.unwrap();
    presence::beat(&site.platform, &outsider, &reading, Uuid::from_u128(7), true).await.unwrap();
    let agent = fixture::actor(&site.pool, AGENT).await;
    let visible = policy::visible(&agent).unwrap();
    assert_eq!(presence::here(&site.platform, &agent, &visible, &[hidden]).await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_stream_ends_with_the_process_and_asks_who_is_there() {
    let site = listening().await;
    let agent = site.browser(AGENT).await;
    let mut stream = Stream::open(&site, &agent, "/api/live").await;
    site.platform.live.end();
    assert_eq!(stream.next().await, None);
    assert_eq!(site.get(&Browser::nobody(), "/api/live").await.status, 401);
    assert_eq!(site.get(&agent, "/api/live?after=x").await.status, 400);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_is_revoked_hears_nothing_more() {
    let site = listening().await;
    let browser = site.browser(AGENT).await;
    let mut stream = Stream::open(&site, &browser, "/api/live").await;
    sqlx::query("delete from session").execute(&site.pool).await.unwrap();
    // Asked for at the latest with the next beat.
    loop {
        let event = stream.next().await.unwrap();
        if !event.starts_with(':') {
            assert_eq!(event, "event: ended\ndata: -");
            break;
        }
    }
    assert_eq!(stream.next().await, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_desk_hears_of_time_and_who_asked_of_the_end_of_a_hold_alone() {
    let site = listening().await;
    let on_hold = Draft {
        status: "on_hold".into(),
        state_reason: "waiting_on_customer".into(),
        wake_at: "2026-11-20T12:30".into(),
        ..draft()
    };
    let [open, waits] = [site.log(AGENT, &draft()).await, site.log(AGENT, &on_hold).await];
    let agent = fixture::actor(&site.pool, AGENT).await;
    let mut desk = Stream::open(&site, &site.browser(COLLEAGUE).await, "/api/live").await;
    let mut own = Stream::open(&site, &site.browser(REQUESTER).await, "/api/live").await;
    commands::timer(&site.platform, &agent, open, Timer::Start).await.unwrap();
    jobs::wake(&fixture::platform_at(&site.pool, NOW + time::Duration::hours(1))).await.unwrap();
    assert_eq!(desk.news().await, ("interaction.timer_started".to_owned(), open.0));
    assert_eq!(desk.news().await, ("interaction.updated".to_owned(), waits.0));
    assert_eq!(own.news().await, ("interaction.updated".to_owned(), waits.0));
}
