//! Too many failed tries have to wait.

use kernel::ApiError;
use people::server::commands::{Origin, sign_in};
use platform::testing::fixture::{self, NOW, PASSWORD};
use sqlx::PgPool;
use time::{Duration, OffsetDateTime};

use super::sign_in::{EMAIL, origin, refusal};

/// So many failures of an e-mail address from a network address, at one moment.
async fn failures(pool: &PgPool, n: i64, email: &str, address: &str, at: OffsetDateTime) {
    sqlx::query("insert into sign_in_failure (email, address, at) select $1, $2, $3 from generate_series(1, $4)")
        .bind(email)
        .bind(address)
        .bind(at)
        .bind(n)
        .execute(pool)
        .await
        .unwrap();
}

async fn try_at(pool: &PgPool, at: OffsetDateTime, password: &str) -> Result<(), ApiError> {
    sign_in(&fixture::platform_at(pool, at), EMAIL, password, &origin()).await.map(drop)
}

/// A try of each e-mail address, none waiting for another.
async fn at_once(pool: &PgPool, emails: Vec<String>, password: &'static str) -> Vec<Result<(), ApiError>> {
    let mut tries = tokio::task::JoinSet::new();
    for email in emails {
        let platform = fixture::platform(pool);
        tries.spawn(async move { sign_in(&platform, &email, password, &origin()).await.map(drop) });
    }
    tries.join_all().await
}

#[tokio::test]
async fn ten_failures_of_one_email_have_to_wait_for_fifteen_minutes() {
    let pool = fixture::database().await;
    for second in 0..10 {
        assert_eq!(try_at(&pool, NOW + Duration::seconds(second), "wrong").await, Err(refusal()));
    }
    let waiting = NOW + Duration::seconds(60);
    assert_eq!(try_at(&pool, waiting, PASSWORD).await, Err(ApiError::TooMany { seconds: 840 }));
    assert_eq!(try_at(&pool, waiting, "wrong").await, Err(ApiError::TooMany { seconds: 840 }));
    assert_eq!(fixture::count(&pool, "select count(*) from sign_in_failure").await, 10, "waiting is no failure");

    let over = NOW + Duration::minutes(15);
    assert_eq!(try_at(&pool, over - Duration::seconds(1), PASSWORD).await, Err(ApiError::TooMany { seconds: 1 }));
    assert_eq!(try_at(&pool, over, PASSWORD).await, Ok(()));
}

#[tokio::test]
async fn forty_wrong_passwords_at_once_are_not_all_tried() {
    let pool = fixture::database().await;
    let tries = at_once(&pool, vec![EMAIL.to_owned(); 40], "wrong").await;
    let (refused, waiting): (Vec<_>, Vec<_>) = tries.into_iter().partition(|outcome| *outcome == Err(refusal()));
    assert_eq!(refused.len(), 10, "as many passwords are looked at as the limit allows");
    assert!(waiting.iter().all(|outcome| *outcome == Err(ApiError::TooMany { seconds: 900 })), "{waiting:?}");
    assert_eq!(fixture::count(&pool, "select count(*) from sign_in_failure").await, 10);
}

#[tokio::test]
async fn a_burst_from_one_address_is_counted_whatever_the_email() {
    let pool = fixture::database().await;
    failures(&pool, 95, "guess@northwind.test", "192.0.2.1", NOW - Duration::minutes(1)).await;
    let emails = (0..40).map(|person| format!("guess.{person}@northwind.test")).collect();
    let tries = at_once(&pool, emails, "wrong").await;
    let refused = tries.into_iter().filter(|outcome| *outcome == Err(refusal())).count();
    assert_eq!(refused, 5, "a hundred in all");
}

#[tokio::test]
async fn right_passwords_at_once_are_all_let_in() {
    let pool = fixture::database().await;
    let tries = at_once(&pool, vec![EMAIL.to_owned(); 9], PASSWORD).await;
    assert!(tries.iter().all(Result::is_ok), "{tries:?}");
    assert_eq!(fixture::count(&pool, "select count(*) from sign_in_failure").await, 0);
}

#[tokio::test]
async fn a_password_that_could_not_be_looked_at_is_not_a_wrong_one() {
    let pool = fixture::database().await;
    sqlx::raw_sql("alter table session add check (user_agent = '')").execute(&pool).await.unwrap();
    assert_eq!(try_at(&pool, NOW, PASSWORD).await, Err(ApiError::Internal));
    assert_eq!(fixture::count(&pool, "select count(*) from sign_in_failure").await, 0);
}

#[tokio::test]
async fn the_limit_is_one_persons_own() {
    let pool = fixture::database().await;
    failures(&pool, 10, EMAIL, "192.0.2.1", NOW).await;
    let platform = fixture::platform(&pool);
    assert!(sign_in(&platform, "bo.lind@northwind.test", PASSWORD, &origin()).await.is_ok());
    assert!(try_at(&pool, NOW, PASSWORD).await.is_err());
}

#[tokio::test]
async fn another_case_of_the_email_is_the_same_email() {
    let pool = fixture::database().await;
    failures(&pool, 10, EMAIL, "192.0.2.1", NOW).await;
    let outcome = sign_in(&fixture::platform(&pool), &EMAIL.to_uppercase(), PASSWORD, &origin()).await;
    assert_eq!(outcome.map(drop), Err(ApiError::TooMany { seconds: 900 }));
}

#[tokio::test]
async fn a_hundred_failures_from_one_address_have_to_wait_whatever_the_email() {
    let pool = fixture::database().await;
    for person in 0..99 {
        failures(&pool, 1, &format!("guess.{person}@northwind.test"), "192.0.2.1", NOW).await;
    }
    let later = NOW + Duration::minutes(5);
    assert_eq!(try_at(&pool, later, "wrong").await, Err(refusal()), "that was the hundredth");
    assert_eq!(try_at(&pool, later, PASSWORD).await, Err(ApiError::TooMany { seconds: 600 }));
    let elsewhere = Origin { address: "192.0.2.2".into(), ..origin() };
    assert!(sign_in(&fixture::platform_at(&pool, later), EMAIL, PASSWORD, &elsewhere).await.is_ok());
}

#[tokio::test]
async fn the_wait_ends_when_the_next_try_is_let_through() {
    let pool = fixture::database().await;
    // Somebody else at the same address failed long before; that does not shorten the wait.
    failures(&pool, 1, "bo.lind@northwind.test", "192.0.2.1", NOW - Duration::minutes(14)).await;
    failures(&pool, 3, EMAIL, "192.0.2.1", NOW - Duration::minutes(10)).await;
    failures(&pool, 9, EMAIL, "192.0.2.1", NOW).await;
    let Err(ApiError::TooMany { seconds }) = try_at(&pool, NOW, PASSWORD).await else { panic!("let through") };
    let end = NOW + Duration::seconds(i64::from(seconds));
    assert!(try_at(&pool, end - Duration::seconds(1), PASSWORD).await.is_err());
    assert_eq!(try_at(&pool, end, PASSWORD).await, Ok(()));
}

#[tokio::test]
async fn a_success_clears_the_count() {
    let pool = fixture::database().await;
    failures(&pool, 9, EMAIL, "192.0.2.1", NOW).await;
    failures(&pool, 1, "bo.lind@northwind.test", "192.0.2.1", NOW).await;
    assert_eq!(try_at(&pool, NOW, PASSWORD).await, Ok(()));
    let left: Vec<String> = sqlx::query_scalar("select email from sign_in_failure").fetch_all(&pool).await.unwrap();
    assert_eq!(left, ["bo.lind@northwind.test"]);
}
