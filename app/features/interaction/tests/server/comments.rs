//! What people say about an interaction, and who reads it.

use interaction::{
    model::{CommentDraft, CommentKind, Comments, Draft, Side},
    server::{
        commands, policy,
        queries::{self, Wanted},
    },
};
use kernel::{ApiError, InteractionNumber, PersonId};
use platform::testing::fixture::{self, *};
use sqlx::PgPool;
use time::Duration;
use uuid::Uuid;

use super::support::{create, draft, record, written, wrong};

fn said(text: &str) -> CommentDraft {
    CommentDraft { text: text.into(), ..CommentDraft::default() }
}

fn internal(text: &str) -> CommentDraft {
    CommentDraft { internal: true, ..said(text) }
}

async fn post(
    pool: &PgPool,
    who: PersonId,
    number: InteractionNumber,
    side: Side,
    draft: &CommentDraft,
) -> Result<i64, ApiError> {
    let actor = fixture::actor(pool, who).await;
    commands::comment(&fixture::platform(pool), &actor, number, side, draft, Uuid::new_v4()).await
}

async fn read(
    pool: &PgPool,
    who: PersonId,
    number: InteractionNumber,
    side: Side,
    before: Option<i64>,
) -> Result<Comments, ApiError> {
    let actor = fixture::actor(pool, who).await;
    let reading = policy::conversation(&mut pool.acquire().await.unwrap(), &actor, number, side).await?;
    queries::comments(pool, &reading, before).await
}

/// What the comments say, where each is one plain paragraph.
fn texts(comments: &Comments) -> Vec<&str> {
    comments.rows.iter().map(|comment| comment.html.trim_start_matches("<p>").trim_end_matches("</p>\n")).collect()
}

#[tokio::test]
async fn what_is_said_is_read_newest_first_with_who_and_when() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    post(&pool, AGENT, number, Side::Desk, &said("Called **back**")).await.unwrap();
    let call = CommentDraft { kind: "phone_call".into(), ..internal("Nobody there") };
    post(&pool, COLLEAGUE, number, Side::Desk, &call).await.unwrap();
    post(&pool, REQUESTER, number, Side::Own, &said("I was at lunch")).await.unwrap();

    let all = read(&pool, VIEWER, number, Side::Desk, None).await.unwrap();
    let seen: Vec<_> = all.rows.iter().map(|c| (c.who.as_str(), c.by_desk, c.kind, c.internal, c.at)).collect();
    assert_eq!(
        seen,
        [
            ("Rosa Quest", false, CommentKind::Comment, false, NOW),
            ("Bo Lind", true, CommentKind::PhoneCall, true, NOW),
            ("Astrid Berg", true, CommentKind::Comment, false, NOW),
        ]
    );
    assert_eq!(all.rows[2].html, "<p>Called <strong>back</strong></p>\n");
    assert!(!all.earlier);
}

#[tokio::test]
async fn who_asked_never_reads_what_is_internal() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    post(&pool, AGENT, number, Side::Desk, &internal("They always forget")).await.unwrap();
    let note = CommentDraft { kind: "work_note".into(), ..said("Look at the cable") };
    post(&pool, AGENT, number, Side::Desk, &note).await.unwrap();
    post(&pool, AGENT, number, Side::Desk, &said("We are on it")).await.unwrap();
    let own = read(&pool, REQUESTER, number, Side::Own, None).await.unwrap();
    assert_eq!(texts(&own), ["We are on it"]);

    // Staff who asked for something see it as everybody who asked does, there.
    let mine = Draft { requested_for: AGENT.to_string(), requested_by: AGENT.to_string(), ..draft() };
    let number = create(&pool, COLLEAGUE, &mine).await.unwrap();
    post(&pool, COLLEAGUE, number, Side::Desk, &internal("Colleague’s own")).await.unwrap();
    assert_eq!(read(&pool, AGENT, number, Side::Own, None).await.unwrap().rows, []);
    assert_eq!(read(&pool, AGENT, number, Side::Desk, None).await.unwrap().rows.len(), 1);
}

