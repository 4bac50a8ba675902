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
    pieces::{Near, Pieces},
};
use crate::model::{Count, Counts, ListQuery, Scope, Sort};

impl Search {
    /// How many there are in each scope of the list that `query` names, a page of which was found.
    pub(super) async fn counts(&self, query: &ListQuery, found: &Found) -> Result<Counts, ApiError> {
        let hits = &found.page.rows;
        let mut near = None;
        if query.is_first_page() && query.scope == Scope::All {
            if found.page.after.is_none() {
                return Ok(self.counted(hits));
            }
            if let (true, Some(first), Some(last)) = (query.order() == Sort::default(), hits.first(), hits.last()) {
                near = Some((first.number, Near::of(hits.len(), first.number, last.number)));
            }
        }
        let often = found.tried.are_often();
        let known = |scope| {
            let total = found.total.filter(|_| scope == query.scope)?;
            Some(Count::up_to(i64::try_from(total).unwrap_or(i64::MAX)))
        };
        let count = async |scope| match known(scope) {
            Some(count) => Ok(count),
            None => self.count(scope, often, near).await,
        };
        let are_few = near.is_some_and(|(_, near)| near.expected(self.ends) < self.whole_scope(query.scope).limit);
        if self.is_walked(often) || known(Scope::All).is_some() || !are_few {
            let (me, groups, all) = tokio::try_join!(count(Scope::Me), count(Scope::Groups), count(Scope::All))?;
            return Ok(Counts { me, groups, all });
        }
        // Of those that the index finds, all of which are looked at, whose they are is seen as well. Each scope by itself
        // takes longer in all, but they are counted at the same time: where there are many, that is sooner.
        let counts = self.found(&self.whole_scope(Scope::All), near).await.or_else(unknown)?;
        if let Count::Exactly(_) = counts.all {
            return Ok(counts);
        }
        let (me, groups) = tokio::try_join!(count(Scope::Me), count(Scope::Groups))?;
        Ok(Counts { me, groups, ..counts })
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
        let walk = self.whole_scope(scope);
        if self.is_walked(often) {
            return self.walked(&walk).await.or_else(|error| unknown(error).map(|counts| counts.all));
        }
        if self.is_told_by_the_index() {
            return self.marked(&walk, near).await.or_else(|error| unknown(error).map(|counts| counts.all));
        }
        Ok(self.found(&walk, near).await.or_else(unknown)?.all)
    }

    /// Whether is counted along the list what is there so often, or not.
    fn is_walked(&self, often: bool) -> bool {
        often || self.alone || !self.narrowed.is_indexed()
    }

    /// The walk along all of a scope, as far as is counted.
    fn whole_scope(&self, scope: Scope) -> Walk<'_> {
        Walk {
            visible: &self.visible,
            scope,
            since: self.since,
            direction: Direction::Down,
            numbers: self.narrowed.numbers,
            limit: usize::try_from(Count::MOST).unwrap_or_default() + 1,
        }
    }

    /// How many the list has, up to the limit of the walk.
    async fn walked(&self, walk: &Walk<'_>) -> Result<Count, ApiError> {
        let Some(path) = path(&self.rows, walk.scope, &self.visible) else { return Ok(Count::default()) };
        let mut sql = Sql::new("select count(*) from (");
        self.each(&mut sql, walk, &path);
        sql.push(") x");
        Ok(Count::up_to(sql.build_query_scalar().fetch_one(&self.pool).await?))
    }

    /// Whether what the index of words finds by its words and marks is the list, so that no row has to be looked at.
    fn is_told_by_the_index(&self) -> bool {
        self.narrowed.is_exact() && self.since.is_none()
    }

    /// How many the index of words finds by itself, up to the limit of the walk.
    async fn marked(&self, walk: &Walk<'_>, near: Option<(i64, Near)>) -> Result<Count, ApiError> {
        let mut pieces = self.pieces_behind(walk, near).await?;
        let mut all = 0;
        while let Some(piece) = pieces.next(usize::try_from(all).unwrap_or_default()) {
            let mut sql = Sql::new("select count(*) from (");
            self.indexed(&mut sql, walk, piece);
            sql.push(" limit ").push_bind(Count::MOST + 1 - all).push(") x");
            let more: i64 = sql.build_query_scalar().fetch_one(&self.pool).await?;
            all += more;
        }
        Ok(Count::up_to(all))
    }

    /// The pieces of the numbers in which is counted, with what is known.
    async fn pieces_behind(&self, walk: &Walk<'_>, near: Option<(i64, Near)>) -> Result<Pieces, ApiError> {
        let from = near.map(|(first, _)| Cursor { key: String::new(), number: first + 1 });
        Ok(self.pieces(walk, from.as_ref()).await?.knowing(near.unwrap_or_default().1))
    }

    /// How many the index of words finds in the scope of the walk, and whose they are, up to its limit.
    async fn found(&self, walk: &Walk<'_>, near: Option<(i64, Near)>) -> Result<Counts, ApiError> {
        let mut pieces = self.pieces_behind(walk, near).await?;
        let (mut me, mut groups, mut all) = (0, 0, 0);
        while let Some(piece) = pieces.next(usize::try_from(all).unwrap_or_default()) {
            let mut sql = Sql::new("select count(*) filter (where x.individual_id = ");
            sql.push_bind(self.visible.person).push("), count(*) filter (where x.group_id = any(");
            sql.push_bind(self.visible.groups.clone()).push(")), count(*)");
            sql.push(" from (select i.individual_id, i.group_id from (");
            self.indexed(&mut sql, walk, piece);
            sql.push(" offset 0) f");
            self.join_fitting(&mut sql, walk);
            sql.push(" limit ").push_bind(Count::MOST + 1 - all).push(") x");
            let more: (i64, i64, i64) = sql.build_query_as().fetch_one(&self.pool).await?;
            (me, groups, all) = (me + more.0, groups + more.1, all + more.2);
        }
        Ok(Counts { me: Count::up_to(me), groups: Count::up_to(groups), all: Count::up_to(all) })
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

/// The rows are worth more than their number.
fn unknown(error: ApiError) -> Result<Counts, ApiError> {
    match error {
        ApiError::TooSlow => Ok(Counts { me: Count::Unknown, groups: Count::Unknown, all: Count::Unknown }),
        error => Err(error),
    }
}
