//! A list narrowed by conditions or by what is searched for.
//!
//! There is an index for every sort, and one of words and marks for what is looked for, but none for both. What fits
//! often is found soon by walking the list and leaving out the rest; what fits seldom is found by the index of words
//! and put into order then. Which of them it is, trying tells:
//!
//! 1. the list is walked over some of its rows: [`TRIED_FIRST`] and a few, or [`TRIED_BY_NUMBER`];
//! 2. if few of them fit, the index of words is asked. By number, it gives the page, from the nearest [`pieces`] of the
//!    numbers; in another sort, all that there are, if those are few enough;
//! 3. if there are more, or the index cannot tell, the list is walked on until the page is full.
//!
//! All of it gives the same rows in the same order, so one page may be found in one way and the next in another.

mod count;
mod index;
mod least;
mod marks;
mod matched;
mod pieces;

use least::least;
pub use matched::Part;

use std::{collections::VecDeque, time::Duration};

use kernel::{ApiError, Cursor, Page};
use platform::Platform;
use sqlx::{PgPool, Row};

use super::{
    ROWS, cut,
    direction::Direction,
    hit::Hit,
    place, rows,
    segment::{Rows, Segment, segments, start},
    since::{Since, last_before},
    walk::{End, Sql, Walk},
};
use crate::{
    filter::{self, Meaning, Narrowed, Place},
    model::{Counts, ListPage, ListQuery, SortField, Told},
    server::policy::Visible,
};

/// How many rows of the list are tried before the index is asked. By number it gives the nearest ones at once, so that it is
/// asked sooner than for another order, in which it gives all or none.
const TRIED_FIRST: usize = 1_200;
const TRIED_BY_NUMBER: usize = 200;
/// How many are tried at once: at first and at most.
const AT_ONCE: (usize, usize) = (200, 20_000);
/// One of so many that were tried fits at least, or the index is asked; the same by number.
const SELDOM: usize = 120;
const SELDOM_BY_NUMBER: usize = 12;
/// From how many of a hundred tried rows on fitting ones are counted by walking the list.
const OFTEN: usize = 20;

/// The page of the narrowed list that `query` names, its counts, and what is to be said about it.
///
/// # Errors
/// `TooSlow` where it takes too long to find, `Unavailable` where the database is away.
pub async fn narrowed(platform: &Platform, visible: &Visible, query: &ListQuery) -> Result<ListPage, ApiError> {
    let (search, found) = in_time(Search::run(platform, visible, query)).await?;
    if found.page.rows.is_empty() && !query.is_first_page() {
        // Nothing is past the place any more, or never was: better the list than an empty page.
        return Box::pin(narrowed(platform, visible, &query.first_page())).await;
    }
    let counts = search.counts(query, &found).await?;
    let names = search.meaning.names(&query.filter);
    let similar = !found.page.rows.is_empty() && search.similar.iter().any(|words| !words.is_empty());
    let Page { rows: hits, before, after } = found.page;
    let mut page = Page { rows: rows(&platform.pool, hits).await?, before, after };
    if query.seeks_words() {
        // The rows are worth more than what stands around the words.
        match search.add_excerpts(&query.q, &mut page.rows).await {
            Err(ApiError::TooSlow) => {}
            added => added?,
        }
    }
    let words = search.words(&query.q, &page.rows);
    // The best match is not the newest: what was there when it was searched counts as seen.
    let newest = page.rows.iter().map(|row| row.number.0).chain([search.ends.1]).max().unwrap_or_default();
    let told = Told { names, missing: search.meaning.missing, words, similar };
    Ok(ListPage { page, counts, told, called: String::new(), may_save: false, newest })
}

/// What the first page of a narrowed list has, and its counts.
///
/// # Errors
/// `TooSlow` where it takes too long to find, `Unavailable` where the database is away.
pub async fn newest(
    platform: &Platform,
    visible: &Visible,
    query: &ListQuery,
) -> Result<(Page<Hit>, Counts), ApiError> {
    let (search, found) = in_time(Search::run(platform, visible, query)).await?;
    let counts = search.counts(query, &found).await?;
    Ok((found.page, counts))
}

/// How long anybody is kept waiting for what may take many statements.
const PATIENCE: Duration = Duration::from_secs(8);

/// # Errors
/// `TooSlow` where it takes longer than [`PATIENCE`].
pub async fn in_time<T>(work: impl Future<Output = Result<T, ApiError>>) -> Result<T, ApiError> {
    tokio::time::timeout(PATIENCE, work).await.unwrap_or(Err(ApiError::TooSlow))
}

