//! A form sent without JavaScript after its session had ended: its page asks to sign in, and what was typed
//! is there again afterwards, for the person to send.

use axum::http::header;
use interaction::model::Draft;
use platform::testing::fixture::{self, *};
use time::Duration;

use super::site::{Answer, Browser, Site, draft};

const SUBMISSION: (&str, &str) = ("submission", "00000000-0000-4000-8000-000000000001");
const VERSION: (&str, &str) = ("version", "1");
const RECORD: &str = "/interactions/INT0000001";
const EMAIL: &str = "astrid.berg@northwind.test";

fn typed() -> Draft {
    Draft { summary: r#"Typed "with" <care>"#.into(), description: "\nFirst line\nsecond line".into(), ..draft() }
}

/// Sends a draft with further fields.
async fn send(site: &Site, browser: &Browser, path: &str, draft: &Draft, more: &[(&str, &str)]) -> Answer {
    let fields = draft.to_fields().0;
    let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.extend(more);
    site.post(browser, path, &fields).await
}

/// Sends it once more from the page that asked to sign in.
async fn sign_in(site: &Site, path: &str, draft: &Draft, more: (&str, &str), email: &str, password: &str) -> Answer {
    let fields = [more, ("sign_in_email", email), ("sign_in_password", password)];
    send(site, &Browser::nobody(), path, draft, &fields).await
}

/// A hidden field as the page writes it.
fn hidden(name: &str, value: &str) -> String {
    format!(r#"<input type="hidden" name="{name}" value="{value}""#)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_asks_to_sign_in_and_carries_what_was_typed() {
    let site = Site::new().await;
    site.log(AGENT, &draft()).await;
    for (path, more) in [("/interactions/new", SUBMISSION), (RECORD, VERSION)] {
        let answer = send(&site, &Browser::nobody(), path, &typed(), &[more, ("intent", "refresh")]).await;
        assert_eq!(answer.status, 401, "{path}");
        assert!(answer.body.contains(&format!(r#"action="{path}""#)), "{path}: {}", answer.body);
        for name in ["sign_in_email", "sign_in_password"] {
            assert!(answer.body.contains(&format!(r#"name="{name}""#)), "{path}: {name}");
        }
        let summary = "Typed &quot;with&quot; &lt;care&gt;";
        assert!(answer.body.contains(&hidden("summary", summary)), "{path}: {}", answer.body);
        assert!(answer.body.contains(&hidden(more.0, more.1)), "{path}: {}", answer.body);
        assert!(!answer.body.contains(r#"name="intent""#), "{path}");
        assert!(!answer.body.contains("Cannot print"), "{path}: nothing of the record is told");
        assert!(answer.header(header::SET_COOKIE).is_empty());
        assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
    }
    assert_eq!(site.interactions().await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_password_keeps_it_and_is_not_written_into_the_page() {
    let site = Site::new().await;
    let answer = sign_in(&site, "/interactions/new", &typed(), SUBMISSION, EMAIL, "wrong secret").await;
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("The email address or the password is not right."), "{}", answer.body);
    assert!(answer.body.contains("second line") && answer.body.contains(SUBMISSION.1) && answer.body.contains(EMAIL));
    assert!(!answer.body.contains("wrong secret") && answer.header(header::SET_COOKIE).is_empty());
    let other = send(&site, &Browser::nobody(), "/interactions/new", &typed(), &[("old_password", "old secret")]).await;
    assert!(!other.body.contains("old secret"), "no password is ever written into a page");

    sqlx::query("insert into sign_in_failure select $1, '', $2 from generate_series(1, 10)")
        .bind(EMAIL)
        .bind(NOW - Duration::minutes(5))
        .execute(&site.pool)
        .await
        .unwrap();
    let answer = sign_in(&site, "/interactions/new", &typed(), SUBMISSION, EMAIL, PASSWORD).await;
    assert_eq!((answer.status.as_u16(), answer.header(header::RETRY_AFTER)), (429, "600"));
    assert!(answer.body.contains("Please wait 600 seconds") && answer.body.contains("second line"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_the_sign_in_the_form_is_there_as_typed_and_nothing_is_saved_before_it_is_sent() {
    let site = Site::new().await;
    site.log(AGENT, &draft()).await;
    for (path, more, to) in [("/interactions/new", SUBMISSION, "/interactions/INT0000002"), (RECORD, VERSION, RECORD)] {
        let before = (site.interactions().await, fixture::events(&site.pool).await.len());
        let answer = sign_in(&site, path, &typed(), more, EMAIL, PASSWORD).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        assert!(answer.body.contains("Typed &quot;with&quot; &lt;care&gt;"), "{path}: {}", answer.body);
        assert!(answer.body.contains("second line</textarea>"), "{path}");
        assert!(answer.body.contains(&format!(r#"name="{}" value="{}""#, more.0, more.1)), "{path}");
        assert!(answer.body.contains("Astrid Berg"), "{path}: signed in");
        assert!(!answer.body.contains("sign_in_") && !answer.body.contains(r#"aria-invalid="true""#), "{path}");
        let after = (site.interactions().await, fixture::events(&site.pool).await.len());
        assert_eq!(after, (before.0, before.1 + 1), "{path}: the sign-in alone");

        let browser = Browser::of(answer.header(header::SET_COOKIE));
        let saved = send(&site, &browser, path, &typed(), &[more]).await;
        assert_eq!((saved.status.as_u16(), saved.location()), (303, to), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edit_is_still_based_on_the_version_it_was_opened_at() {
    let site = Site::new().await;
    let number = site.log(AGENT, &draft()).await;
    let colleague = site.browser(COLLEAGUE).await;
    let theirs = Draft { summary: "Prints only green".into(), ..draft() };
    assert_eq!(send(&site, &colleague, RECORD, &theirs, &[VERSION]).await.status, 303);
    let answer = sign_in(&site, RECORD, &typed(), VERSION, EMAIL, PASSWORD).await;
    assert_eq!(answer.status, 200);
    assert!(answer.body.contains(r#"name="version" value="1""#), "{number}: {}", answer.body);
    let browser = Browser::of(answer.header(header::SET_COOKIE));
    let stale = send(&site, &browser, RECORD, &typed(), &[VERSION]).await;
    assert_eq!(stale.status, 409);
    assert!(stale.body.contains("Prints only green") && stale.body.contains(r#"name="version" value="2""#));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_not_open_the_form_finds_nothing_after_signing_in() {
    let site = Site::new().await;
    site.log(AGENT, &draft()).await;
    for (email, path, more, status) in [
        ("rosa.quest@northwind.test", "/interactions/new", SUBMISSION, 404),
        ("vera.blick@northwind.test", "/interactions/new", SUBMISSION, 404),
        ("otto.fabry@fabrikam.test", RECORD, VERSION, 404),
    ] {
        let answer = sign_in(&site, path, &typed(), more, email, PASSWORD).await;
        assert_eq!(answer.status, status, "{email}");
        assert!(answer.body.contains("There is nothing here") && !answer.body.contains("Cannot print"), "{email}");
    }
    assert_eq!(site.interactions().await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_signed_in_elsewhere_meanwhile_needs_no_password_and_still_sends_it_themselves() {
    let site = Site::new().await;
    let agent = site.browser(AGENT).await;
    let fields = [SUBMISSION, ("sign_in_email", EMAIL), ("sign_in_password", "some secret")];
    let answer = send(&site, &agent, "/interactions/new", &typed(), &fields).await;
    assert_eq!(answer.status, 200);
    assert!(answer.body.contains("second line</textarea>") && !answer.body.contains("some secret"));
    assert_eq!(site.interactions().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_form_of_this_product_is_not_carried() {
    let site = Site::new().await;
    let names: Vec<String> = (0..200).map(|n| format!("field{n}")).collect();
    let many: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "x")).collect();
    assert_eq!(site.post(&Browser::nobody(), "/interactions/new", &many).await.status, 400);
    let long = "x".repeat(1024 * 1024);
    assert_eq!(site.post(&Browser::nobody(), "/interactions/new", &[("summary", &long)]).await.status, 413);
}
