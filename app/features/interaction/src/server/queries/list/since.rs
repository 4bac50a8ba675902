//! Moments as numbers: the rows of a list are numbered in the order of their reports, or nearly.

use kernel::ApiError;
use sqlx::PgExecutor;
use time::OffsetDateTime;

use crate::filter::first_day;

/// The rows are numbered in the order of their reports but for writers that overtake one another within
/// moments; this many rows are more than any such moment.
pub const OVERTAKING: u8 = 200;

/// The beginning of the last days.
#[derive(Clone, Copy, Debug)]
pub struct Since {
    pub at: OffsetDateTime,
    /// The least number of those reported since then.
    pub number: i64,
}

impl Since {
    /// The beginning of the last so many days, if the list has such.
    ///
    /// # Errors
    /// `Unavailable` where the database is away.
    pub async fn of(
        executor: impl PgExecutor<'_>,
        days: Option<u16>,
        now: OffsetDateTime,
    ) -> Result<Option<Self>, ApiError> {
        match days {
            Some(days) => Self::find(executor, first_day(now, days).midnight().assume_utc()).await.map(Some),
            None => Ok(None),
        }
    }

    /// # Errors
    /// `Unavailable` where the database is away.
    pub async fn find(executor: impl PgExecutor<'_>, at: OffsetDateTime) -> Result<Self, ApiError> {
        let number = sqlx::query_scalar!(
            "select min(number) from (
                 select number from interaction where reported_at >= $1 order by reported_at limit $2
             ) first",
            at,
            i64::from(OVERTAKING),
        );
        // Nothing is past the greatest number.
        Ok(Self { at, number: number.fetch_one(executor).await?.unwrap_or(i64::MAX) })
    }
}

/// The greatest number of those reported before a moment.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn last_before(executor: impl PgExecutor<'_>, at: OffsetDateTime) -> Result<i64, ApiError> {
    let number = sqlx::query_scalar!(
        "select max(number) from (
             select number from interaction where reported_at < $1 order by reported_at desc limit $2
         ) last",
        at,
        i64::from(OVERTAKING),
    );
    Ok(number.fetch_one(executor).await?.unwrap_or(i64::MIN))
}