/// What is looked for and where.
#[derive(Clone, Debug)]
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
    /// The companies that the reader does not see.
    unseen: Vec<i64>,
    /// The least and the greatest number that the reader sees.
    ends: (i64, i64),
    /// The words that count beside each of the typed ones, as nothing has these.
    pub similar: Vec<Vec<String>>,
}

/// The first rows past a place, and what finding them told: as [`Found`] has it.
#[derive(Debug, Default)]
struct First {
    hits: Vec<Hit>,
    total: Option<usize>,
    tried: Tried,
}

/// A page that was found, and what finding it told.
#[derive(Debug)]
pub struct Found {
    pub page: Page<Hit>,
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
    /// Whether so few fit that the index finds them sooner.
    fn are_seldom(self, by_number: bool) -> bool {
        let (rows, seldom) = if by_number { (TRIED_BY_NUMBER, SELDOM_BY_NUMBER) } else { (TRIED_FIRST, SELDOM) };
        self.rows >= rows && self.fit * seldom < self.rows
    }

    /// How many rows to try next, for so many more that fit.
    fn next(self, wanted: usize) -> usize {
        let (least, most) = AT_ONCE;
        if self.rows < TRIED_FIRST {
            return if self.rows == 0 { least } else { TRIED_FIRST };
        }
        (wanted * self.rows / self.fit.max(1) * 5 / 4).clamp(TRIED_FIRST, most)
    }

    fn are_often(self) -> bool {
        self.rows > 0 && self.fit * 100 >= self.rows * OFTEN
    }
}

/// A walk on its way.
struct Way {
    /// Those still to be walked, and the place in the first of them.
    ahead: VecDeque<(Segment, Option<Cursor>)>,
    hits: Vec<Hit>,
    tried: Tried,
}

impl Way {
    fn new(mut segments: Vec<Segment>, cursor: Option<&Cursor>, direction: Direction) -> Self {
        if direction == Direction::Down {
            segments.reverse();
        }
        Self { ahead: start(segments, cursor, direction).collect(), hits: Vec::new(), tried: Tried::default() }
    }

    fn is_done(&self, wanted: usize) -> bool {
        self.hits.len() >= wanted || self.ahead.is_empty()
    }
}

impl Search {
    /// The search for what a query names. `similar` are the words that count beside each that is searched for in a place.
    ///
    /// # Errors
    /// `Unavailable` where the database is away.
    pub async fn of(
        platform: &Platform,
        visible: &Visible,
        query: &ListQuery,
        similar: Vec<Vec<String>>,
        place: Place,
    ) -> Result<Self, ApiError> {
        let (pool, now) = (platform.searches.clone(), platform.clock.now());
        let since = Since::of(&platform.pool, query.days, now).await?;
        let meaning = filter::resolve(&pool, visible, &query.filter, &query.q, now).await?;
        let mut narrowed = filter::narrow(&meaning, &query.filter, &query.q, &similar, place);
        let (from, until) = meaning.period(&query.filter);
        if let Some(from) = from {
            narrowed.meet(Since::find(&platform.pool, from).await?.number, i64::MAX);
        }
        if let Some(until) = until {
            narrowed.meet(i64::MIN, last_before(&platform.pool, until).await?);
        }
        let whole = sqlx::query!(
            r#"
            select array(select id from company where id <> all($1)) as "unseen!", min(n.first) as first, max(n.last) as last
            from unnest($1::bigint[]) c (id) cross join lateral (
                select (select min(number) from interaction where company_id = c.id) as first,
                    (select max(number) from interaction where company_id = c.id) as last
            ) n
            "#,
            &visible.companies,
        )
        .fetch_one(&pool)
        .await?;
        let ends = (whole.first.unwrap_or(1), whole.last.unwrap_or(0));
        let rows = least(&meaning, &query.filter);
        let alone = rows != Rows::All && query.filter.0.len() == 1 && query.q.is_empty();
        let (visible, unseen) = (visible.clone(), whole.unseen);
        Ok(Self { pool, visible, since, meaning, narrowed, rows, alone, unseen, ends, similar })
    }

    /// Sentences on what the conditions name that is not there.
    pub fn missing(&self) -> &[String] {
        &self.meaning.missing
    }

