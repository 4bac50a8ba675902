//! A draft as it may be saved: right in itself, and right by what only the database knows, whether its
//! choices exist, belong to its company and may be seen by who chose them.

use kernel::{ApiError, FieldErrors, PersonId};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{
    model::{
        Checked, Draft, GROUP_NOT_OFFERED, NOT_A_MEMBER, Named, PersonEntry, Read, Record, State, USER_NOT_FOUND, wakes,
    },
    server::policy::Visible,
};

/// A draft that may be saved, with the persons it names.
#[derive(Clone, Debug)]
pub struct Resolved {
    pub checked: Checked,
    pub requested_for: PersonId,
    pub requested_by: PersonId,
    /// Whether Requested For is a VIP.
    pub vip: bool,
}

/// Checks a draft wholly: its fields, every choice against the company, the persons, the move of the status and its times.
///
/// What `kept` (the record before an edit) has already may stay, though it would not be offered any
/// more: a requester who left must not keep anybody from working on what they asked for.
///
/// Where no company is rightly named, choices are held against all companies the person sees: what none
/// of them has is wrong whichever is chosen.
///
/// # Errors
/// `Invalid` naming every wrong field, in the order of the form.
pub async fn resolve(
    connection: &mut PgConnection,
    visible: &Visible,
    draft: &Draft,
    kept: Option<&Record>,
    now: OffsetDateTime,
) -> Result<Resolved, ApiError> {
    let (read, mut errors) = draft.read();
    let companies = match read.company {
        Some(company) if visible.companies.contains(&company.0) => vec![company.0],
        _ => {
            errors.add("company", "Choose a company from the list.");
            visible.companies.clone()
        }
    };
    check_choices(connection, visible, &companies, &read, kept, &mut errors).await?;
    let requested_for = match (&read.requested_for, kept) {
        (None, _) => None,
        (Some(entry), Some(kept)) if stays(entry, &kept.requested_for) => Some((kept.requested_for_id(), kept.vip)),
        (Some(entry), _) => person(connection, &companies, entry, "requested_for", &mut errors).await?,
    };
    let requested_by = match (&read.requested_by, kept) {
        (None, _) => None,
        (Some(entry), Some(kept)) if stays(entry, &kept.requested_by) => Some((PersonId(kept.requested_by.id), false)),
        (Some(entry), _) => person(connection, &visible.companies, entry, "requested_by", &mut errors).await?,
    };
    let moved = read.status.map(|status| kept.map_or_else(|| status.start(), |kept| kept.may_become(status, now)));
    if let Some(Err(error)) = moved {
        errors.add("status", error.to_string());
    }
    let wake_at = read.state.and_then(State::wake_at).filter(|at| kept.is_none_or(|kept| kept.wake_at != Some(*at)));
    if let Some(Err(error)) = wake_at.map(|at| wakes(at, now)) {
        errors.add("wake_at", error.to_string());
    }
    match (read.complete(), requested_for, requested_by) {
        (Some(checked), Some((requested_for, vip)), Some((requested_by, _))) if errors.is_empty() => {
            Ok(Resolved { checked, requested_for, requested_by, vip })
        }
        _ => Err(ApiError::Invalid(Draft::in_order(errors))),
    }
}

fn stays(entry: &PersonEntry, kept: &Named) -> bool {
    matches!(entry, PersonEntry::Chosen(id, text) if id.0 == kept.id && names(text, &kept.name))
}

/// Whether what stands in the box is the name of who was chosen; an empty box says nothing else.
pub(super) fn names(text: &str, name: &str) -> bool {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    text.is_empty() || plain(text) == plain(name)
}

