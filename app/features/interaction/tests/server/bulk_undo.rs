//! Many changed at once: taking it back.

use interaction::{
    model::{BulkJob, Draft, SegmentKind, Side, Status},
    server::commands,
};
use kernel::{ApiError, InteractionNumber, PersonId};
use platform::testing::fixture::{self, *};
use sqlx::PgPool;
use time::{Duration, OffsetDateTime};

use super::{
    bulk::{assign, begin, counts, done, email, job, logged, picked, run, run_at, status, watch},
    support::{create, draft, edit, record, wrong},
};

async fn undo_at(pool: &PgPool, who: PersonId, job: i64, now: OffsetDateTime) -> Result<i64, ApiError> {
    commands::undo_bulk(&fixture::platform_at(pool, now), &fixture::actor(pool, who).await, job).await
}

/// Undoes a job three minutes after it ended, and does that.
async fn undone(pool: &PgPool, first: &BulkJob) -> BulkJob {
    let now = NOW + Duration::minutes(3);
    let id = undo_at(pool, AGENT, first.id, now).await.unwrap();
    run_at(&fixture::platform_at(pool, now)).await;
    let undo = job(pool, AGENT, id).await.unwrap();
    assert_eq!((undo.is_over(), undo.undoes), (true, Some(first.id)));
    undo
}

/// The ledger as it is kept: kind, whose, minutes since NOW at which it began and ended.
async fn ledger(pool: &PgPool, number: InteractionNumber) -> Vec<(SegmentKind, Option<i64>, i64, Option<i64>)> {
    let minutes = |at: OffsetDateTime| (at - NOW).whole_minutes();
    let segments = record(pool, AGENT, number).await.unwrap().ledger.0;
    let lines = segments.into_iter().map(|segment| {
        let who = segment.who.map(|who| who.id);
        (segment.kind, who, minutes(segment.started_at), segment.ended_at.map(minutes))
    });
    lines.collect()
}

#[tokio::test]
async fn each_is_given_back_to_whom_it_was_of() {
    let pool = fixture::database().await;
    let mut numbers = logged(&pool, 1).await;
    let theirs = Draft { group: SERVICE_DESK.to_string(), individual: COLLEAGUE.to_string(), ..draft() };
    numbers.push(create(&pool, AGENT, &theirs).await.unwrap());
    let before = [record(&pool, AGENT, numbers[0]).await.unwrap(), record(&pool, AGENT, numbers[1]).await.unwrap()];
    let first = done(&pool, picked(&numbers), &assign(NETWORK, Some(MANAGER))).await;
    assert_eq!(first.undo_until, Some(NOW + Duration::minutes(10)));
    // They have left meanwhile: what it was it may be again.
    sqlx::query("update person set active = false where id = $1").bind(COLLEAGUE).execute(&pool).await.unwrap();
    sqlx::query("delete from company_group where group_id = $1").bind(SERVICE_DESK).execute(&pool).await.unwrap();
    sqlx::query("delete from group_member where group_id = $1 and person_id = $2")
        .bind(SERVICE_DESK)
        .bind(AGENT)
        .execute(&pool)
        .await
        .unwrap();
    let undo = undone(&pool, &first).await;
    assert_eq!((counts(&undo), undo.title.as_str()), ((2, 0, 0), "Undo: Assign to Network, Magda Klein"));
    for before in before {
        let after = record(&pool, AGENT, before.number).await.unwrap();
        assert_eq!((after.version, after.draft()), (3, before.draft()));
    }
    let first = job(&pool, AGENT, first.id).await.unwrap();
    assert_eq!((first.undo_until, first.undone_by), (None, Some(undo.id)));
}

