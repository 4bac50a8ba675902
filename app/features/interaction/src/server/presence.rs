//! Who is at a record just now. Nothing here is an event: it passes without a trace.

use kernel::{ApiError, InteractionNumber};
use platform::{Actor, Platform};
use sqlx::PgPool;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::policy::{Conversation, Visible};
use crate::model::{PRESENCE_LASTS, Present};

fn oldest(now: OffsetDateTime) -> OffsetDateTime {
    now - Duration::seconds(PRESENCE_LASTS)
}

/// Notes that a page of the person shows the record, and announces it where that is new.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn beat(
    platform: &Platform,
    actor: &Actor,
    reading: &Conversation,
    page: Uuid,
    typing: bool,
) -> Result<(), ApiError> {
    sqlx::query!(
        r#"
        with before as (
            select from interaction_presence where page = $1 and number = $2 and person_id = $3 and typing = $4
        ), beat as (
            insert into interaction_presence as p (page, number, person_id, typing, seen_at) values ($1, $2, $3, $4, $5)
            on conflict (page) do update
            set number = excluded.number, typing = excluded.typing, seen_at = excluded.seen_at
            where p.person_id = excluded.person_id
        )
        select interaction_presence_changed($2) where not exists (select from before)
        "#,
        page,
        reading.number.0,
        actor.person.0,
        typing,
        platform.clock.now(),
    )
    .execute(&platform.pool)
    .await?;
    Ok(())
}

/// Notes that a page of the person shows it no more, and announces that.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn leave(pool: &PgPool, actor: &Actor, page: Uuid) -> Result<(), ApiError> {
    sqlx::query!(
        r#"
        with gone as (
            delete from interaction_presence where page = $1 and person_id = $2 returning number
        )
        select interaction_presence_changed(number) from gone
        "#,
        page,
        actor.person.0,
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// Removes whoever has not been heard of for [`PRESENCE_LASTS`] seconds, and announces it.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn sweep(pool: &PgPool, now: OffsetDateTime) -> Result<(), ApiError> {
    sqlx::query!(
        r#"
        with gone as (
            delete from interaction_presence where seen_at < $1 returning number
        )
        select interaction_presence_changed(number) from (select distinct number from gone) as left_alone
        "#,
        oldest(now),
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// Who else is at these records, as far as they are visible; each person once a record, by name.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn here(
    platform: &Platform,
    actor: &Actor,
    visible: &Visible,
    numbers: &[InteractionNumber],
) -> Result<Vec<Present>, ApiError> {
    let numbers: Vec<i64> = numbers.iter().map(|number| number.0).collect();
    Ok(sqlx::query_as!(
        Present,
        r#"
        select i.number as "number: _", p.id as "person: _", p.name as "name!", bool_or(h.typing) as "typing!"
        from interaction_presence h
        join interaction i on i.number = h.number
        join person p on p.id = h.person_id
        where h.number = any($1) and i.company_id = any($2) and h.seen_at >= $3 and p.id <> $4
        group by i.number, p.id
        order by i.number, p.sort_name, p.id
        "#,
        &numbers,
        &visible.companies,
        oldest(platform.clock.now()),
        actor.person.0,
    )
    .fetch_all(&platform.pool)
    .await?)
}
