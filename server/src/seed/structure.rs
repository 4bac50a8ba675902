//! Writes the demo organisation: companies and all that belongs to them, groups, people.

use std::collections::{HashMap, HashSet};

use sqlx::PgConnection;

use super::SeedError;
use super::catalogue::{CATEGORIES, COMPANIES, CompanyPlan, GROUPS, REASONS, SERVICES};
use super::copy::{Rows, send};
use super::dice::{Dice, Stream};
use super::people::{ACCOUNTS, Crowd};

/// The company that lets people outside be told by e-mail.
pub const OUTSIDE_ALLOWED: &str = "Northwind";

/// Writes the organisation where it is missing, and more people where `interactions` needs them.
///
/// Returns how many people were added.
///
/// # Errors
/// [`SeedError::Taken`] where a name is in use by something else, or the database's error.
pub async fn complete(
    connection: &mut PgConnection,
    interactions: u64,
    now: i64,
    password_hash: &str,
) -> Result<u64, SeedError> {
    sqlx::query("lock table company, support_group, person in share row exclusive mode")
        .execute(&mut *connection)
        .await?;
    let there: bool = sqlx::query_scalar("select exists (select from person where email = $1)")
        .bind(ACCOUNTS[0].email)
        .fetch_one(&mut *connection)
        .await?;
    if !there {
        write_companies(connection).await?;
    }
    let before = now - i64::from(super::days(interactions)) * 86_400;
    let wanted = if interactions < 100_000 { 300 } else { (interactions / 10).clamp(300, 100_000) };
    Ok(write_people(connection, wanted, before, password_hash).await?)
}

/// As many ids as wanted, from the table's own sequence.
async fn ids(connection: &mut PgConnection, table: &str, count: usize) -> Result<Vec<i64>, sqlx::Error> {
    sqlx::query_scalar("select nextval(pg_get_serial_sequence($1, 'id')) from generate_series(1, $2)")
        .bind(table)
        .bind(i64::try_from(count).unwrap_or(i64::MAX))
        .fetch_all(connection)
        .await
}

async fn write_companies(connection: &mut PgConnection) -> Result<(), SeedError> {
    let taken: Option<String> = sqlx::query_scalar(
        "select name from company where name = any($1) union all select name from support_group where name = any($2)",
    )
    .bind(COMPANIES.iter().map(|company| company.name).collect::<Vec<_>>())
    .bind(GROUPS)
    .fetch_optional(&mut *connection)
    .await?;
    if let Some(name) = taken {
        return Err(SeedError::Taken(name));
    }
    let company_ids = ids(connection, "company", COMPANIES.len()).await?;
    let group_ids = ids(connection, "support_group", GROUPS.len()).await?;
    let group_of: HashMap<&str, i64> = GROUPS.iter().copied().zip(group_ids.iter().copied()).collect();

    let (mut companies, mut groups, mut c2g) = (Rows::default(), Rows::default(), Rows::default());
    let (mut reasons, mut services, mut items) = (Rows::default(), Rows::default(), Rows::default());
    for (name, id) in GROUPS.iter().zip(&group_ids) {
        groups.int(*id).text(name).end();
    }
    for (at, (plan, id)) in (0..).zip(COMPANIES.iter().zip(&company_ids)) {
        companies.int(*id).text(plan.name).bool(plan.name == OUTSIDE_ALLOWED).end();
        for group in plan.groups {
            c2g.int(*id).maybe_int(group_of.get(group).copied()).end();
        }
        for (position, name) in (1..).zip(REASONS.iter().chain(plan.reasons)) {
            reasons.int(*id).text(name).int(position).end();
        }
        for name in SERVICES.iter().chain(plan.services) {
            services.int(*id).text(name).end();
        }
        for (name, kind) in device_names(at, plan) {
            items.int(*id).text(&name).text(kind).end();
        }
    }
    send(connection, "copy company (id, name, external_watchers) from stdin", &companies).await?;
    send(connection, "copy support_group (id, name) from stdin", &groups).await?;
    send(connection, "copy company_group (company_id, group_id) from stdin", &c2g).await?;
    send(connection, "copy reason (company_id, name, position) from stdin", &reasons).await?;
    send(connection, "copy service (company_id, name) from stdin", &services).await?;
    send(connection, "copy configuration_item (company_id, name, kind) from stdin", &items).await?;
    for (plan, id) in COMPANIES.iter().zip(company_ids) {
        write_categories(connection, plan, id).await?;
    }
    Ok(())
}

