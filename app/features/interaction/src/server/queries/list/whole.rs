//! The whole list, a piece at a time, for as long as it takes somebody to read it.
//!
//! Between two pieces nothing is held in the database: no transaction and no snapshot. Whatever others do meanwhile, a
//! row that is in the list from the first piece to the last comes exactly once: the segments are those of the
//! beginning, no row is given twice, and after the last segment all of the list is walked again by number, which never
//! changes, for the rows that were moved from before the reader's place to behind it.

use std::collections::{HashMap, VecDeque};

use kernel::{ApiError, Cursor};
use platform::Platform;
use sqlx::PgPool;

use super::{
    direction::Direction,
    hit::Hit,
    narrow::{Part, Search, in_time},
    rows,
    segment::{Rows, Segment, segments},
    since::Since,
    walk::{ANY_NUMBER, Walk},
};
use crate::{
    model::{ListQuery, ListRow, Scope, SortField},
    server::policy::Visible,
};

/// Rows of a piece, at most.
const ROWS: usize = 1_000;
/// How many rows are tried for a piece of a narrowed list.
const TRIED: usize = 5_000;

/// All rows by number.
const ALL: Segment = Segment { key: String::new(), rows: Rows::All };

/// All rows that were in a list when it was asked for, from its first page on.
#[derive(Debug)]
pub struct WholeList {
    pool: PgPool,
    visible: Visible,
    scope: Scope,
    since: Option<Since>,
    direction: Direction,
    /// The greatest number there was.
    newest: i64,
    /// Those still to be walked.
    segments: VecDeque<Segment>,
    /// The place in the first of them.
    from: Option<Cursor>,
    given: Numbers,
    /// What narrows it.
    search: Option<Search>,
    /// What narrows it in a segment of its own.
    parts: Vec<Part>,
    /// All rows, where they are few and the index of words gave them.
    gathered: Option<Vec<Hit>>,
}

impl WholeList {
    /// # Errors
    /// `Unavailable` where the database is away; of a narrowed list `TooSlow` where it takes too long to find.
    pub async fn begin(platform: &Platform, visible: Visible, query: &ListQuery) -> Result<Self, ApiError> {
        let (pool, now) = (platform.pool.clone(), platform.clock.now());
        let since = Since::of(&pool, query.days, now).await?;
        let newest = sqlx::query_scalar!("select max(number) from interaction").fetch_one(&pool).await?;
        let order = query.order();
        let mut segments = VecDeque::from(segments(&pool, &visible, order.field).await?);
        if order.descending {
            segments.make_contiguous().reverse();
        }
        if segments.iter().any(|segment| segment.rows != Rows::All) {
            segments.push_back(ALL);
        }
        let mut list = Self {
            pool,
            visible,
            scope: query.scope,
            since,
            direction: if order.descending { Direction::Down } else { Direction::Up },
            newest: newest.unwrap_or_default(),
            segments,
            from: None,
            given: Numbers::default(),
            search: None,
            parts: Vec::new(),
            gathered: None,
        };
        if query.is_narrowed() {
            let (search, _) = in_time(Search::run(platform, &list.visible, &query.first_page())).await?;
            if order.field == SortField::Match {
                list.parts = search.parts(query, list.direction).into();
                list.segments = list.parts.iter().map(|part| part.segment.clone()).chain([ALL]).collect();
            }
            list.search = Some(search);
            if let Some(search) = &list.search {
                list.gathered = search.all(&list.walk(ROWS), order.field).await?;
            }
            if list.gathered.is_some() {
                list.segments.clear();
            }
        }
        Ok(list)
    }

    /// Why it may be another list than the one that was meant: sentences.
    pub fn doubts(&self, query: &ListQuery) -> Vec<String> {
        let Some(search) = &self.search else { return Vec::new() };
        let similar = search.similar.iter().any(|words| !words.is_empty());
        let similar = similar.then(|| format!("Nothing has “{}”.", query.q));
        search.missing().iter().cloned().chain(similar).collect()
    }

    fn walk(&self, limit: usize) -> Walk<'_> {
        Walk {
            visible: &self.visible,
            scope: self.scope,
            since: self.since,
            direction: self.direction,
            numbers: self.search.as_ref().map_or(ANY_NUMBER, Search::numbers),
            limit,
        }
    }

    /// The next rows; `None` after the last ones.
    ///
    /// # Errors
    /// `Unavailable` where the database is away, `TooSlow` where they take too long to find.
    pub async fn piece(&mut self) -> Result<Option<Vec<ListRow>>, ApiError> {
        if let Some(hits) = self.gathered.take().filter(|hits| !hits.is_empty()) {
            return Ok(Some(rows(&self.pool, hits).await?));
        }
        while let Some(segment) = self.segments.front() {
            let part = self.parts.iter().find(|part| part.segment == *segment).map(|part| &part.search);
            let (mut hits, last) = match part.or(self.search.as_ref()) {
                None => {
                    let hits = self
                        .walk(ROWS)
                        .run(&mut *self.pool.acquire().await?, vec![segment.clone()], self.from.as_ref())
                        .await?;
                    let last = hits.get(ROWS - 1).map(|last| Cursor { key: last.key.clone(), number: last.number });
                    (hits, last)
                }
                Some(search) => {
                    let go = search.go(&self.walk(TRIED), segment, self.from.as_ref()).await?;
                    (go.hits, go.last.filter(|_| go.tried == TRIED))
                }
            };
            self.from = last;
            if self.from.is_none() {
                self.segments.pop_front();
            }
            hits.retain(|hit| hit.number <= self.newest && self.given.add(hit.number));
            if !hits.is_empty() {
                return Ok(Some(rows(&self.pool, hits).await?));
            }
        }
        Ok(None)
    }
}

/// A set of numbers: few bits each, as most are beside one another.
#[derive(Debug, Default)]
struct Numbers(HashMap<i64, u128>);

impl Numbers {
    /// Adds a number; whether it was not there yet.
    fn add(&mut self, number: i64) -> bool {
        let (block, bit) = (self.0.entry(number >> 7).or_default(), 1 << (number & 127));
        let new = *block & bit == 0;
        *block |= bit;
        new
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_number_is_new_once(numbers in prop::collection::vec(prop_oneof![0..300_i64, any::<i64>()], 0..200)) {
            let (mut added, mut seen) = (Numbers::default(), HashSet::new());
            for number in numbers {
                prop_assert_eq!(added.add(number), seen.insert(number));
            }
        }
    }
}
