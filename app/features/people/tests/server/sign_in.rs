//! Signing in with e-mail and password.

use kernel::ApiError;
use people::server::{
    commands::{Origin, sign_in},
    session::{LIFETIME, actor},
};
use platform::testing::fixture::{self, AGENT, NOW, PASSWORD};
use time::OffsetDateTime;

pub const EMAIL: &str = "astrid.berg@northwind.test";

pub fn origin() -> Origin {
    Origin { address: "192.0.2.1".into(), user_agent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0".into() }
}

pub fn refusal() -> ApiError {
    ApiError::field("password", "The email address or the password is not right.")
}

#[tokio::test]
async fn the_right_password_opens_a_session() {
    let pool = fixture::database().await;
    let platform = fixture::platform(&pool);
    let token = sign_in(&platform, EMAIL, PASSWORD, &origin()).await.unwrap();
    assert_eq!(actor(&platform, &token).await.unwrap().unwrap().person, AGENT);
    assert_eq!(fixture::events(&pool).await, [("person.signed_in".to_owned(), AGENT.0, Some(AGENT))]);
    let (hash, created, expires, address, agent): (Vec<u8>, OffsetDateTime, OffsetDateTime, String, String) =
        sqlx::query_as("select token_hash, created_at, expires_at, address, user_agent from session")
            .fetch_one(&pool)
            .await
            .unwrap();
    assert_eq!((hash, created, expires), (token.hash(), NOW, NOW + LIFETIME));
    assert_eq!((address, agent), (origin().address, origin().user_agent));
}

#[tokio::test]
async fn every_session_has_a_token_of_its_own() {
    let pool = fixture::database().await;
    let platform = fixture::platform(&pool);
    let one = sign_in(&platform, EMAIL, PASSWORD, &origin()).await.unwrap();
    let other = sign_in(&platform, EMAIL, PASSWORD, &origin()).await.unwrap();
    assert_ne!(one.hash(), other.hash());
    assert_eq!(fixture::count(&pool, "select count(*) from session").await, 2);
}

#[tokio::test]
async fn case_and_blanks_around_the_email_do_not_matter() {
    let pool = fixture::database().await;
    let platform = fixture::platform(&pool);
    for email in ["Astrid.Berg@Northwind.TEST", "  astrid.berg@northwind.test\t"] {
        assert!(sign_in(&platform, email, PASSWORD, &origin()).await.is_ok(), "{email:?}");
    }
}

#[tokio::test]
async fn whatever_is_wrong_is_refused_with_the_same_words() {
    let pool = fixture::database().await;
    let platform = fixture::platform(&pool);
    let wrong = [
        (EMAIL, "Demo"),
        (EMAIL, "demo "),
        ("nobody@northwind.test", PASSWORD),
        ("lars.leaver@northwind.test", PASSWORD),
        (EMAIL, &"x".repeat(2_000)),
        (&format!("{}@northwind.test", "x".repeat(300)), PASSWORD),
        ("astrid.berg@northwind.test\0", PASSWORD),
    ];
    for (email, password) in wrong {
        assert_eq!(sign_in(&platform, email, password, &origin()).await.unwrap_err(), refusal(), "{email:?}");
    }
    assert_eq!(fixture::count(&pool, "select count(*) from session").await, 0);
    assert_eq!(fixture::events(&pool).await, []);
}

#[tokio::test]
async fn somebody_without_a_password_cannot_sign_in() {
    let pool = fixture::database().await;
    let platform = fixture::platform(&pool);
    sqlx::query("update person set password_hash = null where email = $1").bind(EMAIL).execute(&pool).await.unwrap();
    assert_eq!(sign_in(&platform, EMAIL, PASSWORD, &origin()).await.unwrap_err(), refusal());
}

#[tokio::test]
async fn what_is_missing_is_named() {
    let pool = fixture::database().await;
    let platform = fixture::platform(&pool);
    let missing = |error: ApiError| error.fields().0.into_iter().map(|error| error.field).collect::<Vec<_>>();
    assert_eq!(missing(sign_in(&platform, " ", PASSWORD, &origin()).await.unwrap_err()), ["email"]);
    assert_eq!(missing(sign_in(&platform, EMAIL, "", &origin()).await.unwrap_err()), ["password"]);
    assert_eq!(fixture::count(&pool, "select count(*) from sign_in_failure").await, 0, "that is no failed try");
}

#[tokio::test]
async fn a_database_that_is_away_is_said() {
    let pool = fixture::database().await;
    let platform = fixture::platform(&pool);
    pool.close().await;
    assert_eq!(sign_in(&platform, EMAIL, PASSWORD, &origin()).await.unwrap_err(), ApiError::Unavailable);
}
