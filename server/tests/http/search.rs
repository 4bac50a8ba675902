//! Global Search as it is sent.

use interaction::model::{CommentDraft, Draft, ListQuery, Side};
use platform::testing::fixture::{self, *};
use serde_json::json;
use uuid::Uuid;

use super::site::{Site, draft, fabrikam_draft};

fn about(summary: &str) -> Draft {
    Draft { summary: summary.into(), ..draft() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_shows_every_kind_whole_without_javascript() {
    let site = Site::new().await;
    site.log(AGENT, &about("The <i>walrus</i> is jammed")).await;
    site.log(OUTSIDER, &Draft { summary: "Another walrus".into(), ..fabrikam_draft() }).await;
    let agent = site.browser(AGENT).await;
    let page = site.get(&agent, "/search?q=walrus").await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.body.contains(r#"href="/interactions/INT0000001""#) && page.body.contains("<mark>walrus<!></mark>"));
    assert!(page.body.contains("&lt;i&gt;") && !page.body.contains("<i>"));
    assert!(!page.body.contains("INT0000002") && !page.body.contains("Another"));
    let name = fixture::actor(&site.pool, REQUESTER).await.name.clone();
    let person = site.get(&agent, &format!("/search?q={}", kernel::in_address(&name))).await;
    let list = ListQuery::of_person(REQUESTER).href();
    assert!(person.body.contains("People") && person.body.contains(&list), "{}", person.body);
    let list = site.get(&agent, &list).await;
    assert!(list.status == 200 && list.body.contains("INT0000001"));
    let nothing = site.get(&agent, "/search?q=unheardof").await;
    assert!(nothing.status == 200 && nothing.body.contains("Nothing found"));
    let empty = site.get(&agent, "/search").await;
    assert!(empty.status == 200 && empty.body.contains("What are you looking for?"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_number_leads_straight_to_its_record() {
    let site = Site::new().await;
    site.log(AGENT, &draft()).await;
    site.log(OUTSIDER, &fabrikam_draft()).await;
    for (person, to) in [(AGENT, "/interactions/INT0000001"), (REQUESTER, "/my-requests/INT0000001")] {
        let browser = site.browser(person).await;
        for q in ["INT0000001", "int1", "1"] {
            let answer = site.get(&browser, &format!("/search?q={q}")).await;
            assert_eq!((answer.status.as_u16(), answer.location()), (302, to), "{q}");
        }
        for q in ["INT0000002", "INT0000099"] {
            let answer = site.get(&browser, &format!("/search?q={q}")).await;
            assert!(answer.status == 200 && answer.body.contains("Nothing found"), "{q}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_internal_never_reaches_a_requester() {
    let site = Site::new().await;
    let number = site.log(AGENT, &about("The lamp")).await;
    let actor = fixture::actor(&site.pool, AGENT).await;
    let comment = CommentDraft { text: "The wombat lamp".into(), internal: true, ..CommentDraft::default() };
    interaction::server::commands::comment(&site.platform, &actor, number, Side::Desk, &comment, Uuid::new_v4())
        .await
        .expect("a comment");
    let (agent, requester) = (site.browser(AGENT).await, site.browser(REQUESTER).await);
    for q in ["lamp", "wombat", "wombta"] {
        for wanted in ["page", "offers"] {
            let asked = json!({ "q": q, "wanted": wanted });
            let answer = site.call(&requester, "search_everything", &asked).await;
            assert_eq!(answer.status, 200);
            assert!(!answer.body.to_lowercase().contains("wombat"), "{q}: {}", answer.body);
            assert_eq!(answer.body.contains("INT0000001"), q == "lamp", "{q}");
        }
        let page = site.get(&requester, &format!("/search?q={q}")).await;
        assert!(!page.body.contains("The wombat") && !page.body.contains("<mark>wombat"), "{}", page.body);
    }
    let page = site.get(&agent, "/search?q=wombat").await;
    assert!(page.body.contains("The <mark>wombat<!></mark> lamp"), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_strange_text_is_answered_with_a_sentence() {
    let site = Site::new().await;
    site.log(AGENT, &draft()).await;
    let agent = site.browser(AGENT).await;
    let title = site.get(&agent, "/search?q=%3C/title%3E%3Cscript%3E").await;
    assert!(title.body.contains("<title>Search: &lt;/title>&lt;script> · Firstline</title>"), "{}", title.body);
    for (q, said) in [
        ("%25%5F%27", "no letter and no digit"),
        ("%00", "no letter and no digit"),
        ("the+and+of", "Nothing found"),
        ("%3Cscript%3Ealert(1)%3C/script%3E", "Nothing found"),
        (&"a".repeat(10_000), "first 200 characters"),
    ] {
        let answer = site.get(&agent, &format!("/search?q={q}")).await;
        assert!(answer.status == 200 && answer.body.contains(said), "{:.40}: {}", q, answer.status);
        assert!(!answer.body.contains("<script>alert") && !answer.body.contains("</script>alert"));
    }
}
