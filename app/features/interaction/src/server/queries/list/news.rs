//! What became of a list since somebody opened it.

use kernel::ApiError;
use platform::Platform;

use super::{
    ROWS,
    direction::Direction,
    narrow::newest,
    segment::{Rows, Segment},
    since::Since,
    walk::Walk,
};
use crate::{
    model::{ListQuery, ListSince, Sort},
    server::{policy::Visible, queries::counts},
};

/// The counts of a list as its page has them, and how many of it are newer than a number.
///
/// # Errors
/// `TooSlow` where it takes too long to find, `Unavailable` where the database is away.
pub async fn news(
    platform: &Platform,
    visible: &Visible,
    query: &ListQuery,
    number: i64,
) -> Result<ListSince, ApiError> {
    let query = ListQuery { sort: Sort::default(), ..query.first_page() };
    if query.is_narrowed() {
        let (page, counts) = newest(platform, visible, &query).await?;
        let newer = page.rows.iter().filter(|hit| hit.number > number).count();
        let more = newer == ROWS && page.after.is_some();
        return Ok(ListSince { counts, newer: newer + usize::from(more) });
    }
    unnarrowed(platform, visible, &query, number).await.map_err(ApiError::of_page)
}

async fn unnarrowed(
    platform: &Platform,
    visible: &Visible,
    query: &ListQuery,
    number: i64,
) -> Result<ListSince, ApiError> {
    let now = platform.clock.now();
    let mut connection = platform.pages.acquire().await?;
    let walk = Walk {
        visible,
        scope: query.scope,
        since: Since::of(&mut *connection, query.days, now).await?,
        direction: Direction::Down,
        numbers: (number.saturating_add(1), i64::MAX),
        limit: ROWS + 1,
    };
    let all = vec![Segment { key: String::new(), rows: Rows::All }];
    let newer = walk.run(&mut connection, all, None).await?;
    let counts = counts(&mut *connection, visible, query.days, now).await?;
    Ok(ListSince { counts, newer: newer.len() })
}
