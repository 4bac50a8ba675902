//! The server of a test process that was given none.
//!
//! A test binary has no place to stop it: its statics are never dropped. The server itself stops by
//! the death signal of [`cluster`]; its folder is removed by a shell that waits for the end of its
//! standard input, which the kernel closes with the process, however that ends.

use std::{
    os::unix::process::CommandExt,
    process::{Child, Command, Stdio},
};

/// A throw-away PostgreSQL that leaves nothing behind.
pub struct Private {
    cluster: cluster::Cluster,
    /// Holds the other end of the shell's standard input.
    _cleaner: Child,
}

impl Private {
    /// # Panics
    /// Where PostgreSQL is not installed or does not start.
    pub fn start() -> Self {
        let folder = tempfile::Builder::new().prefix("firstline-test-").tempdir().expect("a temporary folder").keep();
        let cleaner = Command::new("sh")
            .args(["-c", r#"cat; while [ -e "$1/data/postmaster.pid" ]; do sleep 0.1; done; rm -rf "$1""#, "sh"])
            .arg(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("a shell");
        let cluster = cluster::Cluster::start_with(&folder, &cluster::Settings::throwaway());
        Self { cluster: cluster.unwrap_or_else(|error| panic!("{error}")), _cleaner: cleaner }
    }

    pub fn url(&self, database: &str) -> String {
        self.cluster.url(database)
    }
}
