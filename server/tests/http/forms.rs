//! Forms posted without JavaScript: done, or shown again with what was typed.

use axum::{
    body::Body,
    http::{Method, header},
};
use interaction::model::Draft;
use platform::testing::fixture::{self, *};

use super::site::{Answer, Browser, Site, draft, fabrikam_draft};

const SUBMISSION: (&str, &str) = ("submission", "00000000-0000-4000-8000-000000000001");

/// Posts a draft with further fields, as the form's page does.
async fn post(site: &Site, browser: &Browser, path: &str, draft: &Draft, more: &[(&str, &str)]) -> Answer {
    let fields = draft.to_fields().0;
    let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.extend(more);
    site.post(browser, path, &fields).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_right_form_leads_to_its_record_however_often_it_is_sent() {
    let site = Site::new().await;
    let agent = site.browser(AGENT).await;
    for _ in 0..2 {
        let answer = post(&site, &agent, "/interactions/new", &draft(), &[SUBMISSION]).await;
        assert_eq!((answer.status.as_u16(), answer.location()), (303, "/interactions/INT0000001"));
    }
    assert_eq!(site.interactions().await, 1);
    let record = site.get(&agent, "/interactions/INT0000001").await;
    assert!(record.status == 200 && record.body.contains("Cannot print"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_form_is_shown_again_with_everything_that_was_typed() {
    let site = Site::new().await;
    let agent = site.browser(AGENT).await;
    let wrong = Draft {
        requested_for: String::new(),
        requested_for_text: "Nobody Known".into(),
        summary: r#"Says "no" & <b>stops</b>"#.into(),
        description: "\nFirst line\nsecond </textarea> line".into(),
        contact_phone: "0108 ext. 7".into(),
        ci: ROBOT.to_string(),
        impact: "1".into(),
        ..draft()
    };
    let answer = post(&site, &agent, "/interactions/new", &wrong, &[SUBMISSION]).await;
    assert_eq!(answer.status, 422);
    for kept in [
        "User not found",
        "Choose one of this company&#x27;s configuration items.",
        "Nobody Known",
        "&lt;b&gt;stops&lt;/b&gt;",
        "second &lt;/textarea&gt; line",
        "0108 ext. 7",
        SUBMISSION.1,
    ] {
        let plain = kept.replace("&#x27;", "'");
        assert!(answer.body.contains(kept) || answer.body.contains(&plain), "{kept} is lost: {}", answer.body);
    }
    assert!(!answer.body.contains("<b>stops"), "what was typed is text");
    assert!(answer.body.contains(r#"aria-invalid="true""#));
    assert_eq!(site.interactions().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn asking_for_another_companys_choices_keeps_what_was_typed() {
    let site = Site::new().await;
    let agent = site.browser(AGENT).await;
    let half = Draft { company: CONTOSO.to_string(), summary: "Half a sentence".into(), ..draft() };
    let answer = post(&site, &agent, "/interactions/new", &half, &[SUBMISSION, ("intent", "refresh")]).await;
    assert_eq!(answer.status, 200);
    assert!(answer.body.contains("Half a sentence") && !answer.body.contains(r#"aria-invalid="true""#));
    assert!(answer.body.contains(r#"<option value="203""#), "Contoso's reasons are offered");
    assert!(!answer.body.contains(r#"<option value="202""#), "Northwind's are not");
    assert_eq!(site.interactions().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_form_is_said_to_be_one_and_loses_nothing() {
    let site = Site::new().await;
    let agent = site.browser(AGENT).await;
    site.log(AGENT, &draft()).await;
    let typed = Draft { summary: "Typed with care".into(), ..draft() };
    for (path, more) in [
        ("/interactions/new", [("submission", "x")]),
        ("/interactions/new", [("other", "")]),
        ("/interactions/INT0000001", [("version", "x")]),
        ("/interactions/INT0000001", [("other", "")]),
    ] {
        let answer = post(&site, &agent, path, &typed, &more).await;
        assert_eq!(answer.status, 400, "{path} {more:?}");
        assert!(answer.body.contains("This form is damaged.") && answer.body.contains("Typed with care"), "{path}");
    }
    assert_eq!(fixture::events(&site.pool).await.len(), 1 + 1, "one sign-in, one interaction");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_is_no_form_is_refused() {
    let site = Site::new().await;
    let agent = site.browser(AGENT).await;
    let form = "application/x-www-form-urlencoded";
    let cases = [
        ("application/json", "{}".to_owned(), 415),
        ("multipart/form-data; boundary=x", "--x--".to_owned(), 415),
        ("", "a=b".to_owned(), 415),
        (form, "summary=%FF%FE".to_owned(), 400),
        (form, format!("description={}", "x".repeat(1024 * 1024)), 413),
    ];
    for path in ["/login", "/account", "/interactions/new", "/interactions/INT0000001"] {
        for (kind, body, status) in &cases {
            if path.contains("INT") && kind.starts_with("multipart") {
                // A form with files, which this page takes: see `attachments`.
                continue;
            }
            let mut request = agent.request(Method::POST, path, Body::from(body.clone()));
            if !kind.is_empty() {
                request.headers_mut().insert(header::CONTENT_TYPE, kind.parse().unwrap());
            }
            let answer = site.send(request).await;
            assert_eq!(answer.status, *status, "{path} {kind} {}", body.len());
            assert!(answer.body.ends_with('.'), "a sentence: {}", answer.body);
        }
    }
    let charset = "application/x-www-form-urlencoded; charset=UTF-8";
    let mut request = agent.request(Method::POST, "/account", Body::from("session=0"));
    request.headers_mut().insert(header::CONTENT_TYPE, charset.parse().unwrap());
    assert_eq!(site.send(request).await.status, 404, "read, and no session of theirs");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edit_leads_back_to_the_record() {
    let site = Site::new().await;
    let number = site.log(AGENT, &draft()).await;
    let agent = site.browser(AGENT).await;
    let path = format!("/interactions/{number}");
    let changed = Draft { summary: "Prints again".into(), status: "completed".into(), ..draft() };
    let answer = post(&site, &agent, &path, &changed, &[("version", "1")]).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, path.as_str()));
    let page = site.get(&agent, &path).await;
    assert!(page.body.contains("Prints again") && page.body.contains("Completed"));
    let unlawful = Draft { status: "on_hold".into(), state_reason: "waiting_internal".into(), ..changed };
    let answer = post(&site, &agent, &path, &unlawful, &[("version", "2")]).await;
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("Completed cannot become On Hold."));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stale_edit_shows_the_other_persons_values_beside_ones_own() {
    let site = Site::new().await;
    let number = site.log(AGENT, &draft()).await;
    let path = format!("/interactions/{number}");
    let (agent, colleague) = (site.browser(AGENT).await, site.browser(COLLEAGUE).await);
    let theirs = Draft {
        summary: "Prints only green".into(),
        description: "Since Monday".into(),
        impact: "1".into(),
        ..draft()
    };
    assert_eq!(post(&site, &colleague, &path, &theirs, &[("version", "1")]).await.status, 303);
    let mine = Draft { summary: "Prints only blue".into(), ..draft() };
    let answer = post(&site, &agent, &path, &mine, &[("version", "1")]).await;
    assert_eq!(answer.status, 409);
    for shown in ["Bo Lind", "Prints only green", "Prints only blue", r#"name="version" value="2""#] {
        assert!(answer.body.contains(shown), "{shown}: {}", answer.body);
    }
    // What only the other changed is in the form that came back, or sending it again would take it back.
    assert!(answer.body.contains(">Since Monday</textarea>"), "{}", answer.body);
    assert!(answer.body.contains(r#"<option value="1" selected"#), "{}", answer.body);
    let again = Draft { summary: mine.summary, ..theirs };
    assert_eq!(post(&site, &agent, &path, &again, &[("version", "2")]).await.status, 303);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_that_may_not_be_sent_changes_nothing() {
    let site = Site::new().await;
    let number = site.log(AGENT, &draft()).await;
    let hidden = site.log(OUTSIDER, &fabrikam_draft()).await;
    let changed = Draft { summary: "Changed".into(), ..draft() };
    let (mine, theirs) = (format!("/interactions/{number}"), format!("/interactions/{hidden}"));
    for (person, path, lawful) in [
        (VIEWER, mine.as_str(), &[403][..]),
        (VIEWER, "/interactions/new", &[403, 404]),
        (AGENT, theirs.as_str(), &[404]),
        (AGENT, "/interactions/INT9999999", &[404]),
        (AGENT, "/interactions/nonsense", &[404]),
        (REQUESTER, "/interactions/new", &[404]),
    ] {
        let browser = site.browser(person).await;
        let answer = post(&site, &browser, path, &changed, &[SUBMISSION, ("version", "1")]).await;
        assert!(lawful.contains(&answer.status.as_u16()), "{person} {path}: {}", answer.status);
    }
    // A requester who posts to a record's page is led to their own view of it.
    let requester = site.browser(REQUESTER).await;
    let answer = post(&site, &requester, &mine, &changed, &[("version", "1")]).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (302, "/my-requests/INT0000001"));
    let summaries: Vec<String> =
        sqlx::query_scalar("select summary from interaction").fetch_all(&site.pool).await.unwrap();
    assert_eq!(summaries, ["Cannot print", "Cannot print"]);
}
