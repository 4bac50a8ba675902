//! Playwright against the built application, with data of its own.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::tally::Tally;
use crate::build::{self, Profile};
use crate::process::{self, step};
use crate::server::Server;
use crate::tools;
use crate::workspace::Workspace;

/// Where the tests find the server.
const ADDRESS: &str = "FIRSTLINE_BASE_URL";

pub fn run(workspace: &Workspace, dev: bool, arguments: &[String]) -> Result<Tally> {
    let folder = workspace.path("end2end");
    tools::node()?;
    tools::node_modules(&folder)?;
    tools::chromium()?;
    let built = build::build(workspace, if dev { Profile::Dev } else { Profile::Release })?;

    let data = workspace.path("target/xtask/browser-tests");
    if data.exists() {
        fs::remove_dir_all(&data).with_context(|| format!("removing {}", data.display()))?;
    }
    fs::create_dir_all(&data)?;
    step("Starting Firstline with fresh demo data");
    let mut command = built.server();
    command.env_remove("DATABASE_URL").env("FIRSTLINE_DATA_DIR", data.join("data")).env("FIRSTLINE_DEMO", "1");
    let server = Server::start(&command, &data.join("server.log"))?;

    step(&format!("Running the browser tests against {}", server.url()));
    let mut playwright = Command::new(folder.join("node_modules/.bin/playwright"));
    playwright.arg("test").args(arguments).current_dir(&folder).env(ADDRESS, server.url());
    let mut tally = Tally::default();
    let succeeded = process::run_listening(&mut playwright, |line| tally.add_playwright_line(line))?;
    if !server.stop()? {
        bail!("the server did not survive the browser tests, see {}", data.join("server.log").display());
    }
    Ok(tally.settled(succeeded))
}
