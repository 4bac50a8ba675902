//! The style sheet: Tailwind's command line over `style/main.css` and the Rust sources it names.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use super::stamp::{Fingerprint, unless_fresh};
use super::{NAME, Profile};
use crate::process::{self, step};
use crate::tools::node_bin;
use crate::workspace::Workspace;

/// Folders whose Rust files may name a class of Tailwind.
const SOURCES: [&str; 4] = ["app", "crates/ui", "crates/kernel", "style"];

/// Compiles the style sheet; returns it.
pub fn compile(workspace: &Workspace, profile: Profile) -> Result<PathBuf> {
    let output = profile.scratch(workspace).join(format!("{NAME}.css"));
    let lock = workspace.path("package-lock.json");
    let inputs = SOURCES
        .iter()
        .fold(Fingerprint::default(), |inputs, folder| inputs.with_path(&workspace.path(folder)))
        .with_path(&lock);
    unless_fresh(&output, &inputs, || {
        step("Compiling the style sheet");
        let mut command = Command::new(node_bin(workspace, "tailwindcss"));
        command.current_dir(workspace.root()).args(["--input", "style/main.css", "--output"]).arg(&output);
        if profile == Profile::Release {
            command.arg("--minify");
        }
        process::run_labelled("style", &mut command)
    })?;
    Ok(output)
}
