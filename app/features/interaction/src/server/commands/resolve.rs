//! What only the database knows of a draft: whether its choices exist, belong to its company and may
//! be seen by who chose them.

use kernel::{ApiError, FieldErrors, PersonId};
use sqlx::PgConnection;

use crate::{
    model::{Checked, PersonEntry},
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
/// # Errors
/// `Invalid` naming every field whose value is not one this person may choose.
pub async fn resolve(
    connection: &mut PgConnection,
    visible: &Visible,
    checked: &Checked,
) -> Result<Resolved, ApiError> {
    let mut errors = FieldErrors::default();
    if !visible.companies.contains(&checked.company.0) {
        errors.add("company", "Choose a company from the list.");
        return Err(ApiError::Invalid(errors));
    }
    check_choices(connection, visible, checked, &mut errors).await?;
    let home = [checked.company.0];
    let requested_for = person(connection, &home, &checked.requested_for, "requested_for", &mut errors).await?;
    let requested_by =
        person(connection, &visible.companies, &checked.requested_by, "requested_by", &mut errors).await?;
    match (requested_for, requested_by) {
        (Some((requested_for, vip)), Some((requested_by, _))) if errors.is_empty() => {
            Ok(Resolved { requested_for, requested_by, vip })
        }
        _ => Err(ApiError::Invalid(errors)),
    }
}

async fn check_choices(
    connection: &mut PgConnection,
    visible: &Visible,
    checked: &Checked,
    errors: &mut FieldErrors,
) -> Result<(), ApiError> {
    let row = sqlx::query!(
        r#"
        select
            exists (select from reason where id = $2 and company_id = $1) as "reason!",
            exists (select from category where id = $3 and company_id = $1 and level = 1) as "category!",
            exists (select from category where id = $4 and parent_id = $3 and level = 2) as "subcategory!",
            exists (select from category where id = $5 and parent_id = $4 and level = 3) as "kind!",
            exists (select from configuration_item where id = $6 and company_id = $1) as "ci!",
            exists (select from service where id = $7 and company_id = $1) as "service!",
            ($8 = any($10::bigint[]) or exists (
                select from company_group where company_id = $1 and group_id = $8
            )) as "in_group!",
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
    let mut check = |given: bool, right: bool, field: &str, message: &str| {
        if given && !right {
            errors.add(field, message);
        }
    };
    check(true, row.reason, "reason", "Choose one of this company's reasons.");
    check(checked.category.is_some(), row.category, "category", "Choose one of this company's categories.");
    check(checked.subcategory.is_some(), row.subcategory, "subcategory", "Choose a sub-category of this category.");
    check(checked.kind.is_some(), row.kind, "type", "Choose a type of this sub-category.");
    check(checked.ci.is_some(), row.ci, "ci", "Choose one of this company's configuration items.");
    check(checked.service.is_some(), row.service, "service", "Choose one of this company's services.");
    check(checked.group.is_some(), row.in_group, "group", "Choose one of your groups or of this company's.");
    check(checked.individual.is_some(), row.individual, "individual", "Choose a member of this group.");
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
        PersonEntry::Typed(text) => (None, Some(text.to_lowercase())),
    };
    // An address is one person; a name is one only where nobody else has it.
    let found = sqlx::query!(
        r#"
        select id as "id: PersonId", vip, email = $2 as "by_email"
        from person
        where company_id = any($3) and active and (id = $1 or email = $2 or sort_name = $2)
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
