//! The best match first: what has all words in its summary, then what has them elsewhere. Each is a list by number, found
//! as any such; the second is not what the first is.

use kernel::{ApiError, Cursor};

use super::{
    super::{
        direction::Direction,
        hit::Hit,
        segment::{Segment, start},
        walk::Walk,
    },
    First, Search,
};
use crate::{
    filter::{self, Place},
    model::{ListQuery, SortField},
};

/// What a cursor in either part carries.
pub const HEADLINE: &str = "1";
pub const ELSEWHERE: &str = "0";

/// If the index is expected to find no more than so many, they are put into order at once.
const FEW: usize = 500;

/// One of the two.
#[derive(Debug)]
pub struct Part {
    pub segment: Segment,
    pub search: Search,
}

impl Search {
    /// Both parts, as they come in a direction.
    pub fn parts(&self, query: &ListQuery, direction: Direction) -> [Part; 2] {
        let part = |key: &str, place| {
            let mut narrowed = filter::narrow(&self.meaning, &query.filter, &query.q, &self.similar, place);
            narrowed.numbers = self.narrowed.numbers;
            let segment = Segment { key: key.to_owned(), rows: self.rows.clone() };
            Part { segment, search: Self { narrowed, ..self.clone() } }
        };
        let (first, last) = (part(HEADLINE, Place::Headline), part(ELSEWHERE, Place::Elsewhere));
        if direction == Direction::Down { [first, last] } else { [last, first] }
    }

    /// The first rows past a place, the best match first.
    pub(super) async fn matched(
        &self,
        walk: &Walk<'_>,
        query: &ListQuery,
        cursor: Option<&Cursor>,
    ) -> Result<First, ApiError> {
        if self.estimate(walk).await? <= FEW
            && let Some(all) = self.gather(walk, SortField::Match, cursor, walk.limit).await?
        {
            return Ok(First { hits: all.rows, total: all.total, ..First::default() });
        }
        let parts = self.parts(query, walk.direction);
        let segments = parts.iter().map(|part| part.segment.clone()).collect();
        let mut found = First::default();
        for (segment, from) in start(segments, cursor, walk.direction) {
            let Some(part) = parts.iter().find(|part| part.segment == segment) else { continue };
            let rest = Walk { limit: walk.limit - found.hits.len(), ..*walk };
            let more = part.search.first(&rest, SortField::Number, from.as_ref()).await?;
            found.hits.extend(more.hits.into_iter().map(|hit| Hit { key: segment.key.clone(), ..hit }));
            if more.tried.are_often() {
                found.tried = more.tried;
            }
            if found.hits.len() >= walk.limit {
                break;
            }
        }
        Ok(found)
    }
}
