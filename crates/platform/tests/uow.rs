//! One verb, one transaction, one event.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail where they stand")]

use kernel::{ApiError, AuditValue, Changes};
use platform::{
    Event, Uow,
    testing::fixture::{self, AGENT, NOW},
};
use sqlx::PgPool;

/// Something that happens to a company, for these tests alone.
struct Renamed {
    company: i64,
    changes: Changes,
}

impl Renamed {
    fn new(company: i64) -> Self {
        let mut changes = Changes::default();
        changes.note("Name", Some(AuditValue::text("Northwind")), Some(AuditValue::text("Southwind")));
        Self { company, changes }
    }
}

impl Event for Renamed {
    const ENTITY: &'static str = "company";

    fn entity_id(&self) -> i64 {
        self.company
    }

    fn name(&self) -> &'static str {
        "renamed"
    }

    fn changes(&self) -> &Changes {
        &self.changes
    }

    fn payload(&self) -> serde_json::Value {
        serde_json::json!({ "to": "Southwind" })
    }
}

async fn rename(uow: &mut Uow) {
    sqlx::query("update company set name = 'Southwind' where id = 1").execute(uow.connection()).await.unwrap();
}

async fn name(pool: &PgPool) -> String {
    sqlx::query_scalar("select name from company where id = 1").fetch_one(pool).await.unwrap()
}

#[tokio::test]
async fn a_change_comes_with_its_audit_row_and_its_outbox_entry() {
    let pool = fixture::database().await;
    let mut uow = Uow::begin(&pool, Some(AGENT), NOW).await.unwrap();
    rename(&mut uow).await;
    uow.record(&Renamed::new(1)).await.unwrap();
    assert_eq!(name(&pool).await, "Northwind", "nobody sees it before the commit");
    assert_eq!(fixture::events(&pool).await, []);
    uow.commit().await.unwrap();

    assert_eq!(name(&pool).await, "Southwind");
    assert_eq!(fixture::events(&pool).await, [("company.renamed".to_owned(), 1, Some(AGENT))]);
    let (at, changes, payload): (time::OffsetDateTime, serde_json::Value, serde_json::Value) =
        sqlx::query_as("select e.at, e.changes, o.payload from audit_event e join outbox o on o.audit_event_id = e.id")
            .fetch_one(&pool)
            .await
            .unwrap();
    assert_eq!(at, NOW);
    assert_eq!(
        changes,
        serde_json::json!([{"field": "Name", "from": {"text": "Northwind"}, "to": {"text": "Southwind"}}])
    );
    assert_eq!(payload, serde_json::json!({ "to": "Southwind" }));
}

#[tokio::test]
async fn a_change_that_records_nothing_is_refused_and_not_written() {
    let pool = fixture::database().await;
    let mut uow = Uow::begin(&pool, Some(AGENT), NOW).await.unwrap();
    rename(&mut uow).await;
    assert_eq!(uow.commit().await, Err(ApiError::Internal));
    assert_eq!(name(&pool).await, "Northwind");
}

#[tokio::test]
async fn a_unit_of_work_that_is_dropped_leaves_nothing() {
    let pool = fixture::database().await;
    let mut uow = Uow::begin(&pool, Some(AGENT), NOW).await.unwrap();
    rename(&mut uow).await;
    uow.record(&Renamed::new(1)).await.unwrap();
    drop(uow);
    assert_eq!(name(&pool).await, "Northwind");
    assert_eq!(fixture::events(&pool).await, []);
}

#[tokio::test]
async fn an_audit_row_without_its_outbox_entry_cannot_be() {
    let pool = fixture::database().await;
    sqlx::raw_sql("alter table outbox add check (event <> 'company.renamed')").execute(&pool).await.unwrap();
    let mut uow = Uow::begin(&pool, Some(AGENT), NOW).await.unwrap();
    rename(&mut uow).await;
    assert_eq!(uow.record(&Renamed::new(1)).await, Err(ApiError::Internal));
    assert_eq!(uow.commit().await, Err(ApiError::Internal), "what failed to record is not committed");
    assert_eq!(name(&pool).await, "Northwind");
    assert_eq!(fixture::events(&pool).await, []);
}

#[tokio::test]
async fn the_system_acts_without_a_person() {
    let pool = fixture::database().await;
    let mut uow = Uow::begin(&pool, None, NOW).await.unwrap();
    uow.record(&Renamed::new(1)).await.unwrap();
    uow.commit().await.unwrap();
    assert_eq!(fixture::events(&pool).await, [("company.renamed".to_owned(), 1, None)]);
}
