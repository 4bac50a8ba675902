//! Holds that end by themselves, the end, and the re-opening after it.

use interaction::{
    model::{Draft, SegmentKind, Status},
    server::{commands, jobs, policy, queries},
};
use kernel::{ApiError, InteractionNumber};
use platform::testing::fixture::{self, *};
use sqlx::PgPool;
use time::{Duration, OffsetDateTime};

use super::support::{create, draft, edit, record, wrong};

fn hold(wake_at: &str) -> Draft {
    Draft { status: "on_hold".into(), state_reason: "waiting_on_customer".into(), wake_at: wake_at.into(), ..draft() }
}

async fn edit_at(pool: &PgPool, number: InteractionNumber, at: OffsetDateTime, draft: &Draft) -> Result<i32, ApiError> {
    let version = record(pool, AGENT, number).await.unwrap().version;
    let actor = fixture::actor(pool, AGENT).await;
    commands::edit(&fixture::platform_at(pool, at), &actor, number, version, draft).await
}

#[tokio::test]
async fn a_wake_up_time_lies_ahead_by_a_year_at_most_and_is_of_a_hold() {
    let pool = fixture::database().await;
    for (typed, right) in [
        ("2026-11-20T12:01", true),
        ("2027-11-20T12:00", true),
        ("2026-11-20T12:00", false),
        ("2025-11-20T12:01", false),
        ("2027-11-22T12:00", false),
        ("tomorrow", false),
    ] {
        let outcome = create(&pool, AGENT, &hold(typed)).await;
        if right {
            assert!(outcome.is_ok(), "{typed}: {outcome:?}");
        } else {
            assert_eq!(wrong(outcome), ["wake_at"], "{typed}");
        }
    }
    let open = Draft { wake_at: "2026-11-20T12:01".into(), ..draft() };
    assert_eq!(wrong(create(&pool, AGENT, &open).await), ["wake_at"]);
}

