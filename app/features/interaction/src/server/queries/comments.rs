//! What was said about an interaction, a window at a time.

use kernel::{ApiError, InteractionNumber};
use sqlx::PgExecutor;
use time::OffsetDateTime;

use crate::{
    model::{Comment, CommentKind, Comments, Side},
    server::{markdown, policy::Conversation},
};

/// How many comments a page opens with, and each step back brings.
pub const WINDOW: usize = 20;

/// The newest comments of an interaction, or those before `before`, as far as the reader sees them.
///
/// Costs the same however many there are: a walk of one index.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn comments(
    executor: impl PgExecutor<'_>,
    reading: &Conversation,
    before: Option<i64>,
) -> Result<Comments, ApiError> {
    let before = before.unwrap_or(i64::MAX);
    let mut rows = match reading.side {
        Side::Desk => all(executor, reading.number, before).await?,
        Side::Own => public(executor, reading.number, before).await?,
    };
    let earlier = rows.len() > WINDOW;
    rows.truncate(WINDOW);
    let rows = rows.into_iter().map(Found::read).collect::<Result<_, ApiError>>()?;
    Ok(Comments { rows, earlier })
}

/// A comment as it is stored.
struct Found {
    id: i64,
    who: String,
    kind: String,
    internal: bool,
    body: String,
    at: OffsetDateTime,
    by_desk: bool,
}

impl Found {
    fn read(self) -> Result<Comment, ApiError> {
        Ok(Comment {
            id: self.id,
            who: self.who,
            by_desk: self.by_desk,
            kind: CommentKind::from_key(&self.kind).ok_or(ApiError::Internal)?,
            internal: self.internal,
            html: markdown::html(&self.body).to_string(),
            at: self.at,
        })
    }
}

// A statement each for the two sides: each is a walk of an index of its own.

async fn all(executor: impl PgExecutor<'_>, number: InteractionNumber, before: i64) -> Result<Vec<Found>, sqlx::Error> {
    sqlx::query_as!(
        Found,
        r#"
        select c.id, p.name as "who!", c.kind, c.internal, c.body, c.at, c.by_desk
        from interaction_comment c join person p on p.id = c.author_id
        where c.number = $1 and c.id < $2
        order by c.id desc limit 21
        "#,
        number.0,
        before,
    )
    .fetch_all(executor)
    .await
}

async fn public(
    executor: impl PgExecutor<'_>,
    number: InteractionNumber,
    before: i64,
) -> Result<Vec<Found>, sqlx::Error> {
    sqlx::query_as!(
        Found,
        r#"
        select c.id, p.name as "who!", c.kind, c.internal, c.body, c.at, c.by_desk
        from interaction_comment c join person p on p.id = c.author_id
        where c.number = $1 and c.id < $2 and not c.internal
        order by c.id desc limit 21
        "#,
        number.0,
        before,
    )
    .fetch_all(executor)
    .await
}
