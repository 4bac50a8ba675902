//! What a walk finds.

use kernel::ApiError;
use sqlx::{Row, postgres::PgRow};
use time::OffsetDateTime;

/// A row found, with what a cursor at it would hold. Whatever has a name elsewhere is an id here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub number: i64,
    pub key: String,
    pub company: i64,
    pub reason: i64,
    pub requested_for: i64,
    pub requested_by: i64,
    pub group: Option<i64>,
    pub individual: Option<i64>,
    pub vip: bool,
    pub summary: String,
    pub status: String,
    pub reported_at: OffsetDateTime,
}

/// What a [`Hit`] takes from the table.
pub const COLUMNS: &str = "i.number, i.company_id, i.reason_id, i.requested_for_id, i.requested_by_id, i.group_id, \
    i.individual_id, i.vip, i.summary, i.status, i.reported_at";

impl Hit {
    /// # Errors
    /// `Internal` where a column is not what it should be.
    pub fn read(row: &PgRow, key: String) -> Result<Self, ApiError> {
        Ok(Self {
            number: row.try_get("number")?,
            key,
            company: row.try_get("company_id")?,
            reason: row.try_get("reason_id")?,
            requested_for: row.try_get("requested_for_id")?,
            requested_by: row.try_get("requested_by_id")?,
            group: row.try_get("group_id")?,
            individual: row.try_get("individual_id")?,
            vip: row.try_get("vip")?,
            summary: row.try_get("summary")?,
            status: row.try_get("status")?,
            reported_at: row.try_get("reported_at")?,
        })
    }
}
