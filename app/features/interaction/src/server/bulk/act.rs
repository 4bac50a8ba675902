//! Changing one of many, by the command of the single verb.

use kernel::{ApiError, InteractionNumber};
use platform::{Actor, Uow};

use crate::{
    model::{Before, BulkChange, Record},
    server::{
        commands::{Added, Base, add_watcher_in, edit_in},
        policy,
    },
};

/// What was done to one.
#[derive(Debug)]
pub struct Done {
    /// What it replaced.
    pub before: Option<Before>,
    /// The version of the record since.
    pub version: i32,
}

/// Changes one, as it is now; nothing where it is so already.
///
/// # Errors
/// Those of the single verb.
pub async fn act(
    uow: &mut Uow,
    actor: &Actor,
    change: &BulkChange,
    number: InteractionNumber,
) -> Result<Option<Done>, ApiError> {
    if let BulkChange::Watch(entry) = change {
        let permit = policy::keep_watchers(uow, actor, number).await?;
        let version = permit.subject.1.version;
        return Ok(match add_watcher_in(uow, &permit, entry).await? {
            Added::Now(watcher) => Some(Done { before: Some(Before::Unwatched(watcher)), version }),
            Added::Before(_) => None,
        });
    }
    let permit = policy::edit(uow, actor, number).await?;
    let record = &permit.subject.1;
    let (before, draft) = (Before::of(record, change.action()), change.put_into(record.draft()));
    let after = edit_in(uow, &permit, &draft, Base::Now).await?;
    Ok(after.map(|Record { version, .. }| Done { before, version }))
}

/// Why one could not be changed, as a sentence.
pub fn why(error: &ApiError) -> String {
    match error {
        ApiError::Invalid(errors) => errors.0.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join(" "),
        error => error.to_string(),
    }
}
