//! The `firstline` binary: `serve`, `migrate`, `seed`, `user add`. `firstline --help` tells it all.

use std::process::ExitCode;

use clap::Parser;
use server::config::{Cli, Command};
use tracing::Level;
use tracing_subscriber::{filter::Targets, layer::SubscriberExt, util::SubscriberInitExt};

/// A page is made of thousands of small pieces of text: the system's allocator took half of the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let logged = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    tracing_subscriber::registry().with(logged).with(filter(&cli.command)).init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("The asynchronous runtime cannot be started: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(server::run(&cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// What is logged: `RUST_LOG`, as `info,sqlx=warn`. By target and level alone: a filter that knows spans looks at each of
/// them again whenever its request goes on. Statements that load a great deal are slow, and nobody needs to hear of it.
fn filter(command: &Command) -> Targets {
    let sqlx = if matches!(command, Command::Seed { .. }) { Level::ERROR } else { Level::WARN };
    let usual = || Targets::new().with_default(Level::INFO).with_target("sqlx", sqlx);
    std::env::var("RUST_LOG").ok().and_then(|wanted| wanted.parse().ok()).unwrap_or_else(usual)
}
