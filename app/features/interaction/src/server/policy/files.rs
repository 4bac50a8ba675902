//! The files of an interaction: reading, adding and removing them.

use kernel::{ApiError, AttachmentId, InteractionNumber};
use platform::{Action, Actor, Permit, Uow};
use sqlx::PgConnection;

use super::{Conversation, Verb, any_role, conversation};
use crate::{model::Side, server::queries};

/// Adding files to one.
#[derive(Debug)]
pub struct Attach;
impl Action for Attach {
    type Subject = Conversation;
}

/// Removing a file from one.
#[derive(Debug)]
pub struct RemoveAttachment;
impl Action for RemoveAttachment {
    type Subject = queries::Stored;
}

/// Reading the files of an interaction, from whichever side the person sees it.
///
/// # Errors
/// `NotFound` where they see it from neither.
pub async fn either_side(
    connection: &mut PgConnection,
    actor: &Actor,
    number: InteractionNumber,
) -> Result<Conversation, ApiError> {
    match conversation(&mut *connection, actor, number, Side::Desk).await {
        Err(ApiError::NotFound) => conversation(connection, actor, number, Side::Own).await,
        seen => seen,
    }
}

/// Adding files, asked before any of their bytes are read; the command asks [`attach`] again.
///
/// # Errors
/// `NotFound` where the person does not see the record from this side, `Forbidden` where the role only reads.
pub async fn may_attach(
    connection: &mut PgConnection,
    actor: &Actor,
    number: InteractionNumber,
    side: Side,
) -> Result<Conversation, ApiError> {
    let conversation = conversation(connection, actor, number, side).await?;
    let verb = match side {
        Side::Desk => Verb::Attach,
        Side::Own => Verb::AttachOwn,
    };
    if any_role(actor, verb) { Ok(conversation) } else { Err(ApiError::Forbidden) }
}

/// # Errors
/// Those of [`may_attach`].
pub async fn attach(
    uow: &mut Uow,
    actor: &Actor,
    number: InteractionNumber,
    side: Side,
) -> Result<Permit<Attach>, ApiError> {
    let conversation = may_attach(uow.connection(), actor, number, side).await?;
    Ok(Permit::grant(actor.clone(), conversation))
}

/// The record is locked, so that a file is removed once.
///
/// # Errors
/// `NotFound` where the person does not see the record or the file from this side; `Forbidden` for whoever neither
/// added the file nor may edit.
pub async fn remove_attachment(
    uow: &mut Uow,
    actor: &Actor,
    number: InteractionNumber,
    side: Side,
    id: AttachmentId,
) -> Result<Permit<RemoveAttachment>, ApiError> {
    let conversation = conversation(uow.connection(), actor, number, side).await?;
    queries::lock(uow.connection(), number).await?;
    let stored = queries::attachment(uow.connection(), &conversation, id).await?;
    if !offers_removal(actor, &conversation, stored.uploader) {
        return Err(ApiError::Forbidden);
    }
    Ok(Permit::grant(actor.clone(), stored))
}

/// Whether a file may be removed: by staff who may edit, and by whoever added it.
pub fn offers_removal(actor: &Actor, reading: &Conversation, uploader: i64) -> bool {
    uploader == actor.person.0 || reading.side == Side::Desk && any_role(actor, Verb::Edit)
}

/// Whether the page offers to add files at all; the command asks [`attach`] again.
pub fn offers_attach(actor: &Actor) -> bool {
    any_role(actor, Verb::Attach)
}
