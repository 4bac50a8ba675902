//! Writing the ledger of time: what a turn closes, and what it adds.

use kernel::{ApiError, InteractionNumber};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::model::Turn;

/// The segments a turn adds, a column each, as a statement takes them.
#[derive(Debug, Default)]
pub struct Added {
    pub kinds: Vec<String>,
    pub persons: Vec<Option<i64>>,
    pub starts: Vec<OffsetDateTime>,
    pub ends: Vec<Option<OffsetDateTime>>,
}

impl Added {
    pub fn of(turn: &Turn, reported_on: OffsetDateTime, now: OffsetDateTime) -> Self {
        let mut added = Self::default();
        for (kind, person, start, end) in turn.added(reported_on, now) {
            added.kinds.push(kind.key().to_owned());
            added.persons.push(person.map(|person| person.0));
            added.starts.push(start);
            added.ends.push(end);
        }
        added
    }
}

/// Writes a turn of an interaction's ledger, in one statement; nothing where it is empty.
pub async fn write(
    connection: &mut PgConnection,
    number: InteractionNumber,
    turn: &Turn,
    reported_on: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<(), ApiError> {
    if turn.is_empty() {
        return Ok(());
    }
    let added = Added::of(turn, reported_on, now);
    // What ends is ended before anything begins: the filter asks for it first.
    sqlx::query!(
        r#"
        with closed as (
            update interaction_time set ended_at = greatest(started_at, $2) where number = $1 and id = any($3)
            returning id
        )
        insert into interaction_time (number, kind, person_id, started_at, ended_at)
        select $1, t.kind, t.person_id, t.started_at, t.ended_at
        from unnest($4::text[], $5::bigint[], $6::timestamptz[], $7::timestamptz[])
            as t (kind, person_id, started_at, ended_at)
        where (select count(*) from closed) >= 0
        "#,
        number.0,
        now,
        &turn.closes,
        &added.kinds,
        &added.persons as &[Option<i64>],
        &added.starts,
        &added.ends as &[Option<OffsetDateTime>],
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes back what a move that is undone wrote at a moment: what it began and still runs has ended, and a wait that ended
/// with it goes on, unless the desk has answered since.
pub async fn take_back(
    connection: &mut PgConnection,
    number: InteractionNumber,
    moved_at: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<(), ApiError> {
    sqlx::query!(
        r#"
        with ended as (
            update interaction_time set ended_at = greatest(started_at, $3)
            where number = $1 and started_at = $2 and ended_at is null
        )
        delete from interaction_time
        where number = $1 and kind = 'wait' and ended_at = $2 and not exists (
            select from interaction_comment where number = $1 and by_desk and not internal and at >= $2
        )
        "#,
        number.0,
        moved_at,
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}
