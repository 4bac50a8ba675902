//! rustfmt, and clippy on both targets: code for the browser is invisible to the native run.

use std::process::Command;

use anyhow::Result;

use crate::process;
use crate::tools::WASM_TARGET;
use crate::workspace::Workspace;

/// `cargo fmt --check` over all crates.
pub fn format(workspace: &Workspace) -> Result<()> {
    process::run(workspace.cargo().args(["fmt", "--all", "--check"]))
}

/// All crates, their tests included, as the server sees them.
pub fn native(workspace: &Workspace) -> Result<()> {
    let mut command = clippy(workspace);
    command.arg("--all-targets");
    for package in workspace.packages()?.values() {
        command.args(["--package", &package.name]);
        if package.has_feature("ssr") {
            command.args(["--features", &format!("{}/ssr", package.name)]);
        }
    }
    process::run(warnings_denied(&mut command))
}

/// The crates that the browser runs, as it sees them.
pub fn browser(workspace: &Workspace) -> Result<()> {
    let mut command = clippy(workspace);
    command.args(["--lib", "--no-default-features", "--target", WASM_TARGET, "--package", "kernel"]);
    for package in workspace.packages()?.values().filter(|package| package.has_feature("hydrate")) {
        command.args(["--package", &package.name, "--features", &format!("{}/hydrate", package.name)]);
    }
    process::run(warnings_denied(&mut command))
}

fn clippy(workspace: &Workspace) -> Command {
    let mut command = workspace.cargo();
    command.arg("clippy").env("SQLX_OFFLINE", "true").env_remove("DATABASE_URL");
    command
}

fn warnings_denied(command: &mut Command) -> &mut Command {
    command.args(["--", "--deny", "warnings"])
}
