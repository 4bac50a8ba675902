//! Many changed at once: what is said before is what is done then, the letters among it.

use std::collections::BTreeMap;

use interaction::{
    model::{BulkDraft, Draft, ListQuery, Preview, Selection, Side},
    server::{bulk, commands, notices, policy},
};
use kernel::{ApiError, InteractionNumber, PersonId};
use platform::testing::fixture::{self, *};
use sqlx::PgPool;
use time::Duration;

use super::{
    bulk::{assign, done, email, logged, multiply, picked, status, watch},
    support::{Dice, create, draft, fabrikam, wrong},
};

async fn preview(pool: &PgPool, who: PersonId, selection: Selection, draft: &BulkDraft) -> Result<Preview, ApiError> {
    let permit = policy::edit_many(&fixture::actor(pool, who).await)?;
    bulk::preview(&fixture::platform(pool), &permit, selection, draft).await
}

/// Tells everybody, and gives how many letters there are and for how many people; forgets them.
async fn letters(pool: &PgPool) -> (i64, i64) {
    while notices::tell(&fixture::platform(pool), Duration::MINUTE).await.unwrap() > 0 {}
    sqlx::query_as(
        "with gone as (delete from mail returning address) select count(*), count(distinct address) from gone",
    )
    .fetch_one(pool)
    .await
    .unwrap()
}

/// Previews it, does it, and holds the one against the other.
async fn held(pool: &PgPool, selection: Selection, draft: &BulkDraft) -> Preview {
    letters(pool).await;
    let before = preview(pool, AGENT, selection.clone(), draft).await.unwrap();
    let job = done(pool, selection, draft).await;
    let refused: usize = before.cannot.iter().map(|refusal| refusal.count).sum();
    assert_eq!((job.total, job.changed, job.same, job.failed), (before.total, before.changes, before.same, refused));
    let mut whys: BTreeMap<&str, Vec<InteractionNumber>> = BTreeMap::new();
    for failure in &job.failures {
        whys.entry(&failure.why).or_default().push(failure.number);
    }
    let said: BTreeMap<&str, Vec<InteractionNumber>> =
        before.cannot.iter().map(|refusal| (refusal.why.as_str(), refusal.numbers.clone())).collect();
    for numbers in whys.values_mut() {
        numbers.truncate(5);
    }
    assert_eq!(said, whys, "{draft:?}");
    let sent = letters(pool).await;
    let said = |n: usize| i64::try_from(n).unwrap();
    assert_eq!((said(before.letters.letters), said(before.letters.people)), sent, "{draft:?}");
    // What changes is said as its event says it.
    for row in &before.sample {
        let changes: serde_json::Value = sqlx::query_scalar(
            "select changes from audit_event where entity_id = $1 and entity = 'interaction' order by id desc limit 1",
        )
        .bind(row.number)
        .fetch_one(pool)
        .await
        .unwrap();
        assert_eq!(changes, serde_json::to_value(&row.changes).unwrap());
    }
    before
}

