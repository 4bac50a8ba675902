//! What the pages show to whom.

use axum::http::header;
use platform::testing::fixture::*;

use super::site::{Answer, Browser, Site, draft, fabrikam_draft};

/// A page without what differs from one request to the next.
fn without_nonce(answer: &Answer) -> String {
    let policy = answer.header(header::CONTENT_SECURITY_POLICY);
    let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).expect("a nonce");
    answer.body.replace(nonce, "")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_open_the_agents_pages_and_requesters_their_own() {
    let site = Site::new().await;
    site.log(AGENT, &draft()).await;
    let (agent, requester) = (site.browser(AGENT).await, site.browser(REQUESTER).await);
    for (browser, path, status) in [
        (&agent, "/board", 200),
        (&agent, "/interactions", 200),
        (&agent, "/interactions/new", 200),
        (&agent, "/interactions/INT0000001", 200),
        (&agent, "/my-requests", 200),
        (&agent, "/my-requests/INT0000001", 404),
        (&agent, "/account", 200),
        (&requester, "/board", 404),
        (&requester, "/interactions", 404),
        (&requester, "/interactions/new", 404),
        (&requester, "/portal", 200),
        (&requester, "/my-requests", 200),
        (&requester, "/my-requests?section=interactions&tab=others", 200),
        (&requester, "/my-requests/INT0000001", 200),
        (&requester, "/account", 200),
    ] {
        let answer = site.get(browser, path).await;
        assert_eq!(answer.status, status, "{path}: {}", answer.body);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_start_leads_each_to_their_own_place() {
    let site = Site::new().await;
    for (person, place) in [(AGENT, "/board"), (VIEWER, "/board"), (REQUESTER, "/portal"), (APPROVER, "/portal")] {
        let browser = site.browser(person).await;
        let answer = site.get(&browser, "/").await;
        assert_eq!((answer.status.as_u16(), answer.location()), (302, place), "{person}");
    }
    let requester = site.browser(REQUESTER).await;
    let record = site.get(&requester, "/interactions/INT0000001").await;
    let own_view = (302, "/my-requests/INT0000001");
    assert_eq!((record.status.as_u16(), record.location()), own_view);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_may_not_be_seen_looks_as_what_is_not_there() {
    let site = Site::new().await;
    let hidden = site.log(OUTSIDER, &fabrikam_draft()).await.to_string();
    let agent = site.browser(AGENT).await;
    let as_of = "?as_of=2100-01-01T00:00:00Z";
    for (folder, query) in [("/interactions", ""), ("/my-requests", ""), ("/interactions", as_of)] {
        let mut pages = Vec::new();
        for number in [hidden.as_str(), "INT0000099"] {
            let answer = site.get(&agent, &format!("{folder}/{number}{query}")).await;
            assert_eq!(answer.status, 404, "{folder}/{number}{query}");
            pages.push(without_nonce(&answer).replace(number, "INT"));
        }
        assert_eq!(pages[0], pages[1], "{folder}{query}");
        assert!(!pages[0].contains("Fabrikam"));
    }
    let nowhere = site.get(&agent, "/no/such/page").await;
    assert!(nowhere.status == 404 && nowhere.body.contains("There is nothing here"));
    for strange in ["/interactions/x", "/interactions/INT0", "/interactions/%F0%9F%98%80", "/interactions/INT1/edit"] {
        assert_eq!(site.get(&agent, strange).await.status, 404, "{strange}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_list_shows_what_its_address_says_and_names_what_it_does_not_understand() {
    let site = Site::new().await;
    let summary = "<i>Not</i> printing";
    site.log(AGENT, &interaction::model::Draft { summary: summary.into(), ..draft() }).await;
    site.log(OUTSIDER, &fabrikam_draft()).await;
    let agent = site.browser(AGENT).await;
    let list = site.get(&agent, "/interactions?scope=all&days=30&sort=-number").await;
    assert!(list.status == 200 && list.body.contains("INT0000001") && !list.body.contains("INT0000002"));
    assert!(list.body.contains("&lt;i&gt;Not&lt;/i&gt;") && !list.body.contains("<i>Not"));
    for header in ["Work Item ID", "Company", "Reason for Interaction", "Created On"] {
        assert!(list.body.contains(header), "{header}");
    }
    let mine = site.get(&agent, "/interactions?scope=me").await;
    assert!(mine.status == 200 && !mine.body.contains("INT0000001"));
    for strange in ["scope=mine", "days=soon", "sort=price", "after=x", "after=1~%00", "before=%FF~x"] {
        let answer = site.get(&agent, &format!("/interactions?{strange}")).await;
        assert!(answer.status == 200 && answer.body.contains("INT0000001"), "{strange}: {}", answer.status);
    }
    let foreign = site.get(&agent, "/interactions?sort=status&after=5~zebra").await;
    assert_eq!(foreign.status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_viewer_reads_a_record_without_a_form() {
    let site = Site::new().await;
    site.log(AGENT, &draft()).await;
    let viewer = site.browser(VIEWER).await;
    let page = site.get(&viewer, "/interactions/INT0000001").await;
    assert!(page.status == 200 && page.body.contains("Cannot print"));
    assert!(!page.body.contains(r#"name="summary""#) && !page.body.contains(r#"name="version""#));
    let agent = site.browser(AGENT).await;
    let page = site.get(&agent, "/interactions/INT0000001").await;
    assert!(page.body.contains(r#"name="summary""#) && page.body.contains(r#"name="version" value="1""#));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_of_the_design_system_is_public() {
    let site = Site::new().await;
    assert_eq!(site.get(&Browser::nobody(), "/design").await.status, 200);
}
