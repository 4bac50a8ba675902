//! What can be seen in the files alone: links that lead nowhere, lock files that name a machine,
//! files that have grown too long.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::process;
use crate::workspace::Workspace;

/// A Rust file longer than this has more than one subject. A warning only.
const LONG: usize = 400;

pub fn check(workspace: &Workspace) -> Result<()> {
    let mut wrong = Vec::new();
    for file in tracked(workspace)? {
        // A file deleted and not yet committed, or one that is not text.
        let Ok(text) = fs::read_to_string(workspace.path(&file)) else { continue };
        let name = file.display();
        match file.extension().and_then(|extension| extension.to_str()) {
            Some("rs") if text.lines().count() > LONG => {
                eprintln!("warning: {name} has {} lines: more than {LONG}, can it be two files?", text.lines().count());
            }
            Some("md") => {
                let links = dead_links(&workspace.path(&file), &text);
                wrong.extend(links.into_iter().map(|link| format!("{name} links to {link}, which is not there")));
            }
            _ if file.ends_with("package-lock.json") && text.contains("\"resolved\": \"http") => {
                wrong.push(format!("{name} names the host of a registry: run `npm install` with this folder's .npmrc"));
            }
            _ => {}
        }
    }
    if wrong.is_empty() { Ok(()) } else { bail!("{}", wrong.join("\n  ")) }
}

/// The files of the repository, those not yet added included, relative to its top.
fn tracked(workspace: &Workspace) -> Result<Vec<PathBuf>> {
    let mut git = Command::new("git");
    // A build machine's checkout often belongs to another account.
    git.args(["-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(workspace.root());
    Ok(process::output(&mut git)?.lines().map(PathBuf::from).collect())
}

/// Targets of `[text](target)` that name no file. Addresses and places in the same page are left alone.
fn dead_links<'a>(file: &Path, text: &'a str) -> Vec<&'a str> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let mut code = false;
    text.lines()
        .filter(|line| {
            code ^= line.trim_start().starts_with("```");
            !code
        })
        .flat_map(|line| line.split("](").skip(1))
        .filter_map(|rest| rest.split(')').next())
        .filter(|link| !link.contains("://") && !link.starts_with('#') && !link.starts_with("mailto:"))
        .filter(|link| !folder.join(link.split('#').next().unwrap_or_default()).exists())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_missing_files_are_found() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("there.md"), "").unwrap();
        let text = "[a](there.md#part) [b](gone.md) [c](https://example.org) [d](#here)\n```\n[e](code.md)\n```\n";
        assert_eq!(dead_links(&dir.path().join("page.md"), text), ["gone.md"]);
    }
}
