//! How many there are of a narrowed list: exactly up to [`Count::MOST`].

use kernel::ApiError;

use super::{
    super::{
        path::{Path, path},
        walk::{Direction, Sql, Walk},
    },
    Found, Search,
    index::whose,
};
use crate::model::{Count, Counts, Scope};

impl Search {
    /// How many there are in each scope.
    pub(super) async fn counts(&self, shown: Scope, found: &Found) -> Result<Counts, ApiError> {
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
            self.indexed(&mut sql, &walk);
            sql.push(" offset 0) f join interaction i on i.number = f.number");
            self.join_words(&mut sql, true);
            sql.push(" where ");
            whose(&mut sql, &walk);
            sql.push(" and ");
            self.fits(&mut sql, &walk, true);
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
