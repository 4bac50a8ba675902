//! Reading the whole log, and whether it is what was written.

use futures::TryStreamExt;
use kernel::PersonId;
use serde_json::Value;
use sqlx::{PgConnection, PgPool};
use time::OffsetDateTime;

use super::{Fault, Head, Link, content, faults};

/// What reading the log found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    pub events: u64,
    pub records: u64,
    /// Each record whose log is not as it was written.
    pub wrong: Vec<Wrong>,
}

/// A record, by its kind and id, and what is wrong with its log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    pub entity: String,
    pub id: i64,
    pub faults: Vec<Fault>,
}

/// Reads the log of the records of a kind with these ids, or of all records, as it is at one moment.
///
/// Takes the time of reading the log once, and the memory of the longest log of one record.
///
/// # Errors
/// Those of the database.
pub async fn verify(pool: &PgPool, only: Option<(&str, &[i64])>) -> Result<Verified, sqlx::Error> {
    #[expect(clippy::disallowed_methods, reason = "reads only, all of it at one moment")]
    let mut moment = pool.begin_with("begin isolation level repeatable read read only").await?;
    let mut verified = Verified::default();
    logs(&mut moment, only, &mut verified).await?;
    gone(&mut moment, only, &mut verified).await?;
    Ok(verified)
}

/// The log of one record, while it is read.
struct Log {
    entity: String,
    id: i64,
    rows: Vec<Link>,
    kept: Head,
}

impl Verified {
    fn add(&mut self, log: Log) {
        self.records += 1;
        self.events += log.rows.len() as u64;
        let faults = faults(&log.rows, log.kept);
        if !faults.is_empty() {
            self.wrong.push(Wrong { entity: log.entity, id: log.id, faults });
        }
    }
}

/// An event as its row holds it.
struct Row {
    id: i64,
    entity: String,
    entity_id: i64,
    event: String,
    actor_id: Option<i64>,
    at: OffsetDateTime,
    changes: Value,
    seq: i32,
    hash: Vec<u8>,
    kept_seq: Option<i32>,
    kept_hash: Option<Vec<u8>>,
}

impl Row {
    fn link(&self) -> Link {
        let actor = self.actor_id.map(PersonId);
        let content = content(&self.entity, self.entity_id, &self.event, actor, self.at, &self.changes);
        Link { id: self.id, content, head: head(self.seq, &self.hash) }
    }

    fn kept(&self) -> Head {
        self.kept_seq.zip(self.kept_hash.as_deref()).map_or(Head::NONE, |(seq, hash)| head(seq, hash))
    }
}

/// A hash of another length is none that was ever written.
fn head(seq: i32, hash: &[u8]) -> Head {
    Head { seq, hash: hash.try_into().unwrap_or_default() }
}

/// Every record that there are events of.
async fn logs(
    connection: &mut PgConnection,
    only: Option<(&str, &[i64])>,
    verified: &mut Verified,
) -> Result<(), sqlx::Error> {
    let (entity, ids) = only.unzip();
    let mut rows = sqlx::query_as!(
        Row,
        r#"
        select e.id, e.entity, e.entity_id, e.event, e.actor_id, e.at, e.changes, e.seq, e.hash,
            h.seq as "kept_seq?", h.hash as "kept_hash?"
        from audit_event e left join audit_head h using (entity, entity_id)
        where $1::text is null or e.entity = $1 and e.entity_id = any($2)
        order by e.entity, e.entity_id, e.id
        "#,
        entity,
        ids,
    )
    .fetch(connection);
    let mut log: Option<Log> = None;
    while let Some(row) = rows.try_next().await? {
        let link = row.link();
        match &mut log {
            Some(log) if log.entity == row.entity && log.id == row.entity_id => log.rows.push(link),
            log => {
                let kept = row.kept();
                let next = Log { entity: row.entity, id: row.entity_id, rows: vec![link], kept };
                if let Some(read) = log.replace(next) {
                    verified.add(read);
                }
            }
        }
    }
    if let Some(read) = log {
        verified.add(read);
    }
    Ok(())
}

/// Every record whose events are all gone.
async fn gone(
    connection: &mut PgConnection,
    only: Option<(&str, &[i64])>,
    verified: &mut Verified,
) -> Result<(), sqlx::Error> {
    let (entity, ids) = only.unzip();
    let gone = sqlx::query!(
        r#"
        select h.entity, h.entity_id, h.seq
        from audit_head h
        where ($1::text is null or h.entity = $1 and h.entity_id = any($2))
            and not exists (select from audit_event e where e.entity = h.entity and e.entity_id = h.entity_id)
        order by h.entity, h.entity_id
        "#,
        entity,
        ids,
    )
    .fetch_all(connection)
    .await?;
    verified.records += gone.len() as u64;
    verified.wrong.extend(gone.into_iter().map(|row| Wrong {
        entity: row.entity,
        id: row.entity_id,
        faults: vec![Fault::Missing { first: 1, last: row.seq }],
    }));
    Ok(())
}
