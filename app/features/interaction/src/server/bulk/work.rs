//! The worker: takes what is to be done, row by row.

use std::time::Duration;

use kernel::{ApiError, InteractionNumber};
use platform::{Platform, Uow};
use sqlx::{PgExecutor, PgPool, types::Json};
use time::OffsetDateTime;

use super::{
    act::{Done, act, why},
    back::back,
    job::Job,
};
use crate::server::policy;

/// How many rows of a job are done before the next job has its turn: nobody waits for a long one to end.
const ROWS: usize = 20;

/// How long a process that finds nothing to do waits before it looks again.
const LOOK: Duration = Duration::from_millis(500);

/// Works on jobs for as long as the process lives. Any number of processes may: they share the rows out.
pub async fn work(platform: Platform) {
    let mut last = 0;
    loop {
        match turn(&platform, last).await {
            Ok(Some(Turn { job, went_on })) => {
                last = job;
                if went_on {
                    continue;
                }
            }
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "many at once: the job waits"),
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// What was done in a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    pub job: i64,
    /// Whether anything was: what is left may be in the hands of other processes.
    pub went_on: bool,
}

/// Does some rows of the job after the one whose turn was last; none where there is no job.
///
/// # Errors
/// `Unavailable` where the database is away: the row it was at is to be done still.
pub async fn turn(platform: &Platform, last: i64) -> Result<Option<Turn>, ApiError> {
    let next =
        sqlx::query_scalar!("select id from bulk_job where finished_at is null order by id <= $1, id limit 1", last)
            .fetch_optional(&platform.pool)
            .await?;
    let Some(job) = next else { return Ok(None) };
    match rows(platform, job).await {
        Err(error @ ApiError::Unavailable) => Err(error),
        Err(error) => {
            // One that is broken keeps no other from being done.
            tracing::error!(%error, job, "many at once: the job is stuck");
            Ok(Some(Turn { job, went_on: false }))
        }
        Ok(went_on) => Ok(Some(Turn { job, went_on })),
    }
}

/// Does some rows of a job; whether there were any, or it is over with them.
async fn rows(platform: &Platform, id: i64) -> Result<bool, ApiError> {
    let job = Job::read(&mut *platform.pool.acquire().await?, id).await?;
    // It was over and let go of in the meantime.
    let Some(job) = job else { return Ok(false) };
    for done in 0..ROWS {
        if !row(platform, &job).await? {
            return Ok(end(&platform.pool, id, platform.clock.now()).await? || done > 0);
        }
    }
    Ok(true)
}

/// What became of a row.
enum Outcome {
    Changed(Done),
    Same,
    Failed(String),
}

/// Does the next row that nobody is at; whether there was one. What became of it is written with its change.
async fn row(platform: &Platform, job: &Job) -> Result<bool, ApiError> {
    let mut uow = Uow::begin(&platform.pool, Some(job.person), platform.clock.now()).await?;
    let taken = sqlx::query_scalar!(
        r#"select number as "number: InteractionNumber" from bulk_item where job_id = $1 and outcome is null
           order by number limit 1 for update skip locked"#,
        job.id,
    )
    .fetch_optional(uow.connection())
    .await?;
    let Some(number) = taken else { return Ok(false) };
    let now = uow.now();
    let outcome = match change(&mut uow, job, number).await {
        Ok(Some(done)) => {
            note(uow.connection(), job, number, &Outcome::Changed(done), now).await?;
            uow.commit().await?;
            return Ok(true);
        }
        Ok(None) => Outcome::Same,
        Err(error @ ApiError::Unavailable) => return Err(error),
        Err(error) => Outcome::Failed(why(&error)),
    };
    // Nothing of it is kept; where another process takes the row before this is noted, what that finds counts.
    drop(uow);
    note(&platform.pool, job, number, &outcome, now).await?;
    Ok(true)
}

async fn change(uow: &mut Uow, job: &Job, number: InteractionNumber) -> Result<Option<Done>, ApiError> {
    let actor = people::server::session::actor_of(uow.connection(), job.person).await?.ok_or(ApiError::Forbidden)?;
    policy::edit_many(&actor)?;
    match job.undoes {
        None => act(uow, &actor, &job.change, number).await,
        Some(undoes) => back(uow, &actor, undoes, job, number).await,
    }
}

async fn note(
    executor: impl PgExecutor<'_>,
    job: &Job,
    number: InteractionNumber,
    outcome: &Outcome,
    now: OffsetDateTime,
) -> Result<(), ApiError> {
    let (key, done, why) = match outcome {
        Outcome::Changed(done) => ("changed", Some(done), None),
        Outcome::Same => ("same", None, None),
        Outcome::Failed(why) => ("failed", None, Some(why)),
    };
    sqlx::query!(
        "update bulk_item set outcome = $3, why = $4, before = $5, version = $6, done_at = $7
         where job_id = $1 and number = $2 and outcome is null",
        job.id,
        number.0,
        key,
        why,
        done.and_then(|done| done.before.as_ref()).map(Json) as _,
        done.map(|done| done.version),
        now,
    )
    .execute(executor)
    .await?;
    Ok(())
}

/// Ends a job of which nothing is left to do; whether it did.
async fn end(pool: &PgPool, job: i64, now: OffsetDateTime) -> Result<bool, ApiError> {
    let ended = sqlx::query!(
        "update bulk_job set finished_at = $2 where id = $1 and finished_at is null
             and not exists (select from bulk_item where job_id = $1 and outcome is null)",
        job,
        now,
    )
    .execute(pool)
    .await?;
    Ok(ended.rows_affected() > 0)
}
