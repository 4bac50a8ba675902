//! The pieces a sorted list is made of, in ascending order.

use kernel::{ApiError, Cursor};
use sqlx::{PgExecutor, Row, postgres::PgRow};

use super::{direction::Direction, hit::Hit};
use crate::{
    model::{SortField, Status},
    server::policy::Visible,
};

/// A stretch of the list that one index holds in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The sort key all its rows share; what a cursor inside it carries.
    pub key: String,
    pub rows: Rows,
}

impl Segment {
    /// A row of it that was found.
    ///
    /// # Errors
    /// `Internal` where a column is not what it should be.
    pub fn hit(&self, row: &PgRow) -> Result<Hit, ApiError> {
        let own_key = matches!(self.rows, Rows::BySummary | Rows::ByPerson(_));
        Hit::read(row, if own_key { row.try_get("key")? } else { self.key.clone() })
    }
}

/// Which rows a segment has and by what they are ordered inside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rows {
    /// All, by number.
    All,
    /// All, by the first characters of the summary, then number.
    BySummary,
    /// Those of one company, by number.
    Company(i64),
    Status(Status),
    Vip(bool),
    /// Those with one of these reasons (reasons of several companies may share a name).
    Reasons(Vec<i64>),
    Group(Option<i64>),
    /// By a person's name, then number.
    ByPerson(PersonColumn),
    /// Those without an individual, by number.
    NoIndividual,
}

/// The columns that hold a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonColumn {
    Individual,
    RequestedFor,
    RequestedBy,
}

impl PersonColumn {
    pub fn sql(self) -> &'static str {
        match self {
            Self::Individual => "individual_id",
            Self::RequestedFor => "requested_for_id",
            Self::RequestedBy => "requested_by_id",
        }
    }
}

/// Sorts after every name: the key of "none".
pub const LAST: &str = "\u{10FFFF}";

/// The segments of a sort, ascending.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn segments(
    executor: impl PgExecutor<'_>,
    visible: &Visible,
    field: SortField,
) -> Result<Vec<Segment>, ApiError> {
    let one = |rows| vec![Segment { key: String::new(), rows }];
    Ok(match field {
        SortField::Number | SortField::Created | SortField::Match => one(Rows::All),
        SortField::Summary => one(Rows::BySummary),
        SortField::Status => {
            let segment =
                |(place, status): (usize, Status)| Segment { key: place.to_string(), rows: Rows::Status(status) };
            Status::ALL.into_iter().enumerate().map(segment).collect()
        }
        SortField::Vip => {
            [false, true].map(|vip| Segment { key: u8::from(vip).to_string(), rows: Rows::Vip(vip) }).into()
        }
        SortField::Company => companies(executor, visible).await?,
        SortField::Group => groups(executor).await?,
        SortField::Reason => reasons(executor, visible).await?,
        SortField::RequestedFor => one(Rows::ByPerson(PersonColumn::RequestedFor)),
        SortField::RequestedBy => one(Rows::ByPerson(PersonColumn::RequestedBy)),
        SortField::Individual => vec![
            Segment { key: String::new(), rows: Rows::ByPerson(PersonColumn::Individual) },
            Segment { key: LAST.to_owned(), rows: Rows::NoIndividual },
        ],
    })
}

async fn companies(executor: impl PgExecutor<'_>, visible: &Visible) -> Result<Vec<Segment>, ApiError> {
    let rows = sqlx::query!("select id, name from company where id = any($1)", &visible.companies).fetch_all(executor);
    let segments = rows.await?.into_iter().map(|row| Segment { key: row.name, rows: Rows::Company(row.id) });
    Ok(by_key(segments.collect()))
}

async fn groups(executor: impl PgExecutor<'_>) -> Result<Vec<Segment>, ApiError> {
    let rows = sqlx::query!("select id, name from support_group").fetch_all(executor).await?;
    let segments = rows.into_iter().map(|row| Segment { key: row.name, rows: Rows::Group(Some(row.id)) });
    let none = Segment { key: LAST.to_owned(), rows: Rows::Group(None) };
    Ok(by_key(segments.chain([none]).collect()))
}

async fn reasons(executor: impl PgExecutor<'_>, visible: &Visible) -> Result<Vec<Segment>, ApiError> {
    let rows = sqlx::query!(
        r#"select name, array_agg(id order by id) as "ids!" from reason where company_id = any($1) group by name"#,
        &visible.companies
    )
    .fetch_all(executor)
    .await?;
    Ok(by_key(rows.into_iter().map(|row| Segment { key: row.name, rows: Rows::Reasons(row.ids) }).collect()))
}

fn by_key(mut segments: Vec<Segment>) -> Vec<Segment> {
    segments.sort_by(|a, b| a.key.cmp(&b.key));
    segments
}

/// The segments from the cursor's on, the first with the place in it where the walk goes on.
///
/// A segment whose key is gone (a group renamed in the meantime) is where it would have stood.
pub fn start(
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
