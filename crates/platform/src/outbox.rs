//! What was recorded and has still to be told, taken batch by batch.
//!
//! [`Batch::take`] gives the oldest entries within a transaction of their own; whoever has told them, in the same
//! transaction, says [`Batch::done`]. So each is told once, however the process ends. One process takes at a time.

use kernel::{ApiError, Changes, PersonId};
use serde_json::Value;
use sqlx::{PgConnection, PgPool, Postgres, Transaction};
use time::OffsetDateTime;

/// How many entries are taken at once: one of a large group has a message for each of its people, all of which are in
/// memory together.
const BATCH: i64 = 100;

/// Held while a batch is taken and told, by one process of all.
const LOCK: i64 = 5_502;

/// An event as it was recorded.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The id of its audit row.
    pub id: i64,
    /// `interaction.updated`.
    pub event: String,
    pub entity_id: i64,
    /// Who did it; `None` where the system itself acted.
    pub actor: Option<PersonId>,
    /// Their name; empty where the system itself acted.
    pub who: String,
    pub at: OffsetDateTime,
    pub changes: Changes,
    pub payload: Value,
}

/// Some entries of the outbox, gone from it with [`Batch::done`].
#[derive(Debug)]
pub struct Batch {
    transaction: Transaction<'static, Postgres>,
    taken: Vec<i64>,
    events: Vec<Recorded>,
}

impl Batch {
    /// The oldest entries; `None` where there are none, or another process is at them.
    ///
    /// # Errors
    /// `Unavailable` where the database is away.
    pub async fn take(pool: &PgPool) -> Result<Option<Self>, ApiError> {
        #[expect(clippy::disallowed_methods, reason = "tells what was recorded and changes no record itself")]
        let mut transaction = pool.begin().await?;
        let mine = sqlx::query_scalar!(r#"select pg_try_advisory_xact_lock($1) as "mine!""#, LOCK)
            .fetch_one(&mut *transaction)
            .await?;
        if !mine {
            return Ok(None);
        }
        let rows = sqlx::query!(
            r#"
            select o.id as taken, o.event, o.payload, e.id, e.entity_id, e.actor_id as "actor_id: PersonId", e.at, e.changes,
                coalesce(p.name, '') as "who!"
            from outbox o join audit_event e on e.id = o.audit_event_id left join person p on p.id = e.actor_id
            order by o.id limit $1
            "#,
            BATCH,
        )
        .fetch_all(&mut *transaction)
        .await?;
        if rows.is_empty() {
            return Ok(None);
        }
        let taken = rows.iter().map(|row| row.taken).collect();
        let events = rows.into_iter().filter_map(|row| {
            let changes = serde_json::from_value(row.changes).inspect_err(|error| {
                // It would stop all that come after it.
                tracing::error!(%error, event = row.id, "an event cannot be read, and nobody is told of it");
            });
            Some(Recorded {
                id: row.id,
                event: row.event,
                entity_id: row.entity_id,
                actor: row.actor_id,
                who: row.who,
                at: row.at,
                changes: changes.ok()?,
                payload: row.payload,
            })
        });
        Ok(Some(Self { taken, events: events.collect(), transaction }))
    }

    /// The events, in the order of the outbox: those of one record in the order in which they happened.
    pub fn events(&self) -> &[Recorded] {
        &self.events
    }

    /// Where what comes of the events is written.
    pub fn connection(&mut self) -> &mut PgConnection {
        &mut self.transaction
    }

    /// Takes the entries from the outbox and makes lasting what was written. Gives how many there were.
    ///
    /// # Errors
    /// `Unavailable` where the database is away: all of it is taken again.
    pub async fn done(mut self) -> Result<usize, ApiError> {
        sqlx::query!("delete from outbox where id = any($1)", &self.taken).execute(&mut *self.transaction).await?;
        self.transaction.commit().await?;
        Ok(self.taken.len())
    }
}
