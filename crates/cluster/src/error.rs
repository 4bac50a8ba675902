//! What can go wrong, each in a sentence that says what to do next.

use std::path::PathBuf;

/// Why a cluster did not start, or a statement against it did not run.
///
/// Every message is meant to be printed as it is: it names the folder or program and, where the
/// reader can do something, the command to do it with.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClusterError {
    /// No PostgreSQL server programs on this machine.
    #[error(
        "PostgreSQL is needed and was not found: `apt-get install -y postgresql` installs it \
         (or set PG_BINDIR to the folder that holds `initdb` and `postgres`, \
         or DATABASE_URL to a database of your own)"
    )]
    NotInstalled,

    /// `PG_BINDIR` is set and holds no server.
    #[error("PG_BINDIR is {} and holds no `initdb` and `postgres`", .0.display())]
    WrongBindir(PathBuf),

    /// Another process holds a cluster on the same folder.
    #[error("the database in {} is already in use by another Firstline: stop that one first, or choose another folder", .0.display())]
    InUse(PathBuf),

    /// A PostgreSQL that nobody here started runs on the folder.
    #[error("the database in {} is already served by PostgreSQL process {pid}: stop it with `kill -INT {pid}`", .dir.display())]
    Running {
        /// The folder given to `Cluster::start`.
        dir: PathBuf,
        /// The process that serves it.
        pid: u32,
    },

    /// The data was written by another major version.
    #[error(
        "the database in {} was made by PostgreSQL {found} and the one installed is {installed}: \
         set PG_BINDIR to the programs of version {found}, or move the folder away to begin afresh", .dir.display()
    )]
    WrongVersion {
        /// The folder given to `Cluster::start`.
        dir: PathBuf,
        /// Major version in `PG_VERSION`.
        found: String,
        /// Major version of the programs found.
        installed: String,
    },

    /// PostgreSQL refuses to run as root and no way to run it as somebody else worked.
    #[error(
        "PostgreSQL does not run as root, and neither a user namespace (`unshare --user`) nor an account \
         `postgres` or `nobody` could be used: run this as an ordinary user"
    )]
    Root,

    /// A program of PostgreSQL ended with a failure.
    #[error("{program} failed: {detail}")]
    Program {
        /// Its name, such as `initdb`.
        program: String,
        /// Its own last words.
        detail: String,
    },

    /// The server came up in no reasonable time, or ended while starting.
    #[error("PostgreSQL did not start in {}: {detail}", .dir.display())]
    NotReady {
        /// The folder given to `Cluster::start`.
        dir: PathBuf,
        /// The end of its log.
        detail: String,
    },

    /// A file or folder could not be read or written, or a program not be started.
    #[error("{what}: {source}")]
    Io {
        /// What was being done, with the path.
        what: String,
        /// Why it failed.
        source: std::io::Error,
    },
}

impl ClusterError {
    /// Adds what was being done to an input/output error.
    pub(crate) fn io(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }
}
