//! Watchers and relations as a browser without JavaScript posts them, and what of them reaches whom, byte by byte.

use interaction::{
    model::{CommentDraft, RelationDraft, RelationKind, Side, WatcherDraft},
    server::commands,
};
use kernel::InteractionNumber;
use platform::testing::fixture::{self, *};
use uuid::Uuid;

use super::{
    live::Stream,
    site::{Answer, Browser, Site, draft, fabrikam_draft},
};

const RECORD: &str = "/interactions/INT0000001";
const OWN: &str = "/my-requests/INT0000001";

async fn post(site: &Site, browser: &Browser, path: &str, fields: &[(&str, &str)]) -> (u16, String, Answer) {
    let answer = site.post(browser, path, fields).await;
    (answer.status.as_u16(), answer.location().to_owned(), answer)
}

async fn add_watcher(site: &Site, text: &str) {
    let agent = fixture::actor(&site.pool, AGENT).await;
    let draft = WatcherDraft { text: text.into(), ..WatcherDraft::default() };
    commands::add_watcher(&site.platform, &agent, InteractionNumber(1), &draft).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn watching_works_without_scripts_from_both_pages() {
    let site = Site::new().await;
    site.log(AGENT, &draft()).await;
    let (agent, requester, viewer) =
        (site.browser(AGENT).await, site.browser(REQUESTER).await, site.browser(VIEWER).await);
    assert!(site.get(&agent, RECORD).await.body.contains("Start Watching"));
    let (status, location, _) = post(&site, &agent, RECORD, &[("watching", "start")]).await;
    assert_eq!((status, location.as_str()), (303, "/interactions/INT0000001#watchers"));
    assert!(site.get(&agent, RECORD).await.body.contains("Stop Watching"));
    let (status, location, _) = post(&site, &requester, OWN, &[("watching", "start")]).await;
    assert_eq!((status, location.as_str()), (303, "/my-requests/INT0000001#watchers"));
    assert!(site.get(&requester, OWN).await.body.contains("Stop Watching"));
    let (status, ..) = post(&site, &agent, RECORD, &[("watching", "add"), ("watcher_text", "Victor Prime")]).await;
    assert_eq!(status, 303);
    let page = site.get(&agent, RECORD).await.body;
    for name in ["Astrid Berg", "Rosa Quest", "Victor Prime", "Remove Victor Prime"] {
        assert!(page.contains(name), "{name}");
    }
    let id = fixture::count(&site.pool, "select id from interaction_watcher where person_id = 109").await.to_string();
    let (status, ..) = post(&site, &viewer, RECORD, &[("remove_watcher", id.as_str())]).await;
    assert_eq!(status, 403);
    let (status, ..) = post(&site, &agent, RECORD, &[("remove_watcher", id.as_str())]).await;
    assert_eq!(status, 303);
    assert_eq!(fixture::count(&site.pool, "select count(*) from interaction_watcher").await, 2);

    let refused = [("watching", "add"), ("watcher_text", "carla.conti@contoso.test")];
    let (status, _, answer) = post(&site, &agent, RECORD, &refused).await;
    assert_eq!(status, 422);
    assert!(answer.body.contains("carla.conti@contoso.test may not see this interaction."), "said at its place");
    assert!(answer.body.contains(r#"value="carla.conti@contoso.test""#), "what was typed is kept");
    assert!(!answer.body.contains("Choose a company"), "the record’s own form has nothing to do with it");
    // Who asked makes nobody watch, whatever they send.
    for fields in [&refused[..], &[("remove_watcher", "1")], &[("watching", "stare")]] {
        assert_eq!(post(&site, &requester, OWN, fields).await.0, 400, "{fields:?}");
    }
    assert_eq!(fixture::count(&site.pool, "select count(*) from interaction_watcher").await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_sees_it_by_watching_alone_sees_it_no_more_afterwards() {
    let site = Site::new().await;
    site.listen().await;
    let number = site.log(AGENT, &draft()).await;
    let agent = fixture::actor(&site.pool, AGENT).await;
    let say = async |text: &str, internal: bool| {
        let draft = CommentDraft { text: text.into(), internal, ..CommentDraft::default() };
        commands::comment(&site.platform, &agent, number, Side::Desk, &draft, Uuid::new_v4()).await.unwrap();
    };
    let vip = site.browser(VIP).await;
    assert_eq!(site.get(&vip, OWN).await.status, 404);
    let mut stream = Stream::open(&site, &vip, "/api/live").await;
    add_watcher(&site, "Victor Prime").await;
    assert_eq!(stream.news().await, ("interaction.watched".to_owned(), 1));
    say("Xyzzysecret", true).await;
    say("Openplain", false).await;
    assert_eq!(stream.news().await, ("interaction.commented".to_owned(), 1));
    let page = site.get(&vip, OWN).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("Openplain") && !page.body.contains("Xyzzysecret") && !page.body.contains("Internal"));
    assert_eq!(site.get(&vip, RECORD).await.location(), OWN);
    assert!(!site.get(&vip, "/my-requests").await.body.contains("INT0000001"), "what is watched is not listed");

    let (status, location, _) = post(&site, &vip, OWN, &[("watching", "stop")]).await;
    assert_eq!((status, location.as_str()), (303, "/my-requests"));
    assert_eq!(site.get(&vip, OWN).await.status, 404);
    assert_eq!(post(&site, &vip, OWN, &[("watching", "start")]).await.0, 404);
    // Neither the end itself nor what comes after it is told.
    say("Afterwards", false).await;
    let mine = interaction::model::Draft { requested_for: VIP.to_string(), ..draft() };
    let own = site.log(AGENT, &mine).await;
    assert_eq!(stream.news().await, ("interaction.created".to_owned(), own.0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_outside_reaches_no_requester_by_any_path() {
    let site = Site::new().await;
    sqlx::query("update company set external_watchers = true").execute(&site.pool).await.unwrap();
    site.log(AGENT, &draft()).await;
    add_watcher(&site, "xyzzy@copiers.example").await;
    let (agent, requester) = (site.browser(AGENT).await, site.browser(REQUESTER).await);
    let desk = site.get(&agent, RECORD).await.body;
    assert!(desk.contains("xyzzy@copiers.example") && desk.contains("Outside, by e-mail"));
    let functions: Vec<_> = leptos::server_fn::axum::server_fn_paths().collect();
    let of = |name: &str| {
        functions.iter().find(|(path, _)| path.contains(&format!("/{name}"))).expect("a server function").0
    };
    let paths =
        ["load_my_interaction", "load_links", "load_record", "load_audit"].map(|name| format!("{}?number=1", of(name)));
    for path in paths.iter().map(String::as_str).chain([OWN, RECORD, "/my-requests"]) {
        let answer = site.get(&requester, path).await;
        assert!(!answer.body.contains("xyzzy") && !answer.body.contains("copiers"), "{path}: {}", answer.body);
        assert!([200, 302, 404].contains(&answer.status.as_u16()), "{path}: {}", answer.status);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn relating_works_without_scripts_and_says_what_is_wrong() {
    let site = Site::new().await;
    for _ in 0..2 {
        site.log(AGENT, &draft()).await;
    }
    let hidden = site.log(OUTSIDER, &fabrikam_draft()).await.to_string();
    let (agent, viewer) = (site.browser(AGENT).await, site.browser(VIEWER).await);
    let plain = site.get(&agent, RECORD).await.body;
    assert!(plain.contains("More actions") && plain.contains("Add parent") && !plain.contains(r#"name="other_text""#));
    let asked = site.get(&agent, &format!("{RECORD}?relate=parent")).await.body;
    assert!(asked.contains(r#"name="other_text""#) && asked.contains(r#"name="relation" value="parent""#));
    let read = site.get(&viewer, &format!("{RECORD}?relate=parent")).await.body;
    assert!(!read.contains("More actions") && !read.contains(r#"name="other_text""#));

    let (status, location, _) = post(&site, &agent, RECORD, &[("relation", "parent"), ("other_text", "2")]).await;
    assert_eq!((status, location.as_str()), (303, "/interactions/INT0000001#related-tasks"));
    let page = site.get(&viewer, RECORD).await.body;
    assert!(page.contains("/interactions/INT0000002") && page.contains("Parent") && !page.contains("Remove INT"));
    assert!(site.get(&agent, "/interactions/INT0000002").await.body.contains("Remove INT0000001"));

    let again = [("relation", "child"), ("other_text", "int2")];
    let (status, _, answer) = post(&site, &agent, RECORD, &again).await;
    assert_eq!(status, 422);
    assert!(answer.body.contains("INT0000001 cannot be the parent of INT0000002"), "{}", answer.body);
    assert!(answer.body.contains(r#"value="int2""#) && answer.body.contains(r#"name="relation" value="child""#));
    let mut answers = Vec::new();
    for unseen in [hidden.as_str(), "INT0000099"] {
        let (status, _, answer) = post(&site, &agent, RECORD, &[("relation", "related"), ("other_text", unseen)]).await;
        assert!(answer.body.contains(&format!("There is no {unseen}, or none that you may see.")));
        answers.push(status);
        answers.push(post(&site, &agent, RECORD, &[("unrelate", unseen)]).await.0);
    }
    assert_eq!(answers, [422, 404, 422, 404]);
    assert_eq!(post(&site, &viewer, RECORD, &again).await.0, 403);
    assert_eq!(post(&site, &agent, RECORD, &[("unrelate", "x")]).await.0, 400);
    assert_eq!(post(&site, &agent, "/interactions/INT0000002", &[("unrelate", "INT0000001")]).await.0, 303);
    assert_eq!(fixture::count(&site.pool, "select count(*) from interaction_relation").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_asked_is_told_of_no_relation() {
    let site = Site::new().await;
    let number = site.log(AGENT, &draft()).await;
    let mine = interaction::model::Draft { summary: "Xyzzysecret".into(), requested_for: VIP.to_string(), ..draft() };
    let other = interaction::model::Draft { requested_by: VIP.to_string(), ..mine };
    let other = site.log(AGENT, &other).await;
    let agent = fixture::actor(&site.pool, AGENT).await;
    let relation = RelationDraft { kind: RelationKind::Related.key().into(), other: other.to_string() };
    commands::relate(&site.platform, &agent, number, &relation).await.unwrap();
    let page = site.get(&site.browser(REQUESTER).await, OWN).await;
    assert!(page.status == 200 && !page.body.contains("Xyzzysecret") && !page.body.contains(&other.to_string()));
}
