//! What a person asked for, for themselves or for somebody else.

use kernel::{ApiError, Cursor, InteractionNumber, Page, PersonId};
use platform::Actor;
use sqlx::{PgConnection, PgPool};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{attachments::attachments, comments::comments, watchers::own_watchers};
use crate::{
    model::{Channel, CommentBox, MyInteraction, MyRequests, MyRow, MyTab, Side, Status},
    server::policy,
};

/// Rows of a page; the statements ask for one more.
const ROWS: usize = 25;

/// A page of one tab, newest first, with both tabs' counts.
///
/// The counts are of one person's own records: a walk of a short piece of an index.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn my_requests(
    pool: &PgPool,
    actor: &Actor,
    tab: MyTab,
    after: Option<Cursor>,
) -> Result<MyRequests, ApiError> {
    let mut connection = pool.acquire().await?;
    let rows = rows(&mut connection, actor, tab, after.map_or(i64::MAX, |cursor| cursor.number)).await?;
    let counts = sqlx::query!(
        r#"
        select
            (select count(*) from interaction where requested_for_id = $1) as "mine!",
            (select count(*) from interaction where requested_by_id = $1 and requested_for_id <> $1) as "others!"
        "#,
        actor.person.0
    )
    .fetch_one(&mut *connection)
    .await?;
    let more = rows.len() > ROWS;
    let rows = rows
        .into_iter()
        .take(ROWS)
        .map(|row| {
            Ok(MyRow {
                number: InteractionNumber(row.number),
                summary: row.summary,
                status: Status::from_key(&row.status).ok_or(ApiError::Internal)?,
                requested_for: row.requested_for,
                created_on: row.reported_at,
                updated_at: row.updated_at,
            })
        })
        .collect::<Result<Vec<_>, ApiError>>()?;
    let end = |row: &MyRow| Cursor { key: String::new(), number: row.number.0 };
    let next = if more { rows.last().map(end) } else { None };
    Ok(MyRequests { page: Page { rows, before: None, after: next }, mine: counts.mine, others: counts.others })
}

/// A row as it is stored.
struct Found {
    number: i64,
    summary: String,
    status: String,
    requested_for: String,
    reported_at: OffsetDateTime,
    updated_at: OffsetDateTime,
}

/// The newest rows of a tab below a number, one more than a page shows. A statement each: a tab is a
/// walk of one index.
async fn rows(connection: &mut PgConnection, actor: &Actor, tab: MyTab, below: i64) -> Result<Vec<Found>, sqlx::Error> {
    match tab {
        MyTab::Mine => {
            sqlx::query_as!(
                Found,
                r#"
                select i.number, i.summary, i.status, p.name as "requested_for!", i.reported_at, i.updated_at
                from interaction i join person p on p.id = i.requested_for_id
                where i.requested_for_id = $1 and i.number < $2
                order by i.number desc limit 26
                "#,
                actor.person.0,
                below,
            )
            .fetch_all(connection)
            .await
        }
        MyTab::Others => {
            sqlx::query_as!(
                Found,
                r#"
                select i.number, i.summary, i.status, p.name as "requested_for!", i.reported_at, i.updated_at
                from interaction i join person p on p.id = i.requested_for_id
                where i.requested_by_id = $1 and i.requested_for_id <> $1 and i.number < $2
                order by i.number desc limit 26
                "#,
                actor.person.0,
                below,
            )
            .fetch_all(connection)
            .await
        }
    }
}

/// Whether a person sees an interaction as who asked: the one rule of that side, in `interaction_own_side`.
///
/// # Errors
/// `NotFound` where there is no such number, or it was requested neither for nor by the person, and they do not watch it
/// as somebody of its company.
pub async fn owns(connection: &mut PgConnection, person: PersonId, number: InteractionNumber) -> Result<(), ApiError> {
    sqlx::query!(
        r#"select true as "owns!" from interaction_own_side($1) own where own.person_id = $2"#,
        number.0,
        person.0
    )
    .fetch_optional(connection)
    .await?
    .map(drop)
    .ok_or(ApiError::NotFound)
}

/// An interaction as its requester sees it.
///
/// # Errors
/// `NotFound` where the person does not see it as who asked.
pub async fn my_interaction(
    pool: &PgPool,
    actor: &Actor,
    number: InteractionNumber,
    before: Option<i64>,
) -> Result<MyInteraction, ApiError> {
    let mut connection = pool.acquire().await?;
    let reading = policy::conversation(&mut connection, actor, number, Side::Own).await?;
    let row = sqlx::query!(
        r#"
        select c.name as company, r.name as reason, f.name as requested_for, b.name as requested_by,
            i.summary, i.description, i.through, i.status, i.reported_at, i.updated_at
        from interaction i
        join company c on c.id = i.company_id
        join reason r on r.id = i.reason_id
        join person f on f.id = i.requested_for_id
        join person b on b.id = i.requested_by_id
        where i.number = $1
        "#,
        number.0,
    )
    .fetch_optional(&mut *connection)
    .await?
    .ok_or(ApiError::NotFound)?;
    let comments = comments(&mut *connection, &reading, before).await?;
    let watchers = own_watchers(&mut *connection, &reading, actor.person).await?;
    let attachments = attachments(&mut *connection, actor, &reading).await?;
    Ok(MyInteraction {
        number,
        company: row.company,
        reason: row.reason,
        requested_for: row.requested_for,
        requested_by: row.requested_by,
        summary: row.summary,
        description: row.description,
        through: Channel::from_key(&row.through).ok_or(ApiError::Internal)?,
        status: Status::from_key(&row.status).ok_or(ApiError::Internal)?,
        created_on: row.reported_at,
        updated_at: row.updated_at,
        conversation: CommentBox { comments, submission: Uuid::new_v4() },
        watchers,
        attachments,
    })
}
