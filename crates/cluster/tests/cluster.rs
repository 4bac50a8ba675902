//! Against the real PostgreSQL: what a start promises, and what is left after every kind of end.

#![expect(clippy::unwrap_used, reason = "a failure ends the test")]

use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use cluster::{Cluster, ClusterError, Settings, USER};

/// Names the folder that [`holder`] starts a cluster in.
const HOLDER_DIR: &str = "CLUSTER_TEST_HOLDER_DIR";

fn start(dir: &Path) -> Cluster {
    Cluster::start_with(dir, &Settings::throwaway()).unwrap()
}

fn value(cluster: &Cluster, sql: &str) -> String {
    cluster.psql("postgres", &["-c", sql]).unwrap().trim().to_owned()
}

#[test]
fn starts_and_answers_at_its_address() {
    let dir = tempfile::tempdir().unwrap();
    let cluster = Cluster::start_with(dir.path(), &Settings::throwaway().with("work_mem", "5MB")).unwrap();
    assert_eq!(value(&cluster, "SHOW work_mem"), "5MB");
    assert_eq!(value(&cluster, "SHOW listen_addresses"), "");
    assert_eq!(value(&cluster, "SELECT current_user"), USER);
    assert_eq!(value(&cluster, "SHOW server_encoding"), "UTF8");

    // The address alone is enough for a stranger's psql.
    cluster.create_database("first line").unwrap();
    let output =
        Command::new("psql").args(["-XAtc", "SELECT current_database()", &cluster.url("first line")]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "first line");
}

#[test]
fn data_stays_over_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let cluster = start(dir.path());
    cluster.ensure_database("kept").unwrap();
    cluster.ensure_database("kept").unwrap();
    cluster.psql("kept", &["-c", "CREATE TABLE t AS SELECT 7 AS n"]).unwrap();
    let pid = cluster.pid();
    cluster.stop();
    assert!(!alive(pid));

    let cluster = start(dir.path());
    assert_eq!(cluster.psql("kept", &["-c", "SELECT n FROM t"]).unwrap().trim(), "7");
}

#[test]
fn a_second_start_on_the_folder_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let _first = start(dir.path());
    let second = Cluster::start(dir.path()).unwrap_err();
    assert!(matches!(second, ClusterError::InUse(_)), "{second}");
}

#[test]
fn data_of_another_version_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    start(dir.path()).stop();
    fs::write(dir.path().join("data/PG_VERSION"), "9\n").unwrap();
    let error = Cluster::start(dir.path()).unwrap_err().to_string();
    assert!(error.contains("was made by PostgreSQL 9"), "{error}");
}

#[test]
fn a_long_path_moves_the_socket_elsewhere() {
    let dir = tempfile::tempdir().unwrap();
    let deep = dir.path().join("d".repeat(60)).join("e".repeat(60));
    let cluster = start(&deep);
    assert_eq!(value(&cluster, "SELECT 1"), "1");
}

#[test]
fn a_bad_setting_is_reported_with_the_servers_words() {
    let dir = tempfile::tempdir().unwrap();
    let error = Cluster::start_with(dir.path(), &Settings::default().with("no_such", "1")).unwrap_err();
    assert!(error.to_string().contains("no_such"), "{error}");
}

#[test]
fn an_interrupted_first_start_is_begun_again() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("data.new/base")).unwrap();
    start(dir.path());
}

#[test]
fn the_server_ends_with_a_killed_owner() {
    let dir = tempfile::tempdir().unwrap();
    let (mut owner, pid) = holder_of(dir.path());
    assert!(alive(pid));
    owner.kill().unwrap();
    owner.wait().unwrap();
    within(Duration::from_secs(20), || !alive(pid));
}

#[test]
fn a_start_right_after_a_kill_waits_for_the_old_server() {
    let dir = tempfile::tempdir().unwrap();
    let (mut owner, _) = holder_of(dir.path());
    owner.kill().unwrap();
    owner.wait().unwrap();
    let cluster = start(dir.path());
    assert_eq!(value(&cluster, "SELECT 1"), "1");
}

#[test]
fn a_start_after_a_crash_recovers() {
    let dir = tempfile::tempdir().unwrap();
    let (mut owner, pid) = holder_of(dir.path());
    Command::new("kill").args(["-9", &pid.to_string()]).status().unwrap();
    owner.kill().unwrap();
    owner.wait().unwrap();
    let stale = dir.path().join("data/postmaster.pid");
    assert!(stale.exists());
    // The number now belongs to somebody else.
    let text = fs::read_to_string(&stale).unwrap();
    fs::write(&stale, text.replacen(&pid.to_string(), &std::process::id().to_string(), 1)).unwrap();
    let cluster = start(dir.path());
    assert_eq!(value(&cluster, "SELECT 1"), "1");
}

/// Not a test of its own: the process that [`holder_of`] starts and the tests kill.
#[test]
#[ignore = "started by other tests as a process of its own"]
fn holder() {
    let Some(dir) = env::var_os(HOLDER_DIR) else { return };
    // From a thread that ends at once: the server must outlive it.
    let cluster = thread::spawn(move || start(&PathBuf::from(dir))).join().unwrap();
    println!("\nPID {}", cluster.pid());
    loop {
        thread::park();
    }
}

/// Starts this test program once more as the owner of a cluster; returns it and the server's pid.
fn holder_of(dir: &Path) -> (Child, u32) {
    let mut owner = Command::new(env::current_exe().unwrap())
        .args(["--exact", "holder", "--ignored", "--nocapture"])
        .env(HOLDER_DIR, dir)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let stdout = BufReader::new(owner.stdout.take().unwrap());
    let pid = stdout.lines().map_while(Result::ok).find_map(|line| line.strip_prefix("PID ")?.parse().ok()).unwrap();
    (owner, pid)
}

/// A process that has ended but was not yet reaped by whoever adopted it counts as gone.
fn alive(pid: u32) -> bool {
    fs::read_to_string(format!("/proc/{pid}/stat"))
        .is_ok_and(|stat| !stat.rsplit(')').next().unwrap_or_default().trim_start().starts_with('Z'))
}

fn within(limit: Duration, condition: impl Fn() -> bool) {
    let deadline = Instant::now() + limit;
    while !condition() {
        assert!(Instant::now() < deadline, "not within {limit:?}");
        thread::sleep(Duration::from_millis(10));
    }
}
