//! The demo organisation and as many interactions as wanted.
//!
//! Three companies, their people, groups, category trees and devices ([`structure`]), and
//! interactions that sound like a desk's day ([`interactions`]). All of it follows from fixed
//! seeds and from the time passed in: the same call on an empty database writes the same rows.
//!
//! - To add a situation people call about, see [`corpus`].
//! - To add a category, a device or a company, see [`catalogue`]; a name, [`names`].
//! - A demo account is a line in [`people::ACCOUNTS`].

mod calendar;
mod catalogue;
mod comments;
mod compose;
mod conversation;
mod copy;
mod corpus;
mod dice;
mod history;
mod interactions;
mod likely;
mod links;
mod load;
mod names;
mod organisation;
mod people;
mod schedule;
mod set_aside;
mod state;
mod structure;
mod teller;
#[cfg(test)]
mod tests;
mod text;
mod time;
mod words;

use ::time::OffsetDateTime;
use sqlx::{PgPool, Postgres, Transaction};

/// What a call of [`run`] added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seeded {
    pub people: u64,
    pub interactions: u64,
}

/// Why nothing, or only the organisation, was added.
#[derive(Debug)]
pub enum SeedError {
    /// A company or group of a demo name is there, but not the demo organisation.
    Taken(String),
    /// The texts built into the program do not parse.
    Corpus(String),
    Database(sqlx::Error),
}

impl std::fmt::Display for SeedError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Taken(name) => write!(
                f,
                "“{name}” is here already, but the demo organisation is not: load the demonstration into a database of its own"
            ),
            Self::Corpus(why) => write!(f, "the demonstration's texts: {why}"),
            Self::Database(error) => write!(f, "the database: {error}"),
        }
    }
}

impl std::error::Error for SeedError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Database(error) => Some(error),
            Self::Taken(_) | Self::Corpus(_) => None,
        }
    }
}

impl From<sqlx::Error> for SeedError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

/// Makes the demo organisation where it is missing, then adds `interactions` to it.
///
/// The organisation is one transaction and the interactions another, so a call that is cut short
/// leaves nothing half done and can be made again. From 100,000 interactions on the organisation
/// grows to as many as 100,000 people, and the time they are spread over grows beyond ninety days
/// at about a thousand a day. While many are loaded their table is locked and its indexes are set
/// aside: do it before the service opens.
///
/// `password_hash` is the PHC string given to the demo accounts; nobody else can sign in.
///
/// # Errors
/// [`SeedError`]; what was being written is undone.
pub async fn run(
    pool: &PgPool,
    interactions: u64,
    now: OffsetDateTime,
    password_hash: &str,
) -> Result<Seeded, SeedError> {
    let now = now.unix_timestamp();
    let corpus = corpus::Corpus::read().map_err(SeedError::Corpus)?;

    let mut transaction = begin(pool).await?;
    let people = structure::complete(&mut transaction, interactions, now, password_hash).await?;
    transaction.commit().await?;
    tracing::info!(people, "the demo organisation is there");

    if interactions > 0 {
        let mut transaction = begin(pool).await?;
        let organisation = organisation::Organisation::read(&mut transaction).await?;
        load::interactions(&mut transaction, corpus, organisation, interactions, now).await?;
        transaction.commit().await?;
    }
    let large = [
        "person",
        "interaction",
        "interaction_comment",
        "interaction_search",
        "interaction_tally",
        "audit_event",
        "audit_head",
    ];
    for table in large.into_iter().chain(["interaction_time", "interaction_watcher", "interaction_relation"]) {
        sqlx::query(sqlx::AssertSqlSafe(format!("analyze {table}"))).execute(pool).await?;
    }
    Ok(Seeded { people, interactions })
}

#[expect(clippy::disallowed_methods, reason = "bulk loading writes its own audit rows, through COPY")]
async fn begin(pool: &PgPool) -> Result<Transaction<'static, Postgres>, sqlx::Error> {
    pool.begin().await
}

/// How many days the interactions are spread over: about a thousand a day, ninety at least.
fn days(interactions: u64) -> u32 {
    u32::try_from(interactions.div_ceil(1_000)).unwrap_or(u32::MAX).clamp(90, 3_650)
}
