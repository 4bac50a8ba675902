//! `cargo xtask prepare`: what `cargo sqlx prepare --workspace` does, without that program.
//!
//! The query macros of sqlx write a description of each query into `SQLX_OFFLINE_DIR` when they are
//! expanded against a live database (`DATABASE_URL` set, `SQLX_OFFLINE` not). So: start a database,
//! apply the migrations with `psql` (the server itself does not compile before its queries are
//! known), have the crates with queries expanded again, and move the descriptions into `.sqlx`.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::SystemTime;

use anyhow::{Context, Result, bail};
use clap::Args;
use cluster::{Cluster, Settings};

use crate::process::{self, step};
use crate::workspace::{Package, Workspace};

#[derive(Args)]
pub struct Options {
    /// Change nothing; fail when `.sqlx` is not what it should be
    #[arg(long)]
    check: bool,
}

/// Content of the description files by name.
type Descriptions = BTreeMap<String, Vec<u8>>;

pub fn run(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    let committed = workspace.path(".sqlx");
    let scratch = tempfile::tempdir().context("making a temporary folder")?;
    let described = scratch.path().join("sqlx");
    fs::create_dir(&described)?;

    step("Starting a private PostgreSQL and applying the migrations");
    let cluster = Cluster::start_with(&scratch.path().join("db"), &Settings::throwaway())?;
    cluster.create_database("prepare")?;
    for migration in migrations(&workspace.path("migrations"))? {
        let file = migration.to_string_lossy();
        cluster.psql("prepare", &["-1", "-f", &file]).with_context(|| format!("applying {file}"))?;
    }

    let complete = describe(workspace, &cluster.url("prepare"), &described)?;
    let new = read(&described)?;
    let old = read(&committed)?;
    if options.check {
        if !complete {
            bail!("the queries could not be checked, see above");
        }
        return verdict(&old, &new);
    }
    write(&committed, &old, &new, complete)?;
    if !complete {
        bail!("a crate did not compile, see above; {} descriptions were renewed, none removed", new.len());
    }
    step(&format!("{} queries described in .sqlx", new.len()));
    Ok(ExitCode::SUCCESS)
}

/// The check of that name.
pub fn check(workspace: &Workspace) -> Result<()> {
    run(workspace, &Options { check: true }).map(drop)
}

/// The migrations in the order sqlx applies them: by the number their name begins with.
fn migrations(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found: Vec<(u64, PathBuf)> = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        if let Some(number) = path.file_name().and_then(|name| migration_number(&name.to_string_lossy())) {
            found.push((number, path));
        }
    }
    found.sort_unstable();
    Ok(found.into_iter().map(|(_, path)| path).collect())
}

fn migration_number(name: &str) -> Option<u64> {
    let (number, _) = name.strip_suffix(".sql").filter(|stem| !stem.contains(".down"))?.split_once('_')?;
    number.parse().ok()
}

/// Compiles the crates that have queries; returns whether all of them compiled.
fn describe(workspace: &Workspace, url: &str, into: &Path) -> Result<bool> {
    let packages = workspace.packages()?;
    let mut command = workspace.cargo();
    command.args(["check", "--keep-going", "--all-targets"]);
    let mut names = Vec::new();
    for package in packages.values() {
        if !has_queries(package)? {
            continue;
        }
        for root in &package.roots {
            touch(root)?;
        }
        command.args(["--package", &package.name]);
        if package.has_feature("ssr") {
            command.args(["--features", &format!("{}/ssr", package.name)]);
        }
        names.push(package.name.as_str());
    }
    if names.is_empty() {
        return Ok(true);
    }
    step(&format!("Checking the queries of {}", names.join(", ")));
    command.env("DATABASE_URL", url).env("SQLX_OFFLINE", "false").env("SQLX_OFFLINE_DIR", into);
    process::succeeds(&mut command)
}

fn has_queries(package: &Package) -> Result<bool> {
    if !package.dependencies.iter().any(|dependency| dependency.name == "sqlx") {
        return Ok(false);
    }
    for file in crate::workspace::sources(&package.dir)? {
        if calls_query_macro(&fs::read_to_string(&file)?) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether `query!`, `query_as!`, `query_scalar!` … is called somewhere.
fn calls_query_macro(source: &str) -> bool {
    source
        .match_indices("query")
        .any(|(at, _)| source[at..].trim_start_matches(|c: char| c.is_ascii_lowercase() || c == '_').starts_with("!("))
}

/// Makes cargo expand the crate again: it does not know that the database is an input.
fn touch(file: &Path) -> Result<()> {
    #[expect(clippy::disallowed_methods, reason = "a file's time stamp, which is the machine's own business")]
    let now = SystemTime::now();
    File::options()
        .append(true)
        .open(file)
        .and_then(|file| file.set_modified(now))
        .with_context(|| format!("touching {}", file.display()))
}

fn read(folder: &Path) -> Result<Descriptions> {
    if !folder.exists() {
        return Ok(Descriptions::new());
    }
    let mut found = Descriptions::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("query-") {
            found.insert(name, fs::read(entry.path())?);
        }
    }
    Ok(found)
}

/// Writes what differs; removes what no query needs any more, unless not all queries were seen.
fn write(folder: &Path, old: &Descriptions, new: &Descriptions, complete: bool) -> Result<()> {
    fs::create_dir_all(folder)?;
    for (name, content) in new {
        if old.get(name) != Some(content) {
            fs::write(folder.join(name), content)?;
        }
    }
    for name in old.keys().filter(|name| complete && !new.contains_key(*name)) {
        fs::remove_file(folder.join(name))?;
    }
    Ok(())
}

fn verdict(old: &Descriptions, new: &Descriptions) -> Result<ExitCode> {
    let missing = new.iter().filter(|(name, content)| old.get(*name) != Some(content)).count();
    let stale = old.keys().filter(|name| !new.contains_key(*name)).count();
    if missing + stale > 0 {
        bail!(
            ".sqlx does not fit the queries ({missing} missing or different, {stale} stale): \
             run `cargo xtask prepare` and commit the result"
        );
    }
    step(&format!(".sqlx fits all {} queries", new.len()));
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn query_macros_are_recognised() {
        assert!(calls_query_macro("let row = sqlx::query_as!(Row, \"SELECT 1\")"));
        assert!(calls_query_macro("query!(\"SELECT 1\")"));
        assert!(!calls_query_macro("sqlx::query(\"SELECT 1\")"));
        assert!(!calls_query_macro("the query! It works (mostly)"));
    }

    #[test]
    fn migrations_go_by_number() {
        assert_eq!(migration_number("0010_search.sql"), Some(10));
        assert_eq!(migration_number("0010_search.down.sql"), None);
        assert_eq!(migration_number("README.md"), None);
    }

    #[test]
    fn stale_and_missing_descriptions_are_told() {
        let one = Descriptions::from([("query-a.json".to_owned(), vec![1])]);
        let two = Descriptions::from([("query-b.json".to_owned(), vec![1])]);
        assert!(verdict(&one, &one).is_ok());
        assert!(verdict(&one, &two).unwrap_err().to_string().contains("1 missing or different, 1 stale"));
    }
}
