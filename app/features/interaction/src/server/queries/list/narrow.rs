//! A list narrowed by conditions or by what is searched for.
//!
//! There is an index for every sort, and one of words and marks for what is looked for, but none for both. What fits
//! often is found soon by walking the list and leaving out the rest; what fits seldom is found by the index and sorted
//! then. Which of them it is, trying tells:
//!
//! 1. the list is walked over some of its rows: [`PROBE`];
//! 2. if they do not fill the page, the index is asked for all, [`GATHERED`] at most, which are sorted;
//! 3. if there are more, or the index cannot tell, the list is walked on until the page is full.
//!
//! All three give the same rows in the same order, so one page may be found in one way and the next in another.

use kernel::{ApiError, Cursor, Page};
use platform::Platform;
use sqlx::{PgPool, Row, postgres::PgRow};

use super::{
    ROWS, Since, first_day,
    hit::{COLUMNS, Hit},
    path::{Path, path},
    rows,
    segment::{LAST, Rows, Segment, segments, start},
    walk::{ANY_NUMBER, Direction, End, SUMMARY, Sql, Walk},
};
use crate::{
    filter::{self, Column, Filter, Meaning, Narrowed, Value},
    model::{Count, Counts, ListPage, ListQuery, Scope, Sort, SortField, Status, Told},
    server::policy::Visible,
};

/// How many rows of the list are tried at first, in two goes.
const PROBE: [usize; 2] = [200, 1_000];
/// How many rows of the list are tried at a time later.
const ON: usize = 10_000;
/// How many rows the index is asked for.
const GATHERED: usize = 6_000;
/// From how many of a hundred tried rows on fitting ones are counted by walking the list.
const OFTEN: usize = 20;

/// The page of the narrowed list that `query` names, its counts, and what is to be said about it.
///
/// # Errors
/// `TooSlow` where it takes too long to find, `Unavailable` where the database is away.
pub async fn narrowed(platform: &Platform, visible: &Visible, query: &ListQuery) -> Result<ListPage, ApiError> {
    let (search, found) = Search::run(platform, visible, query).await?;
    if found.rows.is_empty() && (query.after.is_some() || query.before.is_some()) {
        // Nothing is past the place any more, or never was: better the list than an empty page.
        return Box::pin(narrowed(platform, visible, &query.first_page())).await;
    }
    let counts = search.counts(query.scope, &found).await?;
    let names = search.meaning.names(&query.filter);
    let told = Told { names, missing: search.meaning.missing, similar: search.similar };
    let page = Page { rows: rows(&platform.pool, found.rows).await?, before: found.before, after: found.after };
    Ok(ListPage { page, counts, told })
}

/// What is looked for and where.
#[derive(Debug)]
pub struct Search {
    pool: PgPool,
    visible: Visible,
    since: Option<Since>,
    meaning: Meaning,
    narrowed: Narrowed,
    /// The rows that one condition leaves, where there is an index of them by number.
    rows: Rows,
    /// Whether there is no other condition.
    alone: bool,
    /// Whether words count that are like the typed ones, as nothing has these.
    similar: bool,
}

/// A page that was found, and what finding it told.
#[derive(Debug)]
pub struct Found {
    rows: Vec<Hit>,
    before: Option<Cursor>,
    after: Option<Cursor>,
    /// How many there are in all, where the index gave all of them.
    total: Option<usize>,
    tried: Tried,
}

/// How many rows of the list were tried, and how many of them fit.
#[derive(Clone, Copy, Debug, Default)]
struct Tried {
    rows: usize,
    fit: usize,
}

impl Tried {
    fn are_often(self) -> bool {
        self.rows > 0 && self.fit * 100 >= self.rows * OFTEN
    }
}

/// What the index gave.
struct Gathered {
    rows: Vec<Hit>,
    total: usize,
}

