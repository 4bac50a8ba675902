//! From the compiler's WebAssembly to what a browser loads: wasm-bindgen, then wasm-opt and terser.
//!
//! wasm-bindgen is used as the library its command line is made of. Its version must be the one of
//! the `wasm-bindgen` crate in the application; both are pinned in the same lock file.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::{Bindgen, Output};

use super::order::{LOOKED_AT, PIECE, name_by_likeness};
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

/// What wasm-opt does. What travels is compressed, and the level for the smallest file (`-Oz`)
/// makes that larger: 416 kB of brotli instead of 383, and takes three times as long. Control flow that is
/// made anew is plainer: 277 kB of the main part instead of 281.
const PASSES: [&str; 5] = ["--flatten", "--rereloop", "--rse", "-O1", "--duplicate-function-elimination"];

/// What it does then, once the functions are named by the order they are to have.
const ORDER: [&str; 2] = ["--reorder-functions-by-name", "--strip-debug"];

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
        .with((FEATURES, PASSES, ORDER, PIECE, LOOKED_AT));
    unless_fresh(&folder, &inputs, || {
        step("Binding the WebAssembly to JavaScript");
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        let mut output = Bindgen::new()
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
            .generate_output()
            .context("wasm-bindgen failed")?;
        let names = if profile == Profile::Release { shorten(&mut output) } else { BTreeMap::new() };
        output.emit(&folder).context("wasm-bindgen failed")?;
        fs::rename(folder.join(format!("{NAME}_bg.wasm")), folder.join(format!("{NAME}.wasm")))?;
        copy(&split.parts, &folder)?;
        if profile == Profile::Release {
            optimise(workspace, &folder)?;
            minify(workspace, &folder, &names)?;
        }
        Ok(())
    })?;
    Ok(Bound(folder))
}

/// Makes every part smaller, in place.
fn optimise(workspace: &Workspace, folder: &Path) -> Result<()> {
    step("Making the WebAssembly small");
    for file in files(folder)?.iter().filter(|file| file.extension().is_some_and(|extension| extension == "wasm")) {
        let wasm_opt = |passes: &[&str]| {
            let mut command = Command::new(node_bin(workspace, "wasm-opt"));
            process::run(command.args(passes).arg("--quiet").args(FEATURES).arg(file).arg("-o").arg(file))
        };
        wasm_opt(&PASSES)?;
        name_by_likeness(file)?;
        wasm_opt(&ORDER)?;
    }
    Ok(())
}

/// Gives what the WebAssembly takes from its JavaScript names of a few letters, which both files have: of each the name
/// made by wasm-bindgen, with a hash in it, and the short one. 7 kB of brotli.
fn shorten(output: &mut Output) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for import in output.wasm_mut().imports.iter_mut() {
        if import.name.starts_with("__wb") {
            let short = format!("${:x}", names.len());
            let long = std::mem::take(&mut import.name);
            import.name.clone_from(names.entry(long).or_insert(short));
        }
    }
    names
}

/// Makes the scripts smaller, in place, with what they give to the WebAssembly named as in `names`.
fn minify(workspace: &Workspace, folder: &Path, names: &BTreeMap<String, String>) -> Result<()> {
    for file in files(folder)?.iter().filter(|file| file.extension().is_some_and(|extension| extension == "js")) {
        let script = fs::read_to_string(file)?;
        fs::write(file, renamed(&script, names))?;
        let mut command = Command::new(node_bin(workspace, "terser"));
        process::run(command.arg(file).args(["--module", "--compress", "--mangle", "--output"]).arg(file))?;
    }
    Ok(())
}

/// A script with other names for some of its words.
fn renamed(script: &str, names: &BTreeMap<String, String>) -> String {
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '$');
    let mut renamed = String::with_capacity(script.len());
    for piece in script.split_inclusive(|letter| !is_part(letter)) {
        let word = piece.trim_end_matches(|letter| !is_part(letter));
        renamed.push_str(names.get(word).map_or(word, String::as_str));
        renamed.push_str(&piece[word.len()..]);
    }
    renamed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_are_renamed() {
        let names = BTreeMap::from([("__wbg_a_1".to_owned(), "$0".to_owned())]);
        assert_eq!(
            renamed("{ __wbg_a_1: f(__wbg_a_12), x__wbg_a_1, é __wbg_a_1", &names),
            "{ $0: f(__wbg_a_12), x__wbg_a_1, é $0"
        );
    }
}
