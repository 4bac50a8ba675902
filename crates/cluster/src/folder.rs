//! The folder of a cluster: the data, the lock, the log and the socket.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::ClusterError;
use crate::account::Account;

/// Longest path of a unix socket that every system takes, its final zero included.
const SOCKET_PATH_LIMIT: usize = 104;

/// How long a server whose parent has just died may take to finish writing.
const LINGER: Duration = Duration::from_secs(30);

/// A cluster's folder, locked for this process.
#[derive(Debug)]
pub(crate) struct Folder {
    root: PathBuf,
    /// Held for its lock: the kernel lets go of it however we end.
    _lock: File,
}

impl Folder {
    /// Creates the folder when needed and takes its lock.
    pub(crate) fn claim(dir: &Path, account: Account) -> Result<Self, ClusterError> {
        make_private(dir)?;
        let root = fs::canonicalize(dir).map_err(ClusterError::io(format!("opening {}", dir.display())))?;
        let path = root.join("lock");
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(ClusterError::io(format!("opening {}", path.display())))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(ClusterError::InUse(root)),
            Err(TryLockError::Error(source)) => {
                return Err(ClusterError::Io { what: format!("locking {}", path.display()), source });
            }
        }
        account.own(&root)?;
        Ok(Self { root, _lock: lock })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.root.join("data")
    }

    pub(crate) fn log(&self) -> PathBuf {
        self.root.join("log")
    }

    pub(crate) fn postmaster_pid(&self) -> PathBuf {
        self.data().join("postmaster.pid")
    }

    /// Major version that wrote the data; `None` when there is none yet.
    pub(crate) fn version(&self) -> Option<String> {
        let text = fs::read_to_string(self.data().join("PG_VERSION")).ok()?;
        Some(text.trim().to_owned())
    }

    /// Deals with the `postmaster.pid` of an earlier run.
    ///
    /// A server whose parent was killed needs a moment to finish: it is waited for. A file whose
    /// process is gone, or is by now something else altogether, is removed.
    pub(crate) fn settle(&self) -> Result<(), ClusterError> {
        let path = self.postmaster_pid();
        let deadline = Instant::now() + LINGER;
        loop {
            let Ok(text) = fs::read_to_string(&path) else { return Ok(()) };
            let Some(pid) = text.lines().next().and_then(|line| line.trim().parse().ok()) else {
                break;
            };
            if !serves(pid, &self.data()) {
                break;
            }
            if Instant::now() >= deadline {
                return Err(ClusterError::Running { dir: self.root.clone(), pid });
            }
            thread::sleep(Duration::from_millis(20));
        }
        match fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(ClusterError::io(format!("removing the stale {}", path.display()))(error))
            }
            _ => Ok(()),
        }
    }

    /// The last lines that PostgreSQL wrote, for an error message.
    pub(crate) fn log_tail(&self) -> String {
        let text = fs::read(self.log()).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(5)..].join("\n")
    }
}

/// Whether the process is a PostgreSQL on this data folder: it keeps the folder as its working one.
///
/// Outside Linux there is no `/proc`; PostgreSQL's own check of the file then decides.
fn serves(pid: u32, data: &Path) -> bool {
    fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|cwd| cwd == data)
}

/// The folder that holds the socket: in the cluster's own one unless the path would be too long.
#[derive(Debug)]
pub(crate) enum SocketFolder {
    Own(PathBuf),
    Temporary(TempDir),
}

impl SocketFolder {
    pub(crate) fn make(root: &Path, account: Account) -> Result<Self, ClusterError> {
        let own = root.join("socket");
        let folder = if fits(&own) {
            // The folder is ours and no server runs: what a killed one left would only mislead.
            if own.exists() {
                fs::remove_dir_all(&own).map_err(ClusterError::io(format!("clearing {}", own.display())))?;
            }
            make_private(&own)?;
            Self::Own(own)
        } else {
            let temporary = tempfile::Builder::new()
                .prefix("firstline-")
                .tempdir()
                .map_err(ClusterError::io("making a folder for the socket"))?;
            Self::Temporary(temporary)
        };
        account.own(folder.path())?;
        Ok(folder)
    }

    pub(crate) fn path(&self) -> &Path {
        match self {
            Self::Own(path) => path,
            Self::Temporary(folder) => folder.path(),
        }
    }
}

fn fits(folder: &Path) -> bool {
    folder.as_os_str().as_bytes().len() + "/.s.PGSQL.5432.lock".len() < SOCKET_PATH_LIMIT
}

/// Makes a folder (and those above it) that only its owner may enter.
fn make_private(dir: &Path) -> Result<(), ClusterError> {
    let failed = || ClusterError::io(format!("making {}", dir.display()));
    if dir.is_dir() {
        return Ok(());
    }
    if let Some(parent) = dir.parent() {
        fs::create_dir_all(parent).map_err(failed())?;
    }
    match DirBuilder::new().mode(0o700).create(dir) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(failed()(error)),
        _ => fs::set_permissions(dir, fs::Permissions::from_mode(0o700)).map_err(failed()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_socket_path_that_is_too_long_is_seen() {
        assert!(fits(Path::new("/home/someone/firstline/.firstline/database/socket")));
        assert!(!fits(&Path::new("/").join("a".repeat(90))));
    }
}
