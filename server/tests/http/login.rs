//! Signing in and out through the pages, without JavaScript.

use axum::http::header;
use platform::testing::fixture::{self, AGENT, NOW, PASSWORD};
use serde_json::json;
use time::Duration;

use super::site::{Browser, Site};

const EMAIL: &str = "astrid.berg@northwind.test";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_in_gives_a_cookie_and_goes_on_where_one_was() {
    let site = Site::new().await;
    let page = site.get(&Browser::nobody(), "/login?next=/interactions%3Fscope%3Dme").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains(r#"name="next" value="/interactions?scope=me""#), "{}", page.body);
    let fields = [("email", EMAIL), ("password", PASSWORD), ("next", "/interactions?scope=me")];
    let answer = site.post(&Browser::nobody(), "/login", &fields).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/interactions?scope=me"));
    let cookie = answer.header(header::SET_COOKIE);
    let attributes: Vec<_> = cookie.split("; ").skip(1).collect();
    assert_eq!(attributes, ["Path=/", "HttpOnly", "SameSite=Lax", "Max-Age=1209600"]);
    let account = site.get(&Browser::of(cookie), "/account").await;
    assert!(account.status == 200 && account.body.contains("Astrid Berg"), "{account:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_tls_the_cookie_is_sent_over_tls_alone() {
    let pool = fixture::database().await;
    let site = Site::of(platform::Platform { secure_cookies: true, ..fixture::platform(&pool) });
    let answer = site.post(&Browser::nobody(), "/login", &[("email", EMAIL), ("password", PASSWORD)]).await;
    assert!(answer.header(header::SET_COOKIE).ends_with("; Secure"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sign_in_never_leads_off_the_site_or_back_to_itself() {
    let site = Site::new().await;
    for next in ["", "https://evil.test", "//evil.test", "/\\evil.test", "/\t/evil.test", "/login", "/logout"] {
        let fields = [("email", EMAIL), ("password", PASSWORD), ("next", next)];
        let answer = site.post(&Browser::nobody(), "/login", &fields).await;
        assert_eq!((answer.status.as_u16(), answer.location()), (303, "/"), "{next:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_is_said_and_the_email_kept_but_not_the_password() {
    let site = Site::new().await;
    let fields = [("email", EMAIL), ("password", "wrong secret"), ("next", "/board")];
    let answer = site.post(&Browser::nobody(), "/login", &fields).await;
    assert_eq!(answer.status, 422);
    assert!(answer.header(header::SET_COOKIE).is_empty());
    assert!(answer.body.contains("The email address or the password is not right."));
    assert!(answer.body.contains(&format!(r#"value="{EMAIL}""#)) && answer.body.contains(r#"value="/board""#));
    assert!(answer.body.contains(r#"aria-invalid="true""#));
    assert!(!answer.body.contains("wrong secret"));
    let empty = site.post(&Browser::nobody(), "/login", &[]).await;
    assert!(empty.status == 422 && empty.body.contains("Enter your email address."));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn too_many_tries_are_told_how_long_to_wait() {
    let site = Site::new().await;
    sqlx::query("insert into sign_in_failure select $1, '', $2 from generate_series(1, 10)")
        .bind(EMAIL)
        .bind(NOW - Duration::minutes(5))
        .execute(&site.pool)
        .await
        .unwrap();
    let answer = site.post(&Browser::nobody(), "/login", &[("email", EMAIL), ("password", PASSWORD)]).await;
    assert_eq!((answer.status.as_u16(), answer.header(header::RETRY_AFTER)), (429, "600"));
    assert!(answer.body.contains("Please wait 600 seconds"), "{}", answer.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_outlived_its_session_signs_in_within_the_same_limits() {
    let site = Site::new().await;
    let sent = |password: &str| json!({ "email": EMAIL, "password": password });
    let wrong = site.call(&Browser::nobody(), "sign_in_again", &sent("wrong secret")).await;
    assert_eq!((wrong.status.as_u16(), wrong.header(header::SET_COOKIE)), (422, ""));
    assert!(wrong.body.contains("is not right") && !wrong.body.contains("wrong secret"), "{}", wrong.body);
    let right = site.call(&Browser::nobody(), "sign_in_again", &sent(PASSWORD)).await;
    assert_eq!((right.status.as_u16(), right.body.as_str()), (200, "101"));
    let cookie = right.header(header::SET_COOKIE);
    assert!(cookie.contains("; HttpOnly; SameSite=Lax"), "{cookie}");
    assert_eq!(site.get(&Browser::of(cookie), "/account").await.status, 200);
    for _ in 0..10 {
        site.call(&Browser::nobody(), "sign_in_again", &sent("wrong")).await;
    }
    let late = site.call(&Browser::nobody(), "sign_in_again", &sent(PASSWORD)).await;
    assert_eq!((late.status.as_u16(), late.header(header::RETRY_AFTER)), (429, "900"), "{}", late.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_out_forgets_the_session_on_both_sides() {
    let site = Site::new().await;
    let agent = site.browser(AGENT).await;
    let elsewhere = site.browser(AGENT).await;
    let answer = site.post(&agent, "/logout", &[]).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/login"));
    assert!(
        answer.header(header::SET_COOKIE).starts_with("firstline_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")
    );
    assert_eq!(site.get(&agent, "/account").await.status, 303, "the cookie kept aside opens nothing");
    assert_eq!(site.get(&elsewhere, "/account").await.status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_is_ended_from_the_account_page() {
    let site = Site::new().await;
    let here = site.browser(AGENT).await;
    let lost = site.browser(AGENT).await;
    let colleague = site.browser(fixture::COLLEAGUE).await;
    let ids: Vec<i64> = sqlx::query_scalar("select id from session order by id").fetch_all(&site.pool).await.unwrap();
    for (session, status) in
        [(ids[2].to_string(), 404), ("x".into(), 404), (String::new(), 404), (ids[1].to_string(), 303)]
    {
        assert_eq!(site.post(&here, "/account", &[("session", &session)]).await.status, status, "{session:?}");
    }
    assert_eq!(site.get(&lost, "/account").await.status, 303);
    assert_eq!(site.get(&colleague, "/account").await.status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn demo_accounts_are_shown_in_the_demo_alone() {
    let pool = fixture::database().await;
    sqlx::query("update person set email = 'agent@demo.test' where id = 101").execute(&pool).await.unwrap();
    let plain = Site::of(fixture::platform(&pool)).get(&Browser::nobody(), "/login").await;
    assert!(plain.status == 200 && !plain.body.contains("agent@demo.test"));
    let demo = Site::of(platform::Platform { demo: true, ..fixture::platform(&pool) });
    let page = demo.get(&Browser::nobody(), "/login").await;
    assert!(page.body.contains("agent@demo.test") && page.body.contains("Service Desk User"));
}
