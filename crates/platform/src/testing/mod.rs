//! A database for a test: its own copy of a migrated template on a real PostgreSQL.
//!
//! `cargo xtask test` starts one private server for all test binaries and names it in
//! `FIRSTLINE_TEST_DATABASE_URL`; a test run on its own starts a server for its process.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that has no database cannot go on")]

use std::sync::{
    OnceLock,
    atomic::{AtomicU32, Ordering},
};

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, PgPool, postgres::PgPoolOptions};

/// The server this process tests against, for as long as the process lives.
struct Server {
    url: Box<dyn Fn(&str) -> String + Send + Sync>,
    _private: Option<(cluster::Cluster, tempfile::TempDir)>,
}

fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| {
        if let Ok(base) = std::env::var("FIRSTLINE_TEST_DATABASE_URL") {
            let (head, tail) = base.split_once("/postgres").expect("a URL of the database `postgres`");
            let (head, tail) = (head.to_owned(), tail.to_owned());
            return Server { url: Box::new(move |database| format!("{head}/{database}{tail}")), _private: None };
        }
        let folder = tempfile::tempdir().expect("a temporary folder");
        let private = cluster::Cluster::start(folder.path()).expect("a private PostgreSQL");
        let urls = private.url("DATABASE");
        Server {
            url: Box::new(move |database| urls.replace("DATABASE", database)),
            _private: Some((private, folder)),
        }
    })
}

/// A migrated, empty database of the test's own.
///
/// # Panics
/// Where no PostgreSQL can be had.
pub async fn database() -> PgPool {
    static ORDINAL: AtomicU32 = AtomicU32::new(0);
    let server = server();
    let mut admin = PgConnection::connect(&(server.url)("postgres")).await.expect("the test server");
    let template = template(&mut admin, server).await;
    let name = format!("test_{}_{}", std::process::id(), ORDINAL.fetch_add(1, Ordering::Relaxed));
    admin
        .execute(AssertSqlSafe(format!("create database {name} template {template}")))
        .await
        .expect("a copy of the template");
    PgPoolOptions::new().max_connections(8).connect(&(server.url)(&name)).await.expect("the test's own database")
}

/// The name of the migrated template of this set of migrations, made by whoever comes first.
async fn template(admin: &mut PgConnection, server: &Server) -> String {
    let mut digest = std::hash::DefaultHasher::new();
    for migration in crate::MIGRATIONS.iter() {
        std::hash::Hash::hash(&*migration.checksum, &mut digest);
    }
    let name = format!("template_{:016x}", std::hash::Hasher::finish(&digest));
    admin.execute("select pg_advisory_lock(5501)").await.expect("the lock of the template");
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
    admin.execute("select pg_advisory_unlock(5501)").await.expect("the lock of the template");
    name
}
