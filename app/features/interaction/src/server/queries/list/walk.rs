//! Walking segments from a cursor until a page is full.

use kernel::{ApiError, Cursor};
use sqlx::{PgPool, Postgres, QueryBuilder, Row};
use time::OffsetDateTime;

use super::segment::{PersonColumn, Rows, Segment};
use crate::{model::Scope, server::policy::Visible};

/// Which way an index is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Up,
    Down,
}

impl Direction {
    fn past(self) -> &'static str {
        match self {
            Self::Up => ">",
            Self::Down => "<",
        }
    }

    fn order(self) -> &'static str {
        match self {
            Self::Up => " asc",
            Self::Down => " desc",
        }
    }
}

/// A row found, with what a cursor at it would hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub number: i64,
    pub key: String,
}

/// The rows are numbered in the order of creation but for writers that overtake one another within
/// moments; this many numbers is more than any such moment.
const OVERTAKING: i64 = 1_000;

/// How a list is walked, whatever its sort.
#[derive(Debug)]
pub struct Walk<'a> {
    pub pool: &'a PgPool,
    pub visible: &'a Visible,
    pub scope: Scope,
    /// Only what was reported since.
    pub since: Option<OffsetDateTime>,
    pub direction: Direction,
    /// How many rows are wanted.
    pub limit: usize,
}

type Sql = QueryBuilder<Postgres>;

