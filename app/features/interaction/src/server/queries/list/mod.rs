//! A page of the list, by keyset: it starts at its cursor in an index and reads 51 entries.
//!
//! Every sort is a sequence of [segments](segment::Segment), each of which is a walk of one index:
//!
//! - by number or summary there is one segment;
//! - by something with few values (status, company, group, reason, VIP) there is one per value, in
//!   the order of their labels, walked until the page is full;
//! - by a person's name the people are walked by name, and each one's interactions by number.
//!
//! Which index that is, in each scope, [`path::path`] says; [`walk`] writes the SQL so that the planner takes it.
//!
//! To make another column sortable: a variant in `SortField`, its arm in [`segment::segments`], its arm in
//! [`path::path`], and indexes that end in `number`: one for all, one for groups, one for individuals.

mod best;
mod direction;
mod facets;
mod hit;
mod narrow;
mod news;
mod path;
mod picked;
mod segment;
mod since;
mod walk;
mod whole;

use std::collections::{BTreeSet, HashMap};

use kernel::{ApiError, Cursor, InteractionNumber, Page};
use platform::Platform;
use sqlx::{PgConnection, PgExecutor};
use time::OffsetDateTime;

use super::{called, counts};
use crate::{
    model::{Called, ListPage, ListQuery, ListRow, Sort, Status, Told},
    server::policy::Visible,
};
pub use best::{Best, best};
use direction::Direction;
pub use facets::facets;
use hit::Hit;
pub use news::news;
pub use picked::picked;
use since::Since;
use walk::Walk;
pub use whole::WholeList;

/// Rows of a page.
pub const ROWS: usize = 50;

/// The page of the list that `query` names, with its counts.
///
/// # Errors
/// `Unavailable` where the database is away; of a narrowed list `TooSlow` where it takes too long to find.
pub async fn list(platform: &Platform, visible: &Visible, query: &ListQuery) -> Result<ListPage, ApiError> {
    let (page, called) = tokio::try_join!(page(platform, visible, query), called(&platform.pages, visible, query))?;
    let Called { name, may_save } = called;
    let first = || page.page.rows.first().map_or(0, |row| row.number.0);
    let newest = if query.order() == Sort::MATCH { page.newest } else { first() };
    Ok(ListPage { called: name, may_save, newest, ..page })
}

async fn page(platform: &Platform, visible: &Visible, query: &ListQuery) -> Result<ListPage, ApiError> {
    if query.is_narrowed() {
        return narrow::narrowed(platform, visible, query).await;
    }
    unnarrowed(platform, visible, query).await.map_err(ApiError::of_page)
}

async fn unnarrowed(platform: &Platform, visible: &Visible, query: &ListQuery) -> Result<ListPage, ApiError> {
    let now = platform.clock.now();
    // One after the other: that a connection is given back costs a round trip to the database of its own.
    let mut connection = platform.pages.acquire().await?;
    let page = whole_page(&mut connection, visible, query, now).await?;
    let counts = counts(&mut *connection, visible, query.days, now).await?;
    Ok(ListPage { page, counts, told: Told::default(), called: String::new(), may_save: false, newest: 0 })
}

/// A page of a list that nothing narrows.
async fn whole_page(
    connection: &mut PgConnection,
    visible: &Visible,
    query: &ListQuery,
    now: OffsetDateTime,
) -> Result<Page<ListRow>, ApiError> {
    let (cursor, direction) = place(query);
    let since = Since::of(&mut *connection, query.days, now).await?;
    let walk = Walk { visible, scope: query.scope, since, direction, numbers: walk::ANY_NUMBER, limit: ROWS + 1 };
    let segments = segment::segments(&mut *connection, visible, query.order().field).await?;
    let hits = walk.run(connection, segments, cursor).await?;
    if hits.is_empty() && cursor.is_some() {
        // Nothing is past the place any more, or never was: better the list than an empty page.
        return Box::pin(whole_page(connection, visible, &query.first_page(), now)).await;
    }
    let Page { rows: hits, before, after } = cut(query, hits);
    Ok(Page { rows: rows(connection, hits).await?, before, after })
}