#[tokio::test]
async fn who_may_say_something() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    let before = written(&pool).await;
    for (who, side, refusal) in [
        (VIEWER, Side::Desk, ApiError::Forbidden),
        (ADMINISTRATOR, Side::Desk, ApiError::NotFound),
        (OUTSIDER, Side::Desk, ApiError::NotFound),
        (REQUESTER, Side::Desk, ApiError::NotFound),
        (AGENT, Side::Own, ApiError::NotFound),
        (VIP, Side::Own, ApiError::NotFound),
    ] {
        assert_eq!(post(&pool, who, number, side, &said("x")).await, Err(refusal), "{who} {side:?}");
    }
    for (who, side) in [(OUTSIDER, Side::Desk), (REQUESTER, Side::Desk), (VIP, Side::Own)] {
        assert_eq!(read(&pool, who, number, side, None).await, Err(ApiError::NotFound), "{who} {side:?}");
    }
    assert_eq!(post(&pool, AGENT, InteractionNumber(999), Side::Desk, &said("x")).await, Err(ApiError::NotFound));
    assert_eq!(written(&pool).await, before);
    assert_eq!(fixture::count(&pool, "select count(*) from interaction_comment").await, 0);
    for (who, side) in [(AGENT, Side::Desk), (MANAGER, Side::Desk), (REQUESTER, Side::Own)] {
        assert!(post(&pool, who, number, side, &said("x")).await.is_ok(), "{who} {side:?}");
    }
}

#[tokio::test]
async fn what_cannot_be_posted_is_named_and_nothing_is_kept() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    let before = written(&pool).await;
    assert_eq!(wrong(post(&pool, AGENT, number, Side::Desk, &said(" \n ")).await), ["comment"]);
    assert_eq!(wrong(post(&pool, AGENT, number, Side::Desk, &said(&"ä".repeat(5_001))).await), ["comment"]);
    assert_eq!(wrong(post(&pool, AGENT, number, Side::Desk, &said("a\0b")).await), ["comment"]);
    let note = CommentDraft { kind: "work_note".into(), ..said("x") };
    assert_eq!(wrong(post(&pool, REQUESTER, number, Side::Own, &note).await), ["update_type"]);
    assert_eq!(written(&pool).await, before);
    assert!(post(&pool, AGENT, number, Side::Desk, &said(&"ä".repeat(5_000))).await.is_ok());
}

#[tokio::test]
async fn a_form_that_is_posted_twice_is_one_comment() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    let other = create(&pool, AGENT, &draft()).await.unwrap();
    let (platform, agent) = (fixture::platform(&pool), fixture::actor(&pool, AGENT).await);
    let once = Uuid::from_u128(1);
    let draft = said("Once");
    let id = commands::comment(&platform, &agent, number, Side::Desk, &draft, once).await.unwrap();
    let again = commands::comment(&platform, &agent, number, Side::Desk, &draft, once).await;
    assert_eq!(again, Ok(id));
    assert_eq!(read(&pool, AGENT, number, Side::Desk, None).await.unwrap().rows.len(), 1);
    let amended = commands::comment(&platform, &agent, number, Side::Desk, &said("Twice"), once).await;
    assert!(matches!(amended, Err(ApiError::Malformed(_))), "another text is not lost in silence: {amended:?}");
    let colleague = fixture::actor(&pool, COLLEAGUE).await;
    for (actor, number) in [(&colleague, number), (&agent, other)] {
        let forged = commands::comment(&platform, actor, number, Side::Desk, &draft, once).await;
        assert!(matches!(forged, Err(ApiError::Malformed(_))), "{forged:?}");
    }
}

