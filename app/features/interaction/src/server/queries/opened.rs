//! A record's form as it was opened, for those who come back to it later.

use kernel::{ApiError, Changes, InteractionNumber};
use sqlx::PgConnection;

use super::record::record;
use crate::{
    model::{self, Draft, Record, SYSTEM},
    server::policy::Visible,
};

/// The edits since a version.
#[derive(Debug)]
pub struct Missed {
    /// Who made the last one.
    pub by: String,
    /// The form as it was at that version; none of a version that the record never had.
    pub opened: Option<Draft>,
}

/// Reads the edits since `version` from the record's own events.
///
/// Each update raises the version by one, so as many of the latest events were missed as versions lie
/// between; a version the record never had (a forged one) missed them all.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn missed(connection: &mut PgConnection, now: &Record, version: i32) -> Result<Missed, ApiError> {
    let lawful = (1..=now.version).contains(&version);
    let missed = if lawful { now.version - version } else { now.version };
    let rows = sqlx::query!(
        r#"
        select p.name as "who?", e.changes
        from audit_event e left join person p on p.id = e.actor_id
        where e.entity = 'interaction' and e.entity_id = $1 and e.event = 'updated'
        order by e.id desc limit $2
        "#,
        now.number.0,
        i64::from(missed),
    )
    .fetch_all(connection)
    .await?;
    let by = rows.first().map(|row| row.who.clone().unwrap_or_else(|| SYSTEM.to_owned()));
    let by = by.unwrap_or_else(|| "Somebody else".to_owned());
    let changes = rows.into_iter().map(|row| serde_json::from_value(row.changes).map_err(|_| ApiError::Internal));
    let changes = changes.collect::<Result<Vec<Changes>, _>>()?;
    Ok(Missed { by, opened: lawful.then(|| model::before(now, &changes)) })
}

/// The form as it was at a version; none of a version that the record never had.
///
/// # Errors
/// `NotFound` where the record is not there or not visible.
pub async fn opened(
    connection: &mut PgConnection,
    visible: &Visible,
    number: InteractionNumber,
    version: i32,
) -> Result<Option<Draft>, ApiError> {
    let now = record(&mut *connection, visible, number).await?;
    Ok(missed(connection, &now, version).await?.opened)
}
