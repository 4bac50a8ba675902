//! How many there are of a narrowed list: exactly up to [`Count::MOST`].

use kernel::{ApiError, Cursor};

use super::{
    super::{
        direction::Direction,
        hit::Hit,
        path::{Path, path},
        walk::{Sql, Walk},
    },
    Found, Search,
    pieces::Near,
};
use crate::model::{Count, Counts, ListQuery, Scope, Sort};

impl Search {
    /// How many there are in each scope of the list that `query` names, a page of which was found.
    pub(super) async fn counts(&self, query: &ListQuery, found: &Found) -> Result<Counts, ApiError> {
        let from_the_start = query.after.is_none() && query.before.is_none();
        let hits = &found.page.rows;
        let mut near = None;
        if from_the_start && query.scope == Scope::All {
            if found.page.after.is_none() {
                return Ok(self.counted(hits));
            }
            if let (true, Some(first), Some(last)) = (query.order() == Sort::default(), hits.first(), hits.last()) {
                near = Some((first.number, Near::of(hits.len(), first.number, last.number)));
            }
        }
        let count = async |scope| match found.total {
            Some(total) if scope == query.scope => Ok(Count::up_to(i64::try_from(total).unwrap_or(i64::MAX))),
            _ => self.count(scope, found.tried.are_often(), near).await,
        };
        let (me, groups, all) = tokio::try_join!(count(Scope::Me), count(Scope::Groups), count(Scope::All))?;
        Ok(Counts { me, groups, all })
    }

    /// How many of these there are in each scope.
    fn counted(&self, hits: &[Hit]) -> Counts {
        let count = |is_in: &dyn Fn(&Hit) -> bool| {
            Count::up_to(i64::try_from(hits.iter().filter(|hit| is_in(hit)).count()).unwrap_or(i64::MAX))
        };
        Counts {
            me: count(&|hit| hit.individual == Some(self.visible.person)),
            groups: count(&|hit| hit.group.is_some_and(|group| self.visible.groups.contains(&group))),
            all: count(&|_| true),
        }
    }

    /// How many there are in a scope, counted along the list where they are `often` there. `near` is the greatest number
    /// of any and what is known from there on.
    ///
    /// # Errors
    /// `Unavailable` where the database is away.
    pub async fn count(&self, scope: Scope, often: bool, near: Option<(i64, Near)>) -> Result<Count, ApiError> {
        let walk = Walk {
            visible: &self.visible,
            scope,
            since: self.since,
            direction: Direction::Down,
            numbers: self.narrowed.numbers,
            limit: usize::try_from(Count::MOST).unwrap_or_default() + 1,
        };
        let counted = if often || self.alone || !self.narrowed.is_indexed() {
            self.walked(&walk).await
        } else {
            self.found(&walk, near).await
        };
        match counted {
            Ok(n) => Ok(Count::up_to(n)),
            // The rows are worth more than their number.
            Err(ApiError::TooSlow) => Ok(Count::Unknown),
            Err(error) => Err(error),
        }
    }

    /// How many the list has, up to the limit of the walk.
    async fn walked(&self, walk: &Walk<'_>) -> Result<i64, ApiError> {
        let Some(path) = path(&self.rows, walk.scope, &self.visible) else { return Ok(0) };
        let mut sql = Sql::new("select count(*) from (");
        self.each(&mut sql, walk, &path);
        sql.push(") x");
        Ok(sql.build_query_scalar().fetch_one(&self.pool).await?)
    }

    /// How many the index of words finds, up to the limit of the walk.
    async fn found(&self, walk: &Walk<'_>, near: Option<(i64, Near)>) -> Result<i64, ApiError> {
        let from = near.map(|(first, _)| Cursor { key: String::new(), number: first + 1 });
        let mut pieces = self.pieces(walk, from.as_ref()).await?.counted(near.unwrap_or_default().1);
        let mut n = 0_usize;
        while let Some(piece) = pieces.next(n) {
            let mut sql = Sql::new("select count(*) from (select from (");
            self.indexed(&mut sql, walk, piece);
            sql.push(" offset 0) f");
            self.join_fitting(&mut sql, walk);
            sql.push(format!(" limit {}) x", walk.limit - n));
            let more: i64 = sql.build_query_scalar().fetch_one(&self.pool).await?;
            n += usize::try_from(more).unwrap_or_default();
        }
        Ok(i64::try_from(n).unwrap_or(i64::MAX))
    }

    /// The query of what fits, along the index of a scope.
    fn each(&self, sql: &mut Sql, walk: &Walk<'_>, path: &Path) {
        sql.push("select from ");
        walk.each(sql, path, |sql| {
            if self.narrowed.reads_words(false) {
                sql.push("exists (select from interaction_search w where w.number = i.number and ");
                self.fits(sql, walk, false);
                sql.push(")");
            } else {
                self.fits(sql, walk, false);
            }
        });
    }
}