/// Interactions of every kind, with watchers and without.
async fn world(pool: &PgPool) -> Vec<InteractionNumber> {
    let platform = fixture::platform(pool);
    let mut dice = Dice::new(7);
    let mut numbers = Vec::new();
    sqlx::query("update company set external_watchers = true where id = $1")
        .bind(NORTHWIND)
        .execute(pool)
        .await
        .unwrap();
    for n in 0..40 {
        let (group, individual) = dice.pick(&[
            (String::new(), String::new()),
            (NETWORK.to_string(), String::new()),
            (NETWORK.to_string(), MANAGER.to_string()),
            (SERVICE_DESK.to_string(), COLLEAGUE.to_string()),
        ]);
        let (status, state_reason) = dice.pick(&[
            ("new", ""),
            ("in_progress", ""),
            ("on_hold", "waiting_internal"),
            ("completed", ""),
            ("dropped", "user_ended"),
        ]);
        let requested_for = dice.pick(&[REQUESTER, VIP, APPROVER]).to_string();
        let one = Draft {
            group,
            individual,
            status: status.into(),
            state_reason: state_reason.into(),
            requested_for,
            ..draft()
        };
        let number = create(pool, AGENT, &one).await.unwrap();
        for who in [COLLEAGUE, VIEWER, MANAGER] {
            if dice.roll(3) == 0 {
                commands::watch(&platform, &fixture::actor(pool, who).await, number, Side::Desk).await.unwrap();
            }
        }
        if dice.roll(4) == 0 {
            let outside =
                interaction::model::WatcherDraft { text: format!("out{}@example.test", n % 3), ..Default::default() };
            commands::add_watcher(&platform, &fixture::actor(pool, AGENT).await, number, &outside).await.unwrap();
        }
        numbers.push(number);
    }
    // Two that ended long ago.
    sqlx::query(
        "update interaction set ended_at = $1 where number in (
            select number from interaction where status = 'completed' order by number limit 2)",
    )
    .bind(NOW - Duration::days(20))
    .execute(pool)
    .await
    .unwrap();
    let contoso = Draft {
        company: CONTOSO.to_string(),
        reason: ENQUIRIES[1].to_string(),
        requested_for: CONTOSO_USER.to_string(),
        requested_by: CONTOSO_USER.to_string(),
        ..draft()
    };
    numbers.push(create(pool, AGENT, &contoso).await.unwrap());
    numbers.push(create(pool, OUTSIDER, &fabrikam()).await.unwrap());
    numbers.push(InteractionNumber(12_345));
    numbers
}

#[tokio::test]
async fn what_is_said_before_is_what_is_done() {
    let pool = fixture::database().await;
    let numbers = world(&pool).await;
    // How some want to be told.
    for (who, kind) in [(MANAGER, "watching"), (COLLEAGUE, "group"), (VIP, "asked")] {
        sqlx::query("insert into notification_setting (person_id, kind, in_app, by_mail) values ($1, $2, true, false)")
            .bind(who)
            .bind(kind)
            .execute(&pool)
            .await
            .unwrap();
    }
    let manager = email(&pool, MANAGER).await;
    for draft in [
        assign(NETWORK, None),
        assign(NETWORK, Some(MANAGER)),
        assign(FIELD_CREW, Some(AGENT)),
        watch(&manager),
        watch(&email(&pool, VIP).await),
        watch("new.one@example.test"),
        status("on_hold", "waiting_on_customer"),
        status("in_progress", ""),
        status("completed", "agent_ended"),
        status("denied", ""),
        assign(SERVICE_DESK, None),
    ] {
        let preview = held(&pool, picked(&numbers), &draft).await;
        assert_eq!(preview.total, numbers.len());
        assert!(preview.sample.len() <= 10);
    }
}

#[tokio::test]
async fn the_same_of_a_list() {
    let pool = fixture::database().await;
    world(&pool).await;
    let query = ListQuery { q: "print".into(), ..ListQuery::default() };
    let preview = held(&pool, Selection::Matches(query), &status("withdrawn", "")).await;
    assert_eq!(preview.total, 41);
    assert!(preview.changes > 0 && !preview.cannot.is_empty());
}

#[tokio::test]
async fn what_cannot_be_begun_cannot_be_previewed() {
    let pool = fixture::database().await;
    let numbers = logged(&pool, 1).await;
    assert_eq!(wrong(preview(&pool, AGENT, picked(&[]), &assign(NETWORK, None)).await), ["selection"]);
    assert_eq!(wrong(preview(&pool, AGENT, picked(&numbers), &assign(FABRIKAM_DESK, None)).await), ["group"]);
    assert_eq!(preview(&pool, REQUESTER, picked(&numbers), &assign(NETWORK, None)).await, Err(ApiError::NotFound));
    assert_eq!(preview(&pool, VIEWER, picked(&numbers), &assign(NETWORK, None)).await, Err(ApiError::Forbidden));
}

#[tokio::test]
async fn ten_thousand_are_previewed() {
    let pool = fixture::database().await;
    create(&pool, AGENT, &Draft { group: SERVICE_DESK.to_string(), ..draft() }).await.unwrap();
    multiply(&pool, 10_000).await;
    let preview =
        preview(&pool, AGENT, Selection::Matches(ListQuery::default()), &assign(NETWORK, None)).await.unwrap();
    // The manager is Network's other member.
    assert_eq!((preview.changes, preview.letters.letters, preview.letters.people), (10_000, 10_000, 1));
}