impl Search {
    /// The search for what a query names.
    ///
    /// # Errors
    /// `Unavailable` where the database is away.
    pub async fn of(platform: &Platform, visible: &Visible, query: &ListQuery) -> Result<Self, ApiError> {
        let (pool, now) = (platform.searches.clone(), platform.clock.now());
        let since = match query.days {
            Some(days) => Some(Since::find(&platform.pool, first_day(now, days).midnight().assume_utc()).await?),
            None => None,
        };
        let meaning = filter::resolve(&pool, visible, &query.filter, &query.q, now).await?;
        let narrowed = filter::narrow(&meaning, &query.filter, &query.q, &[]);
        let rows = least(&meaning, &query.filter);
        let alone = rows != Rows::All && query.filter.0.len() == 1 && query.q.is_empty();
        Ok(Self { pool, visible: visible.clone(), since, meaning, narrowed, rows, alone, similar: false })
    }

    /// The search for a page, and the page it found. Where nothing has the words that were typed, words like them
    /// count.
    ///
    /// # Errors
    /// `TooSlow`, `Unavailable`.
    pub async fn run(platform: &Platform, visible: &Visible, query: &ListQuery) -> Result<(Self, Found), ApiError> {
        let mut search = Self::of(platform, visible, query).await?;
        let mut found = search.page(query).await?;
        if found.rows.is_empty() {
            let similar = search.meaning.similar(&search.pool, &query.q).await?;
            if similar.iter().any(|words| !words.is_empty()) {
                search.narrowed = filter::narrow(&search.meaning, &query.filter, &query.q, &similar);
                found = search.page(query).await?;
                search.similar = !found.rows.is_empty();
            }
        }
        Ok((search, found))
    }

    async fn page(&self, query: &ListQuery) -> Result<Found, ApiError> {
        let cursor = query.after.as_ref().or(query.before.as_ref()).filter(|cursor| !cursor.key.contains('\0'));
        let backward = cursor.is_some() && query.after.is_none();
        let Sort { field, descending } = query.sort;
        let direction = if descending == backward { Direction::Up } else { Direction::Down };
        let walk = Walk {
            pool: &self.pool,
            visible: &self.visible,
            scope: query.scope,
            since: self.since,
            direction,
            numbers: self.narrowed.numbers,
            limit: ROWS + 1,
        };
        let all = match field {
            SortField::Number | SortField::Created => vec![Segment { key: String::new(), rows: self.rows.clone() }],
            field => segments(&self.pool, &self.visible, field).await?,
        };
        let (mut hits, tried) = self.walk(&walk, all.clone(), cursor, &PROBE).await?;
        let mut total = None;
        if hits.is_none() {
            match self.gather(&walk, field, cursor, ROWS + 1).await? {
                Some(gathered) => {
                    total = Some(gathered.total);
                    hits = Some(gathered.rows);
                }
                None => hits = self.walk(&walk, all, cursor, &[]).await?.0,
            }
        }
        let mut rows = hits.unwrap_or_default();
        let more = rows.len() > ROWS;
        rows.truncate(ROWS);
        if backward {
            rows.reverse();
        }
        let cursor_of = |hit: Option<&Hit>| hit.map(|hit| Cursor { key: hit.key.clone(), number: hit.number });
        let (has_before, has_after) = if backward { (more, true) } else { (cursor.is_some(), more) };
        let before = cursor_of(rows.first().filter(|_| has_before));
        let after = cursor_of(rows.last().filter(|_| has_after));
        Ok(Found { rows, before, after, total, tried })
    }

