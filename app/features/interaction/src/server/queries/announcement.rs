//! Whom an event of an interaction is announced to.

use kernel::{ApiError, InteractionNumber, LiveEvent};
use platform::Announcement;
use sqlx::PgConnection;

/// What is announced of an event: to the desk of the record's company and, but for what is internal, to who asked and
/// who of the company watches.
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
        r#"
        select version, company_id, array(select person_id from interaction_own_side(number)) as "people!"
        from interaction where number = $1
        "#,
        number.0,
    )
    .fetch_optional(connection)
    .await?
    .ok_or(ApiError::NotFound)?;
    Ok(Announcement {
        event: LiveEvent { kind: format!("interaction.{event}"), id: number.0, version: row.version },
        company: Some(row.company_id),
        people: if internal { Vec::new() } else { row.people },
        internal,
    })
}
