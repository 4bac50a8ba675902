//! The ledger of time, as moves, comments and the timer write it, and its corrections.

use interaction::{
    model::{CommentDraft, Draft, Ledger, Segment, SegmentKind, Side, Status, TimeDraft, Timer, moment_text},
    server::commands,
};
use kernel::{ApiError, Change, InteractionNumber, PersonId};
use platform::testing::fixture::{self, *};
use sqlx::PgPool;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::support::{create, draft, record, written, wrong};

fn at(minutes: i64) -> OffsetDateTime {
    NOW + Duration::minutes(minutes)
}

/// Moves a record on, some minutes after it was logged.
async fn moves(pool: &PgPool, who: PersonId, number: InteractionNumber, minutes: i64, change: impl Fn(Draft) -> Draft) {
    let now = record(pool, AGENT, number).await.unwrap();
    let (later, actor) = (fixture::platform_at(pool, at(minutes)), fixture::actor(pool, who).await);
    commands::edit(&later, &actor, number, now.version, &change(now.draft())).await.unwrap();
}

/// To a status and its reason.
fn to(status: &str, reason: &str) -> impl Fn(Draft) -> Draft {
    let (status, state_reason) = (status.to_owned(), reason.to_owned());
    move |draft| Draft { status: status.clone(), state_reason: state_reason.clone(), ..draft }
}

fn assigned(who: PersonId) -> impl Fn(Draft) -> Draft {
    move |draft| Draft {
        group: SERVICE_DESK.to_string(),
        individual: who.to_string(),
        status: "in_progress".into(),
        ..draft
    }
}

async fn press(
    pool: &PgPool,
    who: PersonId,
    number: InteractionNumber,
    minutes: i64,
    timer: Timer,
) -> Result<(), ApiError> {
    let actor = fixture::actor(pool, who).await;
    commands::timer(&fixture::platform_at(pool, at(minutes)), &actor, number, timer).await
}

async fn ledger(pool: &PgPool, number: InteractionNumber) -> Ledger {
    record(pool, AGENT, number).await.unwrap().ledger
}

/// Kind, whose, and from which minute to which.
fn told(ledger: &Ledger) -> Vec<(SegmentKind, Option<i64>, i64, Option<i64>)> {
    let minutes = |at: OffsetDateTime| (at - NOW).whole_minutes();
    let tell = |s: &Segment| (s.kind, s.who.as_ref().map(|w| w.id), minutes(s.started_at), s.ended_at.map(minutes));
    ledger.0.iter().map(tell).collect()
}

const WAIT: SegmentKind = SegmentKind::Wait;
const WORK: SegmentKind = SegmentKind::Work;
const HOLD: SegmentKind = SegmentKind::Hold;
const WRAP_UP: SegmentKind = SegmentKind::WrapUp;

#[tokio::test]
async fn the_ledger_follows_the_status() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    assert_eq!(told(&ledger(&pool, number).await), []);
    moves(&pool, COLLEAGUE, number, 5, assigned(COLLEAGUE)).await;
    moves(&pool, COLLEAGUE, number, 25, to("on_hold", "waiting_internal")).await;
    // Somebody else takes it from the hold: their work is not the colleague's.
    moves(&pool, AGENT, number, 85, to("in_progress", "")).await;
    press(&pool, COLLEAGUE, number, 90, Timer::Start).await.unwrap();
    moves(&pool, COLLEAGUE, number, 100, to("completed", "")).await;
    press(&pool, COLLEAGUE, number, 101, Timer::Start).await.unwrap();
    let all = ledger(&pool, number).await;
    let colleague = Some(COLLEAGUE.0);
    assert_eq!(
        told(&all),
        [
            (WAIT, None, 0, Some(5)),
            (WORK, colleague, 5, Some(25)),
            (HOLD, None, 25, Some(85)),
            (WORK, colleague, 90, Some(100)),
            (WRAP_UP, colleague, 101, None),
        ]
    );
    assert_eq!(all.duration(at(103)), Duration::minutes(32));
    assert_eq!(all.wait(NOW, Status::Completed, at(103)), Some(Duration::minutes(5)));
    // Re-opened: what was wrapped up is over, and work begins again.
    moves(&pool, COLLEAGUE, number, 110, to("in_progress", "")).await;
    let all = ledger(&pool, number).await;
    assert_eq!(told(&all)[4..], [(WRAP_UP, colleague, 101, Some(110)), (WORK, colleague, 110, None)]);
}

