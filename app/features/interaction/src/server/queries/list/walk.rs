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

/// A row found, with what a cursor at it would hold. Whatever has a name elsewhere is an id here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub number: i64,
    pub key: String,
    pub company: i64,
    pub reason: i64,
    pub requested_for: i64,
    pub requested_by: i64,
    pub group: Option<i64>,
    pub individual: Option<i64>,
    pub vip: bool,
    pub summary: String,
    pub status: String,
    pub reported_at: OffsetDateTime,
}

/// What a [`Hit`] takes from the table.
const COLUMNS: &str = "i.number, i.company_id, i.reason_id, i.requested_for_id, i.requested_by_id, i.group_id, \
    i.individual_id, i.vip, i.summary, i.status, i.reported_at";

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

/// The columns an index begins with, before the number, and the value each has in a walk of it.
type Prefix = Vec<(&'static str, Value)>;

/// A value of a [`Prefix`].
#[derive(Clone, Copy, Debug)]
enum Value {
    /// Of the walk's starting points: an expression.
    Point(&'static str),
    Id(i64),
    Text(&'static str),
    Flag(bool),
}

/// Where in the piece of an index with one prefix a walk begins or ends.
#[derive(Clone, Copy, Debug)]
enum End {
    Number(i64),
    /// The first row reported since then.
    Since(OffsetDateTime),
}

impl Value {
    fn push(self, sql: &mut Sql) {
        match self {
            Self::Point(expression) => sql.push(expression),
            Self::Id(id) => sql.push_bind(id),
            Self::Text(text) => sql.push_bind(text),
            Self::Flag(flag) => sql.push_bind(flag),
        };
    }
}

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
            hits.extend(self.segment(segment, from.as_ref()).await?);
            if hits.len() >= self.limit {
                break;
            }
        }
        hits.truncate(self.limit);
        Ok(hits)
    }

    async fn segment(&self, segment: Segment, from: Option<&Cursor>) -> Result<Vec<Hit>, ApiError> {
        let mut sql = match &segment.rows {
            Rows::ByPerson(column) => self.by_person(*column, from),
            rows => self.by_index(rows, from),
        };
        let rows = sql.build().fetch_all(self.pool).await?;
        let own_key = matches!(segment.rows, Rows::BySummary | Rows::ByPerson(_));
        rows.iter()
            .map(|row| {
                Ok(Hit {
                    number: row.try_get("number")?,
                    key: if own_key { row.try_get("key")? } else { segment.key.clone() },
                    company: row.try_get("company_id")?,
                    reason: row.try_get("reason_id")?,
                    requested_for: row.try_get("requested_for_id")?,
                    requested_by: row.try_get("requested_by_id")?,
                    group: row.try_get("group_id")?,
                    individual: row.try_get("individual_id")?,
                    vip: row.try_get("vip")?,
                    summary: row.try_get("summary")?,
                    status: row.try_get("status")?,
                    reported_at: row.try_get("reported_at")?,
                })
            })
            .collect()
    }

    /// A walk per company (per group and company, per reason) of an index that ends in `number`,
    /// merged: none reads more than `limit` entries that are in the list.
    fn by_index(&self, rows: &Rows, from: Option<&Cursor>) -> Sql {
        let by_summary = *rows == Rows::BySummary;
        let key = if by_summary { "lower(left(i.summary, 80))" } else { "''::text" };
        let (order, limit) = (self.direction.order(), self.limit);
        let mut sql = Sql::new("select x.* from ");
        self.points(&mut sql, rows);
        sql.push(format!(" cross join lateral (select {COLUMNS}, {key} as key from interaction i where "));
        let prefix = self.prefix(rows);
        let covers = |column: &str| prefix.iter().any(|(covered, _)| *covered == column);
        if matches!(rows, Rows::Reasons(_)) {
            sql.push("i.company_id = any(").push_bind(&self.visible.companies).push(")");
            if !covers("reason_id") {
                sql.push(" and i.reason_id = s.id");
            }
        } else {
            sql.push(if covers("company_id") { "true" } else { "i.company_id = s.id" });
        }
        match rows {
            Rows::Status(status) if !covers("status") => {
                sql.push(" and i.status = ").push_bind(status.key());
            }
            Rows::Vip(vip) if !covers("vip") => {
                sql.push(" and i.vip = ").push_bind(*vip);
            }
            Rows::Group(Some(group)) if !covers("group_id") => {
                sql.push(" and i.group_id = ").push_bind(*group);
            }
            Rows::Group(None) => {
                sql.push(" and i.group_id is null");
            }
            Rows::NoIndividual => {
                sql.push(" and i.individual_id is null");
            }
            _ => {}
        }
        self.scope(&mut sql, covers("individual_id"), self.by_group(rows));
        self.recent(&mut sql, !prefix.is_empty());
        let inner = match prefix.first() {
            Some((first, _)) => {
                self.bounds(&mut sql, &prefix, from);
                format!("i.{first}{order}, i.number{order}")
            }
            None if by_summary => {
                self.past_summary(&mut sql, key, from);
                format!("{key}{order}, i.number{order}")
            }
            None => {
                self.past_number(&mut sql, from);
                format!("i.number{order}")
            }
        };
        let outer = if by_summary { format!("x.key{order}, x.number{order}") } else { format!("x.number{order}") };
        sql.push(format!(" order by {inner} limit {limit}) x order by {outer} limit {limit}"));
        sql
    }

    /// The walks' starting points, `s` and sometimes `g`.
    fn points(&self, sql: &mut Sql, rows: &Rows) {
        let ids = match rows {
            Rows::Reasons(ids) => ids.clone(),
            Rows::Company(company) => vec![*company],
            _ => self.visible.companies.clone(),
        };
        sql.push("unnest(").push_bind(ids).push("::bigint[]) s (id)");
        if self.by_group(rows) {
            sql.push(" cross join unnest(").push_bind(&self.visible.groups).push("::bigint[]) g (id)");
        }
    }

    /// Whether the points are pairs of a company and one of the person's groups.
    fn by_group(&self, rows: &Rows) -> bool {
        self.scope == Scope::Groups && matches!(rows, Rows::All | Rows::Company(_))
    }

    /// The index to walk, where that is for us to say and not for the planner, which knows averages only:
    /// it would read the whole table by number for the few rows of a rare status.
    fn prefix(&self, rows: &Rows) -> Prefix {
        let company = ("company_id", Value::Point("s.id"));
        match rows {
            Rows::BySummary | Rows::ByPerson(_) | Rows::NoIndividual | Rows::Group(None) => Vec::new(),
            _ if self.scope == Scope::Me => vec![("individual_id", Value::Id(self.visible.person))],
            Rows::All | Rows::Company(_) if self.scope == Scope::Groups => {
                vec![("group_id", Value::Point("g.id")), company]
            }
            Rows::All | Rows::Company(_) => vec![company],
            Rows::Status(status) => vec![company, ("status", Value::Text(status.key()))],
            Rows::Vip(vip) => vec![company, ("vip", Value::Flag(*vip))],
            Rows::Group(Some(group)) => vec![("group_id", Value::Id(*group)), company],
            Rows::Reasons(_) => vec![("reason_id", Value::Point("s.id"))],
        }
    }

    /// The piece of the index with this prefix, from the cursor on.
    ///
    /// Both ends are said as rows, and the first column is never said to *be* its value: only then is the
    /// order by it and by the number one that this index has and the one by number alone has not.
    fn bounds(&self, sql: &mut Sql, prefix: &Prefix, from: Option<&Cursor>) {
        for (column, value) in prefix.iter().skip(1) {
            sql.push(format!(" and i.{column} = "));
            value.push(sql);
        }
        let past = from.map(|cursor| End::Number(cursor.number));
        let (up, down) = if self.direction == Direction::Up { (past, None) } else { (None, past) };
        let first = self.since.map_or(End::Number(i64::MIN), End::Since);
        Self::bound(sql, prefix, if up.is_some() { ">" } else { ">=" }, up.unwrap_or(first));
        Self::bound(sql, prefix, if down.is_some() { "<" } else { "<=" }, down.unwrap_or(End::Number(i64::MAX)));
    }

    fn bound(sql: &mut Sql, prefix: &Prefix, sign: &str, end: End) {
        let columns: Vec<String> = prefix.iter().map(|(column, _)| format!("i.{column}")).collect();
        sql.push(format!(" and ({}, i.number) {sign} (", columns.join(", ")));
        for (_, value) in prefix {
            value.push(sql);
            sql.push(", ");
        }
        match end {
            End::Number(number) => {
                sql.push_bind(number);
            }
            End::Since(since) => first_since(sql, since),
        }
        sql.push(")");
    }

    fn past_summary(&self, sql: &mut Sql, key: &str, from: Option<&Cursor>) {
        if let Some(cursor) = from {
            sql.push(format!(" and ({key}, i.number) {} (", self.direction.past()));
            sql.push_bind(cursor.key.clone()).push(", ").push_bind(cursor.number).push(")");
        }
    }

    fn past_number(&self, sql: &mut Sql, from: Option<&Cursor>) {
        if let Some(cursor) = from {
            sql.push(format!(" and i.number {} ", self.direction.past())).push_bind(cursor.number);
        }
    }

    /// The people by name from the cursor on, and each one's rows by number.
    ///
    /// The planner walks `person_by_name` and sorts only within one name.
    fn by_person(&self, column: PersonColumn, from: Option<&Cursor>) -> Sql {
        let (order, past, limit) = (self.direction.order(), self.direction.past(), self.limit);
        let column = column.sql();
        let mut sql = Sql::new("select x.*, p.sort_name as key from person p cross join lateral (");
        sql.push(format!("select {COLUMNS} from interaction i where i.{column} = p.id and i.company_id = any("));
        sql.push_bind(&self.visible.companies).push(")");
        self.scope(&mut sql, false, false);
        self.recent(&mut sql, false);
        if let Some(cursor) = from {
            sql.push(format!(" and (p.sort_name {past} ")).push_bind(cursor.key.clone());
            sql.push(format!(" or i.number {past} ")).push_bind(cursor.number).push(")");
        }
        sql.push(format!(" order by i.number{order} limit {limit}) x"));
        if let Some(cursor) = from {
            sql.push(format!(" where p.sort_name {past}= ")).push_bind(cursor.key.clone());
        }
        sql.push(format!(" order by p.sort_name{order}, x.number{order} limit {limit}"));
        sql
    }

    /// Whose work, unless the index or the starting points say it already.
    fn scope(&self, sql: &mut Sql, by_individual: bool, by_group: bool) {
        match self.scope {
            Scope::Groups if !by_group => {
                sql.push(" and i.group_id = any(").push_bind(&self.visible.groups).push(")");
            }
            Scope::Me if !by_individual => {
                sql.push(" and i.individual_id = ").push_bind(self.visible.person);
            }
            Scope::All | Scope::Groups | Scope::Me => {}
        }
    }

    /// The days, exactly, and unless the walk is bound by it already as a bound on the number, which the
    /// index knows.
    fn recent(&self, sql: &mut Sql, bound: bool) {
        if let Some(since) = self.since {
            sql.push(" and i.reported_at >= ").push_bind(since);
            if !bound {
                sql.push(" and i.number >= ");
                first_since(sql, since);
            }
        }
    }
}

/// A number that no row reported since then is below.
fn first_since(sql: &mut Sql, since: OffsetDateTime) {
    sql.push("(select number - ").push_bind(OVERTAKING);
    sql.push(" from interaction where reported_at >= ").push_bind(since).push(" order by reported_at limit 1)");
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
