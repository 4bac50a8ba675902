//! A database for a test: its own copy of a migrated template on a real PostgreSQL.
//!
//! `cargo xtask test` starts one private server for all test binaries and names it in
//! `FIRSTLINE_TEST_DATABASE_URL`; a test run on its own starts a server for its process. What is in
//! the database besides the schema comes from [`fixture`].

#![expect(clippy::expect_used, clippy::panic, reason = "a test that has no database cannot go on")]

pub mod fixture;
mod private;
pub mod smtp;

use std::sync::{
    OnceLock,
    atomic::{AtomicU32, Ordering},
};

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, PgPool, postgres::PgPoolOptions};

/// What the name of a test's database begins with.
const PREFIX: &str = "firstline_test_";

/// Held while a database is made or dropped, by every test process of the server.
const LOCK: i64 = 5501;

/// The server this process tests against, for as long as the process lives.
struct Server {
    url: Box<dyn Fn(&str) -> String + Send + Sync>,
    _private: Option<private::Private>,
}

fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| {
        if let Ok(base) = std::env::var("FIRSTLINE_TEST_DATABASE_URL") {
            let (address, options) = base.split_once('?').unwrap_or((&base, ""));
            let head = address.strip_suffix("/postgres").expect("a URL of the database `postgres`").to_owned();
            let options = options.to_owned();
            return Server { url: Box::new(move |database| format!("{head}/{database}?{options}")), _private: None };
        }
        let private = private::Private::start();
        let urls = private.url("DATABASE");
        Server { url: Box::new(move |database| urls.replace("DATABASE", database)), _private: Some(private) }
    })
}

/// A migrated, empty database of the test's own.
///
/// It is dropped once its test has ended and another one asks for a database.
///
/// # Panics
/// Where no PostgreSQL can be had.
pub async fn database() -> PgPool {
    static ORDINAL: AtomicU32 = AtomicU32::new(0);
    let server = server();
    let mut admin = PgConnection::connect(&(server.url)("postgres")).await.expect("the test server");
    admin.execute(AssertSqlSafe(format!("select pg_advisory_lock({LOCK})"))).await.expect("the lock");
    let template = template(&mut admin, server).await;
    sweep(&mut admin).await;
    let name = format!("{PREFIX}{}_{}", std::process::id(), ORDINAL.fetch_add(1, Ordering::Relaxed));
    admin
        .execute(AssertSqlSafe(format!("create database {name} template {template}")))
        .await
        .expect("a copy of the template");
    let pool = PgPoolOptions::new().max_connections(8).connect(&(server.url)(&name)).await;
    admin.close().await.expect("a closed connection");
    pool.expect("the test's own database")
}

/// Drops the databases of tests that nobody is connected to: a test is, from the making of its database
/// (under the lock) until it has ended.
async fn sweep(admin: &mut PgConnection) {
    let ended: Vec<String> = sqlx::query_scalar(
        "select datname from pg_database d
         where starts_with(datname, $1) and not exists (select from pg_stat_activity where datid = d.oid)",
    )
    .bind(PREFIX)
    .fetch_all(&mut *admin)
    .await
    .expect("the list of databases");
    for name in ended {
        admin.execute(AssertSqlSafe(format!("drop database {name}"))).await.expect("an unused database");
    }
}

/// The name of the migrated template of this set of migrations, made by whoever comes first.
async fn template(admin: &mut PgConnection, server: &Server) -> String {
    let mut digest = std::hash::DefaultHasher::new();
    for migration in crate::MIGRATIONS.iter() {
        std::hash::Hash::hash(&*migration.checksum, &mut digest);
    }
    let name = format!("firstline_template_{:016x}", std::hash::Hasher::finish(&digest));
    let there: bool = sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
        .bind(&name)
        .fetch_one(&mut *admin)
        .await
        .expect("the list of databases");
    if !there {
        let draft = format!("{name}_draft");
        let drop = format!("drop database if exists {draft}");
        admin.execute(AssertSqlSafe(drop)).await.expect("no half-made template");
        admin.execute(AssertSqlSafe(format!("create database {draft}"))).await.expect("a new template");
        let mut connection = PgConnection::connect(&(server.url)(&draft)).await.expect("the new template");
        crate::MIGRATIONS.run(&mut connection).await.expect("the migrations");
        connection.close().await.expect("a closed connection");
        let rename = format!("alter database {draft} rename to {name}");
        admin.execute(AssertSqlSafe(rename)).await.expect("the template's name");
    }
    name
}
