//! A record as it was at a moment.

use kernel::{ApiError, Changes, InteractionNumber};
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::record::record;
use crate::{model::AsOf, server::policy::Visible};

/// The record as it was at a moment, with all that had happened until then, that moment included.
///
/// # Errors
/// `NotFound` where it is not there or not visible.
pub async fn as_of(
    connection: &mut PgConnection,
    visible: &Visible,
    number: InteractionNumber,
    at: OffsetDateTime,
) -> Result<AsOf, ApiError> {
    let now = record(&mut *connection, visible, number).await?;
    let since = sqlx::query_scalar!(
        "select changes from audit_event
         where entity = 'interaction' and entity_id = $1 and at > $2 and event not in ('created', 'commented')
         order by id desc",
        number.0,
        at,
    )
    .fetch_all(connection)
    .await?;
    let since = since.into_iter().map(|changes| serde_json::from_value(changes).map_err(|_| ApiError::Internal));
    Ok(AsOf::of(&now, at, &since.collect::<Result<Vec<Changes>, _>>()?))
}
