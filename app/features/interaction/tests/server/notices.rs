//! Who is told of what happens: from the outbox to the message.

use interaction::{
    model::{CommentDraft, Draft, Side, WatcherDraft},
    server::{commands, notices},
};
use kernel::{InteractionNumber, PersonId};
use platform::testing::fixture::{self, *};
use sqlx::PgPool;
use time::Duration;
use uuid::Uuid;

use super::support::{create, draft, edit, record};

/// Tells everybody of everything that has happened; gives how many events there were.
async fn tell(pool: &PgPool) -> usize {
    let mut told = 0;
    loop {
        let count = notices::tell(&fixture::platform(pool), Duration::MINUTE).await.unwrap();
        if count == 0 {
            return told;
        }
        told += count;
    }
}

async fn comment(pool: &PgPool, who: PersonId, number: InteractionNumber, side: Side, text: &str, internal: bool) {
    let actor = fixture::actor(pool, who).await;
    let draft = CommentDraft { text: text.into(), kind: String::new(), internal };
    commands::comment(&fixture::platform(pool), &actor, number, side, &draft, Uuid::new_v4()).await.unwrap();
}

async fn watch(pool: &PgPool, who: PersonId, number: InteractionNumber, side: Side) {
    let actor = fixture::actor(pool, who).await;
    commands::watch(&fixture::platform(pool), &actor, number, side).await.unwrap();
}

async fn add_watcher(pool: &PgPool, number: InteractionNumber, email: &str) {
    let actor = fixture::actor(pool, AGENT).await;
    let draft = WatcherDraft { text: email.into(), ..WatcherDraft::default() };
    commands::add_watcher(&fixture::platform(pool), &actor, number, &draft).await.unwrap();
}

/// Changes the record as the agent does.
async fn change(pool: &PgPool, number: InteractionNumber, change: impl FnOnce(&mut Draft)) {
    let before = record(pool, AGENT, number).await.unwrap();
    let mut draft = before.draft();
    change(&mut draft);
    edit(pool, AGENT, number, before.version, &draft).await.unwrap();
}

/// Who was told what and why, one a line, and forgets it.
async fn told(pool: &PgPool) -> Vec<String> {
    tell(pool).await;
    let rows: Vec<String> = sqlx::query_scalar(
        "with gone as (delete from notification returning *)
         select p.first_name || ' (' || (select string_agg(r->>'kind', ', ') from jsonb_array_elements(g.reasons) r) || '): '
             || (select string_agg(concat(l->>'who', ' ', l->>'what', ' ' || (l->>'quote')), '; ')
                 from jsonb_array_elements(g.lines) l)
         from gone g join person p on p.id = g.person_id order by p.first_name, g.id",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    rows
}

/// Everything that was ever written for somebody's side, as it is stored.
async fn written_for(pool: &PgPool, address: &str) -> String {
    sqlx::query_scalar(
        "select concat(
            (select string_agg(m::text, ' ') from mail m where address = $1),
            (select string_agg(n::text, ' ') from notification n join person p on p.id = n.person_id where p.email = $1))",
    )
    .bind(address)
    .fetch_one(pool)
    .await
    .unwrap()
}

#[tokio::test]
async fn each_is_told_what_is_theirs() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &Draft { group: NETWORK.to_string(), ..draft() }).await.unwrap();
    // Network are the agent and the manager; who did it is told nothing.
    assert_eq!(told(&pool).await, ["Magda (group): Astrid Berg logged it"]);
    change(&pool, number, |draft| draft.individual = MANAGER.to_string()).await;
    assert_eq!(told(&pool).await, ["Magda (assigned): Astrid Berg set Individual to Magda Klein"]);
    watch(&pool, COLLEAGUE, number, Side::Desk).await;
    assert_eq!(told(&pool).await, [""; 0]);
    comment(&pool, REQUESTER, number, Side::Own, "It still does not print", false).await;
    assert_eq!(
        told(&pool).await,
        [
            "Bo (watching): Rosa Quest commented It still does not print",
            "Magda (assigned): Rosa Quest commented It still does not print",
        ]
    );
    comment(&pool, AGENT, number, Side::Desk, "Have a look", true).await;
    assert_eq!(told(&pool).await, ["Bo (watching): Astrid Berg wrote an internal comment Have a look"]);
    comment(&pool, AGENT, number, Side::Desk, "We are on it", false).await;
    assert_eq!(
        told(&pool).await,
        ["Bo (watching): Astrid Berg commented We are on it", "Rosa (asked): Astrid Berg commented We are on it"]
    );
    change(&pool, number, |draft| {
        draft.status = "completed".into();
        draft.state_reason = "agent_ended".into();
    })
    .await;
    assert_eq!(
        told(&pool).await,
        [
            "Bo (watching): Astrid Berg changed Status from New to Completed; Astrid Berg set State reason to Agent ended",
            "Rosa (asked): The service desk changed Status from New to Completed",
        ]
    );
}