#[tokio::test]
async fn a_status_goes_back_where_that_is_no_lawful_move() {
    let pool = fixture::database().await;
    let numbers = logged(&pool, 1).await;
    for (to, reason) in [("in_progress", ""), ("withdrawn", ""), ("awaiting_approval", ""), ("dropped", "user_ended")] {
        let before = record(&pool, AGENT, numbers[0]).await.unwrap();
        let first = done(&pool, picked(&numbers), &status(to, reason)).await;
        assert_eq!(counts(&first), (1, 0, 0), "{to}");
        assert_eq!(counts(&undone(&pool, &first).await), (1, 0, 0), "{to}");
        let after = record(&pool, AGENT, numbers[0]).await.unwrap();
        assert_eq!((after.status, after.ended_at, after.draft()), (Status::New, None, before.draft()), "{to}");
        // As though nobody had answered: they still wait.
        assert_eq!(ledger(&pool, numbers[0]).await, [], "{to}");
    }
}

#[tokio::test]
async fn what_was_over_is_over_since_when_it_was() {
    let pool = fixture::database().await;
    let over = create(&pool, AGENT, &Draft { status: "completed".into(), ..draft() }).await.unwrap();
    let before = NOW - Duration::days(3);
    sqlx::query("update interaction set ended_at = $1").bind(before).execute(&pool).await.unwrap();
    let first = done(&pool, picked(&[over]), &status("in_progress", "")).await;
    assert_eq!(counts(&undone(&pool, &first).await), (1, 0, 0));
    let after = record(&pool, AGENT, over).await.unwrap();
    assert_eq!((after.status, after.ended_at), (Status::Completed, Some(before)));
}

#[tokio::test]
async fn the_ledger_of_time_stays_sane() {
    let pool = fixture::database().await;
    let mine = Draft { group: NETWORK.to_string(), individual: AGENT.to_string(), ..draft() };
    let number = create(&pool, AGENT, &mine).await.unwrap();
    let first = done(&pool, picked(&[number]), &status("in_progress", "")).await;
    let work = SegmentKind::Work;
    undone(&pool, &first).await;
    // What was begun has ended, and nobody has answered.
    assert_eq!(ledger(&pool, number).await, [(work, Some(AGENT.0), 0, Some(3))]);
    let going = Draft { status: "in_progress".into(), ..record(&pool, AGENT, number).await.unwrap().draft() };
    edit(&pool, AGENT, number, 3, &going).await.unwrap();
    let first = done(&pool, picked(&[number]), &status("on_hold", "waiting_internal")).await;
    undone(&pool, &first).await;
    let running: Vec<_> = ledger(&pool, number).await.into_iter().filter(|segment| segment.3.is_none()).collect();
    assert_eq!(running, [(work, Some(AGENT.0), 3, None)]);
    assert_eq!(record(&pool, AGENT, number).await.unwrap().status, Status::InProgress);
}

#[tokio::test]
async fn an_answer_meanwhile_was_one() {
    let pool = fixture::database().await;
    let numbers = logged(&pool, 1).await;
    let first = done(&pool, picked(&numbers), &status("in_progress", "")).await;
    let (platform, actor) = (fixture::platform_at(&pool, NOW + Duration::MINUTE), fixture::actor(&pool, AGENT).await);
    let said = interaction::model::CommentDraft { text: "On it".into(), ..Default::default() };
    commands::comment(&platform, &actor, numbers[0], Side::Desk, &said, uuid::Uuid::new_v4()).await.unwrap();
    assert_eq!(counts(&undone(&pool, &first).await), (1, 0, 0));
    assert_eq!(ledger(&pool, numbers[0]).await, [(SegmentKind::Wait, None, 0, Some(0))]);
}

