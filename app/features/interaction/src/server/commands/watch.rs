//! Watching an interaction, or making somebody else watch it.

use kernel::{ApiError, AuditValue, InteractionNumber, PersonId, Role};
use people::model::is_email;
use platform::{Actor, Platform, Uow};

use super::{event::InteractionEvent, resolve::names};
use crate::{
    model::{MOST_WATCHERS, PersonEntry, Record, Side, USER_NOT_FOUND, WatcherDraft, Watchers},
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
    add(uow, &permit.actor, permit.subject.number, me).await
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
    let (visible, record) = permit.subject;
    let entry = draft.check().map_err(ApiError::Invalid)?;
    let whom = find(&mut uow, &visible, &record, &entry).await?;
    if watches(&mut uow, number, &whom).await? {
        return wrong(format!("{} watches this interaction already.", whom.name()));
    }
    add(uow, &permit.actor, number, whom).await
}

fn wrong<T>(why: impl Into<String>) -> Result<T, ApiError> {
    Err(ApiError::field(WatcherDraft::BOX, why))
}

/// Who is to watch.
enum Whom {
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

/// Adds somebody who does not watch yet, to the locked record.
async fn add(mut uow: Uow, actor: &Actor, number: InteractionNumber, whom: Whom) -> Result<(), ApiError> {
    let count =
        sqlx::query_scalar!(r#"select count(*) as "count!" from interaction_watcher where number = $1"#, number.0)
            .fetch_one(uow.connection())
            .await?;
    if usize::try_from(count).unwrap_or_default() >= MOST_WATCHERS {
        return wrong(format!("{MOST_WATCHERS} watch this interaction, and no more may: remove somebody first."));
    }
    let (person, email) = whom.columns();
    sqlx::query!(
        "insert into interaction_watcher (number, person_id, email, added_by_id, at) values ($1, $2, $3, $4, $5)",
        number.0,
        person,
        email,
        actor.person.0,
        uow.now(),
    )
    .execute(uow.connection())
    .await?;
    let who = match whom {
        Whom::Person(id, name) => AuditValue::named(id.0, name),
        Whom::Outside(email) => AuditValue::text(email),
    };
    uow.record(&InteractionEvent::Watched(number, Watchers::added(who))).await?;
    uow.commit().await
}

/// Whom the box names, as far as they may watch.
///
/// A person is found by the rules of the look-up, and by an exact address whoever they are: an address of somebody known
/// is never taken for one outside.
async fn find(uow: &mut Uow, visible: &Visible, record: &Record, entry: &PersonEntry) -> Result<Whom, ApiError> {
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
        record.company.id,
        &staff,
    )
    .fetch_all(uow.connection())
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
        None => outside(uow, record, text).await,
    }
}

/// What was typed as an address of somebody outside.
async fn outside(uow: &mut Uow, record: &Record, text: &str) -> Result<Whom, ApiError> {
    if !text.contains('@') {
        return wrong(if text.is_empty() { "Choose a person from the list." } else { USER_NOT_FOUND });
    }
    let email = text.to_lowercase();
    if !is_email(&email) {
        return wrong("Enter an email address like name@example.com.");
    }
    let allows = sqlx::query_scalar!("select external_watchers from company where id = $1", record.company.id)
        .fetch_one(uow.connection())
        .await?;
    if !allows {
        return wrong(format!("User not found, and {} allows no watchers from outside.", record.company.name));
    }
    Ok(Whom::Outside(email))
}