#[tokio::test]
async fn a_call_that_was_answered_at_once_never_waited() {
    let pool = fixture::database().await;
    let mine = Draft { group: SERVICE_DESK.to_string(), individual: AGENT.to_string(), ..draft() };
    let taken = Draft { status: "in_progress".into(), ..mine.clone() };
    let number = create(&pool, AGENT, &taken).await.unwrap();
    assert_eq!(told(&ledger(&pool, number).await), [(WAIT, None, 0, Some(0)), (WORK, Some(AGENT.0), 0, None)]);
    let solved = Draft { status: "completed".into(), ..mine };
    let number = create(&pool, AGENT, &solved).await.unwrap();
    assert_eq!(told(&ledger(&pool, number).await), [(WAIT, None, 0, Some(0))]);
    assert_eq!(record(&pool, AGENT, number).await.unwrap().ended_at, Some(NOW));
}

#[tokio::test]
async fn a_response_is_a_public_word_of_the_desk() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    let say = |who, side, internal, minutes| {
        let pool = &pool;
        async move {
            let (actor, later) = (fixture::actor(pool, who).await, fixture::platform_at(pool, at(minutes)));
            let said = CommentDraft { text: "Word".into(), internal, ..CommentDraft::default() };
            commands::comment(&later, &actor, number, side, &said, Uuid::new_v4()).await.unwrap();
        }
    };
    say(REQUESTER, Side::Own, false, 1).await;
    say(COLLEAGUE, Side::Desk, true, 2).await;
    assert_eq!(told(&ledger(&pool, number).await), []);
    say(COLLEAGUE, Side::Desk, false, 3).await;
    say(AGENT, Side::Desk, false, 4).await;
    moves(&pool, AGENT, number, 5, to("in_progress", "")).await;
    assert_eq!(told(&ledger(&pool, number).await), [(WAIT, None, 0, Some(3))]);
}

#[tokio::test]
async fn everybody_has_a_timer_of_their_own_at_every_interaction() {
    let pool = fixture::database().await;
    let (one, other) = (create(&pool, AGENT, &draft()).await.unwrap(), create(&pool, AGENT, &draft()).await.unwrap());
    for number in [one, other] {
        press(&pool, AGENT, number, 1, Timer::Start).await.unwrap();
    }
    press(&pool, COLLEAGUE, one, 2, Timer::Start).await.unwrap();
    press(&pool, AGENT, one, 3, Timer::Pause).await.unwrap();
    press(&pool, AGENT, one, 4, Timer::Start).await.unwrap();
    let (agent, colleague) = (Some(AGENT.0), Some(COLLEAGUE.0));
    assert_eq!(
        told(&ledger(&pool, one).await),
        [(WORK, agent, 1, Some(3)), (WORK, colleague, 2, None), (WORK, agent, 4, None)]
    );
    assert_eq!(told(&ledger(&pool, other).await), [(WORK, agent, 1, None)]);
    // What is so already stays so, and nothing is written.
    let before = (written(&pool).await, ledger(&pool, one).await);
    press(&pool, AGENT, one, 9, Timer::Start).await.unwrap();
    press(&pool, MANAGER, one, 9, Timer::Pause).await.unwrap();
    assert_eq!((written(&pool).await, ledger(&pool, one).await), before);
    // A hold stops everybody, and starts nobody.
    moves(&pool, MANAGER, one, 10, to("on_hold", "waiting_internal")).await;
    assert_eq!(wrong(press(&pool, AGENT, one, 11, Timer::Start).await), ["timer"]);
    assert_eq!(ledger(&pool, one).await.0.iter().filter(|segment| segment.runs()).count(), 1);
    assert_eq!(record(&pool, AGENT, other).await.unwrap().version, 1, "no edit is overtaken by a timer");
}

#[tokio::test]
async fn of_ten_presses_at_once_one_counts() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    let presses = (0..10).map(|_| press(&pool, AGENT, number, 1, Timer::Start));
    assert!(futures::future::join_all(presses).await.into_iter().all(|outcome| outcome.is_ok()));
    assert_eq!(told(&ledger(&pool, number).await), [(WORK, Some(AGENT.0), 1, None)]);
    let again = sqlx::query(
        "insert into interaction_time (number, kind, person_id, started_at) values ($1, 'wrap_up', $2, $3)",
    )
    .bind(number)
    .bind(AGENT)
    .bind(NOW)
    .execute(&pool)
    .await;
    assert!(again.is_err(), "the database lets one segment run");
}

