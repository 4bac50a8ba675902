//! What several of the tests need.

use interaction::{
    model::{Draft, Record},
    server::{commands, policy, queries},
};
use kernel::{ApiError, InteractionNumber, PersonId};
use platform::testing::fixture::{self, *};
use sqlx::PgPool;
use uuid::Uuid;

/// The least that an agent of Northwind can save.
pub fn draft() -> Draft {
    Draft {
        company: NORTHWIND.to_string(),
        reason: NEW_INCIDENT.to_string(),
        requested_for: REQUESTER.to_string(),
        requested_by: REQUESTER.to_string(),
        summary: "Cannot print".into(),
        ..Draft::open()
    }
}

/// The least that somebody of Fabrikam can save, which nobody else here sees.
pub fn fabrikam() -> Draft {
    Draft {
        company: FABRIKAM.to_string(),
        reason: ENQUIRIES[2].to_string(),
        requested_for: FABRIKAM_USER.to_string(),
        requested_by: FABRIKAM_USER.to_string(),
        ..draft()
    }
}

/// Saves a new form.
pub async fn create(pool: &PgPool, who: PersonId, draft: &Draft) -> Result<InteractionNumber, ApiError> {
    commands::create(&fixture::platform(pool), &fixture::actor(pool, who).await, draft, Uuid::new_v4()).await
}

/// Saves an edited one.
pub async fn edit(
    pool: &PgPool,
    who: PersonId,
    number: InteractionNumber,
    version: i32,
    draft: &Draft,
) -> Result<i32, ApiError> {
    commands::edit(&fixture::platform(pool), &fixture::actor(pool, who).await, number, version, draft).await
}

pub async fn visible(pool: &PgPool, who: PersonId) -> policy::Visible {
    policy::visible(&fixture::actor(pool, who).await).unwrap()
}

/// The record as `who` sees it.
pub async fn record(pool: &PgPool, who: PersonId, number: InteractionNumber) -> Result<Record, ApiError> {
    // Before a connection is held: many at once would wait for one another.
    let visible = visible(pool, who).await;
    queries::record(&mut pool.acquire().await.unwrap(), &visible, number).await
}

/// The names of the wrong fields, in order.
pub fn wrong<T: std::fmt::Debug>(outcome: Result<T, ApiError>) -> Vec<String> {
    match outcome {
        Err(ApiError::Invalid(errors)) => errors.0.into_iter().map(|error| error.field).collect(),
        other => panic!("no field is wrong: {other:?}"),
    }
}

/// What stands in the tables a command may write: nothing of it may differ after an error.
pub async fn written(pool: &PgPool) -> String {
    sqlx::query_scalar(
        "select jsonb_build_array(
            (select coalesce(jsonb_agg(i order by number), '[]') from interaction i),
            (select count(*) from audit_event), (select count(*) from outbox), (select count(*) from person),
            (select sum(n) from (select n from interaction_tally union all select n from interaction_tally_delta) t)
        )::text",
    )
    .fetch_one(pool)
    .await
    .unwrap()
}

/// Numbers that look random and are the same in every run (the generator `SplitMix64`).
#[derive(Debug)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `sides`.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) >> 1).unwrap() % sides
    }

    pub fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.roll(from.len())].clone()
    }
}
