//! The record as it was at a moment.

use interaction::{
    model::{AsOf, Draft},
    server::{commands, queries},
};
use kernel::{ApiError, InteractionNumber, PersonId};
use platform::{
    Clock, Platform,
    testing::fixture::{self, *},
};
use sqlx::PgPool;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::support::{draft, visible};

fn hour(n: i64) -> OffsetDateTime {
    NOW + Duration::hours(n)
}

fn at_hour(pool: &PgPool, n: i64) -> Platform {
    Platform { clock: Clock::fixed(hour(n)), ..fixture::platform(pool) }
}

/// Logged at one, assigned at two, taken back and called something else at three.
async fn told(pool: &PgPool) -> InteractionNumber {
    let agent = fixture::actor(pool, AGENT).await;
    let first = Draft { description: "It blinks".into(), ..draft() };
    let number = commands::create(&at_hour(pool, 1), &agent, &first, Uuid::new_v4()).await.unwrap();
    let second = Draft {
        group: NETWORK.to_string(),
        individual: MANAGER.to_string(),
        status: "in_progress".into(),
        ..first.clone()
    };
    commands::edit(&at_hour(pool, 2), &agent, number, 1, &second).await.unwrap();
    let third =
        Draft { individual: String::new(), summary: "Prints blue".into(), description: String::new(), ..second };
    commands::edit(&at_hour(pool, 3), &agent, number, 2, &third).await.unwrap();
    number
}

async fn as_of(pool: &PgPool, who: PersonId, number: InteractionNumber, at: OffsetDateTime) -> Result<AsOf, ApiError> {
    let visible = visible(pool, who).await;
    queries::as_of(&mut pool.acquire().await.unwrap(), &visible, number, at).await
}

#[tokio::test]
async fn every_field_is_as_it_was_then() {
    let pool = fixture::database().await;
    let number = told(&pool).await;
    for (at, summary, description, group, individual, status) in [
        (hour(1), "Cannot print", "It blinks", "", "", "New"),
        (hour(2) - Duration::MICROSECOND, "Cannot print", "It blinks", "", "", "New"),
        (hour(2), "Cannot print", "It blinks", "Network", "Magda Klein", "In Progress"),
        (hour(3), "Prints blue", "", "Network", "", "In Progress"),
        (hour(99), "Prints blue", "", "Network", "", "In Progress"),
    ] {
        let past = as_of(&pool, AGENT, number, at).await.unwrap();
        let texts =
            ["summary", "description", "group", "individual", "status"].map(|field| past.text(field).to_owned());
        assert_eq!(texts, [summary, description, group, individual, status], "{at}");
        assert_eq!((past.at, past.reported_on), (at, hour(1)));
    }
}

#[tokio::test]
async fn before_it_was_logged_there_is_nothing() {
    let pool = fixture::database().await;
    let number = told(&pool).await;
    assert_eq!(as_of(&pool, AGENT, number, hour(1) - Duration::MICROSECOND).await.unwrap().facts, []);
}

#[tokio::test]
async fn who_does_not_see_it_now_does_not_see_it_as_it_was() {
    let pool = fixture::database().await;
    let number = told(&pool).await;
    assert!(as_of(&pool, VIEWER, number, hour(2)).await.is_ok());
    for (who, number) in [(OUTSIDER, number), (AGENT, InteractionNumber(99))] {
        assert_eq!(as_of(&pool, who, number, hour(2)).await, Err(ApiError::NotFound));
    }
}
