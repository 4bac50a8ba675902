//! Whether a step can be skipped: its inputs are what they were when it last succeeded.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result};

/// Names, lengths and times of files, and whatever else decides a result, as one number.
#[derive(Debug, Default)]
pub struct Fingerprint(DefaultHasher);

impl Fingerprint {
    /// Adds a value, such as a program's arguments.
    #[must_use]
    pub fn with(mut self, value: impl Hash) -> Self {
        value.hash(&mut self.0);
        self
    }

    /// Adds a file, or a folder with all that is in it. What is missing counts as such.
    #[must_use]
    pub fn with_path(mut self, path: &Path) -> Self {
        self.add(path);
        self
    }

    fn add(&mut self, path: &Path) {
        path.hash(&mut self.0);
        let Ok(metadata) = fs::metadata(path) else { return };
        if metadata.is_dir() {
            let entries = fs::read_dir(path).into_iter().flatten().flatten();
            let mut entries: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
            entries.sort_unstable();
            for entry in &entries {
                self.add(entry);
            }
        } else {
            let time = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
            (metadata.len(), time).hash(&mut self.0);
        }
    }

    /// The number.
    pub fn value(&self) -> u64 {
        self.0.finish()
    }
}

/// Runs a step unless its output is there and was made from the same inputs.
///
/// The note of it is kept beside the output, in `OUTPUT.stamp`.
pub fn unless_fresh(output: &Path, inputs: &Fingerprint, step: impl FnOnce() -> Result<()>) -> Result<()> {
    let mut name = output.as_os_str().to_owned();
    name.push(".stamp");
    let note = PathBuf::from(name);
    let value = format!("{:016x}", inputs.value());
    if output.exists() && fs::read_to_string(&note).is_ok_and(|old| old == value) {
        return Ok(());
    }
    // A step that fails half-way must not look finished the next time.
    if note.exists() {
        fs::remove_file(&note)?;
    }
    step()?;
    fs::write(&note, value).with_context(|| format!("writing {}", note.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_runs_once_for_the_same_inputs() {
        let dir = tempfile::tempdir().unwrap();
        let input = dir.path().join("in");
        let output = dir.path().join("out");
        let mut runs = 0;
        let mut attempt = |content: &str| {
            fs::write(&input, content).unwrap();
            let inputs = Fingerprint::default().with(content.len()).with("--flag");
            unless_fresh(&output, &inputs, || {
                runs += 1;
                Ok(fs::write(&output, content)?)
            })
            .unwrap();
            runs
        };
        assert_eq!(attempt("one"), 1);
        assert_eq!(attempt("one"), 1);
        assert_eq!(attempt("other"), 2);
    }

    #[test]
    fn a_failed_step_is_not_fresh() {
        let dir = tempfile::tempdir().unwrap();
        let output = dir.path().join("out");
        fs::write(&output, "half").unwrap();
        let inputs = Fingerprint::default();
        assert!(unless_fresh(&output, &inputs, || anyhow::bail!("no")).is_err());
        let mut ran = false;
        unless_fresh(&output, &inputs, || {
            ran = true;
            Ok(())
        })
        .unwrap();
        assert!(ran);
    }

    #[test]
    fn a_file_in_a_folder_changes_its_fingerprint() {
        let dir = tempfile::tempdir().unwrap();
        let before = Fingerprint::default().with_path(dir.path()).value();
        fs::write(dir.path().join("new"), "x").unwrap();
        assert_ne!(before, Fingerprint::default().with_path(dir.path()).value());
    }
}