#[tokio::test]
async fn who_may_keep_time() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    for (who, refusal) in [
        (VIEWER, ApiError::Forbidden),
        (OUTSIDER, ApiError::NotFound),
        (REQUESTER, ApiError::NotFound),
        (ADMINISTRATOR, ApiError::NotFound),
    ] {
        assert_eq!(press(&pool, who, number, 1, Timer::Start).await, Err(refusal), "{who}");
    }
    assert_eq!(told(&ledger(&pool, number).await), []);
}

async fn correct(
    pool: &PgPool,
    who: PersonId,
    number: InteractionNumber,
    segment: i64,
    (start, end): (i64, Option<i64>),
) -> Result<(), ApiError> {
    let end = end.map(|end| moment_text(at(end))).unwrap_or_default();
    let draft = TimeDraft { start: moment_text(at(start)), end, reason: "Forgot to press".into() };
    let (later, actor) = (fixture::platform_at(pool, at(60)), fixture::actor(pool, who).await);
    commands::correct_time(&later, &actor, number, segment, &draft).await
}

#[tokio::test]
async fn a_correction_is_made_for_a_reason_and_told() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    for (minutes, timer) in [(1, Timer::Start), (10, Timer::Pause), (20, Timer::Start)] {
        press(&pool, AGENT, number, minutes, timer).await.unwrap();
    }
    let [first, second] = ledger(&pool, number).await.0.iter().map(|s| s.id).collect::<Vec<_>>()[..] else {
        panic!("two segments")
    };
    let before = written(&pool).await;
    assert_eq!(wrong(correct(&pool, AGENT, number, first, (1, Some(21))).await), [TimeDraft::START]);
    assert_eq!(wrong(correct(&pool, AGENT, number, second, (20, Some(61))).await), [TimeDraft::END]);
    assert_eq!(wrong(correct(&pool, AGENT, number, first, (5, Some(5))).await), [TimeDraft::END]);
    assert_eq!(correct(&pool, COLLEAGUE, number, first, (2, Some(8))).await, Err(ApiError::Forbidden));
    assert_eq!(correct(&pool, VIEWER, number, first, (2, Some(8))).await, Err(ApiError::Forbidden));
    assert_eq!(correct(&pool, OUTSIDER, number, first, (2, Some(8))).await, Err(ApiError::NotFound));
    assert_eq!(correct(&pool, AGENT, number, second + 1, (2, Some(8))).await, Err(ApiError::NotFound));
    let elsewhere = create(&pool, AGENT, &draft()).await.unwrap();
    assert_eq!(correct(&pool, AGENT, elsewhere, first, (2, Some(8))).await, Err(ApiError::NotFound));
    assert_eq!(
        told(&ledger(&pool, number).await),
        [(WORK, Some(AGENT.0), 1, Some(10)), (WORK, Some(AGENT.0), 20, None)]
    );
    assert_ne!(written(&pool).await, before, "the second one was logged");

    correct(&pool, AGENT, number, first, (0, Some(20))).await.unwrap();
    correct(&pool, MANAGER, number, second, (30, Some(40))).await.unwrap();
    assert_eq!(
        told(&ledger(&pool, number).await),
        [(WORK, Some(AGENT.0), 0, Some(20)), (WORK, Some(AGENT.0), 30, Some(40))]
    );
    let events = fixture::events(&pool).await;
    assert_eq!(events.last(), Some(&("interaction.time_corrected".to_owned(), number.0, Some(MANAGER))));
    let changes: serde_json::Value =
        sqlx::query_scalar("select changes from audit_event order by id desc limit 1").fetch_one(&pool).await.unwrap();
    let changes: Vec<Change> = serde_json::from_value(changes).unwrap();
    let said: Vec<_> = changes
        .iter()
        .map(|c| (c.field.as_str(), c.from.as_ref().map(|v| v.text.as_str()), c.to.as_ref().unwrap().text.as_str()))
        .collect();
    assert_eq!(
        said,
        [
            ("Work of Astrid Berg, start", Some("20 Nov 2026, 12:20 UTC"), "20 Nov 2026, 12:30 UTC"),
            ("Work of Astrid Berg, end", Some("running"), "20 Nov 2026, 12:40 UTC"),
            ("Reason", None, "Forgot to press"),
        ]
    );
}
