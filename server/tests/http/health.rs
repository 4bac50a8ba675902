//! Whether the process and the database are well, and what is said while the database is away.

use std::{path::PathBuf, time::Duration};

use axum::http::header;
use platform::testing::fixture::{self, AGENT, PASSWORD};
use server::{config, database};

use super::site::{Browser, Site};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn process_and_database_are_well() {
    let site = Site::new().await;
    for (path, word) in [("/healthz", "ok"), ("/readyz", "ready")] {
        let answer = site.get(&Browser::nobody(), path).await;
        assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, word), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_away_is_said_in_a_sentence() {
    let site = Site::new().await;
    let agent = site.browser(AGENT).await;
    site.pool.close().await;
    assert_eq!(site.get(&agent, "/healthz").await.status, 200, "the process is well");
    let ready = site.get(&agent, "/readyz").await;
    assert_eq!((ready.status.as_u16(), ready.body.as_str()), (503, "The database cannot be reached."));
    for path in ["/board", "/interactions", "/interactions/INT0000001", "/account"] {
        let page = site.get(&agent, path).await;
        assert_eq!((page.status.as_u16(), page.header(header::RETRY_AFTER)), (503, "5"), "{path}");
        assert!(page.body.contains("The database cannot be reached at the moment."), "{path}");
        assert_eq!(page.header(header::CACHE_CONTROL), "no-store");
    }
    let call = site.get(&agent, "/api/look-up/people?q=x").await;
    assert_eq!((call.status.as_u16(), call.body.as_str()), (503, r#""Unavailable""#));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_sign_in_page_is_there_without_a_database_and_says_why_it_does_not_go_on() {
    let site = Site::new().await;
    site.pool.close().await;
    let page = site.get(&Browser::nobody(), "/login").await;
    assert!(page.status == 200 && page.body.contains("Sign in"), "{}", page.status);
    let fields = [("email", "astrid.berg@northwind.test"), ("password", PASSWORD)];
    let answer = site.post(&Browser::nobody(), "/login", &fields).await;
    assert_eq!(answer.status, 503);
    assert!(
        answer.body.contains("The database cannot be reached") && answer.body.contains("astrid.berg@northwind.test")
    );
}

/// The pool as the server opens it, with its connections killed under it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_server_recovers_by_itself_when_the_database_comes_back() {
    use sqlx::ConnectOptions;

    let pool = fixture::database().await;
    let url = pool.connect_options().to_url_lossy().to_string();
    let options = config::Database { database_url: Some(url), data_dir: PathBuf::from("no-such-folder") };
    let opened = database::open_with(&options, 4, 1).await.unwrap();
    let site = Site::of(fixture::platform(&opened.pool));
    let agent = site.browser(AGENT).await;
    assert_eq!(site.get(&agent, "/board").await.status, 200);
    sqlx::query("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()")
        .execute(&pool)
        .await
        .unwrap();
    let mut statuses = Vec::new();
    while statuses.last() != Some(&200) {
        assert!(statuses.len() < 20, "no recovery: {statuses:?}");
        statuses.push(site.get(&agent, "/board").await.status.as_u16());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(statuses.iter().all(|status| [200, 503].contains(status)), "never a failure of ours: {statuses:?}");
}
