//! What the index of words finds, in the list's order.

use kernel::{ApiError, Cursor};
use sqlx::{Row, postgres::PgRow};

use super::{
    super::{
        direction::Direction,
        hit::{COLUMNS, Hit},
        segment::LAST,
        walk::{SUMMARY, Sql, Walk},
    },
    Search,
    matched::{ELSEWHERE, HEADLINE},
    pieces::{Piece, Pieces},
};
use crate::{
    filter::Marks,
    model::{Scope, SortField, Status},
};

/// How many rows the index may find to be put into another order than that of numbers.
const GATHERED: usize = 6_000;

/// What the index gave.
pub struct Gathered {
    pub rows: Vec<Hit>,
    /// How many there are in all, where it gave all.
    pub total: Option<usize>,
}

impl Search {
    /// The first rows past the cursor that the index of words finds. Nothing where it finds too many for this sort.
    pub(super) async fn by_index(
        &self,
        walk: &Walk<'_>,
        field: SortField,
        cursor: Option<&Cursor>,
    ) -> Result<Option<Gathered>, ApiError> {
        if field.is_by_number() {
            return Ok(Some(Gathered { rows: self.numbered(walk, cursor).await?, total: None }));
        }
        self.gather(walk, field, cursor, walk.limit).await
    }

    /// The first rows past the cursor that the index finds, by number: only those of the page are looked at.
    async fn numbered(&self, walk: &Walk<'_>, cursor: Option<&Cursor>) -> Result<Vec<Hit>, ApiError> {
        let order = walk.direction.order();
        let (mut pieces, mut hits) = (self.pieces(walk, cursor).await?, Vec::new());
        while let Some(piece) = pieces.next(hits.len()) {
            let mut sql = Sql::new(format!("select {COLUMNS} from ("));
            self.indexed(&mut sql, walk, piece);
            sql.push(format!(" order by f.number{order} offset 0) f"));
            self.join_fitting(&mut sql, walk);
            sql.push(format!(" order by f.number{order} limit {}", walk.limit - hits.len()));
            let rows = sql.build().fetch_all(&self.pool).await?;
            for row in &rows {
                hits.push(Hit::read(row, String::new())?);
            }
        }
        Ok(hits)
    }

    /// The numbers past the cursor in which there can be any that fit, nearest first.
    pub(super) async fn pieces(&self, walk: &Walk<'_>, cursor: Option<&Cursor>) -> Result<Pieces, ApiError> {
        let (first, last) = self.between(walk, cursor);
        Ok(Pieces::new(first, last, walk.direction, walk.limit, self.estimate(walk).await?))
    }

    /// How many PostgreSQL expects the index to find: of frequent words it keeps how frequent they are.
    pub(super) async fn estimate(&self, walk: &Walk<'_>) -> Result<usize, ApiError> {
        let marks = self.marks_of(walk.scope);
        let mut sql = Sql::new("explain (format json) select from interaction_search f where ");
        self.keys(&mut sql, &marks);
        let plan: serde_json::Value = sql.build_query_scalar().fetch_one(&self.pool).await?;
        let rows = plan.pointer("/0/Plan/Plan Rows").and_then(serde_json::Value::as_u64);
        Ok(rows.and_then(|rows| usize::try_from(rows).ok()).unwrap_or(usize::MAX))
    }

    /// The numbers past the cursor between which there can be any that fit.
    fn between(&self, walk: &Walk<'_>, cursor: Option<&Cursor>) -> (i64, i64) {
        let (mut first, mut last) = self.ends;
        first = first.max(self.narrowed.numbers.0).max(self.since.map_or(i64::MIN, |since| since.number));
        last = last.min(self.narrowed.numbers.1);
        match (walk.direction, cursor) {
            (Direction::Up, Some(cursor)) => first = first.max(cursor.number.saturating_add(1)),
            (Direction::Down, Some(cursor)) => last = last.min(cursor.number.saturating_sub(1)),
            (_, None) => {}
        }
        (first, last)
    }

