//! Reads: always one's own.

use kernel::ApiError;
use platform::{Actor, Platform};
use serde_json::Value;
use sqlx::PgPool;

use super::mail::{self, Letter};
use crate::model::{Choice, Entries, Entry, KeptMail, Kind, Reason, Settings, why};

/// How many notifications the page opens with, and each step back brings.
const WINDOW: usize = 20;

/// How many the bell counts; beyond that it says so.
pub const MOST_COUNTED: i64 = 100;

/// The newest notifications, or those before one, with all that stands on their page.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn entries(platform: &Platform, actor: &Actor, before: Option<i64>) -> Result<Entries, ApiError> {
    let rows = sqlx::query!(
        r#"select id as "id!", label as "label!", title as "title!", path as "path!", reasons as "reasons!",
            lines as "lines!", at as "at!", read_at
        from (
            select * from notification where (person_id, id) < ($1, $2) order by person_id desc, id desc limit 21
        ) n where person_id = $1 order by id desc"#,
        actor.person.0,
        before.unwrap_or(i64::MAX),
    )
    .fetch_all(&platform.pool)
    .await?;
    let earlier = rows.len() > WINDOW;
    let rows = rows.into_iter().take(WINDOW).map(|row| {
        let reasons: Vec<Reason> = read(row.reasons)?;
        Ok(Entry {
            id: row.id,
            label: row.label,
            title: row.title,
            path: row.path,
            why: why(&reasons),
            lines: read(row.lines)?,
            at: row.at,
            unread: row.read_at.is_none(),
        })
    });
    Ok(Entries {
        rows: rows.collect::<Result<_, ApiError>>()?,
        earlier,
        unread: unread(&platform.pool, actor).await?,
        settings: settings(&platform.pool, actor).await?,
        mail: if platform.demo && platform.keeps_mail { Some(kept(platform, actor).await?) } else { None },
    })
}

pub(super) fn read<T: serde::de::DeserializeOwned>(value: Value) -> Result<T, ApiError> {
    serde_json::from_value(value).map_err(|error| {
        tracing::error!(%error, "a notification cannot be read");
        ApiError::Internal
    })
}

/// How many are unread, [`MOST_COUNTED`] at most. The header's number comes with the session and is read the same way.
///
/// The comparison of rows and the order are what keep PostgreSQL to the index: for so many of a great number, in no order
/// or in that of their numbers, it takes reading the table to be cheaper, and reads all of it for somebody who has none.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn unread(pool: &PgPool, actor: &Actor) -> Result<i64, ApiError> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from (
            select from notification
            where (person_id, id) > ($1, 0) and (person_id, id) <= ($1, 9223372036854775807) and read_at is null
            order by person_id, id limit $2
        ) n"#,
        actor.person.0,
        MOST_COUNTED,
    );
    Ok(count.fetch_one(pool).await?)
}

/// # Errors
/// `Unavailable` where the database is away.
pub async fn settings(pool: &PgPool, actor: &Actor) -> Result<Settings, ApiError> {
    let rows =
        sqlx::query!("select kind, in_app, by_mail from notification_setting where person_id = $1", actor.person.0)
            .fetch_all(pool)
            .await?;
    let chosen: Vec<Choice> = rows
        .into_iter()
        .filter_map(|row| Some(Choice { kind: Kind::from_key(&row.kind)?, in_app: row.in_app, by_mail: row.by_mail }))
        .collect();
    Ok(Settings::of(&chosen))
}

/// The person's last e-mails, as they would have been sent.
async fn kept(platform: &Platform, actor: &Actor) -> Result<Vec<KeptMail>, ApiError> {
    let rows = sqlx::query_as!(
        Letter,
        "select id, message_id, name, address, label, title, path, unsubscribe, reasons, lines, tries from mail
         where person_id = $1 order by id desc limit 20",
        actor.person.0,
    )
    .fetch_all(&platform.pool)
    .await?;
    let kept = rows.into_iter().map(|letter| {
        let written = mail::write(&letter, &platform.url)?;
        let at = written.at.unwrap_or_else(|| platform.clock.now());
        Ok(KeptMail { id: letter.id, to: letter.to(), subject: written.subject, text: written.text, at })
    });
    kept.collect()
}