#[tokio::test]
async fn what_has_come_meanwhile_may_stay_in_an_edit_of_something_else() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &hold("2026-11-20T12:30")).await.unwrap();
    let now = record(&pool, AGENT, number).await.unwrap().draft();
    let later = NOW + Duration::hours(1);
    let other = Draft { summary: "Still".into(), ..now.clone() };
    assert_eq!(edit_at(&pool, number, later, &other).await, Ok(2));
    let moved = Draft { wake_at: "2026-11-20T12:45".into(), ..now };
    assert_eq!(wrong(edit_at(&pool, number, later, &moved).await), ["wake_at"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_processes_wake_each_hold_once_and_none_too_early() {
    let pool = fixture::database().await;
    let mut due = Vec::new();
    for _ in 0..12 {
        due.push(create(&pool, AGENT, &hold("2026-11-20T12:30")).await.unwrap());
    }
    let later = create(&pool, AGENT, &hold("2026-11-20T13:00")).await.unwrap();
    let never = create(&pool, AGENT, &hold("")).await.unwrap();
    jobs::wake(&fixture::platform(&pool)).await.unwrap();
    assert_eq!(record(&pool, AGENT, due[0]).await.unwrap().status, Status::OnHold);

    let then = NOW + Duration::minutes(31);
    let processes: Vec<_> = (0..4).map(|_| fixture::platform_at(&pool, then)).collect();
    let outcomes = futures::future::join_all(processes.iter().map(jobs::wake)).await;
    assert!(outcomes.into_iter().all(|outcome| outcome.is_ok()));
    // What one left for another that was at it, the next call finds.
    jobs::wake(&processes[0]).await.unwrap();
    for number in &due {
        let woken = record(&pool, AGENT, *number).await.unwrap();
        assert_eq!((woken.status, woken.state_reason, woken.wake_at), (Status::InProgress, None, None));
        assert_eq!((woken.version, woken.updated_at), (2, then));
        let hold = woken.ledger.0.iter().find(|segment| segment.kind == SegmentKind::Hold).unwrap();
        assert_eq!((hold.started_at, hold.ended_at), (NOW, Some(then)));
    }
    for number in [later, never] {
        assert_eq!(record(&pool, AGENT, number).await.unwrap().status, Status::OnHold);
    }
    let mut woken: Vec<_> =
        fixture::events(&pool).await.into_iter().filter(|event| event.0.ends_with("updated")).collect();
    woken.sort_by_key(|event| event.1);
    let expected: Vec<_> = due.iter().map(|number| ("interaction.updated".to_owned(), number.0, None)).collect();
    assert_eq!(woken, expected, "by the system, once each");
}

#[tokio::test]
async fn an_edit_based_on_the_hold_is_merged_with_its_end() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &hold("2026-11-20T12:30")).await.unwrap();
    let opened = record(&pool, AGENT, number).await.unwrap().draft();
    jobs::wake(&fixture::platform_at(&pool, NOW + Duration::hours(1))).await.unwrap();
    let mine = Draft { description: "It blinks".into(), ..opened.clone() };
    assert_eq!(edit(&pool, AGENT, number, 1, &mine).await, Ok(3));
    let after = record(&pool, AGENT, number).await.unwrap();
    assert_eq!((after.status, after.wake_at, after.description.as_str()), (Status::InProgress, None, "It blinks"));
    let longer = Draft { wake_at: "2026-11-21T12:00".into(), ..opened };
    match edit(&pool, AGENT, number, 1, &longer).await {
        Err(ApiError::Stale(told)) => {
            let both: Vec<_> = told.both.iter().flatten().map(|field| field.field.as_str()).collect();
            assert_eq!(both, ["status", "state_reason", "wake_at"]);
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_ended_is_re_opened_within_its_companys_days() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    let opened = record(&pool, AGENT, number).await.unwrap().draft();
    let ended = Draft { status: "dropped".into(), state_reason: "user_ended".into(), ..opened.clone() };
    let again = Draft { status: "in_progress".into(), ..opened.clone() };
    assert_eq!(edit_at(&pool, number, NOW + Duration::days(1), &ended).await, Ok(2));
    // An edit of what ended moves its end no more.
    let told = Draft { description: "Nobody there".into(), ..ended.clone() };
    assert_eq!(edit_at(&pool, number, NOW + Duration::days(3), &told).await, Ok(3));
    let until = NOW + Duration::days(15);
    assert_eq!(record(&pool, AGENT, number).await.unwrap().reopens_until(), Some(until));
    assert_eq!(wrong(edit_at(&pool, number, until + Duration::seconds(1), &again).await), ["status"]);
    assert_eq!(edit_at(&pool, number, until, &again).await, Ok(4));
    let open = record(&pool, AGENT, number).await.unwrap();
    assert_eq!((open.ended_at, open.reopens_until()), (None, None));
    assert_eq!(edit_at(&pool, number, until, &ended).await, Ok(5));
    assert_eq!(record(&pool, AGENT, number).await.unwrap().ended_at, Some(until), "it is counted anew");

    sqlx::query("update company set reopen_days = 2 where id = 1").execute(&pool).await.unwrap();
    let too_late = until + Duration::days(2) + Duration::seconds(1);
    assert_eq!(wrong(edit_at(&pool, number, too_late, &again).await), ["status"]);
    let page = record(&pool, AGENT, number).await.unwrap();
    assert_eq!(page.statuses(too_late), [Status::Dropped]);
    assert_eq!(page.statuses(until), [Status::Dropped, Status::InProgress]);
}

#[tokio::test]
async fn what_follows_brings_what_it_can_and_both_ends_show_it() {
    let pool = fixture::database().await;
    sqlx::query("update reason set name = 'Follow Up' where id = $1").bind(ENQUIRIES[0]).execute(&pool).await.unwrap();
    let first = Draft { category: PRINTERS[0].to_string(), status: "completed".into(), ..draft() };
    let number = create(&pool, AGENT, &first).await.unwrap();
    let permit = policy::create(&fixture::actor(&pool, AGENT).await).unwrap();
    let form = queries::new_form(&pool, &permit.subject, None, Some(number), NOW).await.unwrap();
    let expected = Draft {
        company: NORTHWIND.to_string(),
        reason: ENQUIRIES[0].to_string(),
        requested_for: REQUESTER.to_string(),
        requested_for_text: "Rosa Quest".into(),
        requested_by: REQUESTER.to_string(),
        requested_by_text: "Rosa Quest".into(),
        category: PRINTERS[0].to_string(),
        follows: number.to_string(),
        ..Draft::open()
    };
    assert_eq!(form.draft, expected);
    let next = create(&pool, AGENT, &Draft { summary: "Again".into(), ..form.draft }).await.unwrap();
    assert_eq!(record(&pool, AGENT, next).await.unwrap().follows, Some(number));
    assert_eq!(record(&pool, AGENT, number).await.unwrap().followed_by, [next]);

    // An edit changes nothing of it, whatever it says.
    let opened = record(&pool, AGENT, next).await.unwrap().draft();
    let forged = Draft { follows: next.to_string(), summary: "Forged".into(), ..opened };
    assert_eq!(edit(&pool, AGENT, next, 1, &forged).await, Ok(2));
    assert_eq!(record(&pool, AGENT, next).await.unwrap().follows, Some(number));

    // Nothing follows what is another company's, or not to be seen.
    let outside = policy::create(&fixture::actor(&pool, OUTSIDER).await).unwrap();
    let unseen = queries::new_form(&pool, &outside.subject, None, Some(number), NOW).await;
    assert_eq!(unseen, Err(ApiError::NotFound));
    let foreign = Draft {
        company: FABRIKAM.to_string(),
        reason: ENQUIRIES[2].to_string(),
        requested_for: FABRIKAM_USER.to_string(),
        requested_by: FABRIKAM_USER.to_string(),
        follows: number.to_string(),
        ..draft()
    };
    assert_eq!(wrong(create(&pool, OUTSIDER, &foreign).await), ["company"]);
}