    /// The search for a page, and the page it found. Where nothing has the words that were typed, words like them
    /// count.
    ///
    /// # Errors
    /// `TooSlow`, `Unavailable`.
    pub async fn run(platform: &Platform, visible: &Visible, query: &ListQuery) -> Result<(Self, Found), ApiError> {
        let search = Self::of(platform, visible, query, Vec::new(), Place::Anywhere).await?;
        let found = search.page(query).await?;
        // Past the end of a list there is nothing either, whatever has the words.
        let of_none = found.page.rows.is_empty()
            && (query.is_first_page() || search.page(&query.first_page()).await?.page.rows.is_empty());
        if of_none {
            let similar = filter::similar(&search.pool, &search.meaning.words(&query.q)).await?;
            if similar.iter().any(|words| !words.is_empty()) {
                let search = Self::of(platform, visible, query, similar, Place::Anywhere).await?;
                let found = search.page(query).await?;
                return Ok((search, found));
            }
        }
        Ok((search, found))
    }

    /// The page of a list.
    ///
    /// # Errors
    /// `TooSlow`, `Unavailable`.
    pub async fn page(&self, query: &ListQuery) -> Result<Found, ApiError> {
        let (cursor, direction) = place(query);
        let walk = Walk {
            visible: &self.visible,
            scope: query.scope,
            since: self.since,
            direction,
            numbers: self.narrowed.numbers,
            limit: ROWS + 1,
        };
        let field = query.order().field;
        let First { hits, total, tried } = if field == SortField::Match {
            self.matched(&walk, query, cursor).await?
        } else {
            self.first(&walk, field, cursor).await?
        };
        Ok(Found { page: cut(query, hits), total, tried })
    }

    /// The first rows past a place, in any order but that of the best match.
    async fn first(&self, walk: &Walk<'_>, field: SortField, cursor: Option<&Cursor>) -> Result<First, ApiError> {
        let mut way = Way::new(self.segments(field).await?, cursor, walk.direction);
        let (mut total, mut asked) = (None, false);
        while !way.is_done(walk.limit) {
            if !asked && self.narrowed.is_indexed() && way.tried.are_seldom(field.is_by_number()) {
                asked = true;
                if let Some(gathered) = self.by_index(walk, field, cursor).await? {
                    (way.hits, total) = (gathered.rows, gathered.total);
                    break;
                }
            }
            self.advance(walk, &mut way).await?;
        }
        Ok(First { hits: way.hits, total, tried: way.tried })
    }

    /// The segments of a sort in which there can be any that fit.
    async fn segments(&self, field: SortField) -> Result<Vec<Segment>, ApiError> {
        if field.is_by_number() {
            return Ok(vec![Segment { key: String::new(), rows: self.rows.clone() }]);
        }
        let mut all = segments(&self.pool, &self.visible, field).await?;
        if all.iter().any(|segment| segment.rows == self.rows) {
            all.retain(|segment| segment.rows == self.rows);
        }
        Ok(all)
    }

    /// Tries more rows of the list.
    async fn advance(&self, walk: &Walk<'_>, way: &mut Way) -> Result<(), ApiError> {
        let Some((segment, from)) = way.ahead.front_mut() else { return Ok(()) };
        let limit = way.tried.next(walk.limit - way.hits.len());
        let go = self.go(&Walk { limit, ..*walk }, segment, from.as_ref()).await?;
        *from = go.last;
        if go.tried < limit || from.is_none() {
            way.ahead.pop_front();
        }
        way.tried.rows += go.tried;
        way.tried.fit += go.hits.len();
        way.hits.extend(go.hits);
        way.hits.truncate(walk.limit);
        Ok(())
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
        sql.push(" join interaction i on i.number = e.number");
        self.join_words(&mut sql, false);
        sql.push(" cross join lateral (select coalesce(");
        self.fits(&mut sql, walk, false);
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

    /// The condition on `i` and `w`, or what is left of it for what the index found.
    fn fits(&self, sql: &mut Sql, walk: &Walk<'_>, found: bool) {
        sql.push("(");
        self.narrowed.push(sql, found);
        walk.recent(sql);
        sql.push(")");
    }

    /// The words `w` of `i`, where the condition reads them.
    fn join_words(&self, sql: &mut Sql, found: bool) {
        if self.narrowed.reads_words(found) {
            sql.push(" join interaction_search w on w.number = i.number");
        }
    }

    /// The least and the greatest number of what fits.
    pub fn numbers(&self) -> (i64, i64) {
        self.narrowed.numbers
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