#[tokio::test]
async fn a_comment_is_an_event_and_an_internal_one_leaves_no_trace_for_who_asked() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    let later = fixture::platform_at(&pool, NOW + Duration::hours(1));
    let agent = fixture::actor(&pool, AGENT).await;
    let say = |draft| {
        let (later, agent) = (&later, &agent);
        async move { commands::comment(later, agent, number, Side::Desk, &draft, Uuid::new_v4()).await.unwrap() }
    };
    let secret = say(internal("Hush")).await;
    let before = record(&pool, AGENT, number).await.unwrap();
    assert_eq!((before.updated_at, before.version), (NOW, 1));
    let public = say(said("Hello")).await;
    let after = record(&pool, AGENT, number).await.unwrap();
    assert_eq!((after.updated_at, after.version), (NOW + Duration::hours(1), 1), "no edit is overtaken by a comment");

    let events = fixture::events(&pool).await;
    assert_eq!(
        events[1..],
        [
            ("interaction.commented".to_owned(), number.0, Some(AGENT)),
            ("interaction.commented".to_owned(), number.0, Some(AGENT)),
        ]
    );
    let payloads: Vec<serde_json::Value> =
        sqlx::query_scalar("select payload from outbox where event = 'interaction.commented' order by id")
            .fetch_all(&pool)
            .await
            .unwrap();
    assert_eq!(
        payloads,
        [
            serde_json::json!({ "comment": secret, "internal": true }),
            serde_json::json!({ "comment": public, "internal": false }),
        ]
    );
    let page = queries::record_page(&pool, &agent, number, None, NOW).await.unwrap();
    let fields: Vec<_> =
        page.audit.rows.iter().flat_map(|entry| entry.changes.0.iter().map(|c| c.field.as_str())).collect();
    assert_eq!(fields, ["Update", "Internal update"]);
}

#[tokio::test]
async fn a_long_conversation_is_read_in_windows_without_gaps() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    for n in 0..45 {
        let text = n.to_string();
        let draft = if n % 3 == 0 { internal(&text) } else { said(&text) };
        post(&pool, AGENT, number, Side::Desk, &draft).await.unwrap();
    }
    for (who, side, expected) in [(AGENT, Side::Desk, 45_usize), (REQUESTER, Side::Own, 30)] {
        let (mut ids, mut before, mut windows) = (Vec::new(), None, 0);
        loop {
            let window = read(&pool, who, number, side, before).await.unwrap();
            assert!(window.rows.len() <= 20);
            ids.extend(window.rows.iter().map(|comment| comment.id));
            before = ids.last().copied();
            windows += 1;
            if !window.earlier {
                break;
            }
        }
        assert_eq!((ids.len(), windows), (expected, expected.div_ceil(20)), "{side:?}");
        assert!(ids.is_sorted_by(|one, next| one > next));
    }
    assert_eq!(read(&pool, AGENT, number, Side::Desk, Some(i64::MIN)).await.unwrap().rows, []);
}

#[tokio::test]
async fn whoever_may_read_a_comment_may_be_named_in_it() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    let offered = async |who: PersonId, internal: bool, text: &str| {
        let actor = fixture::actor(&pool, who).await;
        let mut connection = pool.acquire().await.unwrap();
        let permit = policy::name(&mut connection, &actor, number).await?;
        let found = queries::readers(&mut connection, permit.subject, internal, Wanted::Matching(text)).await?;
        Ok::<_, ApiError>(found.into_iter().map(|card| card.id).collect::<Vec<_>>())
    };
    assert_eq!(offered(AGENT, true, "magda").await.unwrap(), [MANAGER]);
    assert_eq!(offered(AGENT, true, "KLEIN mag").await.unwrap(), [MANAGER]);
    // Who asked reads what is not internal.
    assert_eq!(offered(AGENT, false, "rosa").await.unwrap(), [REQUESTER]);
    assert_eq!(offered(AGENT, true, "rosa").await.unwrap(), []);
    // Of another company, and of none at all.
    for text in ["otto", "victor", "nobody", "", "  ", "%", "_", "\\0"] {
        assert_eq!(offered(AGENT, false, text).await.unwrap(), [], "{text:?}");
    }
    // All of it is for the desk.
    assert_eq!(offered(VIEWER, true, "magda").await.unwrap_err(), ApiError::Forbidden);
    assert_eq!(offered(REQUESTER, false, "magda").await.unwrap_err(), ApiError::NotFound);
    assert_eq!(offered(OUTSIDER, false, "otto").await.unwrap_err(), ApiError::NotFound);
}

#[tokio::test]
async fn a_mention_of_whoever_may_not_read_it_is_plain_text() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    let text = format!("@[Magda](person:{MANAGER}) and @[Otto](person:{OUTSIDER}) and @[Rosa](person:{REQUESTER})");
    post(&pool, AGENT, number, Side::Desk, &internal(&text)).await.unwrap();
    let written: String = sqlx::query_scalar("select body from interaction_comment").fetch_one(&pool).await.unwrap();
    assert_eq!(written, format!("@[Magda Klein](person:{MANAGER}) and @Otto and @Rosa"));
}