    /// The first rows past the cursor of all that the index finds, in the list's order. Nothing where it cannot tell,
    /// or finds too many.
    pub(super) async fn gather(
        &self,
        walk: &Walk<'_>,
        field: SortField,
        cursor: Option<&Cursor>,
        limit: usize,
    ) -> Result<Option<Gathered>, ApiError> {
        if !self.narrowed.is_indexed() {
            return Ok(None);
        }
        let mut sql = Sql::new("with f as materialized (");
        self.indexed(&mut sql, walk, Piece::whole(self.between(walk, None)));
        sql.push(format!(" limit {}), h as materialized (select {COLUMNS}, ", GATHERED + 1));
        self.key(&mut sql, field);
        sql.push(" from f");
        self.join_fitting(&mut sql, walk);
        sql.push(") select t.seen, t.total, h.* from");
        sql.push(" (select (select count(*) from f) as seen, (select count(*) from h) as total) t");
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
        let total = Some(number(first, "total")?);
        let found =
            rows.iter().filter(|row| row.try_get::<Option<i64>, _>("number").is_ok_and(|number| number.is_some()));
        let rows = found.map(|row| Hit::read(row, row.try_get("key")?)).collect::<Result<_, ApiError>>()?;
        Ok(Some(Gathered { rows, total }))
    }

    /// The query of the numbers `f` that the index finds in a piece, of what the reader sees in a scope.
    pub(super) fn indexed(&self, sql: &mut Sql, walk: &Walk<'_>, piece: Piece) {
        let mut marks = self.marks_of(walk.scope);
        marks.one_of.extend(piece.marks());
        sql.push("select f.number from interaction_search f where (");
        self.keys(sql, &marks);
        if let Some(number) = self.narrowed.also {
            sql.push(" or f.number = ").push_bind(number);
        }
        // In an index of numbers PostgreSQL would look at row after row, where it takes rare words for frequent ones.
        sql.push(") and f.number + 0 between ");
        sql.push_bind(piece.first).push(" and ").push_bind(piece.last);
    }

    fn marks_of(&self, scope: Scope) -> Marks {
        Marks::of(&self.visible, scope).in_companies(&self.visible.companies, &self.unseen)
    }

    /// The condition on `f` that is asked of the index of words.
    fn keys(&self, sql: &mut Sql, marks: &Marks) {
        let keys = self.narrowed.index(marks);
        if keys.is_empty() {
            sql.push("false");
        }
        for (at, key) in keys.into_iter().enumerate() {
            sql.push(if at > 0 { " and f.words @@ " } else { "f.words @@ " }).push_bind(key).push("::tsquery");
        }
    }

    /// Of the numbers `f` that the index found, the rows `i` that are in the scope, may be seen and fit.
    pub(super) fn join_fitting(&self, sql: &mut Sql, walk: &Walk<'_>) {
        sql.push(" join interaction i on i.number = f.number");
        self.join_words(sql, true);
        sql.push(" where ");
        whose(sql, walk);
        sql.push(" and ");
        self.fits(sql, walk, true);
    }

    /// What a row `i` is sorted by, as the cursors of the walks have it: `key`, and whether it comes last, `last`.
    fn key(&self, sql: &mut Sql, field: SortField) {
        let last = if field == SortField::Individual { "i.individual_id is null" } else { "false" };
        match field {
            SortField::Number | SortField::Created => sql.push("''"),
            SortField::Match => {
                sql.push("(select case when w.words @@ ").push_bind(self.narrowed.headline.clone());
                sql.push("::tsquery then ").push_bind(HEADLINE).push(" else ").push_bind(ELSEWHERE);
                sql.push(" end from interaction_search w where w.number = i.number)")
            }
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

    /// All that fit, in the list's order, where the index gives all of them; nothing where it does not.
    ///
    /// # Errors
    /// `TooSlow`, `Unavailable`.
    pub async fn all(&self, walk: &Walk<'_>, field: SortField) -> Result<Option<Vec<Hit>>, ApiError> {
        Ok(self.gather(walk, field, None, GATHERED).await?.map(|gathered| gathered.rows))
    }
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
