//! `firstline user add`: the first people of a new installation.

use std::io::BufRead;

use anyhow::{Context, Result, bail, ensure};
use kernel::Role;
use platform::Clock;
use sqlx::PgConnection;

use crate::config::{self, AddUser, User};

pub async fn run(options: &config::Database, command: &User) -> Result<()> {
    let User::Add(user) = command;
    let database = crate::database::open(options).await?;
    platform::MIGRATIONS.run(&database.pool).await?;
    let mut password = String::new();
    std::io::stdin().lock().read_line(&mut password).context("No password on standard input")?;
    let password = password.trim_end_matches(['\r', '\n']).to_owned();
    ensure!(password.chars().count() >= 8, "A password has at least 8 characters; give it on standard input.");
    add(&database.pool, user, password).await?;
    println!("{} can sign in now.", user.email.to_lowercase());
    Ok(())
}

async fn add(pool: &sqlx::PgPool, user: &AddUser, password: String) -> Result<()> {
    let email = user.email.trim().to_lowercase();
    ensure!(people::model::is_email(&email), "An email address looks like name@example.com.");
    if let Some(role) = user.roles.iter().find(|role| Role::from_key(role).is_none()) {
        bail!("There is no role {role}: see `firstline user add --help`.");
    }
    let hash = people::server::password::hash(password).await?;
    #[expect(clippy::disallowed_methods, reason = "nobody acts in the application: there may be nobody yet")]
    let mut transaction = pool.begin().await?;
    let company = company(&mut transaction, &user.company).await?;
    let person = sqlx::query_scalar!(
        "insert into person (company_id, first_name, last_name, email, vip, password_hash, created_at)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict (email) do nothing returning id",
        company,
        user.first_name.trim(),
        user.last_name.trim(),
        email,
        user.vip,
        hash,
        Clock::system().now(),
    )
    .fetch_optional(&mut *transaction)
    .await?
    .with_context(|| format!("{email} is taken"))?;
    for role in &user.roles {
        sqlx::query!("insert into person_role values ($1, $2) on conflict do nothing", person, role)
            .execute(&mut *transaction)
            .await?;
    }
    for group in &user.groups {
        let group = self::group(&mut transaction, group, company).await?;
        sqlx::query!("insert into group_member values ($1, $2) on conflict do nothing", group, person)
            .execute(&mut *transaction)
            .await?;
    }
    Ok(transaction.commit().await?)
}

/// The company of that name. A new one begins with the reasons every company begins with.
async fn company(connection: &mut PgConnection, name: &str) -> Result<i64> {
    if let Some(id) =
        sqlx::query_scalar!("select id from company where name = $1", name).fetch_optional(&mut *connection).await?
    {
        return Ok(id);
    }
    let id = sqlx::query_scalar!("insert into company (name) values ($1) returning id", name)
        .fetch_one(&mut *connection)
        .await?;
    sqlx::query!(
        "insert into reason (company_id, name, position)
         select $1, name, place from unnest(array['Enquiry', 'Follow Up', 'New Incident', 'New SR'])
         with ordinality r (name, place)",
        id
    )
    .execute(connection)
    .await?;
    Ok(id)
}

/// The group of that name. A new one serves the company.
async fn group(connection: &mut PgConnection, name: &str, company: i64) -> Result<i64> {
    if let Some(id) = sqlx::query_scalar!("select id from support_group where name = $1", name)
        .fetch_optional(&mut *connection)
        .await?
    {
        return Ok(id);
    }
    let id = sqlx::query_scalar!("insert into support_group (name) values ($1) returning id", name)
        .fetch_one(&mut *connection)
        .await?;
    sqlx::query!("insert into company_group (company_id, group_id) values ($1, $2)", company, id)
        .execute(connection)
        .await?;
    Ok(id)
}
