//! Changing many at once: the whole of it is asked here, each interaction by the policy of its own verb when its turn comes.

use kernel::ApiError;
use platform::{Action, Actor, Permit, Uow};
use sqlx::PgConnection;

use super::{Verb, Visible, any_role, visible};
use crate::server::bulk::Job;

/// Changing many.
#[derive(Debug)]
pub struct EditMany;
impl Action for EditMany {
    type Subject = Visible;
}

/// Taking back what was changed so.
#[derive(Debug)]
pub struct UndoMany;
impl Action for UndoMany {
    /// The job as it is, locked.
    type Subject = Job;
}

/// # Errors
/// `NotFound` for requesters, `Forbidden` for staff whose role does not write.
pub fn edit_many(actor: &Actor) -> Result<Permit<EditMany>, ApiError> {
    let visible = visible(actor)?;
    if !any_role(actor, Verb::BulkEdit) {
        return Err(ApiError::Forbidden);
    }
    Ok(Permit::grant(actor.clone(), visible))
}

/// A job that a person began themselves: nobody else ever sees it.
///
/// # Errors
/// `NotFound` where they did not.
pub async fn own_job(connection: &mut PgConnection, actor: &Actor, id: i64) -> Result<Job, ApiError> {
    Job::read(connection, id).await?.filter(|job| job.person == actor.person).ok_or(ApiError::NotFound)
}

/// The job is locked, so that it is undone once.
///
/// # Errors
/// `NotFound` where the person did not begin it, `Forbidden` where their role writes no more.
pub async fn undo_many(uow: &mut Uow, actor: &Actor, id: i64) -> Result<Permit<UndoMany>, ApiError> {
    sqlx::query!("select id from bulk_job where id = $1 for update", id).fetch_optional(uow.connection()).await?;
    let job = own_job(uow.connection(), actor, id).await?;
    if !any_role(actor, Verb::BulkEdit) {
        return Err(ApiError::Forbidden);
    }
    Ok(Permit::grant(actor.clone(), job))
}
