//! Who may do what with interactions. This file and its folder are the only makers of this slice's permits, and of
//! [`Visible`]: which role may what is in `matrix.rs`, what stands around a record in the others.

#![expect(clippy::disallowed_methods, reason = "a policy is where permits are made")]

mod bulk;
mod files;
mod links;
mod matrix;
mod time;
mod views;

use kernel::{ApiError, InteractionNumber, PersonId};
use platform::{Action, Actor, Announcement, Permit, Uow};
use sqlx::PgConnection;

pub use self::time::{CorrectTime, KeepTime, correct_time, keep_time, keeper};
pub use bulk::{EditMany, UndoMany, edit_many, own_job, undo_many};
pub use files::{
    Attach, RemoveAttachment, attach, either_side, may_attach, offers_attach, offers_removal, remove_attachment,
};
pub use links::{KeepWatchers, Leaving, Relate, Seek, Watch, keep_watchers, leaving, relate, seek, watch};
pub use matrix::{Verb, may};
pub use views::{ChangeView, SaveView, change_view, keeps_views, may_share, save_view, shares_views};

use super::queries;
use crate::model::{Place, Record, Side};
use matrix::any_role;

/// What a person sees of interactions; becomes SQL in every read.
#[derive(Clone, Debug)]
pub struct Visible {
    /// The companies whose interactions are seen as staff.
    pub(crate) companies: Vec<i64>,
    /// The person's own groups.
    pub(crate) groups: Vec<i64>,
    pub(crate) person: i64,
}

/// Seeing as staff does.
///
/// # Errors
/// `NotFound` for a requester: the agents' pages are not there for them.
pub fn visible(actor: &Actor) -> Result<Visible, ApiError> {
    if !any_role(actor, Verb::View) {
        return Err(ApiError::NotFound);
    }
    Ok(Visible {
        companies: actor.staff_companies().iter().map(|company| company.0).collect(),
        groups: actor.groups.iter().map(|group| group.0).collect(),
        person: actor.person.0,
    })
}

/// An interaction whose conversation a person sees, and as who: only the desk's side has what is internal.
#[derive(Clone, Debug)]
pub struct Conversation {
    pub(in crate::server) number: InteractionNumber,
    pub(in crate::server) side: Side,
    /// The companies whose interactions the reader sees as staff; none on the side of who asked.
    pub(in crate::server) companies: Vec<i64>,
}

/// That of a record which was found for somebody of staff.
pub fn conversation_of(visible: &Visible, record: &Record) -> Conversation {
    Conversation { number: record.number, side: Side::Desk, companies: visible.companies.clone() }
}

/// Reading the conversation of an interaction.
///
/// # Errors
/// `NotFound` where the person does not see it from this side.
pub async fn conversation(
    connection: &mut PgConnection,
    actor: &Actor,
    number: InteractionNumber,
    side: Side,
) -> Result<Conversation, ApiError> {
    let companies = match side {
        Side::Desk => {
            let visible = visible(actor)?;
            queries::sees(connection, &visible, number).await?;
            visible.companies
        }
        Side::Own => {
            queries::owns(connection, actor.person, number).await?;
            Vec::new()
        }
    };
    Ok(Conversation { number, side, companies })
}

/// A form that a person may send, and so type into: what is kept of it is theirs alone.
#[derive(Clone, Copy, Debug)]
pub struct Writing {
    pub(in crate::server) person: PersonId,
    pub(in crate::server) place: Place,
}

/// Typing into a form.
///
/// # Errors
/// As sending it: `NotFound` where the person does not see what it is about, `Forbidden` by role.
pub async fn writing(connection: &mut PgConnection, actor: &Actor, place: Place) -> Result<Writing, ApiError> {
    let about = match place {
        Place::New => None,
        Place::Follow(number) => Some((number, Side::Desk, Verb::Create)),
        Place::Edit(number) => Some((number, Side::Desk, Verb::Edit)),
        Place::Comment(number, side) => Some((number, side, commenting(side))),
    };
    match about {
        None => drop(create(actor)?),
        Some((number, side, verb)) => {
            conversation(connection, actor, number, side).await?;
            if !any_role(actor, verb) {
                return Err(ApiError::Forbidden);
            }
        }
    }
    Ok(Writing { person: actor.person, place })
}