#[tokio::test]
async fn what_somebody_changed_since_stays() {
    let pool = fixture::database().await;
    let numbers = logged(&pool, 3).await;
    let first = done(&pool, picked(&numbers), &status("on_hold", "waiting_internal")).await;
    let change = async |number, change: fn(&mut Draft)| {
        let before = record(&pool, AGENT, number).await.unwrap();
        let mut draft = before.draft();
        change(&mut draft);
        edit(&pool, COLLEAGUE, number, before.version, &draft).await.unwrap();
    };
    change(numbers[0], |draft| draft.state_reason = "waiting_on_customer".into()).await;
    // Another field is no hindrance; nor is it taken back.
    change(numbers[1], |draft| draft.summary = "Cannot scan".into()).await;
    // There and back again is a change, too.
    change(numbers[2], |draft| draft.state_reason = "waiting_on_customer".into()).await;
    change(numbers[2], |draft| draft.state_reason = "waiting_internal".into()).await;
    let undo = undone(&pool, &first).await;
    assert_eq!(counts(&undo), (1, 0, 2));
    let whys: Vec<_> = undo.failures.iter().map(|failure| (failure.number, failure.why.as_str())).collect();
    let why = "Bo Lind changed State reason since, so it stays as it is.";
    let name: String =
        sqlx::query_scalar("select name from person where id = $1").bind(COLLEAGUE).fetch_one(&pool).await.unwrap();
    let why = why.replace("Bo Lind", &name);
    assert_eq!(whys, [(numbers[2], why.as_str()), (numbers[0], why.as_str())]);
    let kept = record(&pool, AGENT, numbers[1]).await.unwrap();
    assert_eq!((kept.status, kept.summary.as_str()), (Status::New, "Cannot scan"));
}

#[tokio::test]
async fn a_watcher_it_added_is_removed() {
    let pool = fixture::database().await;
    let numbers = logged(&pool, 2).await;
    let (platform, manager) = (fixture::platform(&pool), fixture::actor(&pool, MANAGER).await);
    commands::watch(&platform, &manager, numbers[0], Side::Desk).await.unwrap();
    let first = done(&pool, picked(&numbers), &watch(&email(&pool, MANAGER).await)).await;
    assert_eq!((counts(&first), first.title.as_str()), ((1, 1, 0), "Add watcher Magda Klein"));
    let undo = undone(&pool, &first).await;
    assert_eq!((undo.total, counts(&undo)), (1, (1, 0, 0)));
    let watched: Vec<i64> =
        sqlx::query_scalar("select number from interaction_watcher").fetch_all(&pool).await.unwrap();
    assert_eq!(watched, [numbers[0].0]);
    // Gone already is as well.
    let first = done(&pool, picked(&numbers[1..]), &watch(&email(&pool, MANAGER).await)).await;
    commands::unwatch(&platform, &manager, numbers[1], Side::Desk).await.unwrap();
    assert_eq!(counts(&undone(&pool, &first).await), (0, 1, 0));
}

#[tokio::test]
async fn once_within_ten_minutes_by_who_did_it() {
    let pool = fixture::database().await;
    let numbers = logged(&pool, 1).await;
    let id = begin(&pool, AGENT, picked(&numbers), &assign(NETWORK, None)).await.unwrap();
    assert_eq!(wrong(undo_at(&pool, AGENT, id, NOW).await), ["undo"]);
    run(&pool).await;
    let end = NOW + Duration::minutes(10);
    assert_eq!(wrong(undo_at(&pool, AGENT, id, end + Duration::SECOND).await), ["undo"]);
    assert_eq!(undo_at(&pool, COLLEAGUE, id, NOW).await, Err(ApiError::NotFound));
    let (first, second) = tokio::join!(undo_at(&pool, AGENT, id, end), undo_at(&pool, AGENT, id, end));
    let undo = first.unwrap();
    assert_eq!((second.unwrap(), undo_at(&pool, AGENT, id, end).await.unwrap()), (undo, undo));
    run(&pool).await;
    assert_eq!(wrong(undo_at(&pool, AGENT, undo, NOW).await), ["undo"]);
    let nothing = done(&pool, picked(&[InteractionNumber(999), numbers[0]]), &status("denied", "")).await;
    assert_eq!(counts(&nothing), (0, 0, 2));
    assert_eq!(wrong(undo_at(&pool, AGENT, nothing.id, NOW).await), ["undo"]);
}
