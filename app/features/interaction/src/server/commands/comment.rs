//! Saying something about an interaction.

use kernel::{ApiError, InteractionNumber};
use platform::{Actor, Platform, Uow};
use uuid::Uuid;

use super::{event::InteractionEvent, mention::settle};
use crate::{
    model::{CheckedComment, CommentDraft, Place, Side},
    server::{drafts, policy},
};

/// Posts a comment; gives its id.
///
/// `submission` is made by the form: a second post of the same form gives the first one's id and changes nothing.
/// What requesters see moves the time of the last update; what they do not see leaves it, and leaves no trace for
/// them. The desk's first public comment is a response: the waiting is over.
///
/// # Errors
/// `Invalid` naming every wrong field; `NotFound` where the record is not seen from this side; `Forbidden` by role.
pub async fn comment(
    platform: &Platform,
    actor: &Actor,
    number: InteractionNumber,
    side: Side,
    draft: &CommentDraft,
    submission: Uuid,
) -> Result<i64, ApiError> {
    let mut uow = Uow::begin(&platform.pool, Some(actor.person), platform.clock.now()).await?;
    let permit = policy::comment(&mut uow, actor, number, side).await?;
    let mut checked = draft.check(permit.subject.side).map_err(ApiError::Invalid)?;
    let number = permit.subject.number;
    checked.text = settle(uow.connection(), number, checked.internal, &checked.text).await?;
    let id = sqlx::query_scalar!(
        r#"
        insert into interaction_comment (number, submission, author_id, by_desk, kind, internal, body, at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (submission) do nothing
        returning id
        "#,
        number.0,
        submission,
        permit.actor.person.0,
        side == Side::Desk,
        checked.kind.key(),
        checked.internal,
        checked.text,
        uow.now(),
    )
    .fetch_optional(uow.connection())
    .await?;
    let Some(id) = id else {
        return earlier(&mut uow, &permit.actor, number, submission, &checked).await;
    };
    if !checked.internal {
        sqlx::query!(
            r#"
            with spoken as (update interaction set updated_at = $2 where number = $1 returning reported_at)
            insert into interaction_time (number, kind, started_at, ended_at)
            select $1, 'wait', reported_at, greatest(reported_at, $2) from spoken
            where $3 and not exists (select from interaction_time where number = $1 and kind = 'wait')
            "#,
            number.0,
            uow.now(),
            side == Side::Desk,
        )
        .execute(uow.connection())
        .await?;
    }
    drafts::discard(uow.connection(), actor.person, Place::Comment(number, side)).await?;
    uow.record(&InteractionEvent::commented(number, id, &checked)).await?;
    uow.commit().await?;
    Ok(id)
}

/// The comment that an earlier post of the same form made, if it says the same: a text that was changed since its
/// first post (whose answer was lost) is not taken for posted.
async fn earlier(
    uow: &mut Uow,
    actor: &Actor,
    number: InteractionNumber,
    submission: Uuid,
    checked: &CheckedComment,
) -> Result<i64, ApiError> {
    sqlx::query_scalar!(
        "select id from interaction_comment
         where submission = $1 and author_id = $2 and number = $3 and body = $4 and kind = $5 and internal = $6",
        submission,
        actor.person.0,
        number.0,
        checked.text,
        checked.kind.key(),
        checked.internal,
    )
    .fetch_optional(uow.connection())
    .await?
    .ok_or_else(|| {
        ApiError::Malformed("This comment was posted before, with another text. Open the page again to see it.".into())
    })
}
