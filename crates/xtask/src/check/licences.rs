//! cargo-deny: licences, sources and banned crates, as `deny.toml` has them.
//!
//! Its list of security advisories is not asked for here: that needs the network and changes without
//! us, so a change could fail for what somebody else published.

use anyhow::{Context, Result};

use crate::process::{self, step};
use crate::workspace::Workspace;

/// Installed when absent; pinned so that `deny.toml` means the same everywhere.
const VERSION: &str = "0.20.2";

pub fn check(workspace: &Workspace) -> Result<()> {
    let root = workspace.path("target/tools");
    let program = root.join("bin/cargo-deny");
    let installed = process::output(std::process::Command::new(&program).arg("--version")).unwrap_or_default();
    if !installed.trim().ends_with(VERSION) {
        step("Installing cargo-deny (about a minute, once)");
        let mut install = workspace.cargo();
        // Unoptimised: it is quick enough, and ready in a tenth of the time.
        install.args(["install", &format!("cargo-deny@{VERSION}"), "--locked", "--no-default-features", "--force"]);
        install.args(["--profile", "dev", "--root"]).arg(&root).env("CARGO_PROFILE_DEV_DEBUG", "0");
        process::run_labelled("tools", &mut install).context("installing cargo-deny")?;
    }
    let mut deny = std::process::Command::new(&program);
    deny.args(["--log-level", "error", "check", "--hide-inclusion-graph", "bans", "licenses", "sources"]);
    process::run(deny.current_dir(workspace.root()))
}
