//! What people are told, as the pages say it: the bell, the page, and what ends e-mail to somebody outside.

use interaction::{
    model::{CommentDraft, Side, WatcherDraft},
    server::{commands, notices},
};
use kernel::InteractionNumber;
use platform::testing::fixture::{self, *};
use time::Duration;
use uuid::Uuid;

use super::site::{Browser, Site, draft};

async fn comment(site: &Site, number: InteractionNumber, text: &str, internal: bool) {
    let actor = fixture::actor(&site.pool, AGENT).await;
    let draft = CommentDraft { text: text.into(), internal, ..CommentDraft::default() };
    commands::comment(&site.platform, &actor, number, Side::Desk, &draft, Uuid::new_v4()).await.unwrap();
}

async fn tell(site: &Site) {
    while notices::tell(&site.platform, Duration::MINUTE).await.unwrap() > 0 {}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_bell_counts_and_the_page_says_what_and_why() {
    let site = Site::new().await;
    let number = site.log(AGENT, &draft()).await;
    comment(&site, number, "hush", true).await;
    comment(&site, number, "<script>alert(1)</script>", false).await;
    tell(&site).await;
    let requester = site.browser(REQUESTER).await;
    let page = site.get(&requester, "/notifications").await;
    assert_eq!(page.status, 200);
    for part in ["Notifications, 1 unread", "because you asked for it", "/my-requests/INT0000001", "Mark all as read"] {
        assert!(page.body.contains(part), "{part}");
    }
    assert!(page.body.contains("&lt;script&gt;alert(1)") && !page.body.contains("<script>alert(1)"));
    assert!(!page.body.contains("hush"));
    assert!(site.get(&requester, "/portal").await.body.contains("Notifications, 1 unread"), "on every page");

    // Without scripts.
    let other = site.browser(VIP).await;
    let id = fixture::count(&site.pool, "select max(id) from notification").await.to_string();
    let read = [("intent", "read"), ("id", id.as_str())];
    assert_eq!(site.post(&other, "/notifications", &read).await.status, 404, "it is not theirs");
    assert!(site.get(&requester, "/portal").await.body.contains("1 unread"));
    assert_eq!(site.post(&requester, "/notifications", &read).await.status, 303);
    let page = site.get(&requester, "/notifications").await;
    assert!(page.body.contains(r#"aria-label="Notifications""#) && !page.body.contains("Mark all as read"));
    comment(&site, number, "Once more", false).await;
    tell(&site).await;
    assert_eq!(site.post(&requester, "/notifications", &[("intent", "read_all")]).await.status, 303);
    assert_eq!(fixture::count(&site.pool, "select count(*) from notification where read_at is null").await, 0);
    assert_eq!(site.post(&requester, "/notifications", &[("intent", "x")]).await.status, 400);
    let chosen = [("intent", "settings"), ("app_asked", "true")];
    assert_eq!(site.post(&requester, "/notifications", &chosen).await.status, 303);
    comment(&site, number, "And again", false).await;
    tell(&site).await;
    let waiting = "select count(*) from mail where lines::text like '%And again%'";
    assert_eq!(fixture::count(&site.pool, waiting).await, 0);
    assert_eq!(fixture::count(&site.pool, "select count(*) from notification where read_at is null").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demo_shows_ones_own_e_mail_where_none_is_sent() {
    let site = Site::new().await;
    let number = site.log(AGENT, &draft()).await;
    comment(&site, number, "We are on it", false).await;
    tell(&site).await;
    let asked = "You get this because you asked for it.";
    let requester = site.browser(REQUESTER).await;
    assert!(!site.get(&requester, "/notifications").await.body.contains(asked));
    let demo = Site::of(platform::Platform { demo: true, keeps_mail: true, ..site.platform.clone() });
    let page = demo.get(&requester, "/notifications").await.body;
    assert!(page.contains(asked) && page.contains("[INT0000001] Cannot print"), "{page}");
    let other = demo.browser(VIP).await;
    assert!(!demo.get(&other, "/notifications").await.body.contains(asked));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_outside_ends_the_e_mail_with_the_link_alone() {
    let site = Site::new().await;
    sqlx::query("update company set external_watchers = true").execute(&site.pool).await.unwrap();
    let number = site.log(AGENT, &draft()).await;
    let agent = fixture::actor(&site.pool, AGENT).await;
    for email in ["partner@out.test", "other@out.test"] {
        let draft = WatcherDraft { text: email.into(), ..WatcherDraft::default() };
        commands::add_watcher(&site.platform, &agent, number, &draft).await.unwrap();
    }
    tell(&site).await;
    let path: String = sqlx::query_scalar("select unsubscribe from mail where address = 'partner@out.test'")
        .fetch_one(&site.pool)
        .await
        .unwrap();

    let waiting = async |address: &str| -> i64 {
        sqlx::query_scalar("select count(*) from mail where done_at is null and address = $1")
            .bind(address)
            .fetch_one(&site.pool)
            .await
            .unwrap()
    };
    assert_eq!((waiting("partner@out.test").await, waiting("other@out.test").await), (1, 1));

    let nobody = Browser::nobody();
    let page = site.get(&nobody, &path).await;
    assert!(page.status == 200 && page.body.contains("Stop this e-mail") && page.body.contains("INT0000001"));
    assert!(!page.body.contains("Cannot print"), "no more than the number");
    let watchers = "select count(*) from interaction_watcher";
    assert_eq!(fixture::count(&site.pool, watchers).await, 2, "looking ends nothing");
    // As a mail program sends it.
    let done = site.post(&nobody, &path, &[("List-Unsubscribe", "One-Click")]).await;
    assert!(done.status == 200 && done.body.contains("You get no more e-mail about this."), "{}", done.body);
    assert_eq!(fixture::count(&site.pool, watchers).await, 1);
    assert_eq!(
        (waiting("partner@out.test").await, waiting("other@out.test").await),
        (0, 1),
        "what waits goes to nobody"
    );
    assert_eq!(site.post(&nobody, &path, &[]).await.status, 200, "twice is once");
    let events = "select count(*) from audit_event where event = 'unwatched' and actor_id is null";
    assert_eq!(fixture::count(&site.pool, events).await, 1);
    let other = sqlx::query_scalar("select id from interaction_watcher").fetch_one(&site.pool).await.unwrap();
    commands::remove_watcher(&site.platform, &agent, number, other).await.unwrap();
    assert_eq!(waiting("other@out.test").await, 0);
    for wrong in ["/unsubscribe/x", "/unsubscribe/AAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAA"] {
        assert_eq!(site.get(&nobody, wrong).await.status, 404);
        assert_eq!(site.post(&nobody, wrong, &[]).await.status, 404);
    }
}
