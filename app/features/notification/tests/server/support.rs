//! What several of the tests need.

use kernel::PersonId;
use notification::{
    model::{Kind, Line, Notice, Reason, Recipient, Subject},
    server::notify,
};
use sqlx::PgPool;
use time::{Duration, OffsetDateTime};

pub const MINUTE: Duration = Duration::MINUTE;

/// That something happened to the thing of a number.
pub fn notice(person: PersonId, thing: i64, kind: Kind, at: OffsetDateTime, what: &str) -> Notice {
    let line = Line { at, who: "Bo Lind".into(), what: what.into(), quote: None };
    let (label, title, path) =
        (format!("INT{thing:07}"), "Cannot print".into(), format!("/interactions/INT{thing:07}"));
    let subject = Subject { kind: "interaction", id: thing, label, title, path };
    Notice { recipient: Recipient::Person(person), subject, reasons: vec![Reason::of(kind)], lines: vec![line], at }
}

/// Tells it all in one transaction.
#[expect(clippy::disallowed_methods, reason = "stands for a batch of the outbox")]
pub async fn tell(pool: &PgPool, notices: Vec<Notice>) {
    let mut transaction = pool.begin().await.unwrap();
    notify(&mut transaction, notices, MINUTE).await.unwrap();
    transaction.commit().await.unwrap();
}

/// What each message of a table says, the oldest first: whose it is, and its lines.
pub async fn said(pool: &PgPool, table: &str) -> Vec<(i64, Vec<String>)> {
    let query = format!("select coalesce(person_id, 0), lines from {table} order by id");
    let rows: Vec<(i64, serde_json::Value)> = sqlx::query_as(sqlx::AssertSqlSafe(query)).fetch_all(pool).await.unwrap();
    let lines = |lines: serde_json::Value| {
        let lines: Vec<Line> = serde_json::from_value(lines).unwrap();
        lines.into_iter().map(|line| line.what).collect()
    };
    rows.into_iter().map(|(person, value)| (person, lines(value))).collect()
}
