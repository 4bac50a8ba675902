//! A private PostgreSQL that lives and dies with the process that started it.
//!
//! `firstline serve` uses it when `DATABASE_URL` is unset, the tests and benchmarks always: nobody
//! has to set up a database to try, develop or test Firstline. The server listens on a unix socket
//! in a folder that only its owner may enter, and on no network address.
//!
//! ```no_run
//! let cluster = cluster::Cluster::start(std::path::Path::new(".firstline/database"))?;
//! cluster.ensure_database("firstline")?;
//! println!("{}", cluster.url("firstline"));
//! # Ok::<(), cluster::ClusterError>(())
//! ```
//!
//! It stops when the value is dropped, and when the process dies in any other way (`kill -9`
//! included): see [`Cluster`].

mod account;
mod binaries;
mod error;
mod folder;
mod keeper;
mod settings;

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use account::{Account, Death};
use binaries::Binaries;
use folder::{Folder, SocketFolder};
use keeper::Keeper;
use rustix::process::Signal;

pub use error::ClusterError;
pub use settings::Settings;

/// The database account that owns everything; on a private socket no password is needed.
pub const USER: &str = "firstline";

/// Part of the socket's name only: nothing listens on a network port.
const PORT: &str = "5432";

/// How long a start may take, the recovery after a crash included.
const START_LIMIT: Duration = Duration::from_mins(2);

/// How long a fast shutdown may take before an immediate one is asked for.
const STOP_LIMIT: Duration = Duration::from_secs(30);

/// A running private PostgreSQL.
///
/// Dropping it stops the server cleanly. Should the process end without dropping it, Linux itself
/// sends the server a SIGINT (through `setpriv --pdeathsig` of util-linux), which is PostgreSQL's
/// clean "fast shutdown"; elsewhere the server would go on and the next start says so. Ctrl-C in a
/// terminal does not reach it directly: it is in a process group of its own, so that its owner can
/// finish its work first.
#[derive(Debug)]
pub struct Cluster {
    keeper: Keeper,
    binaries: Binaries,
    socket: SocketFolder,
    folder: Folder,
}

impl Cluster {
    /// Starts the cluster that lives in `dir`, creating it at the first start.
    ///
    /// Returns when connections are accepted: about a second at the first start, a tenth of that
    /// later. In the folder are `data`, `log` (of the current run), `lock` and `socket`.
    ///
    /// # Errors
    /// PostgreSQL is not installed, the folder is in use or of another major version, or the server
    /// does not come up; the message says which and what to do.
    pub fn start(dir: &Path) -> Result<Self, ClusterError> {
        Self::start_with(dir, &Settings::default())
    }

    /// [`Cluster::start`] with settings of one's own, for tests and benchmarks.
    ///
    /// # Errors
    /// As [`Cluster::start`].
    pub fn start_with(dir: &Path, settings: &Settings) -> Result<Self, ClusterError> {
        Self::start_as(Account::choose()?, dir, settings)
    }

    /// Fails when PostgreSQL is not installed, with the sentence [`Cluster::start`] would fail with.
    ///
    /// # Errors
    /// No server programs were found.
    pub fn check_installed() -> Result<(), ClusterError> {
        Binaries::find().map(drop)
    }

    fn start_as(account: Account, dir: &Path, settings: &Settings) -> Result<Self, ClusterError> {
        let binaries = Binaries::find()?;
        let folder = Folder::claim(dir, account)?;
        match folder.version() {
            None => create(&binaries, &folder, account, settings)?,
            Some(found) => {
                let installed = binaries.major()?;
                if found != installed {
                    return Err(ClusterError::WrongVersion { dir: folder.root().into(), found, installed });
                }
            }
        }
        folder.settle()?;
        let socket = SocketFolder::make(folder.root(), account)?;
        let command = server(&binaries, &folder, &socket, account, settings)?;
        let keeper = Keeper::spawn(command).map_err(ClusterError::io("starting postgres"))?;
        let cluster = Self { keeper, binaries, socket, folder };
        cluster.wait_until_ready()?;
        Ok(cluster)
    }

    /// The address of a database in the cluster, for sqlx and for `psql`.
    pub fn url(&self, database: &str) -> String {
        let host = encode(&self.socket.path().to_string_lossy());
        format!("postgresql://{USER}@localhost:{PORT}/{}?host={host}", encode(database))
    }

    /// Creates a database unless it is there.
    ///
    /// # Errors
    /// The server refuses; its message is in the error.
    pub fn ensure_database(&self, name: &str) -> Result<(), ClusterError> {
        let literal = name.replace('\'', "''");
        let found =
            self.psql("postgres", &["-c", &format!("SELECT 1 FROM pg_database WHERE datname = '{literal}'")])?;
        if found.trim() == "1" { Ok(()) } else { self.create_database(name) }
    }

    /// Creates an empty database.
    ///
    /// # Errors
    /// It exists already, or the server refuses; its message is in the error.
    pub fn create_database(&self, name: &str) -> Result<(), ClusterError> {
        let identifier = name.replace('"', "\"\"");
        self.psql("postgres", &["-c", &format!("CREATE DATABASE \"{identifier}\"")]).map(drop)
    }

    /// Runs `psql` on a database with the given arguments and returns what it printed (bare values,
    /// no header). The first failing statement ends it.
    ///
    /// # Errors
    /// `psql` ended with a failure; what it wrote is in the error.
    pub fn psql(&self, database: &str, arguments: &[&str]) -> Result<String, ClusterError> {
        let output = self
            .command("psql")
            .args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", &self.url(database)])
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .map_err(ClusterError::io("running psql"))?;
        if output.status.success() {
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        } else {
            Err(ClusterError::Program { program: "psql".into(), detail: last_words(&output.stderr) })
        }
    }

