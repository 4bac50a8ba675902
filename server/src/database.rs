//! The database: the one named by `DATABASE_URL`, or a private one in the data folder.

use std::time::Duration;

use anyhow::{Context, Result};
use platform::Clock;
use sqlx::{Executor, PgPool, postgres::PgPoolOptions};

use crate::{config, seed};

/// Set on every connection: a statement is planned once, not each time. Planning took longer than running,
/// and every query here is written to walk the same index whatever its values.
pub const SESSION: &str = "set plan_cache_mode = force_generic_plan; set jit = off";

/// Set on the connections that pages are read over: whoever waits for one gives up sooner, and there are few of them.
pub const PAGE: &str = "set plan_cache_mode = force_generic_plan; set jit = off; set statement_timeout = '10s'";

/// Set on the connections that people's searches go through: each is planned for its own values, walks an index, and
/// ends before the person has given up.
pub const SEARCH: &str = "set plan_cache_mode = force_custom_plan; set jit = off; set enable_seqscan = off; \
    set enable_hashjoin = off; set enable_mergejoin = off; \
    set max_parallel_workers_per_gather = 0; set statement_timeout = '4s'";

/// How many searches run at once; others wait for them.
const SEARCHES: u32 = 6;

/// An open database; a private server ends with it.
pub struct Database {
    pub pool: PgPool,
    /// For what pages show.
    pub pages: PgPool,
    /// For what people look for.
    pub searches: PgPool,
    pub private: Option<cluster::Cluster>,
}

/// Opens the database for a short command.
pub async fn open(options: &config::Database) -> Result<Database> {
    open_with(options, 4, 1).await
}

/// Opens the database with so many connections at most, and so many more for pages.
pub async fn open_with(options: &config::Database, connections: u32, pages: u32) -> Result<Database> {
    let (url, private) = if let Some(url) = &options.database_url {
        (url.clone(), None)
    } else {
        let private = start_private(options).await?;
        (private.url("firstline"), Some(private))
    };
    let pool = pool_of(connections, SESSION).connect(&url).await.context("The database cannot be reached")?;
    let pages = pool_of(pages, PAGE).connect_lazy_with((*pool.connect_options()).clone());
    let searches = pool_of(SEARCHES, SEARCH).connect_lazy_with((*pool.connect_options()).clone());
    Ok(Database { pool, pages, searches, private })
}

/// A pool whose connections are set up so.
fn pool_of(connections: u32, session: &'static str) -> PgPoolOptions {
    PgPoolOptions::new()
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(3))
        .test_before_acquire(false)
        .after_connect(move |connection, _| Box::pin(async move { connection.execute(session).await.map(drop) }))
}

/// Starts the private server in the data folder.
async fn start_private(options: &config::Database) -> Result<cluster::Cluster> {
    let folder = options.data_dir.join("database");
    let start = move || {
        let cluster = cluster::Cluster::start(&folder)?;
        cluster.ensure_database("firstline")?;
        Ok::<_, cluster::ClusterError>(cluster)
    };
    Ok(tokio::task::spawn_blocking(start).await??)
}

/// `firstline migrate`.
pub async fn migrate(options: &config::Database) -> Result<()> {
    let database = open(options).await?;
    platform::MIGRATIONS.run(&database.pool).await?;
    println!("The database is up to date.");
    Ok(())
}

/// Whether nobody has used the database yet.
pub async fn is_empty(pool: &PgPool) -> Result<bool> {
    Ok(!sqlx::query_scalar!(r#"select exists (select from company) as "some!""#).fetch_one(pool).await?)
}

/// Makes the demo organisation where there is none, and adds interactions.
pub async fn seed(pool: &PgPool, interactions: u64) -> Result<seed::Seeded> {
    let hash = people::server::password::hash("demo".to_owned()).await?;
    Ok(seed::run(pool, interactions, Clock::system().now(), &hash).await?)
}
