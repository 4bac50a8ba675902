//! Taking back what a job changed of one: to what it was, where nobody changed the same since.

use kernel::{ApiError, Changes, InteractionNumber};
use platform::{Actor, Uow};
use sqlx::{PgConnection, types::Json};

use super::{act::Done, job::Job};
use crate::{
    model::{Before, Record, SYSTEM},
    server::{
        commands::{Base, edit_in, remove_watcher_in},
        policy,
    },
};

/// # Errors
/// `Invalid`, naming what was changed since and by whom; those of the single verb.
pub async fn back(
    uow: &mut Uow,
    actor: &Actor,
    undoes: i64,
    job: &Job,
    number: InteractionNumber,
) -> Result<Option<Done>, ApiError> {
    let made = sqlx::query!(
        r#"select before as "before!: Json<Before>", version as "version!", done_at as "done_at!" from bulk_item
           where job_id = $1 and number = $2 and outcome = 'changed'"#,
        undoes,
        number.0,
    )
    .fetch_optional(uow.connection())
    .await?
    .ok_or(ApiError::Internal)?;
    let Json(before) = made.before;
    if let Before::Unwatched(watcher) = before {
        let permit = policy::keep_watchers(uow, actor, number).await?;
        let version = permit.subject.1.version;
        let gone = remove_watcher_in(uow, &permit, watcher).await?;
        return Ok(gone.then_some(Done { before: None, version }));
    }
    let permit = policy::edit(uow, actor, number).await?;
    let record = &permit.subject.1;
    if let Some(why) = changed_since(uow.connection(), record, made.version, job.change.action().touches()).await? {
        return Err(ApiError::field("number", why));
    }
    let was = before.put_back(record.clone());
    let after = edit_in(uow, &permit, &was.draft(), Base::Was(&was, made.done_at)).await?;
    Ok(after.map(|Record { version, .. }| Done { before: None, version }))
}

/// Who changed any of these fields since a version, if anybody did: each update raises it by one.
async fn changed_since(
    connection: &mut PgConnection,
    now: &Record,
    version: i32,
    touches: &[&str],
) -> Result<Option<String>, ApiError> {
    let rows = sqlx::query!(
        r#"
        select p.name as "who?", e.changes as "changes: Json<Changes>"
        from audit_event e left join person p on p.id = e.actor_id
        where e.entity = 'interaction' and e.entity_id = $1 and e.event = 'updated'
        order by e.id desc limit $2
        "#,
        now.number.0,
        i64::from((now.version - version).max(0)),
    )
    .fetch_all(connection)
    .await?;
    let sentence = rows.into_iter().find_map(|row| {
        let fields = row.changes.0.0.into_iter().map(|change| change.field);
        let fields: Vec<String> = fields.filter(|field| touches.contains(&field.as_str())).collect();
        let who = row.who.unwrap_or_else(|| SYSTEM.to_owned());
        (!fields.is_empty()).then(|| format!("{who} changed {} since, so it stays as it is.", fields.join(" and ")))
    });
    Ok(sentence)
}
