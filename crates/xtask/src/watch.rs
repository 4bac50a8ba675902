//! `cargo xtask watch`: the edit loop.
//!
//! The sources are looked at a few times a second (they are a few hundred files: that costs nothing
//! and works on every file system). After a change that compiles, the server is started anew, and
//! pages that are open reload themselves: `FIRSTLINE_RELOAD` makes the server add a small script.

use std::process::{Child, ExitCode};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::Args;

use crate::build::stamp::Fingerprint;
use crate::build::{self, Built, Profile};
use crate::process::step;
use crate::server::{interrupt, with_parent};
use crate::workspace::Workspace;

/// Time between two looks at the sources.
const PAUSE: Duration = Duration::from_millis(250);

/// How long the old server may take to end.
const STOP_LIMIT: Duration = Duration::from_secs(10);

/// What a build is made from.
const SOURCES: [&str; 11] = [
    ".cargo",
    ".sqlx",
    "Cargo.lock",
    "Cargo.toml",
    "app",
    "crates",
    "migrations",
    "package-lock.json",
    "public",
    "server",
    "style",
];

#[derive(Args)]
pub struct Options {
    /// Options for `firstline serve`, behind `--`
    #[arg(last = true, value_name = "OPTION")]
    server: Vec<String>,
}

/// Never returns but by an error: Ctrl-C ends it and, as one of its group, the server.
pub fn run(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    let mut server: Option<Child> = None;
    loop {
        let seen = fingerprint(workspace);
        match build::build(workspace, Profile::Dev) {
            Ok(built) => {
                if let Some(Err(error)) = server.take().map(|mut old| interrupt(&mut old, STOP_LIMIT)) {
                    eprintln!("error: {error:#}");
                }
                server = Some(start(&built, options)?);
            }
            Err(error) => eprintln!("error: {error:#}"),
        }
        step("Waiting for a change");
        wait_for_change(workspace, seen);
    }
}

fn start(built: &Built, options: &Options) -> Result<Child> {
    let mut command = built.server();
    command.arg("serve").args(&options.server).env("FIRSTLINE_RELOAD", "1");
    with_parent(&command).spawn().context("could not start the server")
}

/// Returns when the sources differ from what was seen and an editor has finished writing them.
fn wait_for_change(workspace: &Workspace, seen: u64) {
    let mut last = seen;
    loop {
        thread::sleep(PAUSE);
        let now = fingerprint(workspace);
        if now != seen && now == last {
            return;
        }
        last = now;
    }
}

fn fingerprint(workspace: &Workspace) -> u64 {
    SOURCES.iter().fold(Fingerprint::default(), |sum, source| sum.with_path(&workspace.path(source))).value()
}