/// Where a page begins, and which way its rows are read from there.
fn place(query: &ListQuery) -> (Option<&Cursor>, Direction) {
    // A key with a zero in it was never given, and the database takes no such text.
    let cursor = query.after.as_ref().or(query.before.as_ref()).filter(|cursor| !cursor.key.contains('\0'));
    let backward = cursor.is_some() && query.after.is_none();
    (cursor, if query.order().descending == backward { Direction::Up } else { Direction::Down })
}

/// The page that was read from its place on, one row more than it has where there is another behind it.
fn cut(query: &ListQuery, mut hits: Vec<Hit>) -> Page<Hit> {
    let (cursor, direction) = place(query);
    let backward = (direction == Direction::Up) == query.order().descending;
    let more = hits.len() > ROWS;
    hits.truncate(ROWS);
    if backward {
        hits.reverse();
    }
    let cursor_of = |hit: Option<&Hit>| hit.map(|hit| Cursor { key: hit.key.clone(), number: hit.number });
    let (has_before, has_after) = if backward { (more, true) } else { (cursor.is_some(), more) };
    let before = cursor_of(hits.first().filter(|_| has_before));
    let after = cursor_of(hits.last().filter(|_| has_after));
    Page { rows: hits, before, after }
}

/// What the rows found name by an id.
#[derive(Debug, Default)]
struct Names {
    companies: HashMap<i64, String>,
    groups: HashMap<i64, String>,
    reasons: HashMap<i64, String>,
    people: HashMap<i64, String>,
}

/// The names of all the rows refer to, each once: fifty rows name few.
async fn names(executor: impl PgExecutor<'_>, hits: &[Hit]) -> Result<Names, ApiError> {
    let distinct = |ids: &mut dyn Iterator<Item = i64>| ids.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>();
    let found = sqlx::query!(
        r#"
        select 'company' as "kind!", id as "id!", name as "name!" from company where id = any($1)
        union all select 'group', id, name from support_group where id = any($2)
        union all select 'reason', id, name from reason where id = any($3)
        union all select 'person', id, name from person where id = any($4)
        "#,
        &distinct(&mut hits.iter().map(|hit| hit.company)),
        &distinct(&mut hits.iter().filter_map(|hit| hit.group)),
        &distinct(&mut hits.iter().map(|hit| hit.reason)),
        &distinct(&mut hits.iter().flat_map(|hit| {
            [Some(hit.requested_for), Some(hit.requested_by), hit.individual].into_iter().flatten()
        })),
    )
    .fetch_all(executor)
    .await?;
    let mut names = Names::default();
    for row in found {
        let kind = match row.kind.as_str() {
            "company" => &mut names.companies,
            "group" => &mut names.groups,
            "reason" => &mut names.reasons,
            _ => &mut names.people,
        };
        kind.insert(row.id, row.name);
    }
    Ok(names)
}

/// The found rows, in their order.
async fn rows(executor: impl PgExecutor<'_>, hits: Vec<Hit>) -> Result<Vec<ListRow>, ApiError> {
    if hits.is_empty() {
        return Ok(Vec::new());
    }
    let names = names(executor, &hits).await?;
    let name = |names: &HashMap<i64, String>, id| names.get(&id).cloned().ok_or(ApiError::Internal);
    hits.into_iter()
        .map(|hit| {
            Ok(ListRow {
                number: InteractionNumber(hit.number),
                company: name(&names.companies, hit.company)?,
                summary: hit.summary,
                status: Status::from_key(&hit.status).ok_or(ApiError::Internal)?,
                group: hit.group.map(|id| name(&names.groups, id)).transpose()?,
                individual: hit.individual.map(|id| name(&names.people, id)).transpose()?,
                requested_for: name(&names.people, hit.requested_for)?,
                vip: hit.vip,
                requested_by: name(&names.people, hit.requested_by)?,
                reason: name(&names.reasons, hit.reason)?,
                created_on: hit.reported_at,
                excerpt: Vec::new(),
            })
        })
        .collect()
}
