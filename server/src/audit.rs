//! `firstline audit verify`: whether the audit log is what the application wrote.

use anyhow::{Result, bail};
use kernel::InteractionNumber;
use platform::chain::{self, Verified, Wrong};
use sqlx::PgPool;

use crate::{
    config::{self, Audit},
    database,
};

/// What the log calls an interaction.
const INTERACTION: &str = "interaction";

pub async fn run(options: &config::Database, command: &Audit) -> Result<()> {
    let Audit::Verify { numbers } = command;
    let database = database::open(options).await?;
    platform::MIGRATIONS.run(&database.pool).await?;
    let (Verified { events, records, .. }, wrong) = verify(&database.pool, numbers).await?;
    for wrong in &wrong {
        println!("{wrong}");
    }
    if !wrong.is_empty() {
        bail!(
            "{events} events of {records} records were read; the logs of {} are not as they were written.",
            wrong.len()
        );
    }
    println!("{events} events of {records} records were read, and all are as they were written.");
    Ok(())
}

/// Reads the log of these interactions, of everything where none is named; says of each record in one line what is wrong.
///
/// # Errors
/// Those of the database.
pub async fn verify(pool: &PgPool, numbers: &[InteractionNumber]) -> Result<(Verified, Vec<String>)> {
    let ids: Vec<i64> = numbers.iter().map(|number| number.0).collect();
    let only = (!ids.is_empty()).then_some((INTERACTION, ids.as_slice()));
    let verified = chain::verify(pool, only).await?;
    let mut lines: Vec<String> = verified.wrong.iter().map(line).collect();
    lines
        .extend(unrecorded(pool, &ids).await?.into_iter().map(|number| format!("{number}: its whole log was removed")));
    Ok((verified, lines))
}

fn line(wrong: &Wrong) -> String {
    let Wrong { entity, id, faults } = wrong;
    let name = if entity == INTERACTION { InteractionNumber(*id).to_string() } else { format!("{entity} {id}") };
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    format!("{name}: {}", faults.join("; "))
}

/// The interactions of which nothing is recorded, not even how much there should be.
async fn unrecorded(pool: &PgPool, ids: &[i64]) -> Result<Vec<InteractionNumber>> {
    let numbers = sqlx::query_scalar!(
        "select number from interaction i
         where ($1::bigint[] = '{}' or number = any($1))
             and not exists (select from audit_head where entity = 'interaction' and entity_id = i.number)
             and not exists (select from audit_event where entity = 'interaction' and entity_id = i.number)
         order by number",
        ids,
    )
    .fetch_all(pool)
    .await?;
    Ok(numbers.into_iter().map(InteractionNumber).collect())
}
