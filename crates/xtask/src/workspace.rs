//! Where things are, and what `cargo metadata` says of the crates.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// The repository.
#[derive(Debug, Clone)]
pub struct Workspace {
    root: PathBuf,
}

/// A crate of the workspace, as far as the commands here need to know it.
#[derive(Debug, Clone)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its folder.
    pub dir: PathBuf,
    /// The features it declares.
    pub features: Vec<String>,
    /// The crates it names, tests and build scripts included.
    pub dependencies: Vec<Dependency>,
    /// The root file of each of its targets (library, binaries, tests).
    pub roots: Vec<PathBuf>,
}

/// One line of a `[dependencies]` table.
#[derive(Debug, Clone)]
pub struct Dependency {
    /// The crate named.
    pub name: String,
    /// Only for its own tests, examples and benchmarks.
    pub dev: bool,
}

impl Package {
    /// Whether it declares the feature.
    pub fn has_feature(&self, name: &str) -> bool {
        self.features.iter().any(|feature| feature == name)
    }
}

impl Workspace {
    /// The workspace this program was built from; `cargo xtask` runs from any folder in it.
    pub fn find() -> Result<Self> {
        // Where cargo runs it from, and not where it was compiled: several work trees may share a target folder.
        let here = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
        let here = Path::new(&here);
        let root = here.ancestors().nth(2).context("crates/xtask is not where it used to be")?;
        if !root.join("Cargo.toml").is_file() {
            bail!(
                "{} has moved since xtask was built: run `cargo clean --package xtask` and try again",
                root.display()
            );
        }
        Ok(Self { root: root.to_path_buf() })
    }

    /// The top folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A path below the top folder.
    pub fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.join(relative)
    }

    /// A command of the same cargo that runs us, in the top folder.
    pub fn cargo(&self) -> Command {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.current_dir(&self.root);
        // Set by the `cargo run` around us, and about this crate only.
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("CARGO_PKG_") || text == "CARGO_MANIFEST_DIR" || text == "CARGO_MANIFEST_PATH" {
                command.env_remove(name);
            }
        }
        command
    }

    /// The crates of the workspace by name.
    pub fn packages(&self) -> Result<BTreeMap<String, Package>> {
        let mut command = self.cargo();
        command.args(["metadata", "--no-deps", "--format-version=1"]);
        parse_metadata(&crate::process::output(&mut command)?)
    }
}

/// Reads the output of `cargo metadata --no-deps`.
pub fn parse_metadata(json: &str) -> Result<BTreeMap<String, Package>> {
    let metadata: Value = serde_json::from_str(json).context("reading the output of `cargo metadata`")?;
    list(&metadata["packages"])
        .map(|package| parse_package(package).map(|package| (package.name.clone(), package)))
        .collect()
}

fn parse_package(value: &Value) -> Result<Package> {
    let manifest = PathBuf::from(text(&value["manifest_path"])?);
    let features = value["features"].as_object().map(|features| features.keys().cloned().collect());
    Ok(Package {
        name: text(&value["name"])?,
        dir: manifest.parent().context("a manifest without a folder")?.to_path_buf(),
        features: features.unwrap_or_default(),
        dependencies: list(&value["dependencies"])
            .map(|dependency| {
                Ok(Dependency { name: text(&dependency["name"])?, dev: dependency["kind"].as_str() == Some("dev") })
            })
            .collect::<Result<_>>()?,
        roots: list(&value["targets"])
            .map(|target| text(&target["src_path"]).map(PathBuf::from))
            .collect::<Result<_>>()?,
    })
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> Result<String> {
    value.as_str().map(str::to_owned).context("`cargo metadata` printed something unexpected")
}

/// All Rust files below a folder, in a stable order; `target` and hidden folders aside.
pub fn sources(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))? {
            let entry = entry?;
            let name = entry.file_name();
            let hidden = name.to_string_lossy().starts_with('.');
            if entry.file_type()?.is_dir() {
                if !hidden && name != "target" && name != "node_modules" {
                    folders.push(entry.path());
                }
            } else if entry.path().extension().is_some_and(|extension| extension == "rs") {
                found.push(entry.path());
            }
        }
    }
    found.sort_unstable();
    Ok(found)
}
