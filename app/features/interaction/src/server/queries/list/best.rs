//! The best of what staff find by words, instead of the newest: what Global Search shows.

use std::{collections::BTreeSet, time::Duration};

use kernel::ApiError;
use platform::Platform;

use super::{hit::Hit, narrow::Search, rows};
use crate::{
    filter::Place,
    model::{ListQuery, ListRow, Sort},
    server::policy::Visible,
};

/// How long those are waited for that have the words in their summary.
const PATIENCE: Duration = Duration::from_secs(1);

/// What was found, best first.
#[derive(Debug)]
pub struct Best {
    pub rows: Vec<ListRow>,
    /// What is marked in their texts, folded; not to be told.
    pub marks: Vec<String>,
    /// Whether there are more.
    pub more: bool,
    /// Whether they do not have the words that were typed, but words like them.
    pub similar: bool,
}

/// At most so many of those that a list searched for `query` shows: first those with every word in their summary, then
/// those with the words elsewhere; the newest first of each.
///
/// # Errors
/// `TooSlow` where it takes too long to find, `Unavailable` where the database is away.
pub async fn best(platform: &Platform, visible: &Visible, query: &ListQuery, most: usize) -> Result<Best, ApiError> {
    let query = &query.sorted(Sort::default());
    let anywhere = Search::run(platform, visible, query);
    let ((search, found), mut hits) = tokio::try_join!(anywhere, in_summary(platform, visible, query))?;
    let known: BTreeSet<i64> = hits.iter().map(|hit| hit.number).collect();
    let more_behind = found.page.after.is_some();
    hits.extend(found.page.rows.into_iter().filter(|hit| !known.contains(&hit.number)));
    let more = more_behind || hits.len() > most;
    hits.truncate(most);
    let rows = rows(&platform.pool, hits).await?;
    let marks = search.marks(&query.q);
    let similar = !rows.is_empty() && search.similar.iter().any(|words| !words.is_empty());
    Ok(Best { rows, marks, more, similar })
}

/// The newest that have every word in their summary. None where that takes long: they are among the others, then.
async fn in_summary(platform: &Platform, visible: &Visible, query: &ListQuery) -> Result<Vec<Hit>, ApiError> {
    let found = async { Search::of(platform, visible, query, Vec::new(), Place::Headline).await?.page(query).await };
    match tokio::time::timeout(PATIENCE, found).await {
        Ok(Ok(found)) => Ok(found.page.rows),
        Err(_) | Ok(Err(ApiError::TooSlow)) => Ok(Vec::new()),
        Ok(Err(error)) => Err(error),
    }
}
