//! `firstline serve`.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, Result};
use axum::serve::ListenerExt;
use notification::server::mail::{self, Delivery, Limits, Post};
use platform::{Blobs, Clock, Hub, Platform};
use sqlx::PgPool;
use tokio::net::TcpListener;

use crate::{
    assets,
    config::{self, DEMO_INTERACTIONS, Serve},
    database, kinds,
    router::{App, router},
};

pub async fn run(options: &config::Database, serve: &Serve) -> Result<()> {
    let listener = TcpListener::bind(serve.addr).await.with_context(|| format!("Cannot listen on {}", serve.addr))?;
    let database = database::open_with(options, serve.db_connections, serve.page_connections()).await?;
    platform::MIGRATIONS.run(&database.pool).await?;
    let demo = serve.demo.map_or(database.private.is_some(), |demo| demo == 1);
    if demo && database::is_empty(&database.pool).await? {
        eprintln!("Loading the demo organisation …");
        database::seed(&database.pool, DEMO_INTERACTIONS).await?;
    }
    let pool = database.pool.clone();
    let platform = Platform {
        pool: pool.clone(),
        pages: database.pages.clone(),
        searches: database.searches.clone(),
        clock: Clock::system(),
        live: Hub::default(),
        blobs: blobs(options, serve, &pool).await?,
        kinds: kinds::all(),
        demo,
        secure_cookies: serve.secure_cookies,
        url: address(serve).into(),
        keeps_mail: serve.smtp_url.is_none(),
    };
    let site = site_root(serve)?;
    let app = App { platform: platform.clone(), assets: assets::find(&site)?, trust_proxy: serve.trust_proxy };
    let live = platform.live.clone();
    let hearing = tokio::spawn(live.clone().listen(pool.clone()));
    let within = time::Duration::seconds(serve.gather.into());
    let telling = tokio::spawn(interaction::server::notices::work(platform.clone(), within));
    let sending = tokio::spawn(post(&platform, serve).work(platform.clock.clone()));
    let changing = tokio::spawn(interaction::server::bulk::work(platform.clone()));
    let workers = tokio::spawn(work(platform));
    welcome(listener.local_addr()?, demo);
    // Without TCP_NODELAY a page in several pieces waits 40 ms for an acknowledgement.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::warn!(%error, "TCP_NODELAY could not be set");
        }
    });
    let service = router(app, &site).into_make_service_with_connect_info::<SocketAddr>();
    let ended = async move {
        ended().await;
        // A stream of events has no end of its own to wait for.
        live.end();
    };
    axum::serve(listener, service).with_graceful_shutdown(ended).await?;
    for beside in [workers, hearing, telling, sending, changing] {
        beside.abort();
    }
    pool.close().await;
    database.pages.close().await;
    database.searches.close().await;
    drop(database);
    Ok(())
}

/// Where attachments are kept: a place of this database's own, so that several can share a folder or a bucket.
async fn blobs(options: &config::Database, serve: &Serve, pool: &PgPool) -> Result<Blobs> {
    let blobs = match serve.attachments.as_deref() {
        Some(address) if address.contains("://") => Blobs::bucket(address),
        Some(folder) => Blobs::folder(Path::new(folder)),
        None => Blobs::folder(&options.data_dir.join("attachments")),
    };
    let installation = sqlx::query_scalar!("select id from installation").fetch_one(pool).await?;
    Ok(blobs.context("Attachments cannot be kept")?.within(installation))
}

/// What links in e-mail begin with.
fn address(serve: &Serve) -> String {
    let named = serve.url.as_deref().map(|url| url.trim_end_matches('/').to_owned());
    named.unwrap_or_else(|| format!("http://{}", serve.addr))
}

/// Who sends the e-mail.
fn post(platform: &Platform, serve: &Serve) -> Post {
    let delivery = match &serve.smtp_url {
        Some(server) => Delivery::Smtp { server: server.clone(), limits: Limits::default() },
        None => Delivery::Kept,
    };
    Post::new(platform.pool.clone(), delivery, serve.mail_from.clone(), platform.url.clone())
}

/// Where the built site is: named, or beside the program's folder.
fn site_root(serve: &Serve) -> Result<PathBuf> {
    if let Some(root) = &serve.site_root {
        return Ok(root.clone());
    }
    let program = std::env::current_exe().context("the program's own place")?;
    let folder = program.parent().map(std::path::Path::to_path_buf).unwrap_or_default();
    [folder.join("site"), folder.join("../site")]
        .into_iter()
        .find(|site| site.join("pkg").is_dir())
        .context("The built site is not beside the program: build with `cargo xtask build`, or set LEPTOS_SITE_ROOT.")
}

fn welcome(addr: SocketAddr, demo: bool) {
    println!("Firstline is at http://{addr}");
    if demo {
        println!("Demo accounts, password `demo`:");
        for (email, who) in [
            ("agent@demo.test", "Service Desk User"),
            ("agent2@demo.test", "a second Service Desk User"),
            ("interaction@demo.test", "Interaction User"),
            ("manager@demo.test", "Interaction Manager"),
            ("viewer@demo.test", "Interaction Viewer"),
            ("outsider@demo.test", "Service Desk User of another company"),
            ("user@demo.test", "requester"),
            ("vip@demo.test", "requester, VIP"),
            ("approver@demo.test", "Approver"),
            ("admin@demo.test", "Administrator"),
        ] {
            println!("  {email:<22} {who}");
        }
    }
    println!("Ctrl-C stops it.");
}

/// What is done beside the requests, until the server ends.
async fn work(platform: Platform) {
    let mut second = tokio::time::interval(Duration::from_secs(1));
    let mut ticks: u64 = 0;
    loop {
        second.tick().await;
        // A database that is away is tried again; the functions log what went wrong.
        let _ = interaction::server::jobs::fold_tally(&platform.pool).await;
        let _ = interaction::server::presence::sweep(&platform.pool, platform.clock.now()).await;
        let _ = interaction::server::jobs::wake(&platform).await;
        if ticks.is_multiple_of(600) {
            sweep(&platform.pool, &platform.clock).await;
        }
        if ticks.is_multiple_of(3600) {
            // Beside the rest: a large store takes its time.
            let platform = platform.clone();
            tokio::spawn(async move { interaction::server::jobs::sweep_attachments(&platform).await });
        }
        ticks += 1;
    }
}

async fn sweep(pool: &PgPool, clock: &Clock) {
    let _ = people::server::session::sweep(pool, clock.now()).await;
    let _ = interaction::server::drafts::sweep(pool, clock.now()).await;
    let _ = interaction::server::bulk::sweep(pool, clock.now()).await;
    let _ = mail::sweep(pool, clock.now()).await;
}

/// Ends with Ctrl-C or a polite kill.
async fn ended() {
    let interrupt = async { tokio::signal::ctrl_c().await.ok() };
    let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
        interrupt.await;
        return;
    };
    tokio::select! {
        _ = interrupt => {}
        _ = terminate.recv() => {}
    }
}
