//! Walking segments from a cursor until a page is full.

use kernel::{ApiError, Cursor};
use sqlx::{PgConnection, Postgres, QueryBuilder};

use super::{
    direction::Direction,
    hit::{COLUMNS, Hit},
    path::{Is, Path, Value, of_person, path},
    segment::{PersonColumn, Rows, Segment, start},
    since::{OVERTAKING, Since},
};
use crate::{model::Scope, server::policy::Visible};

/// How a list is walked, whatever its sort.
#[derive(Debug)]
pub struct Walk<'a> {
    pub visible: &'a Visible,
    pub scope: Scope,
    /// Only what was reported since.
    pub since: Option<Since>,
    pub direction: Direction,
    /// The least and the greatest number there may be.
    pub numbers: (i64, i64),
    /// How many rows are wanted.
    pub limit: usize,
}

/// All numbers there may be.
pub const ANY_NUMBER: (i64, i64) = (i64::MIN, i64::MAX);

pub type Sql = QueryBuilder<Postgres>;

/// What the list is sorted by where that is the summary: as much of it as the index holds.
pub const SUMMARY: &str = "lower(left(i.summary, 80))";

/// How a walk of an index ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// After so many entries, whatever they are. Those behind the end of its piece of the index are left out
    /// afterwards.
    ///
    /// PostgreSQL sees the end of a piece by the first column of the index only: a walk that looked for it
    /// would read on through all of a company for the last few rows of a status.
    After(usize),
    /// When there are enough of what is in the list, or the first column changes.
    Full,
}