async fn check_choices(
    connection: &mut PgConnection,
    visible: &Visible,
    companies: &[i64],
    read: &Read,
    kept: Option<&Record>,
    errors: &mut FieldErrors,
) -> Result<(), ApiError> {
    // What a record follows, it always will.
    let follows = read.follows.filter(|_| kept.is_none());
    let row = sqlx::query!(
        r#"
        select
            exists (select from reason where id = $2 and company_id = any($1) and active) as "reason!",
            exists (select from category where id = $3 and company_id = any($1) and level = 1) as "category!",
            exists (
                select from category where id = $4 and company_id = any($1) and level = 2 and parent_id = coalesce($3, parent_id)
            ) as "subcategory!",
            exists (
                select from category where id = $5 and company_id = any($1) and level = 3 and parent_id = coalesce($4, parent_id)
            ) as "kind!",
            exists (select from configuration_item where id = $6 and company_id = any($1)) as "ci!",
            exists (select from service where id = $7 and company_id = any($1)) as "service!",
            exists (
                select from support_group g where g.id = $8 and (g.id = any($10::bigint[]) or exists (
                    select from company_group where company_id = any($1) and group_id = g.id
                ))
            ) as "in_group!",
            exists (
                select from group_member m join person p on p.id = m.person_id
                where m.group_id = $8 and m.person_id = $9 and p.active
            ) as "individual!",
            exists (select from interaction where number = $11 and company_id = any($1)) as "follows!"
        "#,
        companies,
        read.reason.map(|id| id.0),
        read.category.map(|id| id.0),
        read.subcategory.map(|id| id.0),
        read.kind.map(|id| id.0),
        read.ci.map(|id| id.0),
        read.service.map(|id| id.0),
        read.group.map(|id| id.0),
        read.individual.map(|id| id.0),
        &visible.groups,
        follows.map(|number| number.0),
    )
    .fetch_one(connection)
    .await?;
    let same = |id: Option<i64>, named: Option<&Named>| id.is_some() && id == named.map(|named| named.id);
    let reason_stays = same(read.reason.map(|id| id.0), kept.map(|kept| &kept.reason));
    let group_stays = same(read.group.map(|id| id.0), kept.and_then(|kept| kept.group.as_ref()));
    let individual_stays =
        group_stays && same(read.individual.map(|id| id.0), kept.and_then(|kept| kept.individual.as_ref()));
    let mut check = |given: bool, right: bool, field: &str, message: &str| {
        if given && !right {
            errors.add(field, message);
        }
    };
    check(read.reason.is_some() && !reason_stays, row.reason, "reason", "Choose one of this company's reasons.");
    check(follows.is_some(), row.follows, "company", "What this follows is no interaction of this company.");
    check(read.category.is_some(), row.category, "category", "Choose one of this company's categories.");
    check(read.subcategory.is_some(), row.subcategory, "subcategory", "Choose a sub-category of this category.");
    check(read.kind.is_some(), row.kind, "type", "Choose a type of this sub-category.");
    check(read.ci.is_some(), row.ci, "ci", "Choose one of this company's configuration items.");
    check(read.service.is_some(), row.service, "service", "Choose one of this company's services.");
    check(read.group.is_some() && !group_stays, row.in_group, "group", GROUP_NOT_OFFERED);
    // Whose member, is not known without the group.
    let member = read.group.is_some() && read.individual.is_some();
    check(member && !individual_stays, row.individual, "individual", NOT_A_MEMBER);
    Ok(())
}

/// The person of one of the companies that the entry names, and whether a VIP.
async fn person(
    connection: &mut PgConnection,
    companies: &[i64],
    entry: &PersonEntry,
    field: &str,
    errors: &mut FieldErrors,
) -> Result<Option<(PersonId, bool)>, ApiError> {
    let (id, text) = match entry {
        PersonEntry::Chosen(id, text) => (Some(*id), text.as_str()),
        PersonEntry::Typed(text) => (None, text.as_str()),
    };
    // The database takes no text with a zero in it; no name or address has one.
    let typed = (!text.is_empty()).then(|| text.replace('\0', "\u{FFFD}").to_lowercase());
    // An address is one person; a name is one only where nobody else has it.
    let found = sqlx::query!(
        r#"
        select id as "id: PersonId", name, vip, coalesce(email = $2, false) as "by_email!",
            coalesce(sort_name = fold_text($2) and lower(name) = $2, false) as "by_name!"
        from person
        where company_id = any($3) and active and (id = $1 or email = $2 or sort_name = fold_text($2) and lower(name) = $2)
        order by (id = $1) desc nulls last, (email = $2) desc nulls last limit 3
        "#,
        id.map(|id| id.0),
        typed,
        companies,
    )
    .fetch_all(connection)
    .await?;
    if let Some(chosen) = found.iter().find(|row| Some(row.id) == id && names(text, &row.name)) {
        return Ok(Some((chosen.id, chosen.vip)));
    }
    let mut found = found.iter().filter(|row| row.by_email || row.by_name);
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(Some((one.id, one.vip))),
        (Some(one), Some(_)) if one.by_email => Ok(Some((one.id, one.vip))),
        (Some(_), Some(_)) => {
            errors.add(field, "Several people have this name: enter the email address.");
            Ok(None)
        }
        (None, _) => {
            errors.add(field, if typed.is_some() { USER_NOT_FOUND } else { "Choose a person from the list." });
            Ok(None)
        }
    }
}
