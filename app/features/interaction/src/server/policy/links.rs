//! Who watches an interaction, and how two belong together.

use kernel::{ApiError, InteractionNumber};
use platform::{Action, Actor, Permit, Uow};
use sqlx::PgConnection;

use super::{Conversation, Verb, Visible, any_role, conversation, locked, visible};
use crate::{
    model::{Record, Side},
    server::{queries, unsubscribe},
};

/// Watching one, and stopping it.
#[derive(Debug)]
pub struct Watch;
impl Action for Watch {
    type Subject = Conversation;
}

/// Making others watch one, and removing them.
#[derive(Debug)]
pub struct KeepWatchers;
impl Action for KeepWatchers {
    /// The record as it is, locked.
    type Subject = (Visible, Record);
}

/// A watcher outside, as the link in their e-mail names them. Whoever has the link may end it: they have nothing else.
#[derive(Debug)]
pub struct Leaving {
    pub(in crate::server) number: InteractionNumber,
    pub(in crate::server) watcher: i64,
}

/// The watcher whom a link names; `None` where they watch no more.
///
/// # Errors
/// `NotFound` where it is no link of this house.
pub async fn leaving(connection: &mut PgConnection, token: &str) -> Result<Option<Leaving>, ApiError> {
    let key = unsubscribe::key(connection).await?;
    let watcher = unsubscribe::watcher(&key, token).ok_or(ApiError::NotFound)?;
    let number = queries::watched_outside(connection, watcher).await?;
    Ok(number.map(|number| Leaving { number, watcher }))
}

/// Looking for interactions that one may be related to.
#[derive(Debug)]
pub struct Seek;
impl Action for Seek {
    type Subject = (Visible, InteractionNumber);
}

/// Saying how two belong together.
#[derive(Debug)]
pub struct Relate;
impl Action for Relate {
    /// Both are locked.
    type Subject = (Visible, [InteractionNumber; 2]);
}

/// # Errors
/// `NotFound` where the record is not visible, `Forbidden` where the role does not write.
pub async fn keep_watchers(
    uow: &mut Uow,
    actor: &Actor,
    number: InteractionNumber,
) -> Result<Permit<KeepWatchers>, ApiError> {
    Ok(Permit::grant(actor.clone(), locked(uow, actor, number, Verb::KeepWatchers).await?))
}

/// The record is locked, so that no more watch it than may.
///
/// # Errors
/// `NotFound` where the person does not see the record from this side.
pub async fn watch(
    uow: &mut Uow,
    actor: &Actor,
    number: InteractionNumber,
    side: Side,
) -> Result<Permit<Watch>, ApiError> {
    let conversation = conversation(uow.connection(), actor, number, side).await?;
    let verb = match side {
        Side::Desk => Verb::Watch,
        Side::Own => Verb::WatchOwn,
    };
    if !any_role(actor, verb) {
        return Err(ApiError::Forbidden);
    }
    queries::lock(uow.connection(), number).await?;
    Ok(Permit::grant(actor.clone(), conversation))
}

/// # Errors
/// `NotFound` where the record is not visible, `Forbidden` where the role does not write.
pub async fn seek(
    connection: &mut PgConnection,
    actor: &Actor,
    number: InteractionNumber,
) -> Result<Permit<Seek>, ApiError> {
    let visible = visible(actor)?;
    queries::sees(connection, &visible, number).await?;
    if !any_role(actor, Verb::Relate) {
        return Err(ApiError::Forbidden);
    }
    Ok(Permit::grant(actor.clone(), (visible, number)))
}

/// Both are locked, the lower number first: whoever relates the same two the other way round waits, and nobody for ever.
///
/// # Errors
/// `NotFound` where one of them is not visible, `Forbidden` where the role does not write.
pub async fn relate(
    uow: &mut Uow,
    actor: &Actor,
    number: InteractionNumber,
    other: InteractionNumber,
) -> Result<Permit<Relate>, ApiError> {
    let (visible, _) = seek(uow.connection(), actor, number).await?.subject;
    queries::sees(uow.connection(), &visible, other).await?;
    queries::lock(uow.connection(), number.min(other)).await?;
    queries::lock(uow.connection(), number.max(other)).await?;
    Ok(Permit::grant(actor.clone(), (visible, [number, other])))
}