/// A place in the order of numbers from which, or up to which, a walk goes.
#[derive(Clone, Copy, Debug)]
enum Past<'a> {
    /// All rows are on one side of it.
    Number(Option<&'a Cursor>),
    /// Only those of the people `p` of that name are.
    Name(Option<&'a Cursor>),
}

impl Walk<'_> {
    /// The first rows past the cursor, at most `limit`.
    ///
    /// # Errors
    /// `Unavailable` where the database is away.
    pub async fn run(
        &self,
        connection: &mut PgConnection,
        mut segments: Vec<Segment>,
        cursor: Option<&Cursor>,
    ) -> Result<Vec<Hit>, ApiError> {
        if self.direction == Direction::Down {
            segments.reverse();
        }
        let mut hits = Vec::new();
        for (segment, from) in start(segments, cursor, self.direction) {
            hits.extend(self.segment(connection, segment, from.as_ref()).await?);
            if hits.len() >= self.limit {
                break;
            }
        }
        hits.truncate(self.limit);
        Ok(hits)
    }

    async fn segment(
        &self,
        connection: &mut PgConnection,
        segment: Segment,
        from: Option<&Cursor>,
    ) -> Result<Vec<Hit>, ApiError> {
        let hits = self.fetch(connection, &segment, from, End::After(self.limit)).await?;
        match self.since {
            // Some were overtaken where the days begin, and count for nothing.
            Some(since) if hits.iter().any(|hit| hit.reported_at < since.at) => {
                self.fetch(connection, &segment, from, End::After(self.limit + 2 * usize::from(OVERTAKING))).await
            }
            _ => Ok(hits),
        }
    }

    async fn fetch(
        &self,
        connection: &mut PgConnection,
        segment: &Segment,
        from: Option<&Cursor>,
        end: End,
    ) -> Result<Vec<Hit>, ApiError> {
        let mut sql = Sql::default();
        if !self.entries(&mut sql, segment, from, end) {
            return Ok(Vec::new());
        }
        let rows = sql.build().fetch_all(connection).await?;
        rows.iter().map(|row| segment.hit(row)).collect()
    }

    /// The query of the first rows of a segment past a place; whether there can be any.
    pub fn entries(&self, sql: &mut Sql, segment: &Segment, from: Option<&Cursor>, end: End) -> bool {
        match &segment.rows {
            Rows::ByPerson(column) => self.by_person(sql, *column, from, end),
            rows => match path(rows, self.scope, self.visible) {
                Some(path) if *rows == Rows::BySummary => self.by_summary(sql, &path, from),
                Some(path) => self.by_number(sql, &path, from, end),
                None => return false,
            },
        }
        true
    }

    fn by_number(&self, sql: &mut Sql, path: &Path, from: Option<&Cursor>, end: End) {
        sql.push("select x.*, '' as key from ");
        self.points(sql, path);
        self.walk(sql, path, Past::Number(from), end);
        self.first(sql, &["x.number"]);
    }

    fn by_summary(&self, sql: &mut Sql, path: &Path, from: Option<&Cursor>) {
        sql.push("select x.* from ");
        self.points(sql, path);
        sql.push(format!(" cross join lateral (select {COLUMNS}, {SUMMARY} as key from interaction i"));
        sql.push(" where i.company_id = s.id");
        if let Some(cursor) = from {
            sql.push(format!(" and ({SUMMARY}, i.number) {} (", self.direction.past()));
            sql.push_bind(cursor.key.clone()).push(", ").push_bind(cursor.number).push(")");
        }
        self.within(sql);
        Self::filters(sql, &path.filters);
        self.recent(sql);
        self.first(sql, &[SUMMARY, "i.number"]);
        sql.push(") x");
        self.first(sql, &["x.key", "x.number"]);
    }

    /// The people by name from the cursor on, and each one's rows by number.
    ///
    /// What is sorted is no more than the rows of one name.
    fn by_person(&self, sql: &mut Sql, column: PersonColumn, from: Option<&Cursor>, end: End) {
        let path = of_person(column, self.scope, self.visible);
        sql.push("select x.*, p.sort_name as key from ");
        if column == PersonColumn::Individual {
            // They are few among all people, and each is looked up: `offset 0` keeps the planner from reading
            // all the people instead.
            sql.push("(select p.id, p.sort_name from (");
            self.individuals(sql);
            sql.push(") w cross join lateral (select id, sort_name from person where id = w.id offset 0) p");
            self.names_past(sql, from);
            sql.push(format!(" order by p.sort_name{} offset 0) p", self.direction.order()));
            sql.push(" cross join lateral (select x.* from ");
            self.points(sql, &path);
            self.walk(sql, &path, Past::Name(from), end);
            self.first(sql, &["x.number"]);
            sql.push(") x");
        } else {
            // The person is the first column, and most have fewer rows than a page.
            sql.push("person p");
            self.walk(sql, &path, Past::Name(from), End::Full);
            self.names_past(sql, from);
        }
        self.first(sql, &["p.sort_name", "x.number"]);
    }

    /// Whoever may be an individual of the list, found by leaping from one to the next in an index.
    fn individuals(&self, sql: &mut Sql) {
        match self.scope {
            Scope::Me => {
                sql.push("select ").push_bind(self.visible.person).push(" as id");
            }
            Scope::All => {
                sql.push(
                    "with recursive w (id) as (
                         select min(individual_id) from interaction
                         union all
                         select (select min(i.individual_id) from interaction i where i.individual_id > w.id)
                         from w where w.id is not null
                     ) select id from w",
                );
            }
            Scope::Groups => {
                sql.push(
                    "with recursive w (group_id, id) as (
                         select g.id, (select min(i.individual_id) from interaction i where i.group_id = g.id)
                         from unnest(",
                );
                sql.push_bind(&self.visible.groups).push(
                    "::bigint[]) g (id)
                         union all
                         select w.group_id, (
                             select min(i.individual_id) from interaction i
                             where i.group_id = w.group_id and i.individual_id > w.id
                         )
                         from w where w.id is not null
                     ) select distinct id from w",
                );
            }
        }
    }

    fn names_past(&self, sql: &mut Sql, from: Option<&Cursor>) {
        if let Some(cursor) = from {
            sql.push(format!(" where p.sort_name {}= ", self.direction.past())).push_bind(cursor.key.clone());
        }
    }

    /// The walks' starting points, `s` and sometimes `g`.
    fn points(&self, sql: &mut Sql, path: &Path) {
        sql.push("unnest(").push_bind(path.points.clone()).push("::bigint[]) s (id)");
        if path.by_group {
            sql.push(" cross join unnest(").push_bind(&self.visible.groups).push("::bigint[]) g (id)");
        }
    }

    /// The walk of the path from each starting point, `x`.
    ///
    /// Its ends are said as rows, and no column is said to *be* its value: only then is the order by all of
    /// the prefix and the number one that this index has and no other.
    fn walk(&self, sql: &mut Sql, path: &Path, past: Past<'_>, end: End) {
        let columns: Vec<&str> = path.prefix.iter().map(|(column, _)| *column).chain(["number"]).collect();
        let up = self.direction == Direction::Up;
        let (first, last) = if up { (Some(past), None) } else { (None, Some(past)) };
        sql.push(" cross join lateral (");
        match end {
            End::Full => {
                sql.push(format!("select {COLUMNS} from interaction i where "));
                self.bound(sql, &path.prefix, ">=", first);
                sql.push(" and ");
                self.bound(sql, &path.prefix, "<=", last);
                Self::filters(sql, &path.filters);
                self.recent(sql);
                self.order(sql, &columns, self.limit);
            }
            End::After(entries) => {
                sql.push(format!("select * from (select {COLUMNS} from interaction i where "));
                if path.unassigned {
                    sql.push("i.individual_id is null and ");
                }
                self.bound(sql, &path.prefix, if up { ">=" } else { "<=" }, Some(past));
                self.order(sql, &columns, entries);
                sql.push(") i where true");
                Self::filters(sql, &path.prefix);
                Self::filters(sql, &path.filters);
                self.within(sql);
                if entries > self.limit {
                    self.recent(sql);
                }
            }
        }
        sql.push(") x");
    }

    /// Some rows `i` of a path that fulfil a condition, `limit` at most. In no order: its columns are said to be what they
    /// are, so that the end of its piece of the index is seen.
    pub fn each(&self, sql: &mut Sql, path: &Path, fits: impl FnOnce(&mut Sql)) {
        self.points(sql, path);
        sql.push(" cross join lateral (select from interaction i where true");
        Self::filters(sql, &path.prefix);
        Self::filters(sql, &path.filters);
        self.within(sql);
        if path.unassigned {
            sql.push(" and i.individual_id is null");
        }
        sql.push(" and ");
        fits(sql);
        sql.push(format!(" limit {0}) x limit {0}", self.limit));
    }

    /// The first `limit` in the walk's direction by these columns.
    fn first(&self, sql: &mut Sql, columns: &[&str]) {
        self.order(sql, columns, self.limit);
    }

    fn order(&self, sql: &mut Sql, columns: &[&str], limit: usize) {
        let order = self.direction.order();
        let columns: Vec<String> = columns.iter().map(|column| format!("{column}{order}")).collect();
        sql.push(format!(" order by {} limit {limit}", columns.join(", ")));
    }

    /// One end of the piece of an index with this prefix: at the cursor, if that is on this side.
    fn bound(&self, sql: &mut Sql, prefix: &[Is], sign: &str, past: Option<Past<'_>>) {
        let (none, some): (Vec<&Is>, Vec<&Is>) = prefix.iter().partition(|(_, value)| matches!(value, Value::None));
        for (column, _) in none {
            sql.push(format!("i.{column} is null and "));
        }
        let columns: Vec<&str> = some.iter().map(|(column, _)| *column).chain(["number"]).collect();
        sql.push(format!("(i.{}) {sign} (", columns.join(", i.")));
        for (_, value) in some {
            value.push(sql);
            sql.push(", ");
        }
        self.end(sql, past, sign == ">=");
        sql.push(")");
    }

    /// The last number of a walk on one side: the one beside the cursor, if that is on this side.
    fn end(&self, sql: &mut Sql, past: Option<Past<'_>>, first: bool) {
        let end = if first { self.least() } else { self.numbers.1 };
        let beside = |cursor: &Cursor| {
            if first { cursor.number.saturating_add(1).max(end) } else { cursor.number.saturating_sub(1).min(end) }
        };
        match past {
            Some(Past::Number(Some(cursor))) => {
                sql.push_bind(beside(cursor));
            }
            Some(Past::Name(Some(cursor))) => {
                sql.push("case when p.sort_name = ").push_bind(cursor.key.clone()).push(" then ");
                sql.push_bind(beside(cursor)).push(" else ").push_bind(end).push(" end");
            }
            _ => {
                sql.push_bind(end);
            }
        }
    }

    fn filters(sql: &mut Sql, filters: &[Is]) {
        for (column, value) in filters {
            sql.push(format!(" and i.{column}"));
            match value {
                Value::None => {
                    sql.push(" is null");
                }
                Value::Ids(_) => {
                    sql.push(" = any(");
                    value.push(sql);
                    sql.push(")");
                }
                _ => {
                    sql.push(" = ");
                    value.push(sql);
                }
            }
        }
    }

    /// The least number there may be.
    fn least(&self) -> i64 {
        self.since.map_or(i64::MIN, |since| since.number).max(self.numbers.0)
    }

    /// The numbers there may be.
    fn within(&self, sql: &mut Sql) {
        if self.least() > i64::MIN {
            sql.push(" and i.number >= ").push_bind(self.least());
        }
        if self.numbers.1 < i64::MAX {
            sql.push(" and i.number <= ").push_bind(self.numbers.1);
        }
    }

    /// The days, exactly.
    pub fn recent(&self, sql: &mut Sql) {
        if let Some(since) = self.since {
            sql.push(" and i.reported_at >= ").push_bind(since.at);
        }
    }
}

impl Value {
    fn push(&self, sql: &mut Sql) {
        match self {
            Self::Point(expression) => sql.push(*expression),
            Self::Id(id) => sql.push_bind(*id),
            Self::Ids(ids) => sql.push_bind(ids.clone()),
            Self::Text(text) => sql.push_bind(*text),
            Self::Flag(flag) => sql.push_bind(*flag),
            Self::None => sql.push("null"),
        };
    }
}
