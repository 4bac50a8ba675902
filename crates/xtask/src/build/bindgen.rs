//! From the compiler's WebAssembly to what a browser loads: wasm-bindgen, then wasm-opt.
//!
//! wasm-bindgen is used as the library its command line is made of. Its version must be the one of
//! the `wasm-bindgen` crate in the application; both are pinned in the same lock file.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use super::site::{copy, files};
use super::split::Split;
use super::stamp::{Fingerprint, unless_fresh};
use super::{NAME, Profile};
use crate::process::{self, step};
use crate::tools::node_bin;
use crate::workspace::Workspace;

/// What rustc uses of WebAssembly beyond its first version; every browser of the last years has it.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// How hard wasm-opt tries. What travels is compressed, and the level for the smallest file (`-Oz`)
/// makes that larger: 416 kB of brotli instead of 383, and takes three times as long.
const LEVEL: &str = "-O1";

/// The files a browser runs, in one folder: `firstline.js`, `firstline.wasm`, the other parts of the
/// WebAssembly and what loads them, and the small scripts that crates bring along.
#[derive(Debug)]
pub struct Bound(pub PathBuf);

/// Runs wasm-bindgen on the main part and puts the others beside it.
pub fn bind(workspace: &Workspace, profile: Profile, split: &Split) -> Result<Bound> {
    let folder = profile.scratch(workspace).join("bindgen");
    let inputs = Fingerprint::default()
        .with_path(&split.main)
        .with_path(&split.parts)
        .with(env!("CARGO_PKG_VERSION"))
        .with((FEATURES, LEVEL));
    unless_fresh(&folder, &inputs, || {
        step("Binding the WebAssembly to JavaScript");
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        Bindgen::new()
            .input_path(&split.main)
            .out_name(NAME)
            .web(true)?
            .typescript(false)
            .omit_default_module_path(true)
            .demangle(false)
            // The other parts are linked to the main one by these.
            .keep_lld_exports(true)
            .remove_name_section(profile == Profile::Release)
            .remove_producers_section(profile == Profile::Release)
            .generate(&folder)
            .context("wasm-bindgen failed")?;
        fs::rename(folder.join(format!("{NAME}_bg.wasm")), folder.join(format!("{NAME}.wasm")))?;
        copy(&split.parts, &folder)?;
        if profile == Profile::Release {
            optimise(workspace, &folder)?;
        }
        Ok(())
    })?;
    Ok(Bound(folder))
}

/// Makes every part smaller, in place.
fn optimise(workspace: &Workspace, folder: &Path) -> Result<()> {
    step("Making the WebAssembly small");
    for file in files(folder)?.iter().filter(|file| file.extension().is_some_and(|extension| extension == "wasm")) {
        let mut command = Command::new(node_bin(workspace, "wasm-opt"));
        process::run(command.args([LEVEL, "--quiet"]).args(FEATURES).arg(file).arg("-o").arg(file))?;
    }
    Ok(())
}
