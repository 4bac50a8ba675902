//! The ledger of time.

use kernel::{ApiError, InteractionNumber};
use sqlx::{PgConnection, PgPool, types::Json};
use time::OffsetDateTime;

use crate::{
    model::{Ledger, Named, Segment, SegmentKind, Side, TimeSheet},
    server::policy::Conversation,
};

/// A segment as `interaction_ledger` gives it: id, kind, whose, their name, start, end (microseconds since 1970).
pub type Row = (i64, String, Option<i64>, Option<String>, i64, Option<i64>);

/// The ledger of an interaction that was found for somebody, or for the system.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn ledger(connection: &mut PgConnection, number: InteractionNumber) -> Result<Ledger, ApiError> {
    let rows = sqlx::query_scalar!(r#"select interaction_ledger($1) as "ledger: Json<Vec<Row>>""#, number.0)
        .fetch_one(connection)
        .await?;
    read(rows)
}

/// What the database gave, read.
///
/// # Errors
/// `Internal` where it cannot be read: a mistake of ours.
pub fn read(rows: Option<Json<Vec<Row>>>) -> Result<Ledger, ApiError> {
    let segment = |(id, kind, person, name, start, end): Row| {
        Some(Segment {
            id,
            kind: SegmentKind::from_key(&kind)?,
            who: person.zip(name).map(|(id, name)| Named { id, name }),
            started_at: moment(start)?,
            ended_at: match end {
                Some(end) => Some(moment(end)?),
                None => None,
            },
        })
    };
    let rows = rows.map(|rows| rows.0).unwrap_or_default();
    rows.into_iter().map(segment).collect::<Option<_>>().map(Ledger).ok_or(ApiError::Internal)
}

fn moment(micros: i64) -> Option<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(micros) * 1_000).ok()
}

/// The ledger for the desk's side.
///
/// # Errors
/// `NotFound` for who asked: there is no ledger on their side; `Unavailable` where the database is away.
pub async fn time_sheet(pool: &PgPool, reading: &Conversation, now: OffsetDateTime) -> Result<TimeSheet, ApiError> {
    if reading.side != Side::Desk {
        return Err(ApiError::NotFound);
    }
    let ledger = ledger(&mut *pool.acquire().await?, reading.number).await?;
    Ok(TimeSheet { ledger, now })
}
