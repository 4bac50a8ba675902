//! What a change names, as the database knows it: the one check of it as a whole, before any row is looked at.

use std::collections::HashMap;

use kernel::{ApiError, GroupId, PersonId};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{
    model::{BulkAim, BulkChange, NOT_A_MEMBER, Named, PersonEntry, State, wakes},
    server::{commands::find_watcher, policy::Visible},
};

/// # Errors
/// `Invalid` at the field that is wrong for all of these companies.
pub async fn aim(
    connection: &mut PgConnection,
    visible: &Visible,
    change: &BulkChange,
    companies: &[Named],
    now: OffsetDateTime,
) -> Result<BulkAim, ApiError> {
    match change {
        BulkChange::Assign { group, individual } => assign(connection, visible, *group, *individual, companies).await,
        BulkChange::SetStatus(state) => set_status(*state, now),
        BulkChange::Watch(entry) => watch(connection, visible, entry, companies).await,
    }
}

async fn assign(
    connection: &mut PgConnection,
    visible: &Visible,
    group: GroupId,
    individual: Option<PersonId>,
    companies: &[Named],
) -> Result<BulkAim, ApiError> {
    let found = sqlx::query!(
        r#"
        select g.name, g.id = any($2) as "own!",
            array(select company_id from company_group where group_id = g.id) as "serves!",
            (
                select p.name from group_member m join person p on p.id = m.person_id
                where m.group_id = g.id and m.person_id = $3 and p.active
            ) as member
        from support_group g where g.id = $1
        "#,
        group.0,
        &visible.groups,
        individual.map(|individual| individual.0),
    )
    .fetch_optional(connection)
    .await?
    .ok_or_else(|| ApiError::field("group", "Choose a group from the list."))?;
    if !found.own && !companies.iter().any(|company| found.serves.contains(&company.id)) {
        return Err(ApiError::field("group", "This group serves none of the companies of these interactions."));
    }
    let individual = match (individual, found.member) {
        (None, _) => None,
        (Some(id), Some(name)) => Some(Named { id: id.0, name }),
        (Some(_), None) => return Err(ApiError::field("individual", NOT_A_MEMBER)),
    };
    let group = Named { id: group.0, name: found.name };
    Ok(BulkAim::Assign { group, individual, own: found.own, serves: found.serves })
}

fn set_status(state: State, now: OffsetDateTime) -> Result<BulkAim, ApiError> {
    if let Some(Err(error)) = state.wake_at().map(|at| wakes(at, now)) {
        return Err(ApiError::field("wake_at", error.to_string()));
    }
    Ok(BulkAim::SetStatus(state))
}

async fn watch(
    connection: &mut PgConnection,
    visible: &Visible,
    entry: &PersonEntry,
    companies: &[Named],
) -> Result<BulkAim, ApiError> {
    let mut whom = HashMap::new();
    for company in companies {
        let found = match find_watcher(connection, visible, company, entry).await {
            Ok(who) => Ok(who.into()),
            Err(ApiError::Invalid(errors)) => Err(errors),
            Err(error) => return Err(error),
        };
        whom.insert(company.id, found);
    }
    if whom.values().all(Result::is_err)
        && let Some(Err(errors)) = companies.first().and_then(|company| whom.remove(&company.id))
    {
        return Err(ApiError::Invalid(errors));
    }
    let said = |errors: kernel::FieldErrors| super::act::why(&ApiError::Invalid(errors));
    Ok(BulkAim::Watch(whom.into_iter().map(|(company, found)| (company, found.map_err(said))).collect()))
}
