//! The programs a build needs besides cargo: fetched where that is ours to do, otherwise named in
//! one sentence with the command that installs them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::process::{self, step};
use crate::workspace::Workspace;

/// What the browser runs.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Oldest Node.js whose packages we use.
const NODE: u32 = 20;

/// Adds the standard library for WebAssembly to the toolchain when it is missing.
pub fn wasm_target(workspace: &Workspace) -> Result<()> {
    let mut rustc = Command::new("rustc");
    let sysroot = process::output(rustc.args(["--print", "sysroot"]).current_dir(workspace.root()))?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(WASM_TARGET).is_dir() {
        return Ok(());
    }
    if !process::exists("rustup") {
        bail!("this Rust lacks the target {WASM_TARGET}: `rustup target add {WASM_TARGET}` installs it");
    }
    step(&format!("Adding the target {WASM_TARGET} to the Rust toolchain"));
    process::run(Command::new("rustup").args(["target", "add", WASM_TARGET]).current_dir(workspace.root()))
}

/// Fails with a sentence unless a recent enough Node.js with npm is there.
pub fn node() -> Result<()> {
    let wanted = format!(
        "Node.js {NODE} or newer with npm is needed and was not found: \
         `apt-get install -y nodejs npm` installs it where the system is recent enough, nodejs.org has it otherwise"
    );
    if !process::exists("node") || !process::exists("npm") {
        bail!("{wanted}");
    }
    let version = process::output(Command::new("node").arg("--version"))?;
    if major(&version) < Some(NODE) {
        bail!("{wanted} (this is {})", version.trim());
    }
    Ok(())
}

/// `v20.19.2` → 20.
fn major(version: &str) -> Option<u32> {
    version.trim().trim_start_matches('v').split('.').next()?.parse().ok()
}

/// Installs the packages of a folder's lock file unless they are there and newer than it.
pub fn node_modules(folder: &Path) -> Result<()> {
    let installed = modified(&folder.join("node_modules/.package-lock.json"));
    if installed.is_some() && installed >= modified(&folder.join("package-lock.json")) {
        return Ok(());
    }
    step("Installing the packages of package-lock.json");
    let mut npm = Command::new("npm");
    npm.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"])
        .current_dir(folder)
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    process::run_labelled("npm", &mut npm)
}

/// Makes sure that the browser of the tests is there. On a build machine (`CI=true`, as root, with
/// apt-get) it is installed; anywhere else a sentence says how.
pub fn chromium() -> Result<()> {
    if process::exists("chromium") {
        return Ok(());
    }
    let ci = std::env::var("CI").is_ok_and(|value| !value.is_empty() && value != "false");
    if ci && process::exists("apt-get") {
        step("Installing Chromium");
        process::run(Command::new("apt-get").args(["update", "-q"]))?;
        process::run(Command::new("apt-get").args(["install", "-q", "-y", "--no-install-recommends", "chromium"]))?;
    }
    if !process::exists("chromium") {
        bail!("the browser tests need Chromium, which was not found: `apt-get install -y chromium` installs it");
    }
    Ok(())
}

fn modified(file: &Path) -> Option<std::time::SystemTime> {
    fs::metadata(file).and_then(|metadata| metadata.modified()).ok()
}

/// A program that came with the packages of the top folder.
pub fn node_bin(workspace: &Workspace, program: &str) -> PathBuf {
    workspace.path("node_modules/.bin").join(program)
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn the_major_version_of_node_is_read() {
        assert_eq!(major("v20.19.2\n"), Some(20));
        assert_eq!(major("no"), None);
    }
}
