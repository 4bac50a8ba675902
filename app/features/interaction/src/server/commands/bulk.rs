//! Changing many at once, and taking that back: writes down what is to be done; [`bulk::work`](crate::server::bulk::work)
//! does it.

use kernel::{ApiError, InteractionNumber, PersonId};
use platform::{Actor, Platform, Uow};
use sqlx::types::Json;
use uuid::Uuid;

use crate::{
    model::{BulkDraft, SELECTION, Selection},
    server::{
        bulk::{self, BulkEvent},
        policy,
    },
};

/// How a form was sent.
#[derive(Clone, Copy, Debug)]
pub struct Sent {
    /// Made by the form: the same form sent twice is one job.
    pub submission: Uuid,
    /// How many it was previewed for.
    pub total: usize,
}

/// Begins to change what a selection means now; gives the id of the job.
///
/// # Errors
/// `Invalid` naming the fields that are wrong for all of them, or what is wrong with the selection, and where it means more
/// than it was previewed for; `Malformed` where the same form began another change; `NotFound` or `Forbidden` by role.
pub async fn begin_bulk(
    platform: &Platform,
    actor: &Actor,
    selection: Selection,
    draft: &BulkDraft,
    sent: Sent,
) -> Result<i64, ApiError> {
    let permit = policy::edit_many(actor)?;
    let visible = &permit.subject;
    let change = draft.check().map_err(ApiError::Invalid)?;
    let draft = &draft.cleared();
    if let Some(earlier) = earlier(platform, actor.person, draft, sent.submission).await? {
        return Ok(earlier);
    }
    let numbers = bulk::chosen(platform, visible, selection).await?;
    if numbers.len() > sent.total {
        let why =
            format!("There are {} by now, and there were {}. Look at the preview again.", numbers.len(), sent.total);
        return Err(ApiError::field(SELECTION, why));
    }
    let companies = bulk::companies(&platform.pool, visible, &numbers).await?;
    let mut uow = Uow::begin(&platform.pool, Some(permit.actor.person), platform.clock.now()).await?;
    let now = uow.now();
    let title = bulk::aim(uow.connection(), visible, &change, &companies, now).await?.title();
    let new = New { draft, title: &title, submission: sent.submission, undoes: None };
    if let Some(job) = new.write(&mut uow, permit.actor.person, &numbers).await? {
        uow.commit().await?;
        return Ok(job);
    }
    // Sent twice at the same time.
    drop(uow);
    earlier(platform, actor.person, draft, sent.submission).await?.ok_or(ApiError::Internal)
}

/// The job that an earlier sending of the same form began.
async fn earlier(
    platform: &Platform,
    person: PersonId,
    draft: &BulkDraft,
    submission: Uuid,
) -> Result<Option<i64>, ApiError> {
    let job = sqlx::query!(
        r#"select id, person_id, change as "change: Json<BulkDraft>" from bulk_job where submission = $1"#,
        submission
    )
    .fetch_optional(&platform.pool)
    .await?;
    match job {
        Some(job) if job.person_id != person.0 => {
            Err(ApiError::Malformed("This form was sent before by somebody else. Please open a new one.".into()))
        }
        Some(job) if job.change.0 != *draft => {
            let why = format!("This form began job {} already. For another change, open the page again.", job.id);
            Err(ApiError::Malformed(why))
        }
        job => Ok(job.map(|job| job.id)),
    }
}

/// A job as it is written.
struct New<'a> {
    draft: &'a BulkDraft,
    title: &'a str,
    submission: Uuid,
    undoes: Option<i64>,
}

impl New<'_> {
    /// Writes the job with its rows; none where the form was sent before.
    async fn write(
        &self,
        uow: &mut Uow,
        person: PersonId,
        numbers: &[InteractionNumber],
    ) -> Result<Option<i64>, ApiError> {
        let numbers: Vec<i64> = numbers.iter().map(|number| number.0).collect();
        let now = uow.now();
        let job = sqlx::query_scalar!(
            r#"
            with job as (
                insert into bulk_job (person_id, submission, change, title, undoes, total, begun_at)
                values ($1, $2, $3, $4, $5, cardinality($6::bigint[]), $7)
                on conflict do nothing
                returning id
            ), items as (
                insert into bulk_item (job_id, number) select job.id, n from job, unnest($6::bigint[]) n
            )
            select id from job
            "#,
            person.0,
            self.submission,
            Json(self.draft) as _,
            self.title,
            self.undoes,
            &numbers,
            now,
        )
        .fetch_optional(uow.connection())
        .await?;
        if let Some(job) = job {
            uow.record(&BulkEvent::begun(job, self.title, numbers.len())).await?;
        }
        Ok(job)
    }
}

/// Begins to take back what a job changed; gives the id of the job that does. Asked twice, it is one.
///
/// # Errors
/// `Invalid` where it is not over yet, too long over, an undo itself, or changed nothing; `NotFound` where it is another's,
/// `Forbidden` where the role writes no more.
pub async fn undo_bulk(platform: &Platform, actor: &Actor, job: i64) -> Result<i64, ApiError> {
    let mut uow = Uow::begin(&platform.pool, Some(actor.person), platform.clock.now()).await?;
    let permit = policy::undo_many(&mut uow, actor, job).await?;
    let (job, now) = (permit.subject, uow.now());
    if let Some(undone) = job.undone_by {
        return Ok(undone);
    }
    if job.undoes.is_some() {
        return wrong("An undo is not undone.");
    }
    match job.undo_until() {
        None => return wrong("It can be undone when it is over."),
        Some(until) if until < now => return wrong("The ten minutes in which it could be undone are over."),
        Some(_) => {}
    }
    let changed = sqlx::query_scalar!(
        r#"select number as "number: InteractionNumber" from bulk_item where job_id = $1 and outcome = 'changed'"#,
        job.id,
    )
    .fetch_all(uow.connection())
    .await?;
    if changed.is_empty() {
        return wrong("It changed nothing that could be undone.");
    }
    let title = format!("Undo: {}", job.title);
    let new = New { draft: &job.draft, title: &title, submission: Uuid::new_v4(), undoes: Some(job.id) };
    let undo = new.write(&mut uow, permit.actor.person, &changed).await?.ok_or(ApiError::Internal)?;
    uow.commit().await?;
    Ok(undo)
}

fn wrong<T>(why: &str) -> Result<T, ApiError> {
    Err(ApiError::field("undo", why))
}