    /// The first rows past the cursor that fit, found by walking the list. Nothing where these many goes were not
    /// enough to fill the page; where no number of goes is given, it is walked to its end.
    async fn walk(
        &self,
        walk: &Walk<'_>,
        mut segments: Vec<Segment>,
        cursor: Option<&Cursor>,
        goes: &[usize],
    ) -> Result<(Option<Vec<Hit>>, Tried), ApiError> {
        if walk.direction == Direction::Down {
            segments.reverse();
        }
        let (mut hits, mut tried, mut goes, endless) = (Vec::new(), Tried::default(), goes.iter(), goes.is_empty());
        for (segment, mut from) in start(segments, cursor, walk.direction) {
            loop {
                let limit = if endless { ON } else { goes.next().copied().unwrap_or_default() };
                if limit == 0 {
                    return Ok((None, tried));
                }
                let go = self.go(&Walk { limit, ..*walk }, &segment, from.as_ref()).await?;
                tried.rows += go.tried;
                tried.fit += go.hits.len();
                hits.extend(go.hits);
                if hits.len() >= walk.limit {
                    hits.truncate(walk.limit);
                    return Ok((Some(hits), tried));
                }
                from = go.last;
                if go.tried < limit || from.is_none() {
                    break;
                }
            }
        }
        Ok((Some(hits), tried))
    }

    /// Tries so many rows of a segment.
    ///
    /// # Errors
    /// `TooSlow`, `Unavailable`.
    pub async fn go(&self, walk: &Walk<'_>, segment: &Segment, from: Option<&Cursor>) -> Result<Go, ApiError> {
        let mut sql = Sql::new("with e as materialized (select x.*, row_number() over () as place from (");
        if !walk.entries(&mut sql, segment, from, End::After(walk.limit)) {
            return Ok(Go::default());
        }
        sql.push(") x), c as materialized (select count(*) as n from e) select e.*, c.n, f.fits from e cross join c");
        sql.push(" join interaction i on i.number = e.number join interaction_search w on w.number = e.number");
        sql.push(" cross join lateral (select coalesce(");
        self.fits(&mut sql, walk);
        sql.push(", false) as fits offset 0) f where f.fits or e.place = c.n order by e.place");
        let rows = sql.build().fetch_all(&self.pool).await?;
        let mut go = Go::default();
        for row in &rows {
            let hit = segment.hit(row)?;
            go.tried = usize::try_from(row.try_get::<i64, _>("n")?).unwrap_or_default();
            go.last = Some(Cursor { key: hit.key.clone(), number: hit.number });
            if row.try_get("fits")? {
                go.hits.push(hit);
            }
        }
        Ok(go)
    }

    /// The condition on `i` and `w`, exactly.
    fn fits(&self, sql: &mut Sql, walk: &Walk<'_>) {
        sql.push("(");
        self.narrowed.push(sql);
        walk.recent(sql);
        sql.push(")");
    }

    /// The first rows past the cursor of all that the index finds, in the list's order. Nothing where it cannot tell,
    /// or finds too many.
    async fn gather(
        &self,
        walk: &Walk<'_>,
        field: SortField,
        cursor: Option<&Cursor>,
        limit: usize,
    ) -> Result<Option<Gathered>, ApiError> {
        let mut sql = Sql::new("with w as materialized (");
        if !self.indexed(&mut sql, walk, GATHERED + 1) {
            return Ok(None);
        }
        sql.push(format!("), h as materialized (select {COLUMNS}, "));
        key(&mut sql, field);
        sql.push(" from w join interaction i on i.number = w.number where ");
        whose(&mut sql, walk);
        sql.push(" and ");
        self.fits(&mut sql, walk);
        sql.push(") select t.seen, t.total, h.* from (select (select count(*) from w) as seen, (select count(*) from h) as total) t");
        sql.push(" left join lateral (select * from h");
        let (past, order) = (walk.direction.past(), walk.direction.order());
        if let Some(cursor) = cursor {
            sql.push(format!(" where (h.last, h.key, h.number) {past} ("));
            sql.push_bind(field == SortField::Individual && cursor.key == LAST).push(", ");
            sql.push_bind(cursor.key.clone()).push(", ").push_bind(cursor.number).push(")");
        }
        let sorted = format!("h.last{order}, h.key{order}, h.number{order}");
        sql.push(format!(" order by {sorted} limit {limit}) h on true order by {sorted}"));
        let rows = sql.build().fetch_all(&self.pool).await?;
        let Some(first) = rows.first() else { return Ok(None) };
        if number(first, "seen")? > GATHERED {
            return Ok(None);
        }
        let total = number(first, "total")?;
        let found = rows.iter().filter(|row| row.try_get::<Option<i64>, _>("number").is_ok_and(|number| number.is_some()));
        let rows = found.map(|row| Hit::read(row, row.try_get("key")?)).collect::<Result<_, ApiError>>()?;
        Ok(Some(Gathered { rows, total }))
    }

