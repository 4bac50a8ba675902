//! Which crate may use which: a call goes down, influence goes up only as an event.
//!
//! A new slice is added to [`SLICES`] at its place; a crate this file does not know is an error.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};

use crate::process;
use crate::tools::WASM_TARGET;
use crate::workspace::{Package, Workspace};

/// The slices of the product, lowest first. One may use those before it.
const SLICES: [&str; 13] = [
    "people",
    "notification",
    "routing",
    "knowledge",
    "approval",
    "interaction",
    "fulfilment",
    "catalog",
    "search",
    "portal",
    "dashboard",
    "admin",
    "integration",
];

/// Crates of the server; none of them may reach the browser.
const SERVER_ONLY: [&str; 19] = [
    "argon2",
    "axum",
    "clap",
    "cluster",
    "hyper",
    "leptos_axum",
    "lettre",
    "mio",
    "openssl",
    "platform",
    "rustix",
    "rustls",
    "server",
    "socket2",
    "sqlx",
    "sqlx-core",
    "sqlx-postgres",
    "tokio",
    "tower-http",
];

/// Holds the order of the crates.
pub fn check(workspace: &Workspace) -> Result<()> {
    let wrong = violations(&workspace.packages()?);
    if wrong.is_empty() { Ok(()) } else { bail!("the crates are out of order:\n  {}", wrong.join("\n  ")) }
}

/// Height of a crate: it may use whatever is strictly lower.
fn height(name: &str) -> Option<usize> {
    match name {
        // Starts a database and knows nothing of the product.
        "cluster" => Some(0),
        "kernel" => Some(1),
        "platform" | "ui" => Some(2),
        "app" => Some(3 + SLICES.len()),
        "server" => Some(4 + SLICES.len()),
        slice => SLICES.iter().position(|known| *known == slice).map(|place| 3 + place),
    }
}

/// One sentence for each arrow that points the wrong way.
fn violations(packages: &BTreeMap<String, Package>) -> Vec<String> {
    let mut wrong = Vec::new();
    for package in packages.values() {
        // A crate may name itself among the dependencies of its tests, to switch a feature on.
        let used =
            package.dependencies.iter().filter(|dependency| !(dependency.dev && dependency.name == package.name));
        let used: BTreeSet<&str> = used.map(|dependency| dependency.name.as_str()).collect();
        for used in used.into_iter().filter(|used| packages.contains_key(*used)) {
            if let Some(sentence) = violation(&package.name, used) {
                wrong.push(sentence);
            }
        }
        if package.name != "xtask" && height(&package.name).is_none() {
            wrong.push(format!("`{}` has no place: give it one in crates/xtask/src/check/layers.rs", package.name));
        }
    }
    wrong
}

fn violation(from: &str, to: &str) -> Option<String> {
    if from == "xtask" {
        return (to != "cluster").then(|| format!("`xtask` uses `{to}`: it may use `cluster` only"));
    }
    let lawful = matches!((height(from), height(to)), (Some(mine), Some(other)) if other < mine);
    (!lawful)
        .then(|| format!("`{from}` uses `{to}`, which is not below it: move what both need down, or send an event up"))
}

/// Holds the browser's WebAssembly free of the server's crates.
pub fn browser_crates(workspace: &Workspace) -> Result<()> {
    let mut command = workspace.cargo();
    command.args(["tree", "--package", "app", "--no-default-features", "--features", "hydrate"]);
    command.args(["--target", WASM_TARGET, "--edges", "normal", "--prefix", "none", "--format", "{p}"]);
    let tree = process::output(&mut command)?;
    let found = server_crates(&tree);
    if found.is_empty() {
        return Ok(());
    }
    bail!(
        "crates of the server are compiled for the browser: {} \
         (`cargo tree --package app --no-default-features --features hydrate --target {WASM_TARGET} --invert {}` shows why)",
        found.join(", "),
        found[0]
    )
}

/// Names of server crates in the output of `cargo tree --prefix none`.
fn server_crates(tree: &str) -> Vec<&str> {
    let used: BTreeSet<&str> = tree.lines().filter_map(|line| line.split_whitespace().next()).collect();
    used.into_iter().filter(|name| SERVER_ONLY.contains(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::parse_metadata;

    fn metadata(crates: &[(&str, &[&str])]) -> BTreeMap<String, Package> {
        let packages: Vec<_> = crates
            .iter()
            .map(|(name, uses)| {
                let dependencies: Vec<_> =
                    uses.iter().map(|used| serde_json::json!({ "name": used, "kind": null })).collect();
                serde_json::json!({
                    "name": name,
                    "manifest_path": format!("/x/{name}/Cargo.toml"),
                    "features": { "ssr": [] },
                    "dependencies": dependencies,
                    "targets": [{ "src_path": format!("/x/{name}/src/lib.rs") }],
                })
            })
            .collect();
        parse_metadata(&serde_json::json!({ "packages": packages }).to_string()).unwrap()
    }

    #[test]
    fn arrows_that_point_down_are_lawful() {
        let packages = metadata(&[
            ("kernel", &["serde"]),
            ("cluster", &[]),
            ("platform", &["kernel", "cluster", "sqlx"]),
            ("people", &["kernel", "platform"]),
            ("interaction", &["people"]),
            ("app", &["interaction"]),
            ("server", &["app", "platform"]),
            ("xtask", &["cluster"]),
        ]);
        assert_eq!(violations(&packages), Vec::<String>::new());
    }

    #[test]
    fn arrows_that_point_up_or_sideways_are_told() {
        let packages = metadata(&[
            ("ui", &["platform"]),
            ("platform", &[]),
            ("people", &["interaction"]),
            ("interaction", &[]),
            ("xtask", &["platform"]),
            ("novelty", &[]),
        ]);
        let wrong = violations(&packages);
        assert_eq!(wrong.len(), 4, "{wrong:?}");
        assert!(wrong[0].starts_with("`novelty` has no place"));
        assert!(wrong[1].starts_with("`people` uses `interaction`"));
        assert!(wrong[2].starts_with("`ui` uses `platform`"));
        assert!(wrong[3].starts_with("`xtask` uses `platform`"));
    }

    #[test]
    fn server_crates_are_found_in_a_tree() {
        let tree = "app v0.1.0 (/x/app)\nleptos v0.8.23\ntokio v1.48.0\ntokio v1.48.0 (*)\n";
        assert_eq!(server_crates(tree), ["tokio"]);
    }
}
