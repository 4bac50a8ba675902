//! Whom an event of an interaction is announced to.

use kernel::{ApiError, InteractionNumber, LiveEvent};
use platform::Announcement;
use sqlx::PgConnection;

/// What is announced of an event: to the desk of the record's company and, but for what is internal, to who asked.
///
/// # Errors
/// `NotFound` where there is no such number.
pub async fn announcement(
    connection: &mut PgConnection,
    number: InteractionNumber,
    event: &str,
    internal: bool,
) -> Result<Announcement, ApiError> {
    let row = sqlx::query!(
        "select version, company_id, requested_for_id, requested_by_id from interaction where number = $1",
        number.0,
    )
    .fetch_optional(connection)
    .await?
    .ok_or(ApiError::NotFound)?;
    Ok(Announcement {
        event: LiveEvent { kind: format!("interaction.{event}"), id: number.0, version: row.version },
        company: Some(row.company_id),
        people: if internal { Vec::new() } else { vec![row.requested_for_id, row.requested_by_id] },
        internal,
    })
}
