//! Who may do what with interactions. The only maker of this slice's permits, and of [`Visible`].

#![expect(clippy::disallowed_methods, reason = "a policy is where permits are made")]

use kernel::{ApiError, AttachmentId, InteractionNumber, PersonId, Role};
use platform::{Action, Actor, Announcement, Permit, Uow};
use sqlx::PgConnection;

use super::{queries, unsubscribe};
use crate::model::{Keeper, Place, Record, Segment, Side};

/// What may be done, for the matrix of roles: one line of `docs/authz-matrix.txt` each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// See the list, the board, records and histories of visible companies.
    View,
    /// Log a new interaction.
    Create,
    /// Change an interaction.
    Edit,
    /// Comment on an interaction, for all to see or for colleagues only.
    Comment,
    /// Add files to an interaction, for all to see or for colleagues only.
    Attach,
    /// Time one's own work on an interaction, and correct it.
    KeepTime,
    /// Correct the time of others.
    CorrectTime,
    /// See what was requested for or by oneself.
    ViewOwn,
    /// Comment on that.
    CommentOwn,
    /// Watch an interaction of a visible company, and stop it.
    Watch,
    /// The same with what was requested for or by oneself.
    WatchOwn,
    /// Make others watch, and remove them.
    KeepWatchers,
    /// Say how interactions belong together.
    Relate,
    /// Add files to what was requested for or by oneself.
    AttachOwn,
}

impl Verb {
    pub const ALL: [Self; 14] = [
        Self::View,
        Self::Create,
        Self::Edit,
        Self::Comment,
        Self::Attach,
        Self::KeepTime,
        Self::CorrectTime,
        Self::Watch,
        Self::KeepWatchers,
        Self::Relate,
        Self::ViewOwn,
        Self::CommentOwn,
        Self::AttachOwn,
        Self::WatchOwn,
    ];

    pub fn label(self) -> &'static str {
        match self {
            Self::View => "interaction: view",
            Self::Create => "interaction: create",
            Self::Edit => "interaction: edit",
            Self::Comment => "interaction: comment",
            Self::Attach => "interaction: attach",
            Self::KeepTime => "interaction: keep time",
            Self::CorrectTime => "interaction: correct others' time",
            Self::ViewOwn => "interaction: view own",
            Self::CommentOwn => "interaction: comment on own",
            Self::Watch => "interaction: watch",
            Self::WatchOwn => "interaction: watch own",
            Self::KeepWatchers => "interaction: add and remove watchers",
            Self::Relate => "interaction: relate",
            Self::AttachOwn => "interaction: attach to own",
        }
    }
}

/// Whether a role may; `None` is a requester without a role.
pub fn may(role: Option<Role>, verb: Verb) -> bool {
    match verb {
        Verb::View | Verb::Watch => role.is_some_and(Role::is_staff),
        Verb::Create
        | Verb::Edit
        | Verb::Comment
        | Verb::Attach
        | Verb::KeepWatchers
        | Verb::Relate
        | Verb::KeepTime => role.is_some_and(Role::writes),
        Verb::CorrectTime => role == Some(Role::InteractionManager),
        Verb::ViewOwn | Verb::CommentOwn | Verb::AttachOwn | Verb::WatchOwn => true,
    }
}

fn any_role(actor: &Actor, verb: Verb) -> bool {
    may(None, verb) || actor.roles.iter().any(|role| may(Some(*role), verb))
}

/// What a person sees of interactions; becomes SQL in every read.
#[derive(Clone, Debug)]
pub struct Visible {
    /// The companies whose interactions are seen as staff.
    pub(in crate::server) companies: Vec<i64>,
    /// The person's own groups.
    pub(in crate::server) groups: Vec<i64>,
    pub(in crate::server) person: i64,
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

/// Commenting on one.
#[derive(Debug)]
pub struct Comment;
impl Action for Comment {
    type Subject = Conversation;
}

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

/// Timing one's work on one.
#[derive(Debug)]
pub struct KeepTime;
impl Action for KeepTime {
    /// The record as it is, locked.
    type Subject = Record;
}

/// Correcting a segment of its ledger.
#[derive(Debug)]
pub struct CorrectTime;
impl Action for CorrectTime {
    /// The record as it is, locked, and the segment.
    type Subject = (Record, Segment);
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

/// # Errors
/// `NotFound` where the record is not visible, `Forbidden` where the role does not write.
pub async fn keep_watchers(
    uow: &mut Uow,
    actor: &Actor,
    number: InteractionNumber,
) -> Result<Permit<KeepWatchers>, ApiError> {
    Ok(Permit::grant(actor.clone(), locked(uow, actor, number, Verb::KeepWatchers).await?))
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

/// # Errors
/// `NotFound` where the record is not visible, `Forbidden` where the role only reads.
pub async fn keep_time(uow: &mut Uow, actor: &Actor, number: InteractionNumber) -> Result<Permit<KeepTime>, ApiError> {
    let visible = visible(actor)?;
    queries::lock(uow.connection(), number).await?;
    let record = queries::record(uow.connection(), &visible, number).await?;
    if !any_role(actor, Verb::KeepTime) {
        return Err(ApiError::Forbidden);
    }
    Ok(Permit::grant(actor.clone(), record))
}

/// # Errors
/// `NotFound` where the record is not visible or has no such segment, `Forbidden` where the role only reads, or the
/// time is another's and the role not a manager's.
pub async fn correct_time(
    uow: &mut Uow,
    actor: &Actor,
    number: InteractionNumber,
    segment: i64,
) -> Result<Permit<CorrectTime>, ApiError> {
    let Permit { actor, subject: record, .. } = keep_time(uow, actor, number).await?;
    let found = record.ledger.0.iter().find(|found| found.id == segment).cloned().ok_or(ApiError::NotFound)?;
    if !keeper(&actor).is_some_and(|keeper| keeper.corrects(&found)) {
        return Err(ApiError::Forbidden);
    }
    Ok(Permit::grant(actor, (record, found)))
}

/// The person as somebody who keeps time, for what the page offers; the commands ask again.
pub fn keeper(actor: &Actor) -> Option<Keeper> {
    let corrects_all = any_role(actor, Verb::CorrectTime);
    any_role(actor, Verb::KeepTime).then_some(Keeper { person: actor.person, corrects_all })
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
