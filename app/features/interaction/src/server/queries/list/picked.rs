//! Rows of the list by their numbers.

use kernel::{ApiError, InteractionNumber};
use sqlx::{PgPool, QueryBuilder};

use super::{
    hit::{COLUMNS, Hit},
    rows,
};
use crate::{model::ListRow, server::policy::Visible};

/// Those of these that the person sees, the newest first.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn picked(pool: &PgPool, visible: &Visible, numbers: &[InteractionNumber]) -> Result<Vec<ListRow>, ApiError> {
    let numbers: Vec<i64> = numbers.iter().map(|number| number.0).collect();
    let mut query = QueryBuilder::new("select ");
    query.push(COLUMNS).push(" from interaction i where i.number = any(").push_bind(numbers);
    query.push(") and i.company_id = any(").push_bind(&visible.companies).push(") order by i.number desc");
    let found = query.build().fetch_all(pool).await?;
    let hits = found.iter().map(|row| Hit::read(row, String::new())).collect::<Result<_, _>>()?;
    rows(pool, hits).await
}
