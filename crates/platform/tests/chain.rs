//! The audit log can only grow, and what was done to it behind the application's back shows.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail where they stand")]

use kernel::{AuditValue, Changes, PersonId};
use platform::{
    Event, Uow,
    chain::{self, Fault, Verified, Wrong},
    testing::fixture::{self, AGENT, NOW},
};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use serde_json::Value;
use sqlx::{AssertSqlSafe, Executor, PgPool};
use time::Duration;

/// Something that happens to a company, for these tests alone.
struct Renamed(i64, Changes);

impl Event for Renamed {
    const ENTITY: &'static str = "company";

    fn entity_id(&self) -> i64 {
        self.0
    }

    fn name(&self) -> &'static str {
        "renamed"
    }

    fn changes(&self) -> &Changes {
        &self.1
    }
}

async fn rename(pool: &PgPool, company: i64, to: &str) {
    let mut changes = Changes::default();
    changes.note("Name", None, Some(AuditValue::text(to)));
    let mut uow = Uow::begin(pool, Some(AGENT), NOW).await.unwrap();
    uow.record(&Renamed(company, changes)).await.unwrap();
    uow.commit().await.unwrap();
}

/// Two companies, renamed five times and once.
async fn renamed() -> PgPool {
    let pool = fixture::database().await;
    for to in ["Northwind", "Southwind", "Eastwind", "Westwind", "Nowind"] {
        rename(&pool, 1, to).await;
    }
    rename(&pool, 2, "Contoso").await;
    pool
}

/// What is found after somebody who owns the database did this to it.
async fn after(tampering: &str) -> Vec<Wrong> {
    let pool = renamed().await;
    let off = "alter table audit_event disable trigger user; alter table audit_head disable trigger user;";
    pool.execute(AssertSqlSafe(format!("{off} {tampering}"))).await.unwrap();
    chain::verify(&pool, None).await.unwrap().wrong
}

fn wrong(id: i64, faults: &[Fault]) -> Vec<Wrong> {
    vec![Wrong { entity: "company".into(), id, faults: faults.to_vec() }]
}

#[tokio::test]
async fn what_the_application_wrote_is_in_order() {
    let pool = renamed().await;
    let all = Verified { events: 6, records: 2, wrong: vec![] };
    assert_eq!(chain::verify(&pool, None).await.unwrap(), all);
    let one = chain::verify(&pool, Some(("company", &[1, 99]))).await.unwrap();
    assert_eq!((one.events, one.records), (5, 1));
}

#[tokio::test]
async fn nobody_changes_or_removes_an_event() {
    let pool = renamed().await;
    for statement in [
        "update audit_event set event = 'created'",
        "update audit_event set id = default where false",
        "delete from audit_event where seq = 5",
        "truncate audit_event cascade",
        "delete from audit_head",
        "truncate audit_head",
    ] {
        let error = pool.execute(statement).await.unwrap_err();
        assert!(error.to_string().contains("the audit log can only grow"), "{statement}: {error}");
    }
    assert_eq!(chain::verify(&pool, None).await.unwrap().events, 6);
}

#[tokio::test]
async fn what_was_done_to_an_event_is_named() {
    for change in [
        "event = 'removed'",
        "actor_id = null",
        "at = at + interval '1 microsecond'",
        "changes = '[]'",
        r#"changes = jsonb_set(changes, '{0,note}', '"kept"')"#,
        "hash = sha256('')",
    ] {
        let found = after(&format!("update audit_event set {change} where entity_id = 1 and seq = 5")).await;
        assert_eq!(found, wrong(1, &[Fault::Changed { seq: 5 }]), "{change}");
    }
}

#[tokio::test]
async fn what_is_gone_or_elsewhere_is_named() {
    let event = |seq: i32| format!("(select id from audit_event where entity_id = 1 and seq = {seq})");
    let found = after("delete from outbox; delete from audit_event where entity_id = 1 and seq = 3").await;
    assert_eq!(found, wrong(1, &[Fault::Missing { first: 3, last: 3 }]));
    let found = after("delete from outbox; delete from audit_event where entity_id = 1 and seq > 3").await;
    assert_eq!(found, wrong(1, &[Fault::Missing { first: 4, last: 5 }]));
    let found = after("delete from outbox; delete from audit_event where entity_id = 2").await;
    assert_eq!(found, wrong(2, &[Fault::Missing { first: 1, last: 1 }]));
    let found = after("delete from audit_head where entity_id = 2").await;
    assert_eq!(found, wrong(2, &[Fault::Unknown { seq: 1 }]));
    // The third and the fourth change places.
    let swap = format!(
        "delete from outbox;
         alter table audit_event alter id drop identity;
         update audit_event set id = -1 where id = {};
         update audit_event set id = id - 1 where id = {};
         update audit_event set id = {} + 2 where id = -1",
        event(3),
        event(4),
        event(2),
    );
    assert_eq!(after(&swap).await, wrong(1, &[Fault::Moved { seq: 3 }]));
    // One is given to another record, where there is one of its number already.
    let found = after("update audit_event set entity_id = 2 where entity_id = 1 and seq = 1").await;
    let first = [Fault::Missing { first: 1, last: 1 }];
    assert_eq!(found, [wrong(1, &first), wrong(2, &[Fault::Twice { seq: 1 }])].concat());
}

#[tokio::test]
async fn events_at_once_are_one_chain() {
    let pool = renamed().await;
    let names: Vec<String> = (0..40).map(|n| format!("Name {n}")).collect();
    futures::future::join_all(names.iter().map(|name| rename(&pool, 1, name))).await;
    assert_eq!(chain::verify(&pool, None).await.unwrap(), Verified { events: 46, records: 2, wrong: vec![] });
}

/// What is hashed is what PostgreSQL makes of the row: the migration chained the first logs that way, and anybody can.
#[tokio::test]
async fn the_database_hashes_an_event_as_the_application_does() {
    let pool = fixture::database().await;
    let value =
        || (any::<Option<i64>>(), "\\PC{0,8}|[\\x01-\\x7f]{0,8}").prop_map(|(id, text)| AuditValue { id, text });
    let changes = proptest::collection::vec(("\\PC{0,8}", proptest::option::of(value()), value()), 0..4);
    let event = ("[a-z.\"\\\\]{0,8}", any::<i64>(), any::<Option<i64>>(), 0..4_102_444_800_000_000_i64, changes);
    let mut runner = TestRunner::default();
    for _ in 0..300 {
        let (name, id, actor, micros, fields) = event.new_tree(&mut runner).unwrap().current();
        let mut changes = Changes::default();
        for (field, from, to) in fields {
            changes.note(&field, from, Some(to));
        }
        let changes: Value = serde_json::to_value(changes).unwrap();
        let at = time::OffsetDateTime::UNIX_EPOCH + Duration::microseconds(micros);
        let theirs: Vec<u8> = sqlx::query_scalar(
            "select sha256(convert_to(jsonb_build_array(
                 $1::text, $2::bigint, $3::text, $4::bigint, (extract(epoch from $5::timestamptz) * 1000000)::bigint, $6::jsonb
             )::text, 'UTF8'))",
        )
        .bind("company")
        .bind(id)
        .bind(&name)
        .bind(actor)
        .bind(at)
        .bind(&changes)
        .fetch_one(&pool)
        .await
        .unwrap();
        let ours = chain::content("company", id, &name, actor.map(PersonId), at, &changes);
        assert_eq!(theirs, ours, "{name:?} {changes}");
    }
}