impl Walk<'_> {
    /// The first rows past the cursor, at most `limit`.
    ///
    /// # Errors
    /// `Unavailable` where the database is away.
    pub async fn run(&self, mut segments: Vec<Segment>, cursor: Option<&Cursor>) -> Result<Vec<Hit>, ApiError> {
        if self.direction == Direction::Down {
            segments.reverse();
        }
        let mut hits = Vec::new();
        for (segment, from) in start(segments, cursor, self.direction) {
            hits.extend(self.segment(&segment, from.as_ref(), self.limit - hits.len()).await?);
            if hits.len() >= self.limit {
                break;
            }
        }
        Ok(hits)
    }

    async fn segment(&self, segment: &Segment, from: Option<&Cursor>, limit: usize) -> Result<Vec<Hit>, ApiError> {
        let mut sql = match &segment.rows {
            Rows::ByPerson(column) => self.by_person(*column, from, limit),
            rows => self.by_index(rows, from, limit),
        };
        let rows = sql.build().fetch_all(self.pool).await?;
        let own_key = matches!(segment.rows, Rows::BySummary | Rows::ByPerson(_));
        rows.iter()
            .map(|row| {
                let key = if own_key { row.try_get("key")? } else { segment.key.clone() };
                Ok(Hit { number: row.try_get("number")?, key })
            })
            .collect()
    }

    /// A walk per company (per group and company, per reason) of an index that ends in `number`,
    /// merged: none reads more than `limit` entries.
    fn by_index(&self, rows: &Rows, from: Option<&Cursor>, limit: usize) -> Sql {
        let key = if *rows == Rows::BySummary { "lower(left(i.summary, 80))" } else { "''::text" };
        let order = self.direction.order();
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut sql = Sql::new("select x.number, x.key from ");
        let spans_groups = self.spans(&mut sql, rows);
        sql.push(format!(" cross join lateral (select i.number, {key} as key from interaction i where "));
        if matches!(rows, Rows::Reasons(_)) {
            sql.push("i.reason_id = s.id and i.company_id = any(").push_bind(&self.visible.companies).push(")");
        } else {
            sql.push("i.company_id = s.id");
        }
        if spans_groups {
            sql.push(" and i.group_id = g.id");
        } else {
            self.scope(&mut sql);
        }
        self.recent(&mut sql);
        match rows {
            Rows::Status(status) => {
                sql.push(" and i.status = ").push_bind(status.key());
            }
            Rows::Vip(vip) => {
                sql.push(" and i.vip = ").push_bind(*vip);
            }
            Rows::Group(Some(group)) => {
                sql.push(" and i.group_id = ").push_bind(*group);
            }
            Rows::Group(None) => {
                sql.push(" and i.group_id is null");
            }
            Rows::NoIndividual => {
                sql.push(" and i.individual_id is null");
            }
            Rows::All | Rows::BySummary | Rows::Company(_) | Rows::Reasons(_) | Rows::ByPerson(_) => {}
        }
        let by_summary = *rows == Rows::BySummary;
        if let Some(cursor) = from {
            let past = self.direction.past();
            if by_summary {
                sql.push(format!(" and (lower(left(i.summary, 80)), i.number) {past} ("));
                sql.push_bind(cursor.key.clone()).push(", ").push_bind(cursor.number).push(")");
            } else {
                sql.push(format!(" and i.number {past} ")).push_bind(cursor.number);
            }
        }
        let by = if by_summary { format!("key{order}, number{order}") } else { format!("number{order}") };
        let inner = if by_summary { format!("{key}{order}, i.number{order}") } else { format!("i.number{order}") };
        sql.push(format!(" order by {inner} limit ")).push_bind(limit);
        sql.push(format!(") x order by {by} limit ")).push_bind(limit);
        sql
    }

    /// The walks' starting points; whether they are pairs of a company and one of the person's groups.
    fn spans(&self, sql: &mut Sql, rows: &Rows) -> bool {
        let ids = match rows {
            Rows::Reasons(ids) => ids.clone(),
            Rows::Company(company) => vec![*company],
            _ => self.visible.companies.clone(),
        };
        sql.push("unnest(").push_bind(ids).push("::bigint[]) s (id)");
        let groups = self.scope == Scope::Groups && matches!(rows, Rows::All | Rows::Company(_));
        if groups {
            sql.push(" cross join unnest(").push_bind(&self.visible.groups).push("::bigint[]) g (id)");
        }
        groups
    }

    /// The people by name from the cursor on, and each one's rows by number.
    ///
    /// The planner walks `person_by_name` and sorts only within one name.
    fn by_person(&self, column: PersonColumn, from: Option<&Cursor>, limit: usize) -> Sql {
        let (order, past) = (self.direction.order(), self.direction.past());
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut sql = Sql::new("select x.number, p.sort_name as key from person p cross join lateral (");
        sql.push(format!("select i.number from interaction i where i.{} = p.id and i.company_id = any(", column.sql()));
        sql.push_bind(&self.visible.companies).push(")");
        self.scope(&mut sql);
        self.recent(&mut sql);
        if let Some(cursor) = from {
            sql.push(format!(" and (p.sort_name {past} ")).push_bind(cursor.key.clone());
            sql.push(format!(" or i.number {past} ")).push_bind(cursor.number).push(")");
        }
        sql.push(format!(" order by i.number{order} limit ")).push_bind(limit).push(") x");
        if let Some(cursor) = from {
            sql.push(format!(" where p.sort_name {past}= ")).push_bind(cursor.key.clone());
        }
        sql.push(format!(" order by p.sort_name{order}, x.number{order} limit ")).push_bind(limit);
        sql
    }

    fn scope(&self, sql: &mut Sql) {
        match self.scope {
            Scope::All => {}
            Scope::Groups => {
                sql.push(" and i.group_id = any(").push_bind(&self.visible.groups).push(")");
            }
            Scope::Me => {
                sql.push(" and i.individual_id = ").push_bind(self.visible.person);
            }
        }
    }

    /// The days as a bound on the number, which the index knows, and exactly.
    fn recent(&self, sql: &mut Sql) {
        if let Some(since) = self.since {
            sql.push(" and i.number >= (select number - ").push_bind(OVERTAKING);
            sql.push(" from interaction where reported_at >= ").push_bind(since);
            sql.push(" order by reported_at limit 1) and i.reported_at >= ").push_bind(since);
        }
    }
}

/// The segments from the cursor's on, the first with the place in it where the walk goes on.
///
/// A segment whose key is gone (a group renamed in the meantime) is where it would have stood.
fn start(
    segments: Vec<Segment>,
    cursor: Option<&Cursor>,
    direction: Direction,
) -> impl Iterator<Item = (Segment, Option<Cursor>)> {
    let cursor = cursor.cloned();
    let single = segments.len() == 1;
    let named = cursor.as_ref().is_some_and(|cursor| segments.iter().any(|segment| segment.key == cursor.key));
    // A list by people is one segment whose cursors carry names; only "none" beside it has a key.
    let people = segments.iter().position(|segment| matches!(segment.rows, Rows::ByPerson(_)));
    segments.into_iter().enumerate().filter_map(move |(place, segment)| {
        let Some(cursor) = &cursor else { return Some((segment, None)) };
        let here = single || segment.key == cursor.key || (!named && people == Some(place));
        if here {
            return Some((segment, Some(cursor.clone())));
        }
        let ahead = match direction {
            Direction::Up => segment.key > cursor.key,
            Direction::Down => segment.key < cursor.key && people != Some(place) || people == Some(place) && named,
        };
        ahead.then_some((segment, None))
    })
}
