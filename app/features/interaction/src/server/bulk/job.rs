//! A job as it is kept, and as its page shows it.

use kernel::{ApiError, InteractionNumber, PersonId};
use sqlx::{PgConnection, PgPool, types::Json};
use time::{Duration, OffsetDateTime};

use crate::model::{BulkChange, BulkDraft, BulkFailure, BulkJob, FAILURES, UNDO_WITHIN};

/// What somebody asked for.
#[derive(Clone, Debug)]
pub struct Job {
    pub(in crate::server) id: i64,
    pub(in crate::server) person: PersonId,
    pub(in crate::server) draft: BulkDraft,
    pub(in crate::server) change: BulkChange,
    pub(in crate::server) title: String,
    pub(in crate::server) total: i32,
    pub(in crate::server) begun_at: OffsetDateTime,
    pub(in crate::server) finished_at: Option<OffsetDateTime>,
    /// The job whose changes it takes back.
    pub(in crate::server) undoes: Option<i64>,
    /// The job that takes back its changes.
    pub(in crate::server) undone_by: Option<i64>,
}

impl Job {
    /// # Errors
    /// `Unavailable` where the database is away.
    pub(in crate::server) async fn read(connection: &mut PgConnection, id: i64) -> Result<Option<Self>, ApiError> {
        let row = sqlx::query!(
            r#"
            select j.person_id as "person: PersonId", j.change as "draft: Json<BulkDraft>", j.title, j.total, j.begun_at,
                j.finished_at, j.undoes, (select u.id from bulk_job u where u.undoes = j.id) as undone_by
            from bulk_job j where j.id = $1
            "#,
            id,
        )
        .fetch_optional(connection)
        .await?;
        let job = row.map(|row| {
            let Json(draft) = row.draft;
            // It was right when it was begun.
            let change = draft.check().map_err(|_| ApiError::Internal)?;
            Ok(Self {
                id,
                person: row.person,
                draft,
                change,
                title: row.title,
                total: row.total,
                begun_at: row.begun_at,
                finished_at: row.finished_at,
                undoes: row.undoes,
                undone_by: row.undone_by,
            })
        });
        job.transpose()
    }

    /// Until when it may be undone, by when it ended.
    pub(in crate::server) fn undo_until(&self) -> Option<OffsetDateTime> {
        self.finished_at.filter(|_| self.undoes.is_none()).map(|at| at + UNDO_WITHIN)
    }
}

/// A job as its page shows it.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn job(pool: &PgPool, job: &Job, now: OffsetDateTime) -> Result<BulkJob, ApiError> {
    let counts = sqlx::query!(
        r#"
        select count(*) filter (where outcome = 'changed') as "changed!", count(*) filter (where outcome = 'same') as "same!",
            count(*) filter (where outcome = 'failed') as "failed!"
        from bulk_item where job_id = $1
        "#,
        job.id,
    )
    .fetch_one(pool)
    .await?;
    let failures = sqlx::query_as!(
        BulkFailure,
        r#"select number as "number: InteractionNumber", why as "why!" from bulk_item
           where job_id = $1 and outcome = 'failed' order by number desc limit $2"#,
        job.id,
        i64::try_from(FAILURES).unwrap_or_default(),
    )
    .fetch_all(pool)
    .await?;
    let count = |n: i64| usize::try_from(n).unwrap_or_default();
    Ok(BulkJob {
        id: job.id,
        title: job.title.clone(),
        total: usize::try_from(job.total).unwrap_or_default(),
        changed: count(counts.changed),
        same: count(counts.same),
        failed: count(counts.failed),
        begun_at: job.begun_at,
        finished_at: job.finished_at,
        undo_until: job.undo_until().filter(|at| *at >= now && job.undone_by.is_none() && counts.changed > 0),
        undoes: job.undoes,
        undone_by: job.undone_by,
        failures,
    })
}

/// How long a job that is over can be looked at.
const KEPT: Duration = Duration::days(30);

/// Lets go of jobs that were over long ago. What they changed says so itself.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn sweep(pool: &PgPool, now: OffsetDateTime) -> Result<(), ApiError> {
    sqlx::query!("delete from bulk_job where finished_at < $1", now - KEPT).execute(pool).await?;
    Ok(())
}
