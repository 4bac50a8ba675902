//! `cargo xtask check`: what has to hold before a change is taken, and needs no running server.
//!
//! To add one: a line in [`CHECKS`]. All of them run, quickest first; what failed is said at the end.

mod files;
mod layers;
mod licences;
mod lints;

use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
use clap::Args;

use crate::process::step;
use crate::workspace::Workspace;
use crate::{prepare, tools};

#[derive(Args)]
pub struct Options {
    /// Run only the checks named, for example `check format layers`
    #[arg(value_name = "CHECK", value_parser = names())]
    only: Vec<String>,
}

type Check = (&'static str, fn(&Workspace) -> Result<()>);

/// Name, as the command line takes it, and function.
const CHECKS: [Check; 8] = [
    ("format", lints::format),
    ("layers", layers::check),
    ("files", files::check),
    ("browser-crates", layers::browser_crates),
    ("licences", licences::check),
    ("lints", lints::native),
    ("browser-lints", lints::browser),
    ("queries", prepare::check),
];

fn names() -> Vec<&'static str> {
    CHECKS.iter().map(|(name, _)| *name).collect()
}

pub fn run(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    tools::wasm_target(workspace)?;
    let mut failed = Vec::new();
    for (name, check) in CHECKS {
        if !options.only.is_empty() && !options.only.iter().any(|only| only == name) {
            continue;
        }
        step(&format!("Check: {name}"));
        let begin = Instant::now();
        match check(workspace) {
            Ok(()) => step(&format!("Check: {name} passed in {:.1} s", begin.elapsed().as_secs_f32())),
            Err(error) => {
                eprintln!("error: {error:#}");
                failed.push(name);
            }
        }
    }
    if failed.is_empty() {
        println!("checks: all passed");
        return Ok(ExitCode::SUCCESS);
    }
    println!("checks: failed: {}", failed.join(", "));
    Ok(ExitCode::FAILURE)
}
