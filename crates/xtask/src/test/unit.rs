//! `cargo test` of every crate, native, with one PostgreSQL for all.

use anyhow::{Context, Result};
use cluster::{Cluster, Settings};

use super::tally::Tally;
use crate::process::{self, step};
use crate::workspace::Workspace;

/// Names the server to the test databases of `platform`.
const DATABASE: &str = "FIRSTLINE_TEST_DATABASE_URL";

pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<Tally> {
    let folder = tempfile::tempdir().context("making a temporary folder")?;
    step("Starting a private PostgreSQL for the tests");
    let cluster = Cluster::start_with(folder.path(), &Settings::throwaway())?;

    step("Running the tests of all crates");
    let mut command = workspace.cargo();
    command.args(["test", "--no-fail-fast"]);
    for package in workspace.packages()?.values() {
        command.args(["--package", &package.name]);
        if package.has_feature("ssr") {
            command.args(["--features", &format!("{}/ssr", package.name)]);
        }
    }
    command.arg("--").args(arguments);
    command.env(DATABASE, cluster.url("postgres")).env("SQLX_OFFLINE", "true").env_remove("DATABASE_URL");
    let mut tally = Tally::default();
    let succeeded = process::run_listening(&mut command, |line| tally.add_cargo_line(line))?;
    Ok(tally.settled(succeeded))
}
