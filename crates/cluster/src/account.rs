//! As whom PostgreSQL runs. It refuses to run as root, and containers and build machines are root.
//!
//! Root first tries a user namespace, where its own files stay its own under another number; where
//! namespaces are forbidden (most containers) it hands the folder to `postgres` or `nobody`.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::chown;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::ClusterError;

/// Numbers of `nobody` on every Linux; inside the namespace they stand for root.
const NOBODY: &str = "65534";

/// The account the server's programs run under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Account {
    /// Whoever started us.
    Caller,
    /// Root, seen as `nobody` inside a user namespace of its own.
    Namespace,
    /// Root gave its rights away to this account.
    Other { uid: u32, gid: u32 },
}

impl Account {
    /// Chooses by trying: what a container allows can only be found out by doing it.
    pub(crate) fn choose() -> Result<Self, ClusterError> {
        if !rustix::process::geteuid().is_root() {
            return Ok(Self::Caller);
        }
        if runs(Self::Namespace.wrap("true", Death::Independent)) {
            return Ok(Self::Namespace);
        }
        let passwd = fs::read_to_string("/etc/passwd").unwrap_or_default();
        ["postgres", "nobody"]
            .iter()
            .filter_map(|name| numbers_of(&passwd, name))
            .find(|other| runs(other.wrap("true", Death::Independent)))
            .ok_or(ClusterError::Root)
    }

    /// A command that runs `program` under this account.
    ///
    /// The order matters: the kernel forgets the death signal when the account changes, so it is
    /// asked for last.
    pub(crate) fn wrap(self, program: impl AsRef<OsStr>, death: Death) -> Command {
        let mut words: Vec<String> = Vec::new();
        if self == Self::Namespace {
            words.extend(["unshare", "--user"].map(String::from));
            words.extend([format!("--map-user={NOBODY}"), format!("--map-group={NOBODY}")]);
        }
        let other = matches!(self, Self::Other { .. });
        if other || death == Death::WithParent {
            words.push("setpriv".into());
        }
        if let Self::Other { uid, gid } = self {
            words.extend([format!("--reuid={uid}"), format!("--regid={gid}"), "--clear-groups".into()]);
        }
        if death == Death::WithParent {
            words.extend(["--pdeathsig", "INT"].map(String::from));
        }
        let Some((first, rest)) = words.split_first() else {
            return Command::new(program);
        };
        let mut command = Command::new(first);
        command.args(rest).arg(program);
        command
    }

    /// Gives a folder that we made to the account, when that is somebody else.
    pub(crate) fn own(self, path: &Path) -> Result<(), ClusterError> {
        match self {
            Self::Other { uid, gid } => chown(path, Some(uid), Some(gid))
                .map_err(ClusterError::io(format!("giving {} to account {uid}", path.display()))),
            Self::Caller | Self::Namespace => Ok(()),
        }
    }
}

/// Whether a program is to be stopped by the kernel when the thread that started it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Death {
    /// It ends by itself.
    Independent,
    /// It gets SIGINT (PostgreSQL's "fast shutdown") even when we are killed without a chance to
    /// clean up.
    WithParent,
}

impl Death {
    /// `WithParent` where `setpriv` of util-linux is there to ask for it.
    pub(crate) fn of_server() -> Self {
        let mut setpriv = Command::new("setpriv");
        setpriv.args(["--pdeathsig", "INT", "true"]);
        if runs(setpriv) { Self::WithParent } else { Self::Independent }
    }
}

fn runs(mut command: Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Finds `name:x:UID:GID:…` in the text of `/etc/passwd`.
fn numbers_of(passwd: &str, name: &str) -> Option<Account> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        (fields.next()? == name).then_some(())?;
        let uid = fields.nth(1)?.parse().ok()?;
        let gid = fields.next()?.parse().ok()?;
        Some(Account::Other { uid, gid })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_read_from_passwd() {
        let passwd = "root:x:0:0:root:/root:/bin/bash\npostgres:x:108:114::/var/lib/postgresql:/bin/bash\n";
        assert_eq!(numbers_of(passwd, "postgres"), Some(Account::Other { uid: 108, gid: 114 }));
        assert_eq!(numbers_of(passwd, "nobody"), None);
    }

    #[test]
    fn the_death_signal_is_asked_for_after_the_account_changed() {
        let words = |command: Command| {
            let mut all = vec![command.get_program().to_string_lossy().into_owned()];
            all.extend(command.get_args().map(|arg| arg.to_string_lossy().into_owned()));
            all.join(" ")
        };
        assert_eq!(words(Account::Caller.wrap("postgres", Death::Independent)), "postgres");
        assert_eq!(words(Account::Caller.wrap("postgres", Death::WithParent)), "setpriv --pdeathsig INT postgres");
        assert_eq!(
            words(Account::Namespace.wrap("postgres", Death::WithParent)),
            "unshare --user --map-user=65534 --map-group=65534 setpriv --pdeathsig INT postgres"
        );
        assert_eq!(
            words(Account::Other { uid: 1, gid: 2 }.wrap("postgres", Death::WithParent)),
            "setpriv --reuid=1 --regid=2 --clear-groups --pdeathsig INT postgres"
        );
    }
}
