//! The database under test: a private PostgreSQL with its default settings, and what the cases have to
//! know of its content.
//!
//! It is kept in `target/bench/data-N` from run to run: loading a million interactions takes minutes.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result};
use cluster::Cluster;
use serde_json::{Value, json};

use crate::build::Built;
use crate::process::{self, step};
use crate::workspace::Workspace;

const DATABASE: &str = "firstline";

/// Settings that decide whether a commit is on the disk before it is answered, and how much is cached.
const SETTINGS: [&str; 6] =
    ["server_version", "fsync", "synchronous_commit", "full_page_writes", "shared_buffers", "max_connections"];

/// A running database with so many interactions.
#[derive(Debug)]
pub struct Data {
    cluster: Cluster,
    folder: PathBuf,
    /// How long loading took and how large it became, as JSON.
    pub loaded: Value,
}

impl Data {
    /// Starts the database of that many interactions, and makes it first where it is not there.
    pub fn open(workspace: &Workspace, built: &Built, interactions: u64, fresh: bool) -> Result<Self> {
        let folder = workspace.path(format!("target/bench/data-{interactions}"));
        let note = folder.join("loaded.json");
        // Without the note an earlier run was cut short.
        if folder.exists() && (fresh || !note.exists()) {
            fs::remove_dir_all(&folder).with_context(|| format!("removing {}", folder.display()))?;
        }
        fs::create_dir_all(&folder)?;
        let cluster = Cluster::start(&folder.join("database"))?;
        cluster.ensure_database(DATABASE)?;
        let mut data = Self { cluster, folder, loaded: Value::Null };
        if !note.exists() {
            data.loaded = data.load(built, interactions)?;
            fs::write(&note, data.loaded.to_string())?;
        }
        data.loaded = serde_json::from_str(&fs::read_to_string(&note)?).context("reading loaded.json")?;
        Ok(data)
    }

    fn load(&self, built: &Built, interactions: u64) -> Result<Value> {
        step(&format!("Loading {interactions} interactions"));
        let mut seed = built.server();
        self.name_in(&mut seed);
        let begin = Instant::now();
        process::run(seed.args(["seed", "--interactions", &interactions.to_string()]))?;
        let seed_seconds = begin.elapsed().as_secs_f64();
        // What autovacuum does within minutes, done before something is measured.
        step("Tidying the tables");
        let begin = Instant::now();
        self.values("vacuum (analyze)")?;
        Ok(json!({ "seed_seconds": seed_seconds, "vacuum_seconds": begin.elapsed().as_secs_f64() }))
    }

    /// Makes a command of the server use this database.
    pub fn name_in(&self, command: &mut Command) {
        command.env("DATABASE_URL", self.url()).env("FIRSTLINE_DATA_DIR", &self.folder).env("FIRSTLINE_DEMO", "1");
        // As servers run: whoever leaves in the middle of a page makes Leptos panic in a task that nobody waits for, and to say where
        // takes 40 MB of symbols, for good.
        command.env_remove("RUST_BACKTRACE");
    }

    pub fn url(&self) -> String {
        self.cluster.url(DATABASE)
    }

    /// One of PostgreSQL's own programs.
    pub fn program(&self, name: &str) -> Command {
        self.cluster.command(name)
    }

    /// Where files of this database's runs go.
    pub fn folder(&self) -> &std::path::Path {
        &self.folder
    }

    /// Number of PostgreSQL's main process.
    pub fn pid(&self) -> u32 {
        self.cluster.pid()
    }

    /// What PostgreSQL wrote into its log since it was started.
    pub fn log(&self) -> Result<String> {
        Ok(fs::read_to_string(self.cluster.dir().join("log"))?)
    }

    /// One statement after the other, over one connection.
    pub fn each(&self, statements: &[&str]) -> Result<()> {
        let arguments: Vec<&str> = statements.iter().flat_map(|statement| ["-c", statement]).collect();
        self.cluster.psql(DATABASE, &arguments)?;
        Ok(())
    }

    /// The lines a statement gives.
    pub fn values(&self, sql: &str) -> Result<Vec<String>> {
        let output = self.cluster.psql(DATABASE, &["-c", sql])?;
        Ok(output.lines().map(str::to_owned).collect())
    }

    /// The first line a statement gives.
    pub fn value(&self, sql: &str) -> Result<String> {
        self.values(sql)?.into_iter().next().with_context(|| format!("there is no answer to: {sql}"))
    }

    /// What was loaded, how it is stored, and the settings that matter.
    pub fn describe(&self) -> Result<Value> {
        let mut settings = serde_json::Map::new();
        for name in SETTINGS {
            settings.insert(name.to_owned(), self.value(&format!("show {name}"))?.into());
        }
        Ok(json!({
            "interactions": self.value("select count(*) from interaction")?,
            "people": self.value("select count(*) from person")?,
            "size": self.value("select pg_size_pretty(pg_database_size(current_database()))")?,
            "loading": self.loaded,
            "settings": settings,
        }))
    }
}
