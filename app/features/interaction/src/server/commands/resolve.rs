//! What only the database knows of a draft: whether its choices exist, belong to its company and may
//! be seen by who chose them.

use kernel::{ApiError, FieldErrors, PersonId};
use sqlx::PgConnection;

use crate::{
    model::{Checked, Named, PersonEntry, Record},
    server::policy::Visible,
};

/// The persons a checked draft names.
#[derive(Clone, Copy, Debug)]
pub struct Resolved {
    pub requested_for: PersonId,
    pub requested_by: PersonId,
    /// Whether Requested For is a VIP.
    pub vip: bool,
}

/// Finds the persons and checks every choice against the company.
///
/// What `kept` (the record before an edit) has already may stay, though it would not be offered any
/// more: a requester who left must not keep anybody from working on what they asked for.
///
/// # Errors
/// `Invalid` naming every field whose value is not one this person may choose.
pub async fn resolve(
    connection: &mut PgConnection,
    visible: &Visible,
    checked: &Checked,
    kept: Option<&Record>,
) -> Result<Resolved, ApiError> {
    let mut errors = FieldErrors::default();
    if !visible.companies.contains(&checked.company.0) {
        errors.add("company", "Choose a company from the list.");
        return Err(ApiError::Invalid(errors));
    }
    check_choices(connection, visible, checked, kept, &mut errors).await?;
    let home = [checked.company.0];
    let requested_for = match kept {
        Some(kept) if stays(&checked.requested_for, &kept.requested_for) => Some((kept.requested_for_id(), kept.vip)),
        _ => person(connection, &home, &checked.requested_for, "requested_for", &mut errors).await?,
    };
    let requested_by = match kept {
        Some(kept) if stays(&checked.requested_by, &kept.requested_by) => Some((PersonId(kept.requested_by.id), false)),
        _ => person(connection, &visible.companies, &checked.requested_by, "requested_by", &mut errors).await?,
    };
    match (requested_for, requested_by) {
        (Some((requested_for, vip)), Some((requested_by, _))) if errors.is_empty() => {
            Ok(Resolved { requested_for, requested_by, vip })
        }
        _ => Err(ApiError::Invalid(errors)),
    }
}

fn stays(entry: &PersonEntry, kept: &Named) -> bool {
    *entry == PersonEntry::Chosen(PersonId(kept.id))
}

async fn check_choices(
    connection: &mut PgConnection,
    visible: &Visible,
    checked: &Checked,
    kept: Option<&Record>,
    errors: &mut FieldErrors,
) -> Result<(), ApiError> {
    let row = sqlx::query!(
        r#"
        select
            exists (select from reason where id = $2 and company_id = $1 and active) as "reason!",
            exists (select from category where id = $3 and company_id = $1 and level = 1) as "category!",
            exists (select from category where id = $4 and parent_id = $3 and level = 2) as "subcategory!",
            exists (select from category where id = $5 and parent_id = $4 and level = 3) as "kind!",
            exists (select from configuration_item where id = $6 and company_id = $1) as "ci!",
            exists (select from service where id = $7 and company_id = $1) as "service!",
            exists (
                select from support_group g where g.id = $8 and (g.id = any($10::bigint[]) or exists (
                    select from company_group where company_id = $1 and group_id = g.id
                ))
            ) as "in_group!",
            exists (
                select from group_member m join person p on p.id = m.person_id
                where m.group_id = $8 and m.person_id = $9 and p.active
            ) as "individual!"
        "#,
        checked.company.0,
        checked.reason.0,
        checked.category.map(|id| id.0),
        checked.subcategory.map(|id| id.0),
        checked.kind.map(|id| id.0),
        checked.ci.map(|id| id.0),
        checked.service.map(|id| id.0),
        checked.group.map(|id| id.0),
        checked.individual.map(|id| id.0),
        &visible.groups,
    )
    .fetch_one(connection)
    .await?;
    let same = |id: Option<i64>, named: Option<&Named>| id.is_some() && id == named.map(|named| named.id);
    let reason_stays = same(Some(checked.reason.0), kept.map(|kept| &kept.reason));
    let group_stays = same(checked.group.map(|id| id.0), kept.and_then(|kept| kept.group.as_ref()));
    let individual_stays =
        group_stays && same(checked.individual.map(|id| id.0), kept.and_then(|kept| kept.individual.as_ref()));
    let mut check = |given: bool, right: bool, field: &str, message: &str| {
        if given && !right {
            errors.add(field, message);
        }
    };
    check(!reason_stays, row.reason, "reason", "Choose one of this company's reasons.");
    check(checked.category.is_some(), row.category, "category", "Choose one of this company's categories.");
    check(checked.subcategory.is_some(), row.subcategory, "subcategory", "Choose a sub-category of this category.");
    check(checked.kind.is_some(), row.kind, "type", "Choose a type of this sub-category.");
    check(checked.ci.is_some(), row.ci, "ci", "Choose one of this company's configuration items.");
    check(checked.service.is_some(), row.service, "service", "Choose one of this company's services.");
    let (moved, given) = (checked.group.is_some() && !group_stays, checked.individual.is_some() && !individual_stays);
    check(moved, row.in_group, "group", "Choose one of your groups or of this company's.");
    check(given, row.individual, "individual", "Choose a member of this group.");
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
        PersonEntry::Chosen(id) => (Some(id.0), None),
        // The database takes no text with a zero in it; no name or address has one.
        PersonEntry::Typed(text) => (None, Some(text.replace('\0', "\u{FFFD}").to_lowercase())),
    };
    // An address is one person; a name is one only where nobody else has it.
    let found = sqlx::query!(
        r#"
        select id as "id: PersonId", vip, email = $2 as "by_email"
        from person
        where company_id = any($3) and active and (id = $1 or email = $2 or sort_name = fold_text($2) and lower(name) = $2)
        order by (email = $2) desc nulls last limit 2
        "#,
        id,
        text,
        companies,
    )
    .fetch_all(connection)
    .await?;
    match found.as_slice() {
        [one] => Ok(Some((one.id, one.vip))),
        [one, _] if one.by_email == Some(true) => Ok(Some((one.id, one.vip))),
        [] => {
            errors.add(field, if text.is_some() { "User not found" } else { "Choose a person from the list." });
            Ok(None)
        }
        _ => {
            errors.add(field, "Several people have this name: enter the email address.");
            Ok(None)
        }
    }
}
