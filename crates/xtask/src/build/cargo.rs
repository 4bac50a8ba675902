//! The two compilations.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use super::{NAME, Profile};
use crate::process::run_labelled;
use crate::tools::WASM_TARGET;
use crate::workspace::Workspace;

/// Whether what ships is compiled with type-erased components, as development builds always are
/// (`.cargo/config.toml`). Server and browser must agree, or hydration fails: hence one constant.
const ERASE_COMPONENTS_IN_RELEASE: bool = true;

/// Compiles the server; returns its program.
pub fn server(workspace: &Workspace, profile: Profile) -> Result<PathBuf> {
    let mut command = command(workspace, profile, "build");
    command.args(["--package", "server", "--bin", NAME]);
    let folder = match profile {
        Profile::Dev => {
            command.args(["--features", "design"]);
            "target/debug"
        }
        Profile::Release => {
            command.arg("--release");
            "target/release"
        }
    };
    run_labelled("server", &mut command)?;
    Ok(workspace.path(folder).join(NAME))
}

/// Compiles the application for the browser; returns the raw WebAssembly.
pub fn wasm(workspace: &Workspace, profile: Profile) -> Result<PathBuf> {
    let mut command = command(workspace, profile, "rustc");
    command.args(["--package", "app", "--lib", "--crate-type", "cdylib", "--no-default-features"]);
    command.args(["--target", WASM_TARGET]);
    let folder = match profile {
        Profile::Dev => {
            command.args(["--features", "hydrate,design"]);
            // Half the size, and no browser shows it.
            command.env("CARGO_PROFILE_DEV_STRIP", "debuginfo");
            "debug"
        }
        Profile::Release => {
            command.args(["--features", "hydrate", "--profile", "wasm-release"]);
            "wasm-release"
        }
    };
    // What refers to what, for the split by page.
    command.args(["--", "-Clink-args=--emit-relocs"]);
    run_labelled("wasm", &mut command)?;
    Ok(workspace.path("target").join(WASM_TARGET).join(folder).join("app.wasm"))
}

fn command(workspace: &Workspace, profile: Profile, verb: &str) -> Command {
    let mut command = workspace.cargo();
    // The queries are checked against `.sqlx`, whatever database the caller's shell names.
    command.arg(verb).env("SQLX_OFFLINE", "true").env_remove("DATABASE_URL").env("LEPTOS_OUTPUT_NAME", NAME);
    // Flags of the environment replace those of `.cargo/config.toml`, and both sides must have the same.
    command.env_remove("CARGO_ENCODED_RUSTFLAGS");
    if profile == Profile::Release && !ERASE_COMPONENTS_IN_RELEASE {
        command.env("RUSTFLAGS", "");
    } else {
        command.env_remove("RUSTFLAGS");
    }
    command
}
