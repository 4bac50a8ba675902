//! A page of the list, by keyset: it starts at its cursor in an index and reads 51 entries.
//!
//! Every sort is a sequence of [segments](segment::Segment), each of which is a walk of one index:
//!
//! - by number or summary there is one segment;
//! - by something with few values (status, company, group, reason, VIP) there is one per value, in
//!   the order of their labels, walked until the page is full;
//! - by a person's name the people are walked by name, and each one's interactions by number.
//!
//! To make another column sortable: a variant in `SortField`, its arm in [`segment::segments`], an
//! index that ends in `number`.

mod segment;
mod walk;

use kernel::{ApiError, Cursor, InteractionNumber, Page};
use sqlx::PgPool;
use time::{Date, Duration, OffsetDateTime};

use crate::{
    model::{ListQuery, ListRow, Sort, Status},
    server::policy::Visible,
};
use walk::{Direction, Hit, Walk};

/// Rows of a page.
pub const ROWS: usize = 50;

/// The day (UTC) "the last so many days" begins with: that many days ago.
pub fn first_day(now: OffsetDateTime, days: u16) -> Date {
    now.date().saturating_sub(Duration::days(i64::from(days)))
}

/// The page of the list that `query` names.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn list(
    pool: &PgPool,
    visible: &Visible,
    query: &ListQuery,
    now: OffsetDateTime,
) -> Result<Page<ListRow>, ApiError> {
    // A key with a zero in it was never given, and the database takes no such text.
    let cursor = query.after.as_ref().or(query.before.as_ref()).filter(|cursor| !cursor.key.contains('\0'));
    let backward = cursor.is_some() && query.after.is_none();
    let Sort { field, descending } = query.sort;
    let walk = Walk {
        pool,
        visible,
        scope: query.scope,
        since: query.days.map(|days| first_day(now, days).midnight().assume_utc()),
        direction: if descending == backward { Direction::Up } else { Direction::Down },
        limit: ROWS + 1,
    };
    let segments = segment::segments(pool, visible, field).await?;
    let mut hits = walk.run(segments, cursor).await?;
    if hits.is_empty() && cursor.is_some() {
        // Nothing is past the place any more, or never was: better the list than an empty page.
        return Box::pin(list(pool, visible, &query.first_page(), now)).await;
    }
    let more = hits.len() > ROWS;
    hits.truncate(ROWS);
    if backward {
        hits.reverse();
    }
    let cursor_of = |hit: Option<&Hit>| hit.map(|hit| Cursor { key: hit.key.clone(), number: hit.number });
    let (has_before, has_after) = if backward { (more, true) } else { (cursor.is_some(), more) };
    let before = cursor_of(hits.first().filter(|_| has_before));
    let after = cursor_of(hits.last().filter(|_| has_after));
    Ok(Page { rows: rows(pool, &hits).await?, before, after })
}

/// The columns of the found rows, in their order.
async fn rows(pool: &PgPool, hits: &[Hit]) -> Result<Vec<ListRow>, ApiError> {
    let numbers: Vec<i64> = hits.iter().map(|hit| hit.number).collect();
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let rows = sqlx::query!(
        r#"
        select i.number, c.name as company, i.summary, i.status, g.name as "group_name?", p.name as "individual?",
            f.name as requested_for, i.vip, b.name as requested_by, r.name as reason, i.reported_at
        from unnest($1::bigint[]) with ordinality n (number, place)
        join interaction i on i.number = n.number
        join company c on c.id = i.company_id
        join reason r on r.id = i.reason_id
        join person f on f.id = i.requested_for_id
        join person b on b.id = i.requested_by_id
        left join support_group g on g.id = i.group_id
        left join person p on p.id = i.individual_id
        order by n.place
        "#,
        &numbers
    )
    .fetch_all(pool)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(ListRow {
                number: InteractionNumber(row.number),
                company: row.company,
                summary: row.summary,
                status: Status::from_key(&row.status).ok_or(ApiError::Internal)?,
                group: row.group_name,
                individual: row.individual,
                requested_for: row.requested_for,
                vip: row.vip,
                requested_by: row.requested_by,
                reason: row.reason,
                created_on: row.reported_at,
            })
        })
        .collect()
}
