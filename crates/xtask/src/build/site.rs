//! The folder the server serves files from: `public/` at its top, the application in `pkg/`.
//!
//! `pkg/` holds the style sheet and a folder with the scripts and the WebAssembly, whose parts only fit
//! each other. In a release both names are a hash of the content, so that browsers may keep them for
//! ever, and everything that compresses is there compressed. The server finds the names when it starts.

use std::ffi::OsStr;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::bindgen::Bound;
use super::stamp::{Fingerprint, unless_fresh};
use super::{NAME, Profile};
use crate::process::{self, step};
use crate::workspace::Workspace;

/// Kinds of files that brotli and gzip make smaller.
const COMPRESSIBLE: [&str; 9] = ["css", "html", "ico", "js", "json", "svg", "txt", "wasm", "webmanifest"];

/// Node has both compressions built in: nothing to compile, and quick.
const COMPRESS: &str = include_str!("compress.mjs");

/// Puts the folder together.
pub fn assemble(workspace: &Workspace, profile: Profile, bound: &Bound, css: &Path) -> Result<()> {
    let site = profile.site(workspace);
    let public = workspace.path("public");
    let inputs = [&public, &bound.0, css]
        .iter()
        .fold(Fingerprint::default(), |inputs, path| inputs.with_path(path))
        .with(COMPRESS);
    unless_fresh(&site, &inputs, || {
        // Made beside and moved: a running server never sees half of it.
        let new = site.with_extension("new");
        remove(&new)?;
        if public.is_dir() {
            copy(&public, &new)?;
        }
        let pkg = new.join("pkg");
        fs::create_dir_all(&pkg)?;
        let (folder, sheet) = match profile {
            Profile::Dev => (NAME.to_owned(), format!("{NAME}.css")),
            Profile::Release => (hash_of(&bound.0)?, format!("{NAME}.{}.css", hash_of(css)?)),
        };
        copy(&bound.0, &pkg.join(folder))?;
        fs::copy(css, pkg.join(sheet)).with_context(|| format!("copying {}", css.display()))?;
        if profile == Profile::Release {
            compress(&new)?;
        }
        remove(&site)?;
        fs::rename(&new, &site).with_context(|| format!("moving the new files to {}", site.display()))
    })
}

/// Tells one content of a file, or of all files in a folder, from another. Nobody needs to be kept from
/// forging it.
fn hash_of(path: &Path) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    let mut all = if path.is_dir() { files(path)? } else { vec![path.to_owned()] };
    all.sort_unstable();
    for file in all {
        let content = fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
        (file.strip_prefix(path).unwrap_or(&file), content).hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn compress(folder: &Path) -> Result<()> {
    step("Compressing the files");
    let mut command = Command::new("node");
    command.args(["--input-type=module", "--eval", COMPRESS, "--"]).args(files(folder)?.into_iter().filter(|file| {
        file.extension().and_then(OsStr::to_str).is_some_and(|extension| COMPRESSIBLE.contains(&extension))
    }));
    process::output(&mut command).map(drop)
}

/// Every file in a folder and below it.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            found.extend(files(&entry.path())?);
        } else {
            found.push(entry.path());
        }
    }
    Ok(found)
}

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    for file in files(from)? {
        let target = to.join(file.strip_prefix(from)?);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::copy(&file, &target).with_context(|| format!("copying {}", file.display()))?;
    }
    Ok(())
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("removing {}", folder.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_content_has_another_name() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        fs::write(&file, "a").unwrap();
        let (one, folder) = (hash_of(&file).unwrap(), hash_of(dir.path()).unwrap());
        assert_eq!(one.len(), 16);
        fs::write(&file, "b").unwrap();
        assert_ne!(hash_of(&file).unwrap(), one);
        assert_ne!(hash_of(dir.path()).unwrap(), folder);
    }

    #[test]
    fn folders_are_copied_whole() {
        let dir = tempfile::tempdir().unwrap();
        let from = dir.path().join("from");
        fs::create_dir_all(from.join("deep/er")).unwrap();
        fs::write(from.join("deep/er/file"), "x").unwrap();
        copy(&from, &dir.path().join("to")).unwrap();
        assert_eq!(fs::read_to_string(dir.path().join("to/deep/er/file")).unwrap(), "x");
    }
}