/// The name and kind of everything the company has: its applications, then devices such as
/// NW-LT-0142.
fn device_names(company: u64, plan: &CompanyPlan) -> Vec<(String, &'static str)> {
    let mut dice = Dice::of(Stream::Items(company));
    let mut names: Vec<_> = plan.applications.iter().map(|name| ((*name).to_owned(), "application")).collect();
    for (code, kind, count) in plan.devices {
        let mut number = 0;
        for _ in 0..*count {
            number += dice.between(1, 29);
            names.push((format!("{}-{code}-{number:04}", plan.prefix), *kind));
        }
    }
    names
}

async fn write_categories(connection: &mut PgConnection, plan: &CompanyPlan, company: i64) -> Result<(), SeedError> {
    let branches = || CATEGORIES.iter().chain(plan.categories);
    let count = branches().map(|(_, subs)| 1 + subs.iter().map(|(_, types)| 1 + types.len()).sum::<usize>()).sum();
    let mut ids = ids(connection, "category", count).await?.into_iter();
    let mut rows = Rows::default();
    let mut write = |parent: Option<i64>, level: i64, name: &str| {
        let id = ids.next();
        rows.maybe_int(id).int(company).maybe_int(parent).int(level).text(name).end();
        id
    };
    for (category, subs) in branches() {
        let category = write(None, 1, category);
        for (sub, types) in *subs {
            let sub = write(category, 2, sub);
            for name in *types {
                write(sub, 3, name);
            }
        }
    }
    send(connection, "copy category (id, company_id, parent_id, level, name) from stdin", &rows).await?;
    Ok(())
}

/// Adds people until the demo companies have as many as wanted.
async fn write_people(
    connection: &mut PgConnection,
    wanted: u64,
    before: i64,
    password_hash: &str,
) -> Result<u64, sqlx::Error> {
    let names: Vec<&str> = COMPANIES.iter().map(|company| company.name).collect();
    let companies: HashMap<String, i64> = sqlx::query_as("select name, id from company where name = any($1)")
        .bind(&names)
        .fetch_all(&mut *connection)
        .await?
        .into_iter()
        .collect();
    let groups: HashMap<String, i64> =
        sqlx::query_as("select name, id from support_group").fetch_all(&mut *connection).await?.into_iter().collect();
    let taken: HashSet<String> =
        sqlx::query_scalar("select email from person").fetch_all(&mut *connection).await?.into_iter().collect();
    let there: i64 = sqlx::query_scalar(
        "select count(*) from person where company_id in (select id from company where name = any($1))",
    )
    .bind(&names)
    .fetch_one(&mut *connection)
    .await?;
    let there = u64::try_from(there).unwrap_or_default();
    let ids = ids(connection, "person", usize::try_from(wanted.saturating_sub(there)).unwrap_or_default()).await?;

    let mut crowd = Crowd::new(taken, before);
    let (mut people, mut roles, mut members) = (Rows::default(), Rows::default(), Rows::default());
    for (ordinal, id) in (there..).zip(&ids) {
        let person = crowd.person(ordinal);
        people
            .int(*id)
            .maybe_int(companies.get(COMPANIES[person.company].name).copied())
            .text(if person.guest { "guest" } else { "user" })
            .text(&person.first)
            .text(&person.last)
            .text(&person.email)
            .text(&person.phone)
            .text(&person.address)
            .bool(person.vip)
            .maybe_text(person.account.then_some(password_hash))
            .time(person.created_at)
            .end();
        for role in &person.roles {
            roles.int(*id).text(role).end();
        }
        for group in &person.groups {
            members.maybe_int(groups.get(*group).copied()).int(*id).end();
        }
    }
    let columns = "id, company_id, kind, first_name, last_name, email, phone, address, vip, password_hash, created_at";
    send(connection, &format!("copy person ({columns}) from stdin"), &people).await?;
    send(connection, "copy person_role (person_id, role) from stdin", &roles).await?;
    send(connection, "copy group_member (group_id, person_id) from stdin", &members).await?;
    Ok(ids.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn device_names_are_unique() {
        for (at, plan) in (0..).zip(COMPANIES) {
            let names = device_names(at, plan);
            let unique: HashSet<_> = names.iter().map(|(name, _)| name).collect();
            assert_eq!(unique.len(), names.len());
        }
    }
}
