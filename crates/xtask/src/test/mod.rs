//! `cargo xtask test`: the whole suite, from a fresh clone.
//!
//! `unit` is every crate's own tests, which share one throw-away PostgreSQL; `browser` is Playwright
//! in `end2end/` against the release build of the real server. A further kind is a module with a
//! `run` function that returns a [`Tally`], and a variant of [`Part`].

mod browser;
mod tally;
mod unit;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::process::step;
use crate::workspace::Workspace;
use tally::Tally;

#[derive(Args)]
pub struct Options {
    /// Only this part; both without it
    #[arg(value_enum)]
    part: Option<Part>,

    /// Run the browser tests against a development build: quicker to make
    #[arg(long)]
    dev: bool,

    /// For the runner (`cargo test` or Playwright), behind `--`: a filter, or options
    #[arg(last = true, value_name = "ARGUMENT")]
    arguments: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// The tests of every crate, against a real PostgreSQL
    Unit,
    /// The tests of `end2end/`, in a real browser
    Browser,
}

pub fn run(workspace: &Workspace, options: &Options) -> ExitCode {
    let mut tally = Tally::default();
    if options.part != Some(Part::Browser) {
        tally += attempt("unit tests", unit::run(workspace, &options.arguments));
    }
    if options.part != Some(Part::Unit) {
        tally += attempt("browser tests", browser::run(workspace, options.dev, &options.arguments));
    }
    println!("{tally}");
    if tally.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A part that cannot even run counts as one failure: the other part still runs.
fn attempt(what: &str, outcome: Result<Tally>) -> Tally {
    outcome.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        step(&format!("The {what} could not be run"));
        Tally { passed: 0, failed: 1 }
    })
}
