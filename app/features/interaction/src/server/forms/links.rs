//! Posted forms of the regions `Watchers` and `Related Tasks`.

use kernel::{ApiError, Fields, InteractionNumber};
use platform::{Actor, FormOutcome, Platform};

use crate::{
    model::{RelationDraft, Side, WatcherDraft, Watching},
    server::{commands, policy},
};

fn damaged() -> ApiError {
    ApiError::Malformed("This form is damaged. Please open the page again.".into())
}

/// Watching, stopping, adding and removing a watcher. Who asked has only the first two.
pub async fn watching(platform: &Platform, actor: &Actor, number: &str, side: Side, fields: Fields) -> FormOutcome {
    match watch(platform, actor, number, side, &fields).await {
        Ok(location) => FormOutcome::done(location),
        Err(error) => FormOutcome::again(fields, error),
    }
}

async fn watch(
    platform: &Platform,
    actor: &Actor,
    number: &str,
    side: Side,
    fields: &Fields,
) -> Result<String, ApiError> {
    let number: InteractionNumber = number.parse().map_err(|_| ApiError::NotFound)?;
    match (Watching::from_fields(fields), side) {
        (Some(Watching::Start), _) => commands::watch(platform, actor, number, side).await?,
        (Some(Watching::Stop), _) => {
            commands::unwatch(platform, actor, number, side).await?;
            if side == Side::Own {
                let seen = policy::conversation(&mut *platform.pool.acquire().await?, actor, number, side).await;
                if matches!(seen, Err(ApiError::NotFound)) {
                    // It was there to see by watching alone.
                    return Ok("/my-requests".to_owned());
                }
            }
        }
        (Some(Watching::Add), Side::Desk) => {
            commands::add_watcher(platform, actor, number, &WatcherDraft::from_fields(fields)).await?;
        }
        (Some(Watching::Remove(watcher)), Side::Desk) => {
            commands::remove_watcher(platform, actor, number, watcher).await?;
        }
        (None | Some(Watching::Add | Watching::Remove(_)), _) => return Err(damaged()),
    }
    Ok(format!("{}#watchers", side.page(number)))
}

/// Adding and removing a relation.
pub async fn relating(platform: &Platform, actor: &Actor, number: &str, fields: Fields) -> FormOutcome {
    match relate(platform, actor, number, &fields).await {
        Ok(number) => FormOutcome::done(format!("{}#related-tasks", Side::Desk.page(number))),
        Err(error) => FormOutcome::again(fields, error),
    }
}

async fn relate(
    platform: &Platform,
    actor: &Actor,
    number: &str,
    fields: &Fields,
) -> Result<InteractionNumber, ApiError> {
    let number = number.parse().map_err(|_| ApiError::NotFound)?;
    let remove = fields.get(RelationDraft::REMOVE);
    if remove.is_empty() {
        commands::relate(platform, actor, number, &RelationDraft::from_fields(fields)).await?;
    } else {
        let other = remove.parse().map_err(|_| damaged())?;
        commands::unrelate(platform, actor, number, other).await?;
    }
    Ok(number)
}
