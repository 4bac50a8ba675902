//! The `firstline` server: configuration, router, private database, subcommands.
//!
//! A library, so that tests can put the whole router in front of a database of their own;
//! `main.rs` only calls [`run`].

pub mod assets;
pub mod audit;
pub mod config;
pub mod database;
pub mod kinds;
pub mod live;
pub mod pages;
pub mod router;
pub mod seed;
pub mod serve;
pub mod session;
pub mod user;

use anyhow::Result;
use config::{Cli, Command};

/// Does what the command line asks.
pub async fn run(cli: &Cli) -> Result<()> {
    match &cli.command {
        Command::Serve(options) => serve::run(&cli.database, options).await,
        Command::Migrate => database::migrate(&cli.database).await,
        Command::Seed { interactions } => seed_database(&cli.database, *interactions).await,
        Command::User { command } => user::run(&cli.database, command).await,
        Command::Audit { command } => audit::run(&cli.database, command).await,
    }
}

async fn seed_database(options: &config::Database, interactions: u64) -> Result<()> {
    let database = database::open(options).await?;
    platform::MIGRATIONS.run(&database.pool).await?;
    let seeded = database::seed(&database.pool, interactions).await?;
    println!("Seeded {} people and {} interactions.", seeded.people, seeded.interactions);
    Ok(())
}
