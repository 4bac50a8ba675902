//! Watching an interaction no more, or ending that somebody else does.

use kernel::{ApiError, AuditValue, InteractionNumber};
use notification::server::take_back;
use platform::{Actor, Permit, Platform, Uow};

use super::event::InteractionEvent;
use crate::{
    model::{Side, Watchers},
    server::{notices::SUBJECT, policy},
};

/// Stops watching; nothing changes where one does not watch. Who saw the record by watching alone sees it no more.
///
/// # Errors
/// `NotFound` where the record is not seen from this side.
pub async fn unwatch(
    platform: &Platform,
    actor: &Actor,
    number: InteractionNumber,
    side: Side,
) -> Result<(), ApiError> {
    let mut uow = Uow::begin(&platform.pool, Some(actor.person), platform.clock.now()).await?;
    let permit = policy::watch(&mut uow, actor, number, side).await?;
    let (number, me) = (permit.subject.number, &permit.actor);
    let gone =
        sqlx::query!("delete from interaction_watcher where number = $1 and person_id = $2", number.0, me.person.0)
            .execute(uow.connection())
            .await?;
    if gone.rows_affected() == 0 {
        return Ok(());
    }
    let who = AuditValue::named(me.person.0, me.name.clone());
    uow.record(&InteractionEvent::Unwatched(number, Watchers::removed(who))).await?;
    uow.commit().await
}

/// Removes a watcher by the id that `Watcher` has; nothing changes where somebody else did already.
///
/// # Errors
/// `NotFound`, `Forbidden`.
pub async fn remove_watcher(
    platform: &Platform,
    actor: &Actor,
    number: InteractionNumber,
    watcher: i64,
) -> Result<(), ApiError> {
    let mut uow = Uow::begin(&platform.pool, Some(actor.person), platform.clock.now()).await?;
    let permit = policy::keep_watchers(&mut uow, actor, number).await?;
    if remove_watcher_in(&mut uow, &permit, watcher).await? { uow.commit().await } else { Ok(()) }
}

/// The same for a record that is locked, in a unit of work that goes on. Whether there was such a watcher: where there was
/// none, nothing was written.
///
/// # Errors
/// `Unavailable` where the database is away.
pub(in crate::server) async fn remove_watcher_in(
    uow: &mut Uow,
    permit: &Permit<policy::KeepWatchers>,
    watcher: i64,
) -> Result<bool, ApiError> {
    let number = permit.subject.1.number;
    let gone = sqlx::query!(
        r#"
        with gone as (
            delete from interaction_watcher where number = $1 and id = $2 returning person_id, email
        )
        select g.person_id, g.email, coalesce(p.name, g.email) as "name!" from gone g left join person p on p.id = g.person_id
        "#,
        number.0,
        watcher,
    )
    .fetch_optional(uow.connection())
    .await?;
    let Some(gone) = gone else { return Ok(false) };
    if let Some(email) = &gone.email {
        take_back(uow.connection(), email, SUBJECT, number.0).await?;
    }
    let who = AuditValue { id: gone.person_id, text: gone.name };
    uow.record(&InteractionEvent::Unwatched(number, Watchers::removed(who))).await?;
    Ok(true)
}
