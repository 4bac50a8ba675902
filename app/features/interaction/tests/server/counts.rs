//! The counts of the scopes are those of the rows, whatever happens to them and however far the
//! tally is folded.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use interaction::{
    model::{Count, Counts, Draft},
    server::{jobs::fold_tally, queries},
};
use kernel::PersonId;
use platform::testing::fixture::{self, *};
use sqlx::PgPool;
use time::Duration;

use super::support::{Dice, create, draft, edit, visible};

const PEOPLE: [PersonId; 5] = [AGENT, MANAGER, VIEWER, OUTSIDER, UNASSIGNED];
const DAYS: [Option<u16>; 4] = [None, Some(1), Some(30), Some(3_660)];

/// The rows themselves, counted.
async fn counted(pool: &PgPool, who: PersonId, days: Option<u16>) -> Counts {
    let since = days.map(|days| (NOW.date() - Duration::days(i64::from(days))).midnight().assume_utc());
    let (me, groups, all): (i64, i64, i64) = sqlx::query_as(
        "select count(*) filter (where individual_id = $1),
            count(*) filter (where group_id in (select group_id from group_member where person_id = $1)),
            count(*)
         from interaction
         where company_id in (
            select company_id from company_group join group_member using (group_id) where person_id = $1
         ) and ($2::timestamptz is null or reported_at >= $2)",
    )
    .bind(who)
    .bind(since)
    .fetch_one(pool)
    .await
    .unwrap();
    exactly(me, groups, all)
}

fn exactly(me: i64, groups: i64, all: i64) -> Counts {
    let [me, groups, all] = [me, groups, all].map(Count::Exactly);
    Counts { me, groups, all }
}

/// Everybody's counts in every period are those of the rows.
async fn agree(pool: &PgPool, when: &str) {
    for who in PEOPLE {
        let visible = visible(pool, who).await;
        for days in DAYS {
            let told = queries::counts(pool, &visible, days, NOW).await.unwrap();
            assert_eq!(told, counted(pool, who, days).await, "{who}, {days:?} days, {when}");
        }
    }
}

/// Does something to the rows, as plain SQL: one row or many in a statement.
async fn happen(pool: &PgPool, dice: &mut Dice) -> String {
    // A group, sometimes with one of its members; both may be none.
    let assigned =
        dice.pick(&["null, null", "11, null", "11, 101", "11, 105", "12, 101", "13, 104", "14, 115", "14, null"]);
    let (company, reason) = dice.pick(&[(1, 201), (1, 202), (2, 203), (3, 204)]);
    let back = dice.pick(&[
        "0 days",
        "11 hours",
        "12 hours",
        "1 day",
        "29 days",
        "30 days",
        "30 days 11 hours",
        "31 days",
        "90 days",
    ]);
    let some = format!("number % {} = {}", 2 + dice.roll(4), dice.roll(3));
    let what = match dice.roll(8) {
        0..=2 => format!(
            "insert into interaction (company_id, reason_id, group_id, individual_id, requested_for_id, requested_by_id,
                vip, summary, description, impact, urgency, priority, contact_email, contact_phone, through, status,
                reported_at, updated_at)
             select {company}, {reason}, {assigned}, 108, 108, false, 'x', '', 3, 3, 3, '', '', 'phone', 'new',
                '2026-11-20 12:00Z'::timestamptz - interval '{back}', now()
             from generate_series(1, {})",
            1 + dice.roll(5)
        ),
        3 => format!("update interaction set (group_id, individual_id) = row({assigned}) where {some}"),
        4 => format!("update interaction set company_id = {company} where {some}"),
        5 => format!("update interaction set individual_id = null, status = 'completed' where {some}"),
        6 => format!("update interaction set reported_at = reported_at - interval '{back}' where {some}"),
        _ => format!("delete from interaction where {some} and number % 7 = {}", dice.roll(7)),
    };
    sqlx::raw_sql(sqlx::AssertSqlSafe(what.clone())).execute(pool).await.unwrap();
    what
}

#[tokio::test]
async fn the_counts_are_exact_after_whatever_happens() {
    let pool = fixture::database().await;
    let mut dice = Dice::new(1);
    agree(&pool, "when nothing is there").await;
    for step in 0..120 {
        let what = happen(&pool, &mut dice).await;
        if step % 10 == 7 {
            fold_tally(&pool).await.unwrap();
        }
        agree(&pool, &format!("step {step}: {what}")).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_counts_are_exact_while_two_workers_fold_the_tally() {
    let pool = fixture::database().await;
    let ended = Arc::new(AtomicBool::new(false));
    let workers: Vec<_> = (0..2)
        .map(|_| {
            let (pool, ended) = (pool.clone(), Arc::clone(&ended));
            tokio::spawn(async move {
                let mut folded = 0;
                while !ended.load(Ordering::Relaxed) {
                    fold_tally(&pool).await.unwrap();
                    folded += 1;
                }
                folded
            })
        })
        .collect();
    let mut dice = Dice::new(2);
    for step in 0..80 {
        let what = happen(&pool, &mut dice).await;
        agree(&pool, &format!("step {step}: {what}")).await;
    }
    ended.store(true, Ordering::Relaxed);
    for worker in workers {
        assert!(worker.await.unwrap() > 10);
    }
    fold_tally(&pool).await.unwrap();
    assert_eq!(fixture::count(&pool, "select count(*) from interaction_tally_delta").await, 0);
    agree(&pool, "after all is folded").await;
}

#[tokio::test]
async fn the_counts_follow_the_commands() {
    let pool = fixture::database().await;
    let counts = async |who| queries::counts(&pool, &visible(&pool, who).await, Some(30), NOW).await.unwrap();
    let assigned = Draft { group: NETWORK.to_string(), individual: AGENT.to_string(), ..draft() };
    let number = create(&pool, AGENT, &assigned).await.unwrap();
    assert_eq!(counts(AGENT).await, exactly(1, 1, 1));
    assert_eq!(counts(VIEWER).await, exactly(0, 0, 1));
    let moved = Draft { group: SERVICE_DESK.to_string(), individual: COLLEAGUE.to_string(), ..draft() };
    edit(&pool, AGENT, number, 1, &moved).await.unwrap();
    assert_eq!(counts(AGENT).await, exactly(0, 1, 1));
    assert_eq!(counts(COLLEAGUE).await, exactly(1, 1, 1));
    assert_eq!(counts(VIEWER).await, exactly(0, 1, 1));
    assert_eq!(counts(OUTSIDER).await, Counts::default());
    // What was refused is not counted.
    create(&pool, AGENT, &Draft { ci: ROBOT.to_string(), ..draft() }).await.unwrap_err();
    edit(&pool, AGENT, number, 2, &Draft { ci: ROBOT.to_string(), ..moved }).await.unwrap_err();
    agree(&pool, "after refusals").await;
}

#[tokio::test]
async fn changes_that_were_rolled_back_are_not_counted() {
    let pool = fixture::database().await;
    create(&pool, AGENT, &draft()).await.unwrap();
    sqlx::raw_sql("begin; delete from interaction; rollback").execute(&pool).await.unwrap();
    agree(&pool, "after a rollback").await;
    fold_tally(&pool).await.unwrap();
    agree(&pool, "after a rollback and a fold").await;
}
