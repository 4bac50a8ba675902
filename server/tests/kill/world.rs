//! The program, its database and its mail server.

use std::{
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use cluster::{Cluster, Settings};
use interaction::{
    model::{BulkDraft, Draft, Selection, Side},
    server::commands,
};
use kernel::InteractionNumber;
use people::server::commands::{Origin, sign_in};
use platform::{
    Clock, Platform,
    testing::{
        fixture::{self, *},
        smtp::Receiver,
    },
};
use sqlx::{PgPool, postgres::PgPoolOptions};
use tempfile::TempDir;
use tokio::time::sleep;
use uuid::Uuid;

/// How many are changed at once by a job, beside those who write.
pub const CHANGED: usize = 400;

/// How long anything may take.
const LIMIT: Duration = Duration::from_mins(1);

pub struct World {
    pub receiver: Receiver,
    /// The interactions that are written to.
    pub numbers: Vec<InteractionNumber>,
    /// The job that puts others on hold.
    pub job: i64,
    /// The agent's cookie.
    pub cookie: String,
    pub address: String,
    folder: TempDir,
    cluster: Option<Cluster>,
    server: Option<Child>,
    url: String,
}

/// A crash of the process keeps what the system was given to write; only `synchronous_commit` must stay on.
fn settings() -> Settings {
    Settings::default().with("fsync", "off").with("max_connections", "100")
}

impl World {
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        site(folder.path());
        let cluster = Cluster::start_with(&folder.path().join("db"), &settings()).unwrap();
        cluster.ensure_database("firstline").unwrap();
        let url = cluster.url("firstline");
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        drop(listener);
        let mut world = Self {
            receiver: Receiver::start().await,
            numbers: Vec::new(),
            job: 0,
            cookie: String::new(),
            address,
            folder,
            cluster: Some(cluster),
            server: None,
            url,
        };
        world.fill().await;
        world.start_server().await;
        world
    }

    /// The small world, with interactions that somebody watches, and others that a job will change.
    async fn fill(&mut self) {
        let pool = self.pool().await;
        platform::MIGRATIONS.run(&pool).await.unwrap();
        fixture::fill(&pool).await;
        let platform = Platform { clock: Clock::system(), ..fixture::platform(&pool) };
        let (agent, colleague) = (fixture::actor(&pool, AGENT).await, fixture::actor(&pool, COLLEAGUE).await);
        for _ in 0..5 {
            let number = commands::create(&platform, &agent, &draft(), Uuid::new_v4()).await.unwrap();
            commands::watch(&platform, &colleague, number, Side::Desk).await.unwrap();
            self.numbers.push(number);
        }
        let mut others = Vec::new();
        for _ in 0..CHANGED {
            others.push(commands::create(&platform, &agent, &draft(), Uuid::new_v4()).await.unwrap());
        }
        let hold = BulkDraft {
            action: "status".into(),
            status: "on_hold".into(),
            state_reason: "waiting_internal".into(),
            ..BulkDraft::default()
        };
        let sent = commands::Sent { submission: Uuid::new_v4(), total: CHANGED };
        self.job = commands::begin_bulk(&platform, &agent, Selection::Picked(others), &hold, sent).await.unwrap();
        let origin = Origin { address: "192.0.2.1".into(), user_agent: String::new() };
        let token = sign_in(&platform, "astrid.berg@northwind.test", PASSWORD, &origin).await.unwrap();
        let cookie = token.set_cookie(false);
        self.cookie.push_str(cookie.to_str().unwrap().split(';').next().unwrap());
    }

    /// The database, once it is there.
    pub async fn pool(&self) -> PgPool {
        PgPoolOptions::new().max_connections(4).connect(&self.url).await.unwrap()
    }

    async fn start_server(&mut self) {
        let server = Command::new(env!("CARGO_BIN_EXE_firstline"))
            .args(["serve", "--demo", "0", "--gather", "1", "--addr", &self.address, "--database-url", &self.url])
            .env("SMTP_URL", self.receiver.url())
            .env("LEPTOS_SITE_ROOT", self.folder.path().join("site"))
            .env("RUST_LOG", "error")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        self.server = Some(server);
        self.wait_until_ready().await;
    }

    async fn wait_until_ready(&self) {
        let ready = async {
            while super::writers::get(&self.address, "/readyz").await.ok() != Some(200) {
                sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(LIMIT, ready).await.expect("a server that is ready");
    }

    /// `kill -9`, and another start.
    pub async fn kill_server(&mut self) {
        let mut server = self.server.take().unwrap();
        server.kill().unwrap();
        server.wait().unwrap();
        self.start_server().await;
    }

    /// `kill -9` of the postmaster, and another start; the server goes on.
    pub async fn kill_database(&mut self) {
        let cluster = self.cluster.take().unwrap();
        let killed = Command::new("kill").args(["-9", &cluster.pid().to_string()]).status().unwrap();
        assert!(killed.success());
        drop(cluster);
        // Its children end by and by; until then another one cannot start.
        let started = async {
            loop {
                match Cluster::start_with(&self.folder.path().join("db"), &settings()) {
                    Ok(cluster) => return cluster,
                    Err(_) => sleep(Duration::from_millis(200)).await,
                }
            }
        };
        let cluster = tokio::time::timeout(LIMIT, started).await.expect("a database that recovers");
        assert_eq!(cluster.url("firstline"), self.url);
        self.cluster = Some(cluster);
        self.wait_until_ready().await;
    }

    /// How many the job has still to change.
    pub async fn left(&self, pool: &PgPool) -> i64 {
        fixture::count(pool, "select count(*) from bulk_item where outcome is null").await
    }

    /// Until the job has changed half of them.
    pub async fn wait_until_half_changed(&self, pool: &PgPool) {
        let half = i64::try_from(CHANGED / 2).unwrap();
        let changed = async {
            while self.left(pool).await > half {
                sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(LIMIT, changed).await.expect("the job gets on");
    }

    /// Until the job is over.
    pub async fn wait_until_changed(&self, pool: &PgPool) {
        let over = async {
            while fixture::count(pool, "select count(*) from bulk_job where finished_at is null").await > 0 {
                sleep(Duration::from_millis(100)).await;
            }
        };
        tokio::time::timeout(LIMIT, over).await.expect("the job comes to its end");
    }

    /// Until every event was told and every letter has gone.
    pub async fn wait_until_told(&self, pool: &PgPool) {
        let told = async {
            let open = "select (select count(*) from outbox) + (select count(*) from mail where state = 'waiting')";
            while fixture::count(pool, open).await > 0 {
                sleep(Duration::from_millis(100)).await;
            }
        };
        tokio::time::timeout(LIMIT, told).await.expect("everybody was told");
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if let Some(mut server) = self.server.take() {
            let _ = server.kill();
            let _ = server.wait();
        }
    }
}

/// A built site without anything in it.
fn site(folder: &Path) {
    let package = folder.join("site/pkg");
    std::fs::create_dir_all(package.join("firstline")).unwrap();
    std::fs::write(package.join("firstline.css"), "").unwrap();
    std::fs::write(package.join("firstline/parts.json"), "{}").unwrap();
}

/// The least that an agent of Northwind can save.
pub fn draft() -> Draft {
    Draft {
        company: NORTHWIND.to_string(),
        reason: NEW_INCIDENT.to_string(),
        requested_for: REQUESTER.to_string(),
        requested_by: REQUESTER.to_string(),
        summary: "Cannot print".into(),
        ..Draft::open()
    }
}
