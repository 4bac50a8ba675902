//! Finds the programs of PostgreSQL. Debian keeps them off PATH, so several places are asked.
//!
//! To look in one more place, add it to [`candidates`]; the first that holds a whole server wins.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::ClusterError;

/// Where `initdb`, `postgres` and `psql` live.
#[derive(Debug, Clone)]
pub(crate) struct Binaries {
    dir: PathBuf,
}

impl Binaries {
    /// Asks `PG_BINDIR`, `pg_config --bindir`, PATH and `/usr/lib/postgresql/*/bin` (newest first).
    ///
    /// A set `PG_BINDIR` is an order: when it holds no server nothing else is tried.
    pub(crate) fn find() -> Result<Self, ClusterError> {
        if let Some(dir) = env::var_os("PG_BINDIR").filter(|dir| !dir.is_empty()) {
            let dir = PathBuf::from(dir);
            return if is_server(&dir) { Ok(Self { dir }) } else { Err(ClusterError::WrongBindir(dir)) };
        }
        candidates().into_iter().find(|dir| is_server(dir)).map(|dir| Self { dir }).ok_or(ClusterError::NotInstalled)
    }

    /// Path of one program.
    pub(crate) fn path(&self, program: &str) -> PathBuf {
        self.dir.join(program)
    }

    /// Major version, such as `15`, as `PG_VERSION` in a data folder writes it.
    pub(crate) fn major(&self) -> Result<String, ClusterError> {
        let output = Command::new(self.path("postgres"))
            .arg("--version")
            .output()
            .map_err(ClusterError::io("running `postgres --version`"))?;
        major_of(&String::from_utf8_lossy(&output.stdout)).ok_or_else(|| ClusterError::Program {
            program: "postgres --version".into(),
            detail: "it printed no version".into(),
        })
    }
}

/// `postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)` → `15`; also `16beta1` → `16`.
fn major_of(version: &str) -> Option<String> {
    let number = version.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    Some(number.chars().take_while(char::is_ascii_digit).collect())
}

fn is_server(dir: &Path) -> bool {
    dir.join("initdb").is_file() && dir.join("postgres").is_file()
}

fn candidates() -> Vec<PathBuf> {
    let mut found = Vec::new();
    if let Ok(output) = Command::new("pg_config").arg("--bindir").output() {
        found.push(PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
    }
    if let Some(path) = env::var_os("PATH") {
        // Through symbolic links: `psql` and the others are beside the real `postgres`.
        found.extend(env::split_paths(&path).filter_map(|dir| {
            let real = fs::canonicalize(dir.join("postgres")).ok()?;
            real.parent().map(Path::to_path_buf)
        }));
    }
    let mut packaged: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    packaged.sort_unstable();
    found.extend(packaged.into_iter().rev().map(|(_, dir)| dir));
    found
}

#[cfg(test)]
mod tests {
    use super::major_of;

    #[test]
    fn the_major_version_is_the_first_number() {
        assert_eq!(major_of("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)\n").as_deref(), Some("15"));
        assert_eq!(major_of("postgres (PostgreSQL) 16beta1").as_deref(), Some("16"));
        assert_eq!(major_of("nothing"), None);
    }
}
