//! Watching an interaction, or making somebody else watch it.

use kernel::{ApiError, AuditValue, InteractionNumber, PersonId, Role};
use people::model::is_email;
use platform::{Actor, Permit, Platform, Uow};
use sqlx::PgConnection;

use super::{event::InteractionEvent, resolve::names};
use crate::{
    model::{MOST_WATCHERS, Named, PersonEntry, Record, Side, USER_NOT_FOUND, WatcherDraft, Watchers, too_many_watch},
    server::policy::{self, Visible},
};

/// Watches an interaction oneself; nothing changes where one does already.
///
/// # Errors
/// `Invalid` where as many watch it as may; `NotFound` where the record is not seen from this side.
pub async fn watch(platform: &Platform, actor: &Actor, number: InteractionNumber, side: Side) -> Result<(), ApiError> {
    let mut uow = Uow::begin(&platform.pool, Some(actor.person), platform.clock.now()).await?;
    let permit = policy::watch(&mut uow, actor, number, side).await?;
    let me = Whom::Person(permit.actor.person, permit.actor.name.clone());
    if watches(&mut uow, permit.subject.number, &me).await? {
        return Ok(());
    }
    add(&mut uow, &permit.actor, permit.subject.number, me).await?;
    uow.commit().await
}

/// Makes somebody watch an interaction: a person who may see it or, where the company allows it, an address outside.
///
/// # Errors
/// `Invalid` at the box: nobody is named, or nobody who may see it, or somebody who watches already, or as many watch
/// it as may; `NotFound`, `Forbidden`.
pub async fn add_watcher(
    platform: &Platform,
    actor: &Actor,
    number: InteractionNumber,
    draft: &WatcherDraft,
) -> Result<(), ApiError> {
    let mut uow = Uow::begin(&platform.pool, Some(actor.person), platform.clock.now()).await?;
    let permit = policy::keep_watchers(&mut uow, actor, number).await?;
    let entry = draft.check().map_err(ApiError::Invalid)?;
    match add_watcher_in(&mut uow, &permit, &entry).await? {
        Added::Now(_) => uow.commit().await,
        Added::Before(name) => wrong(format!("{name} watches this interaction already.")),
    }
}

/// What became of somebody who was to watch.
#[derive(Debug)]
pub(in crate::server) enum Added {
    /// They do from now on, by this id.
    Now(i64),
    /// They did, whose name this is: nothing was written.
    Before(String),
}

/// The same for a record that is locked, in a unit of work that goes on.
///
/// # Errors
/// Those of [`add_watcher`].
pub(in crate::server) async fn add_watcher_in(
    uow: &mut Uow,
    permit: &Permit<policy::KeepWatchers>,
    entry: &PersonEntry,
) -> Result<Added, ApiError> {
    let (visible, Record { number, company, .. }) = &permit.subject;
    let whom = find(uow.connection(), visible, company, entry).await?;
    if watches(uow, *number, &whom).await? {
        return Ok(Added::Before(whom.name().to_owned()));
    }
    Ok(Added::Now(add(uow, &permit.actor, *number, whom).await?))
}

fn wrong<T>(why: impl Into<String>) -> Result<T, ApiError> {
    Err(ApiError::field(WatcherDraft::BOX, why))
}

/// Who is to watch.
pub(in crate::server) enum Whom {
    Person(PersonId, String),
    /// An address of nobody who is known.
    Outside(String),
}

impl Whom {
    fn name(&self) -> &str {
        let (Self::Person(_, name) | Self::Outside(name)) = self;
        name
    }

    /// The person's id or the address, as its column holds it.
    fn columns(&self) -> (Option<i64>, Option<&str>) {
        match self {
            Self::Person(id, _) => (Some(id.0), None),
            Self::Outside(email) => (None, Some(email)),
        }
    }
}

impl From<Whom> for AuditValue {
    fn from(whom: Whom) -> Self {
        match whom {
            Whom::Person(id, name) => Self::named(id.0, name),
            Whom::Outside(email) => Self::text(email),
        }
    }
}

async fn watches(uow: &mut Uow, number: InteractionNumber, whom: &Whom) -> Result<bool, ApiError> {
    let (person, email) = whom.columns();
    Ok(sqlx::query_scalar!(
        r#"select exists (
            select from interaction_watcher where number = $1 and (person_id = $2 or email = $3)
        ) as "watches!""#,
        number.0,
        person,
        email,
    )
    .fetch_one(uow.connection())
    .await?)
}