    /// The query of what the index finds; whether it finds anything by it.
    fn indexed(&self, sql: &mut Sql, walk: &Walk<'_>, limit: usize) -> bool {
        let Some(index) = self.narrowed.index(&filter::whose(&self.visible, walk.scope)) else { return false };
        sql.push("select w.number, w.words from interaction_search w where (w.words @@ ");
        sql.push_bind(index).push("::tsquery");
        if let Some(number) = self.narrowed.also {
            sql.push(" or w.number = ").push_bind(number);
        }
        sql.push(")");
        let (first, last) = self.narrowed.numbers;
        let first = first.max(self.since.map_or(i64::MIN, |since| since.number));
        if (first, last) != ANY_NUMBER {
            sql.push(" and w.number between ").push_bind(first).push(" and ").push_bind(last);
        }
        sql.push(format!(" limit {limit}"));
        true
    }

    /// How many there are in each scope.
    async fn counts(&self, shown: Scope, found: &Found) -> Result<Counts, ApiError> {
        let count = async |scope| match found.total {
            Some(total) if scope == shown => Ok(Count::up_to(i64::try_from(total).unwrap_or(i64::MAX))),
            _ => self.count(scope, found.tried.are_often()).await,
        };
        let (me, groups, all) = tokio::try_join!(count(Scope::Me), count(Scope::Groups), count(Scope::All))?;
        Ok(Counts { me, groups, all })
    }

    /// How many there are in a scope, counted along the list where they are `often` there.
    ///
    /// # Errors
    /// `Unavailable` where the database is away.
    pub async fn count(&self, scope: Scope, often: bool) -> Result<Count, ApiError> {
        let walk = Walk {
            pool: &self.pool,
            visible: &self.visible,
            scope,
            since: self.since,
            direction: Direction::Down,
            numbers: self.narrowed.numbers,
            limit: usize::try_from(Count::MOST).unwrap_or_default() + 1,
        };
        let mut sql = Sql::new("select count(*) from (");
        if often || self.alone || !self.narrowed.is_indexed() {
            match path(&self.rows, scope, &self.visible) {
                Some(path) => self.each(&mut sql, &walk, &path),
                None => return Ok(Count::default()),
            }
        } else {
            sql.push("select from (");
            self.indexed(&mut sql, &walk, usize::try_from(i64::MAX).unwrap_or(usize::MAX));
            sql.push(") w join interaction i on i.number = w.number where ");
            whose(&mut sql, &walk);
            sql.push(" and ");
            self.fits(&mut sql, &walk);
            sql.push(format!(" limit {}", walk.limit));
        }
        sql.push(") x");
        match sql.build_query_scalar::<i64>().fetch_one(&self.pool).await.map_err(ApiError::from) {
            Ok(n) => Ok(Count::up_to(n)),
            // The rows are worth more than their number.
            Err(ApiError::TooSlow) => Ok(Count::Unknown),
            Err(error) => Err(error),
        }
    }

    /// The query of what fits, along the index of a scope.
    fn each(&self, sql: &mut Sql, walk: &Walk<'_>, path: &Path) {
        sql.push("select from ");
        walk.each(sql, path, |sql| {
            sql.push("select from interaction_search w where w.number = i.number and ");
            self.fits(sql, walk);
        });
    }

