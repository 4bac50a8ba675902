//! How many interactions of a list have each value of a column.

use std::time::Duration;

use futures::{StreamExt, TryStreamExt, stream};
use kernel::ApiError;
use platform::Platform;
use tokio::time::{Instant, timeout_at};

use super::narrow::{Search, in_time};
use crate::{
    filter::{Column, Condition, Kind, Node, Operator, Place, Value},
    model::{Count, Facet, ListQuery},
    server::{policy::Visible, queries::values},
};

/// How many values are offered.
const MOST: i64 = 40;
/// How many are counted at once: others search meanwhile.
const AT_ONCE: usize = 2;
/// How long is counted.
const PATIENCE: Duration = Duration::from_secs(3);

/// The values of a column with how many of the list have each, whatever it says of this column itself. Of people and of
/// what may be missing, being me and being empty come first.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn facets(
    platform: &Platform,
    visible: &Visible,
    query: &ListQuery,
    column: Column,
) -> Result<Vec<Facet>, ApiError> {
    let mut offered: Vec<(Operator, String, String)> = Vec::new();
    if column.kind() == Kind::Person {
        offered.push((Operator::Is, "me".into(), "Me".into()));
    }
    if column.may_be_empty() {
        offered.push((Operator::IsEmpty, String::new(), "None".into()));
    }
    let choices =
        Value::choices(column).into_iter().map(|(value, label)| (Operator::Is, value.key(), label.to_owned()));
    let named = values(&platform.searches, visible, column, "", MOST).await?;
    let named = named.into_iter().map(|found| (Operator::Is, found.value, found.label));
    offered.extend(choices.chain(named));
    let similar =
        if query.q.is_empty() { Vec::new() } else { in_time(Search::run(platform, visible, query)).await?.0.similar };
    // Those that are not counted until then are offered all the same.
    let until = Instant::now() + PATIENCE;
    let counted = offered.into_iter().filter_map(|(operator, value, label)| {
        let condition = Condition::read(column, operator, &value).ok()?;
        let similar = similar.clone();
        Some(async move {
            let part = Node::Is(condition.clone()).to_string();
            let query = ListQuery { filter: query.filter.with_only(column, Some(condition)), ..query.clone() };
            let count = timeout_at(until, async {
                Search::of(platform, visible, &query, similar, Place::Anywhere)
                    .await?
                    .count(query.scope, false, None)
                    .await
            });
            let count = count.await.unwrap_or(Ok(Count::Unknown))?;
            Ok::<_, ApiError>(Facet { part, label, count })
        })
    });
    stream::iter(counted).buffered(AT_ONCE).try_collect().await
}
