//! Many changed at once: the pages, their forms without JavaScript, and those picked as a file.

use interaction::{
    model::{BulkDraft, Draft, Selection},
    server::bulk,
};
use kernel::{Fields, InteractionNumber};
use platform::testing::fixture::{self, *};

use super::site::{Answer, Browser, Site, draft, fabrikam_draft};

const SUBMISSION: (&str, &str) = ("submission", "00000000-0000-4000-8000-000000000001");
const PAGE: &str = "/interactions/bulk?pick=INT0000001&pick=INT0000002";
const PREVIEW: (&str, &str) = ("intent", "preview");
const CHANGE: (&str, &str) = ("intent", "change");

type Field = (&'static str, &'static str);

/// A form as it is sent once it was previewed.
fn previewed(fields: &[Field]) -> Vec<Field> {
    let typed = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let mark: &'static str = BulkDraft::from_fields(&Fields(typed)).mark().leak();
    [fields, &[(BulkDraft::PREVIEWED, mark), (BulkDraft::TOTAL, "2"), CHANGE]].concat()
}

/// The text of a page, without marks.
fn text(answer: &Answer) -> String {
    let mut out = String::new();
    let body = answer.body.split("<body").nth(1).unwrap_or(&answer.body);
    for part in body.replace("<!>", "").replace("<!---->", "").split('<').skip(1) {
        out.push_str(part.split_once('>').map_or("", |(_, text)| text));
        out.push(' ');
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

async fn two(site: &Site) -> Browser {
    site.log(AGENT, &draft()).await;
    site.log(AGENT, &Draft { status: "completed".into(), ..draft() }).await;
    site.browser(AGENT).await
}

async fn work(site: &Site) {
    while bulk::turn(&site.platform, 0).await.unwrap().is_some() {}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_is_previewed_made_and_undone_without_scripts() {
    let site = Site::new().await;
    let agent = two(&site).await;
    let page = site.get(&agent, PAGE).await;
    assert_eq!(page.status, 200);
    let said = text(&page);
    for words in ["Edit 2 interactions", "Assign", "Set status", "Add watcher", "Nothing is changed yet", "Export CSV"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(!said.contains("Change 2 interactions"), "{said}");
    assert!(page.body.contains(r#"href="/interactions.csv?pick=INT0000001&amp;pick=INT0000002""#), "{}", page.body);
    let hold = [("action", "status"), ("status", "on_hold"), ("state_reason", "waiting_internal"), SUBMISSION];
    let asked = site.post(&agent, PAGE, &[&hold[..], &[PREVIEW]].concat()).await;
    assert_eq!(asked.status, 200);
    let said = text(&asked);
    for words in [
        "Chosen 2 Will change 1 Are so already 0 Cannot be changed 1",
        "No e-mail goes out.",
        "Completed cannot become On Hold. 1 interaction: INT0000002",
        "Status: New → becomes On Hold",
        "Change 1 interaction",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(asked.body.contains(SUBMISSION.1));
    // What was changed after the preview is previewed first.
    let other = [("state_reason", "waiting_on_customer")];
    let unseen = [&other[..], &previewed(&hold)].concat();
    assert_eq!(site.post(&agent, PAGE, &unseen).await.status, 200);
    assert_eq!(fixture::count(&site.pool, "select count(*) from bulk_job").await, 0);
    for _ in 0..2 {
        let begun = site.post(&agent, PAGE, &previewed(&hold)).await;
        assert_eq!((begun.status.as_u16(), begun.location()), (303, "/interactions/bulk/1"));
    }
    let running = text(&site.get(&agent, "/interactions/bulk/1").await);
    assert!(running.contains("0 of 2 done. You may leave this page: the job goes on."), "{running}");
    work(&site).await;
    let over = site.get(&agent, "/interactions/bulk/1").await;
    let said = text(&over);
    for words in [
        "Set status to On Hold, Waiting internal",
        "2 of 2 done.",
        "Changed 1 Were so already 0 Failed 1",
        "INT0000002 Completed cannot become On Hold.",
        "Undo",
        "Until 20 Nov 2026, 12:10 UTC",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(over.body.contains("<progress"), "{}", over.body);
    for _ in 0..2 {
        let undone = site.post(&agent, "/interactions/bulk/1", &[]).await;
        assert_eq!((undone.status.as_u16(), undone.location()), (303, "/interactions/bulk/2"));
    }
    work(&site).await;
    let said = text(&site.get(&agent, "/interactions/bulk/2").await);
    assert!(said.contains("It takes back: job 1") && !said.contains("Until"), "{said}");
    let said = text(&site.get(&agent, "/interactions/bulk/1").await);
    assert!(said.contains("It was undone: job 2") && !said.contains("Until"), "{said}");
    let again = site.post(&agent, "/interactions/bulk/2", &[]).await;
    assert_eq!(again.status, 422);
    assert!(text(&again).contains("An undo is not undone."), "{}", again.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_form_is_shown_again_with_what_was_typed() {
    let site = Site::new().await;
    let agent = two(&site).await;
    for is_previewed in [false, true] {
        for (fields, message) in [
            (vec![("action", "delete")], "Choose what is to be changed."),
            (vec![("action", "assign")], "Choose a group."),
            (vec![("action", "assign"), ("group", "13")], "This group serves none of the companies"),
            (
                vec![("action", "status"), ("status", "dropped"), ("state_reason", "waiting_internal")],
                "This state reason does not go with Dropped (Abandoned).",
            ),
            (vec![("action", "watch"), ("watcher_text", "Nobody Known")], "User not found"),
        ] {
            let sent = if is_previewed { previewed(&fields) } else { [&fields[..], &[PREVIEW]].concat() };
            let answer = site.post(&agent, PAGE, &[&sent[..], &[SUBMISSION]].concat()).await;
            assert_eq!(answer.status, 422, "{fields:?} {is_previewed}");
            assert!(text(&answer).contains(message), "{message}: {}", text(&answer));
            assert!(answer.body.contains(SUBMISSION.1));
        }
    }
    let typed = previewed(&[("action", "watch"), ("watcher_text", "Nobody Known"), SUBMISSION]);
    assert!(site.post(&agent, PAGE, &typed).await.body.contains("Nobody Known"));
    let damaged = site.post(&agent, PAGE, &previewed(&[("action", "status"), ("status", "in_progress")])).await;
    assert_eq!(damaged.status, 400);
    assert_eq!(fixture::count(&site.pool, "select count(*) from bulk_job").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_chosen_wrongly_is_said() {
    let site = Site::new().await;
    let agent = two(&site).await;
    let hidden = site.log(OUTSIDER, &fabrikam_draft()).await;
    let many = (1..=501).map(InteractionNumber).collect();
    let many = Selection::Picked(many).fields().into_iter().map(|(name, value)| format!("{name}={value}"));
    let many = many.collect::<Vec<_>>().join("&");
    for (query, message) in [
        (String::new(), "Choose some interactions first."),
        ("pick=soon".to_owned(), "Choose some interactions first."),
        (format!("pick={hidden}"), "None of these interactions is there, or yours to see."),
        ("matches=1&q=nowhere".to_owned(), "This list has no interactions."),
        ("matches=1&f=status:is:odd".to_owned(), "There is nothing to change"),
        ("pick=INT0000001&pick=soon".to_owned(), "“soon” is no number of an interaction."),
        (many, "1 more were left out, from INT0000501 on."),
    ] {
        let page = site.get(&agent, &format!("/interactions/bulk?{query}")).await;
        assert!(matches!(page.status.as_u16(), 200 | 422), "{query}: {}", page.status);
        assert!(text(&page).contains(message), "{message}: {}", text(&page));
    }
    // A condition that is not understood is never left out of what is changed.
    let fields = previewed(&[("action", "status"), ("status", "in_progress"), SUBMISSION]);
    let refused = site.post(&agent, "/interactions/bulk?matches=1&f=status:is:odd", &fields).await;
    assert_eq!((refused.status.as_u16(), text(&refused).contains("There is nothing to change")), (422, true));
    let all = site.get(&agent, "/interactions/bulk?matches=1&q=print").await;
    assert!(text(&all).contains("Edit 2 interactions"));
    let begun = site.post(&agent, "/interactions/bulk?matches=1&q=print", &fields).await;
    assert_eq!((begun.status.as_u16(), begun.location()), (303, "/interactions/bulk/1"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pages_are_for_who_may_and_a_job_for_who_began_it() {
    let site = Site::new().await;
    let agent = two(&site).await;
    let fields = previewed(&[("action", "status"), ("status", "in_progress"), SUBMISSION]);
    site.post(&agent, PAGE, &fields).await;
    for (who, status) in [(REQUESTER, 404), (VIEWER, 404)] {
        let browser = site.browser(who).await;
        assert_eq!(site.get(&browser, PAGE).await.status, status, "{who}");
        assert!(matches!(site.post(&browser, PAGE, &fields).await.status.as_u16(), 403 | 404), "{who}");
    }
    for who in [REQUESTER, VIEWER, MANAGER] {
        let browser = site.browser(who).await;
        for job in ["1", "99", "x"] {
            assert_eq!(site.get(&browser, &format!("/interactions/bulk/{job}")).await.status, 404, "{who} {job}");
        }
        assert_eq!(site.post(&browser, "/interactions/bulk/1", &[]).await.status, 404, "{who}");
    }
    assert_eq!(fixture::count(&site.pool, "select count(*) from bulk_job").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_typed_outlives_the_session() {
    let site = Site::new().await;
    two(&site).await;
    let fields = [("action", "watch"), ("watcher_text", "Magda Klein"), SUBMISSION, CHANGE];
    let asked = site.post(&Browser::nobody(), PAGE, &fields).await;
    assert_eq!(asked.status, 401);
    assert!(asked.body.contains("Magda Klein") && asked.body.contains(SUBMISSION.1), "{}", asked.body);
    assert!(
        asked.body.contains(r#"action="/interactions/bulk?pick=INT0000001&amp;pick=INT0000002""#),
        "{}",
        asked.body
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn those_picked_as_a_file() {
    let site = Site::new().await;
    let agent = two(&site).await;
    site.log(AGENT, &draft()).await;
    let hidden = site.log(OUTSIDER, &fabrikam_draft()).await;
    let file = site.get(&agent, &format!("/interactions.csv?pick=INT0000001&pick={hidden}&pick=INT0000003")).await;
    assert_eq!(file.status, 200);
    let numbers: Vec<&str> = file.body.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    assert_eq!(numbers, ["INT0000003", "INT0000001"]);
    // What cannot be read picks nothing, and never everything.
    let none = site.get(&agent, "/interactions.csv?pick=x").await;
    assert_eq!((none.status.as_u16(), none.body.lines().count()), (200, 1));
}
