//! The history panel: what a person had with the desk before.

use kernel::{ApiError, InteractionNumber, PersonId};
use sqlx::PgExecutor;

use crate::{
    model::{History, HistoryRow, Status},
    server::policy::Visible,
};

/// How many lines the panel holds.
const ROWS: usize = 30;

/// The visible interactions requested for `person`, newest first, without the one looked at.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn history(
    executor: impl PgExecutor<'_>,
    visible: &Visible,
    person: PersonId,
    except: Option<InteractionNumber>,
) -> Result<History, ApiError> {
    let limit = i64::try_from(ROWS + 1).map_err(|_| ApiError::Internal)?;
    let rows = sqlx::query!(
        r#"
        select number, summary, status, reported_at from interaction
        where requested_for_id = $1 and company_id = any($2) and number is distinct from $3
        order by number desc limit $4
        "#,
        person.0,
        &visible.companies,
        except.map(|number| number.0),
        limit,
    )
    .fetch_all(executor)
    .await?;
    let more = rows.len() > ROWS;
    let interactions = rows
        .into_iter()
        .take(ROWS)
        .map(|row| {
            Ok(HistoryRow {
                number: InteractionNumber(row.number),
                summary: row.summary,
                status: Status::from_key(&row.status).ok_or(ApiError::Internal)?,
                at: row.reported_at,
            })
        })
        .collect::<Result<_, ApiError>>()?;
    Ok(History { interactions, more })
}
