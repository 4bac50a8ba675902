//! From the compiler's WebAssembly to what a browser loads: wasm-bindgen, then wasm-opt.
//!
//! wasm-bindgen is used as the library its command line is made of. Its version must be the one of
//! the `wasm-bindgen` crate in the application; both are pinned in the same lock file.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

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

/// The files a browser runs.
#[derive(Debug)]
pub struct Bound {
    /// The WebAssembly.
    pub wasm: PathBuf,
    /// The JavaScript that loads it.
    pub js: PathBuf,
    /// Folder of the small scripts that crates bring along; absent when none does.
    pub snippets: PathBuf,
}

/// Runs wasm-bindgen.
pub fn bind(workspace: &Workspace, profile: Profile, input: &Path) -> Result<Bound> {
    let folder = profile.scratch(workspace).join("bindgen");
    let inputs = Fingerprint::default().with_path(input).with(env!("CARGO_PKG_VERSION"));
    unless_fresh(&folder, &inputs, || {
        step("Binding the WebAssembly to JavaScript");
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        Bindgen::new()
            .input_path(input)
            .out_name(NAME)
            .web(true)?
            .typescript(false)
            .omit_default_module_path(true)
            .demangle(false)
            .remove_name_section(profile == Profile::Release)
            .remove_producers_section(profile == Profile::Release)
            .generate(&folder)
            .context("wasm-bindgen failed")
    })?;
    Ok(Bound {
        wasm: folder.join(format!("{NAME}_bg.wasm")),
        js: folder.join(format!("{NAME}.js")),
        snippets: folder.join("snippets"),
    })
}

/// Makes what ships smaller; leaves a development build as it is.
pub fn optimise(workspace: &Workspace, profile: Profile, bound: Bound) -> Result<Bound> {
    if profile == Profile::Dev {
        return Ok(bound);
    }
    let output = profile.scratch(workspace).join("optimised.wasm");
    let inputs = Fingerprint::default().with_path(&bound.wasm).with(FEATURES).with(LEVEL);
    unless_fresh(&output, &inputs, || {
        step("Making the WebAssembly small");
        let mut command = Command::new(node_bin(workspace, "wasm-opt"));
        process::run(command.arg(LEVEL).args(FEATURES).arg(&bound.wasm).arg("-o").arg(&output))
    })?;
    Ok(Bound { wasm: output, ..bound })
}