    /// A command for one of PostgreSQL's own programs, such as `pgbench`, of the same version.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.binaries.path(program));
        forget_environment(&mut command);
        command
    }

    /// The folder given to [`Cluster::start`], absolute.
    pub fn dir(&self) -> &Path {
        self.folder.root()
    }

    /// Number of the server's process.
    pub fn pid(&self) -> u32 {
        self.keeper.pid()
    }

    /// Whether the server still runs: it ends before its owner only by a crash or a stranger's hand.
    pub fn is_running(&self) -> bool {
        self.keeper.ended().is_none()
    }

    /// Stops the server and waits for its end. Dropping does the same; this says when.
    pub fn stop(self) {
        drop(self);
    }

    fn wait_until_ready(&self) -> Result<(), ClusterError> {
        let deadline = Instant::now() + START_LIMIT;
        let not_ready = |why: &str| ClusterError::NotReady {
            dir: self.folder.root().into(),
            detail: format!("{why}\n{}", self.folder.log_tail()),
        };
        loop {
            if let Some(status) = self.keeper.ended() {
                return Err(not_ready(&status.to_string()));
            }
            let state = fs::read_to_string(self.folder.postmaster_pid()).unwrap_or_default();
            if is_ready(&state, self.pid()) {
                return Ok(());
            }
            if Instant::now() >= deadline {
                return Err(not_ready(&format!("nothing after {} s", START_LIMIT.as_secs())));
            }
            thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        for signal in [Signal::INT, Signal::QUIT, Signal::KILL] {
            self.keeper.signal(signal);
            if self.keeper.wait(STOP_LIMIT) {
                return;
            }
        }
    }
}

/// Runs `initdb` beside the final place and renames: an interrupted one leaves nothing half made.
fn create(binaries: &Binaries, folder: &Folder, account: Account, settings: &Settings) -> Result<(), ClusterError> {
    let unfinished = folder.root().join("data.new");
    if unfinished.exists() {
        fs::remove_dir_all(&unfinished).map_err(ClusterError::io(format!("removing {}", unfinished.display())))?;
    }
    let mut command = account.wrap(binaries.path("initdb"), Death::Independent);
    forget_environment(&mut command);
    command
        .args(["-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-D"])
        .arg(&unfinished)
        .current_dir(folder.root())
        .stdin(Stdio::null());
    if settings.is_throwaway() {
        command.arg("--no-sync");
    }
    let output = command.output().map_err(ClusterError::io("running initdb"))?;
    if !output.status.success() {
        return Err(ClusterError::Program { program: "initdb".into(), detail: last_words(&output.stderr) });
    }
    let data = folder.data();
    fs::rename(&unfinished, &data).map_err(ClusterError::io(format!("moving the new data to {}", data.display())))
}

/// The command that runs the server in the foreground, its messages going to the log.
fn server(
    binaries: &Binaries,
    folder: &Folder,
    socket: &SocketFolder,
    account: Account,
    settings: &Settings,
) -> Result<Command, ClusterError> {
    use std::os::unix::process::CommandExt;

    let path = folder.log();
    let log = File::create(&path).map_err(ClusterError::io(format!("writing {}", path.display())))?;
    let quoted = format!("\"{}\"", socket.path().to_string_lossy().replace('"', "\"\""));
    let mut command = account.wrap(binaries.path("postgres"), Death::of_server());
    forget_environment(&mut command);
    command
        .arg("-D")
        .arg(folder.data())
        .args(["-p", PORT, "-c", "listen_addresses=", "-c", "unix_socket_permissions=0700"])
        .args(["-c", &format!("unix_socket_directories={quoted}")])
        .args(settings.arguments())
        .current_dir(folder.root())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        .process_group(0);
    Ok(command)
}

/// PGHOST, PGPORT, PGOPTIONS … of the caller's shell are about another server.
fn forget_environment(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("PG") {
            command.env_remove(name);
        }
    }
}

/// Line 1 of `postmaster.pid` is the process, line 8 its state: what `pg_ctl start -w` reads too.
fn is_ready(postmaster_pid: &str, pid: u32) -> bool {
    let mut lines = postmaster_pid.lines().map(str::trim);
    lines.next() == Some(pid.to_string().as_str()) && lines.nth(6) == Some("ready")
}

/// Percent-encodes everything but letters, digits and `-._~/`.
fn encode(text: &str) -> String {
    use std::fmt::Write;

    text.bytes().fold(String::with_capacity(text.len()), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}

fn last_words(stderr: &[u8]) -> String {
    String::from_utf8_lossy(stderr).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_own_process_is_ready() {
        let text = "4711\n/x/data\n1795248875\n5432\n/x/socket\n\n 10010781         4\nready   \n";
        assert!(is_ready(text, 4711));
        assert!(!is_ready(text, 4712));
        assert!(!is_ready(&text.replace("ready", "starting"), 4711));
        assert!(!is_ready("", 4711));
    }

    #[test]
    fn an_address_is_percent_encoded() {
        assert_eq!(encode("/tmp/a b/é"), "/tmp/a%20b/%C3%A9");
    }

    /// What root does where user namespaces are forbidden.
    #[test]
    fn root_can_hand_the_server_to_another_account() {
        if !rustix::process::geteuid().is_root() {
            return;
        }
        let dir = tempfile::tempdir().unwrap();
        // `nobody` must be able to reach the folder.
        fs::set_permissions(dir.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        let account = Account::Other { uid: 65534, gid: 65534 };
        let cluster = Cluster::start_as(account, &dir.path().join("db"), &Settings::throwaway()).unwrap();
        assert_eq!(cluster.psql("postgres", &["-c", "SELECT 40 + 2"]).unwrap().trim(), "42");
    }
}
