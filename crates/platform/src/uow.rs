//! The unit of work: one verb, one transaction, one event.
//!
//! A command changes rows through [`Uow::connection`] and calls [`Uow::record`]; [`Uow::commit`]
//! refuses to commit a change that recorded nothing. `clippy.toml` bans every other way to open
//! a write transaction.

use std::future::Future;

use kernel::{ApiError, Changes, PersonId};
use serde_json::Value;
use sqlx::{PgConnection, PgPool, Postgres, Transaction};
use time::OffsetDateTime;

use crate::{
    chain,
    live::{Announcement, CHANNEL},
};

/// Something that happened to a record of a slice.
pub trait Event {
    /// The kind of record: `"interaction"`, `"person"`.
    const ENTITY: &'static str;

    fn entity_id(&self) -> i64;

    /// The event's name in the past tense: `"created"`.
    fn name(&self) -> &'static str;

    /// What it changed, field by field.
    fn changes(&self) -> &Changes;

    /// What readers of the outbox need beside the id; small.
    fn payload(&self) -> Value {
        Value::Null
    }

    /// What pages that are open are told of it, and whose; read in the transaction, after the change. `None` where no
    /// page shows it.
    fn announcement(
        &self,
        connection: &mut PgConnection,
    ) -> impl Future<Output = Result<Option<Announcement>, ApiError>> + Send {
        let _ = connection;
        async { Ok(None) }
    }
}

/// One write transaction on behalf of one person (or of the system) at one moment.
#[derive(Debug)]
pub struct Uow {
    transaction: Transaction<'static, Postgres>,
    actor: Option<PersonId>,
    now: OffsetDateTime,
    recorded: bool,
}

impl Uow {
    /// Starts a transaction. `actor` is `None` where the system itself acts.
    pub async fn begin(pool: &PgPool, actor: Option<PersonId>, now: OffsetDateTime) -> Result<Self, ApiError> {
        #[expect(clippy::disallowed_methods, reason = "the one place that opens a write transaction")]
        let transaction = pool.begin().await?;
        Ok(Self { transaction, actor, now, recorded: false })
    }

    pub fn connection(&mut self) -> &mut PgConnection {
        &mut self.transaction
    }

    /// The moment all of this happens at.
    pub fn now(&self) -> OffsetDateTime {
        self.now
    }

    /// Writes the audit row of `event` at the end of its record's chain and the outbox entry, and has it announced once
    /// all of this is committed. Whoever records something of the same record waits until then.
    pub async fn record<E: Event>(&mut self, event: &E) -> Result<(), ApiError> {
        let changes = serde_json::to_value(event.changes()).map_err(|_| ApiError::Internal)?;
        let (entity, id) = (E::ENTITY, event.entity_id());
        let content = chain::content(entity, id, event.name(), self.actor, self.now, &changes);
        let announcement = event.announcement(&mut self.transaction).await?;
        let payloads = announcement.map(|announcement| announcement.payloads()).unwrap_or_default();
        sqlx::query!(
            r#"
            with head as (
                insert into audit_head (entity, entity_id, seq, hash)
                values ($1, $2, 1, audit_follow($10, $11))
                on conflict (entity, entity_id) do update
                set seq = audit_head.seq + 1, hash = audit_follow(audit_head.hash, $11)
                returning seq, hash
            ), audit as (
                insert into audit_event (entity, entity_id, event, actor_id, at, changes, seq, hash)
                select $1, $2, $3, $4, $5, $6, seq, hash from head
                returning id
            ), kept as (
                insert into outbox (audit_event_id, event, payload, at)
                select id, $1 || '.' || $3, $7, $5 from audit
            )
            select pg_notify($8, audit.id || ' ' || payload) from audit, unnest($9::text[]) payload
            "#,
            entity,
            id,
            event.name(),
            self.actor.map(|person| person.0),
            self.now,
            changes,
            event.payload(),
            CHANNEL,
            &payloads,
            &chain::Head::NONE.hash,
            &content,
        )
        .execute(&mut *self.transaction)
        .await?;
        self.recorded = true;
        Ok(())
    }

    /// Makes it all lasting.
    ///
    /// # Errors
    /// `Internal` where nothing was recorded: a change that leaves no trace is a mistake of ours.
    pub async fn commit(self) -> Result<(), ApiError> {
        if !self.recorded {
            tracing::error!("a unit of work changed something and recorded no event");
            return Err(ApiError::Internal);
        }
        Ok(self.transaction.commit().await?)
    }
}