    /// All that fit, in the list's order, where the index gives all of them; nothing where it does not.
    ///
    /// # Errors
    /// `TooSlow`, `Unavailable`.
    pub async fn all(&self, walk: &Walk<'_>, field: SortField) -> Result<Option<Vec<Hit>>, ApiError> {
        let walk = Walk { numbers: self.narrowed.numbers, ..*walk };
        Ok(self.gather(&walk, field, None, GATHERED).await?.map(|gathered| gathered.rows))
    }
}

/// The least that a condition of those that all apply leaves of what is walked by number.
fn least(meaning: &Meaning, filter: &Filter) -> Rows {
    let ids = |column| match filter.only(column) {
        Some(Value::Name(name)) => Some(meaning.ids(column, name)),
        _ => None,
    };
    if let Some(Value::Status(status)) = filter.only(Column::Status) {
        Rows::Status(*status)
    } else if let Some([group]) = ids(Column::Group) {
        Rows::Group(Some(*group))
    } else if let Some(reasons) = ids(Column::Reason) {
        Rows::Reasons(reasons.to_vec())
    } else if let Some([company]) = ids(Column::Company) {
        Rows::Company(*company)
    } else if let Some(Value::Flag(vip)) = filter.only(Column::Vip) {
        Rows::Vip(*vip)
    } else {
        Rows::All
    }
}

/// What trying some rows gave.
#[derive(Debug, Default)]
pub struct Go {
    /// Those that fit.
    pub hits: Vec<Hit>,
    /// The last row that was tried.
    pub last: Option<Cursor>,
    pub tried: usize,
}

fn number(row: &PgRow, column: &str) -> Result<usize, ApiError> {
    Ok(usize::try_from(row.try_get::<i64, _>(column)?).unwrap_or_default())
}

/// The condition that a row `i` is in the scope and may be seen.
fn whose(sql: &mut Sql, walk: &Walk<'_>) {
    sql.push("i.company_id = any(").push_bind(walk.visible.companies.clone()).push(")");
    match walk.scope {
        Scope::All => {}
        Scope::Groups => {
            sql.push(" and i.group_id = any(").push_bind(walk.visible.groups.clone()).push(")");
        }
        Scope::Me => {
            sql.push(" and i.individual_id = ").push_bind(walk.visible.person);
        }
    }
}

/// What a row `i` is sorted by, as the cursors of the walks have it: `key`, and whether it comes last, `last`.
fn key(sql: &mut Sql, field: SortField) {
    let last = if field == SortField::Individual { "i.individual_id is null" } else { "false" };
    match field {
        SortField::Number | SortField::Created => sql.push("''"),
        SortField::Summary => sql.push(SUMMARY),
        SortField::Status => {
            let keys: Vec<&str> = Status::ALL.iter().map(|status| status.key()).collect();
            sql.push("(array_position(").push_bind(keys).push("::text[], i.status) - 1)::text")
        }
        SortField::Vip => sql.push("i.vip::int::text"),
        SortField::Company => sql.push("(select name collate \"C\" from company where id = i.company_id)"),
        SortField::Reason => sql.push("(select name collate \"C\" from reason where id = i.reason_id)"),
        SortField::Group => {
            sql.push("coalesce((select name collate \"C\" from support_group where id = i.group_id), ");
            sql.push_bind(LAST).push(")")
        }
        SortField::Individual => {
            sql.push("coalesce((select sort_name from person where id = i.individual_id), ");
            sql.push_bind(LAST).push(")")
        }
        SortField::RequestedFor => sql.push("(select sort_name from person where id = i.requested_for_id)"),
        SortField::RequestedBy => sql.push("(select sort_name from person where id = i.requested_by_id)"),
    };
    sql.push(format!(" as key, {last} as last"));
}