/// Whether somebody is told that something happened: the one condition of all reads, for what is pushed. The desk of
/// the company hears everything of its records, who asked what is not internal.
pub fn hears(actor: &Actor, announcement: &Announcement) -> bool {
    let desk = announcement.company.is_some_and(|company| actor.staff_companies().iter().any(|seen| seen.0 == company));
    desk && any_role(actor, Verb::View) || !announcement.internal && announcement.people.contains(&actor.person.0)
}

/// Logging an interaction.
#[derive(Debug)]
pub struct Create;
impl Action for Create {
    type Subject = Visible;
}

/// Changing one.
#[derive(Debug)]
pub struct Edit;
impl Action for Edit {
    /// The record as it is, locked.
    type Subject = (Visible, Record);
}

/// Commenting on one.
#[derive(Debug)]
pub struct Comment;
impl Action for Comment {
    type Subject = Conversation;
}

/// # Errors
/// `NotFound` for requesters, `Forbidden` for staff whose role does not write.
pub fn create(actor: &Actor) -> Result<Permit<Create>, ApiError> {
    let visible = visible(actor)?;
    if !any_role(actor, Verb::Create) {
        return Err(ApiError::Forbidden);
    }
    Ok(Permit::grant(actor.clone(), visible))
}

/// # Errors
/// `NotFound` where the record is not visible, `Forbidden` where the role does not write.
pub async fn edit(uow: &mut Uow, actor: &Actor, number: InteractionNumber) -> Result<Permit<Edit>, ApiError> {
    Ok(Permit::grant(actor.clone(), locked(uow, actor, number, Verb::Edit).await?))
}

/// The record, locked, where the person sees it and may.
async fn locked(
    uow: &mut Uow,
    actor: &Actor,
    number: InteractionNumber,
    verb: Verb,
) -> Result<(Visible, Record), ApiError> {
    let visible = visible(actor)?;
    queries::lock(uow.connection(), number).await?;
    let record = queries::record(uow.connection(), &visible, number).await?;
    if !any_role(actor, verb) {
        return Err(ApiError::Forbidden);
    }
    Ok((visible, record))
}

/// Seeing who may be named in a comment.
#[derive(Debug)]
pub struct Name;
impl Action for Name {
    type Subject = InteractionNumber;
}

/// For the desk alone: it sees who works for a company.
///
/// # Errors
/// `NotFound` where the record is not visible, `Forbidden` where the role only reads.
pub async fn name(
    connection: &mut PgConnection,
    actor: &Actor,
    number: InteractionNumber,
) -> Result<Permit<Name>, ApiError> {
    let conversation = conversation(connection, actor, number, Side::Desk).await?;
    if !any_role(actor, Verb::Comment) {
        return Err(ApiError::Forbidden);
    }
    Ok(Permit::grant(actor.clone(), conversation.number))
}

/// The record is locked, so that the ids of its comments follow the order in which they become visible.
///
/// # Errors
/// `NotFound` where the person does not see the record from this side, `Forbidden` where the role only reads.
pub async fn comment(
    uow: &mut Uow,
    actor: &Actor,
    number: InteractionNumber,
    side: Side,
) -> Result<Permit<Comment>, ApiError> {
    let conversation = conversation(uow.connection(), actor, number, side).await?;
    if !any_role(actor, commenting(side)) {
        return Err(ApiError::Forbidden);
    }
    queries::lock(uow.connection(), number).await?;
    Ok(Permit::grant(actor.clone(), conversation))
}

fn commenting(side: Side) -> Verb {
    match side {
        Side::Desk => Verb::Comment,
        Side::Own => Verb::CommentOwn,
    }
}

/// Whether the page offers to comment at all; the command asks [`comment`] again.
pub fn offers_comment(actor: &Actor) -> bool {
    any_role(actor, Verb::Comment)
}

/// Whether the page offers editing at all; the command asks [`edit`] again.
pub fn offers_edit(actor: &Actor) -> bool {
    any_role(actor, Verb::Edit)
}