/// Adds somebody who does not watch yet, to the locked record; gives the id they watch by.
async fn add(uow: &mut Uow, actor: &Actor, number: InteractionNumber, whom: Whom) -> Result<i64, ApiError> {
    let count =
        sqlx::query_scalar!(r#"select count(*) as "count!" from interaction_watcher where number = $1"#, number.0)
            .fetch_one(uow.connection())
            .await?;
    if usize::try_from(count).unwrap_or_default() >= MOST_WATCHERS {
        return wrong(too_many_watch());
    }
    let (person, email) = whom.columns();
    let id = sqlx::query_scalar!(
        "insert into interaction_watcher (number, person_id, email, added_by_id, at) values ($1, $2, $3, $4, $5)
         returning id",
        number.0,
        person,
        email,
        actor.person.0,
        uow.now(),
    )
    .fetch_one(uow.connection())
    .await?;
    uow.record(&InteractionEvent::Watched(number, Watchers::added(whom.into()))).await?;
    Ok(id)
}

/// Whom the box names, as far as they may watch the interactions of a company.
///
/// A person is found by the rules of the look-up, and by an exact address whoever they are: an address of somebody known
/// is never taken for one outside.
///
/// # Errors
/// `Invalid` at the box.
pub(in crate::server) async fn find(
    connection: &mut PgConnection,
    visible: &Visible,
    company: &Named,
    entry: &PersonEntry,
) -> Result<Whom, ApiError> {
    let (id, text) = match entry {
        PersonEntry::Chosen(id, text) => (Some(*id), text.as_str()),
        PersonEntry::Typed(text) => (None, text.as_str()),
    };
    let typed = (!text.is_empty()).then(|| text.replace('\0', "\u{FFFD}").to_lowercase());
    let staff = Role::staff_keys();
    let found = sqlx::query!(
        r#"
        select p.id as "id: PersonId", p.name as "name!", p.email = $2 as "by_email?",
            p.active and (p.company_id = $4 or exists (
                select from group_member m
                join company_group g on g.group_id = m.group_id and g.company_id = $4
                join person_role r on r.person_id = m.person_id and r.role = any($5)
                where m.person_id = p.id
            )) as "sees!"
        from person p
        where p.email = $2 or p.active and p.company_id = any($3)
            and (p.id = $1 or p.sort_name = fold_text($2) and lower(p.name) = $2)
        order by (p.id = $1) desc nulls last, (p.email = $2) desc nulls last limit 3
        "#,
        id.map(|id| id.0),
        typed,
        &visible.companies,
        company.id,
        &staff,
    )
    .fetch_all(&mut *connection)
    .await?;
    let chosen = found.iter().find(|row| Some(row.id) == id && names(text, &row.name));
    let by_email = || found.iter().find(|row| row.by_email == Some(true));
    let by_name = || found.iter().filter(|row| Some(row.id) != id || names(text, &row.name));
    let one = match chosen.or_else(by_email) {
        Some(one) => Some(one),
        None if by_name().count() > 1 => return wrong("Several people have this name: enter the email address."),
        None => by_name().next(),
    };
    match one {
        Some(one) if one.sees => Ok(Whom::Person(one.id, one.name.clone())),
        // Of an address that was typed, nothing is said but what was typed.
        Some(one) => wrong(format!(
            "{} may not see this interaction.",
            if one.by_email == Some(true) && chosen.is_none() { text } else { &one.name }
        )),
        None => outside(connection, company, text).await,
    }
}

/// What was typed as an address of somebody outside.
async fn outside(connection: &mut PgConnection, company: &Named, text: &str) -> Result<Whom, ApiError> {
    if !text.contains('@') {
        return wrong(if text.is_empty() { "Choose a person from the list." } else { USER_NOT_FOUND });
    }
    let email = text.to_lowercase();
    if !is_email(&email) {
        return wrong("Enter an email address like name@example.com.");
    }
    let allows = sqlx::query_scalar!("select external_watchers from company where id = $1", company.id)
        .fetch_one(connection)
        .await?;
    if !allows {
        return wrong(format!("User not found, and {} allows no watchers from outside.", company.name));
    }
    Ok(Whom::Outside(email))
}
