//! Everything that is done to the project from outside: run it, test it, watch it, measure it,
//! check it.
//!
//! One file (or folder) per subcommand. To add one: a variant of [`Command`], whose doc comment is
//! its help, and a module with a `run` function.

mod bench;
mod build;
mod check;
mod prepare;
mod process;
mod run;
mod server;
mod test;
mod tools;
mod watch;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::workspace::Workspace;

/// Runs, tests and checks Firstline. Each command gets what it needs, from a fresh clone on.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build what is missing and run Firstline
    ///
    /// Fetches the build tools it lacks, builds the release application, and serves it. Without
    /// `DATABASE_URL` a private PostgreSQL is started and the demo organisation loaded. Prints the
    /// address and the demo accounts; Ctrl-C stops everything.
    Run(run::Options),
    /// Run the whole test suite, the browser tests among them
    ///
    /// From a fresh clone. The crates' own tests share a throw-away PostgreSQL; the browser tests run
    /// against the release build. The last line sums up: `N passed, N failed`.
    Test(test::Options),
    /// Rebuild and reload on every save
    ///
    /// A development build on the usual address. What does not compile is shown, and the last
    /// version that did goes on running.
    Watch(watch::Options),
    /// Build the server and the site it serves, and stop there
    Build(build::Options),
    /// Measure how fast the release build is
    ///
    /// Loads databases of 100,000 and 1,000,000 interactions (kept for the next time), asks the real
    /// server for every kind of page, and prints a table with the bounds we hold ourselves to. The same
    /// goes to `target/bench`. Needs `wrk`.
    Bench(bench::Options),
    /// Check formatting, lints, layering, licences and queries
    ///
    /// What CI runs before the tests. All checks run; the last line names those that failed.
    Check(check::Options),
    /// Renew `.sqlx`, the committed descriptions of all SQL queries
    ///
    /// Starts a private PostgreSQL, applies `migrations/` and compiles every crate that has queries
    /// against it. Do this after changing a migration or a query, and commit the result.
    Prepare(prepare::Options),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = Workspace::find().and_then(|workspace| match cli.command {
        Command::Run(options) => run::run(&workspace, &options),
        Command::Test(options) => Ok(test::run(&workspace, &options)),
        Command::Watch(options) => watch::run(&workspace, &options),
        Command::Build(options) => build::run(&workspace, &options),
        Command::Bench(options) => bench::run(&workspace, &options),
        Command::Check(options) => check::run(&workspace, &options),
        Command::Prepare(options) => prepare::run(&workspace, &options),
    });
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