#[tokio::test]
async fn nothing_internal_reaches_who_asked_or_anybody_outside() {
    let pool = fixture::database().await;
    sqlx::query("update company set external_watchers = true").execute(&pool).await.unwrap();
    let number = create(&pool, AGENT, &Draft { requested_by: VIP.to_string(), ..draft() }).await.unwrap();
    add_watcher(&pool, number, "partner@out.test").await;
    add_watcher(&pool, number, "tim.twin.1@northwind.test").await;
    change(&pool, number, |draft| {
        draft.group = NETWORK.to_string();
        draft.contact_phone = "hush 1".into();
        draft.category = PRINTERS[0].to_string();
    })
    .await;
    comment(&pool, AGENT, number, Side::Desk, "hush 2", true).await;
    tell(&pool).await;
    let others = ["partner@out.test", "tim.twin.1@northwind.test"];
    for address in others {
        let written = written_for(&pool, address).await;
        assert!(written.contains("made you a watcher") && !written.contains("hush"), "{address}: {written}");
        assert!(!written.contains("Network") && !written.contains("Hardware"), "{address}: {written}");
    }
    change(&pool, number, |draft| {
        draft.description = "hush 3".into();
        draft.summary = "Prints again".into();
        draft.status = "dropped".into();
        draft.state_reason = "no_user_response".into();
    })
    .await;
    tell(&pool).await;
    for address in others.into_iter().chain(["rosa.quest@northwind.test", "victor.prime@northwind.test"]) {
        let written = written_for(&pool, address).await;
        assert!(
            written.contains("changed Status from New to Dropped") && written.contains("Prints again"),
            "{written}"
        );
        for secret in ["hush", "No user response", "State reason", "Network", "Astrid"] {
            assert!(!written.contains(secret), "{secret} for {address}: {written}");
        }
    }
    // A company that allows nobody outside any more tells nobody outside any more.
    sqlx::query("update company set external_watchers = false").execute(&pool).await.unwrap();
    let before = written_for(&pool, "partner@out.test").await;
    comment(&pool, AGENT, number, Side::Desk, "For all", false).await;
    tell(&pool).await;
    assert_eq!(written_for(&pool, "partner@out.test").await, before);
}

#[tokio::test]
async fn who_does_not_see_it_now_is_not_told() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &Draft { group: NETWORK.to_string(), ..draft() }).await.unwrap();
    watch(&pool, COLLEAGUE, number, Side::Desk).await;
    tell(&pool).await;
    sqlx::raw_sql("truncate notification; delete from group_member where person_id = 102")
        .execute(&pool)
        .await
        .unwrap();
    comment(&pool, AGENT, number, Side::Desk, "Between us", true).await;
    comment(&pool, AGENT, number, Side::Desk, "For all", false).await;
    // Of the company still, and so on the side of who asked: without what is internal.
    let expected = ["Bo (watching): Astrid Berg commented For all", "Rosa (asked): Astrid Berg commented For all"];
    assert_eq!(told(&pool).await, expected);
    sqlx::raw_sql("update person set active = false where id = 108; update person set company_id = 3 where id = 102")
        .execute(&pool)
        .await
        .unwrap();
    comment(&pool, AGENT, number, Side::Desk, "For all", false).await;
    assert_eq!(told(&pool).await, [""; 0]);
}

#[tokio::test]
async fn what_is_told_late_is_told_as_it_was() {
    let pool = fixture::database().await;
    // Nobody is told until the end, when it is with somebody else.
    let number = create(&pool, COLLEAGUE, &Draft { group: NETWORK.to_string(), ..draft() }).await.unwrap();
    let before = record(&pool, COLLEAGUE, number).await.unwrap();
    let mut draft = before.draft();
    draft.group = SERVICE_DESK.to_string();
    draft.individual = VIEWER.to_string();
    edit(&pool, COLLEAGUE, number, before.version, &draft).await.unwrap();
    assert_eq!(
        told(&pool).await,
        [
            "Astrid (group): Bo Lind logged it",
            "Magda (group): Bo Lind logged it",
            "Vera (assigned): Bo Lind changed Group from Network to Service Desk; Bo Lind set Individual to Vera Blick",
        ]
    );
}

#[tokio::test]
async fn of_several_processes_each_event_is_told_by_one() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    watch(&pool, COLLEAGUE, number, Side::Desk).await;
    for n in 0..30 {
        comment(&pool, AGENT, number, Side::Desk, &format!("No {n}"), false).await;
    }
    let (platform, within) = (fixture::platform(&pool), Duration::MINUTE);
    let one = || notices::tell(&platform, within);
    let counts = tokio::join!(one(), one(), one());
    assert_eq!(counts.0.unwrap() + counts.1.unwrap() + counts.2.unwrap() + tell(&pool).await, 32);
    let lines: Vec<(i64, i64)> = sqlx::query_as(
        "select person_id, sum(jsonb_array_length(lines)) from notification group by person_id order by person_id",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    assert_eq!(lines, [(COLLEAGUE.0, 30), (REQUESTER.0, 30)]);
    assert_eq!(fixture::count(&pool, "select count(*) from outbox").await, 0);
    assert_eq!(fixture::count(&pool, "select count(*) from mail").await, 2, "one message each");
}
