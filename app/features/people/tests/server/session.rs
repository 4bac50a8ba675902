//! The person behind a cookie, and the end of a session.

use kernel::{ApiError, CompanyId, PersonId, Role};
use people::server::{
    commands::{revoke_session, sign_in, sign_out},
    queries::sessions,
    session::{LIFETIME, Token, actor, sweep},
};
use platform::{
    Actor, Platform,
    testing::fixture::{self, *},
};
use sqlx::PgPool;
use time::{Duration, OffsetDateTime};

use super::sign_in::{EMAIL, origin};

async fn signed_in(platform: &Platform, email: &str) -> (Token, Actor) {
    let token = sign_in(platform, email, PASSWORD, &origin()).await.unwrap();
    let actor = actor(platform, &token).await.unwrap().unwrap();
    (token, actor)
}

async fn times(pool: &PgPool) -> (OffsetDateTime, OffsetDateTime) {
    sqlx::query_as("select last_seen_at, expires_at from session").fetch_one(pool).await.unwrap()
}

#[tokio::test]
async fn a_token_tells_who_it_is_and_what_they_see() {
    let pool = fixture::database().await;
    sqlx::query("insert into person_role values (101, 'approver')").execute(&pool).await.unwrap();
    let (_, actor) = signed_in(&fixture::platform(&pool), EMAIL).await;
    assert_eq!((actor.person, actor.name.as_str(), actor.email.as_str()), (AGENT, "Astrid Berg", EMAIL));
    assert_eq!(actor.company, NORTHWIND);
    let mut roles = actor.roles.clone();
    roles.sort();
    assert_eq!(roles, [Role::ServiceDeskUser, Role::Approver]);
    assert_eq!(actor.groups, [SERVICE_DESK, NETWORK, FIELD_CREW]);
    assert_eq!(actor.companies, [NORTHWIND, CONTOSO], "through two groups, each once; the third serves nobody");
}

#[tokio::test]
async fn a_requester_has_no_companies_as_staff() {
    let pool = fixture::database().await;
    let (_, actor) = signed_in(&fixture::platform(&pool), "rosa.quest@northwind.test").await;
    assert!(actor.roles.is_empty() && actor.groups.is_empty() && actor.companies.is_empty());
    // An approver in a group is no staff either.
    sqlx::query("insert into group_member values (11, 107)").execute(&pool).await.unwrap();
    let (_, approver) = signed_in(&fixture::platform(&pool), "paul.prove@northwind.test").await;
    assert_eq!(approver.companies, [NORTHWIND, CONTOSO]);
    assert_eq!(approver.staff_companies(), [] as [CompanyId; 0]);
}

#[tokio::test]
async fn what_a_person_may_is_read_anew_for_every_request() {
    let pool = fixture::database().await;
    let platform = fixture::platform(&pool);
    let (token, _) = signed_in(&platform, EMAIL).await;
    sqlx::raw_sql("delete from person_role where person_id = 101; delete from group_member where person_id = 101")
        .execute(&pool)
        .await
        .unwrap();
    let now = actor(&platform, &token).await.unwrap().unwrap();
    assert!(now.roles.is_empty() && now.companies.is_empty());
    sqlx::query("update person set active = false where id = 101").execute(&pool).await.unwrap();
    assert!(actor(&platform, &token).await.unwrap().is_none(), "who may not sign in is not signed in");
}

#[tokio::test]
async fn a_session_ends_when_it_was_not_used_for_two_weeks() {
    let pool = fixture::database().await;
    let (token, _) = signed_in(&fixture::platform(&pool), EMAIL).await;
    let end = NOW + LIFETIME;
    assert!(actor(&fixture::platform_at(&pool, end), &token).await.unwrap().is_none());
    let last_moment = fixture::platform_at(&pool, end - Duration::seconds(1));
    assert!(actor(&last_moment, &token).await.unwrap().is_some());
    // Used in time, it lasts on.
    assert!(actor(&fixture::platform_at(&pool, end), &token).await.unwrap().is_some());
    sweep(&pool, end + LIFETIME).await.unwrap();
    assert_eq!(fixture::count(&pool, "select count(*) from session").await, 0);
}

#[tokio::test]
async fn a_session_in_use_is_touched_every_five_minutes_at_most() {
    let pool = fixture::database().await;
    let (token, _) = signed_in(&fixture::platform(&pool), EMAIL).await;
    let soon = NOW + Duration::minutes(5);
    actor(&fixture::platform_at(&pool, soon), &token).await.unwrap().unwrap();
    assert_eq!(times(&pool).await, (NOW, NOW + LIFETIME));
    let later = soon + Duration::seconds(1);
    actor(&fixture::platform_at(&pool, later), &token).await.unwrap().unwrap();
    assert_eq!(times(&pool).await, (later, later + LIFETIME));
}

#[tokio::test]
async fn a_token_that_was_never_given_is_nobody() {
    let pool = fixture::database().await;
    let platform = fixture::platform(&pool);
    signed_in(&platform, EMAIL).await;
    assert!(actor(&platform, &Token::random()).await.unwrap().is_none());
}

#[tokio::test]
async fn signing_out_ends_this_session_alone() {
    let pool = fixture::database().await;
    let platform = fixture::platform(&pool);
    let (token, here) = signed_in(&platform, EMAIL).await;
    let (elsewhere, _) = signed_in(&platform, EMAIL).await;
    sign_out(&platform, &here).await.unwrap();
    assert!(actor(&platform, &token).await.unwrap().is_none());
    assert!(actor(&platform, &elsewhere).await.unwrap().is_some());
    let events = fixture::events(&pool).await;
    assert_eq!(events.last(), Some(&("person.signed_out".to_owned(), AGENT.0, Some(AGENT))));
}

#[tokio::test]
async fn one_ends_another_of_ones_own_sessions_and_nobody_elses() {
    let pool = fixture::database().await;
    let platform = fixture::platform(&pool);
    let (_, here) = signed_in(&platform, EMAIL).await;
    let (lost, lost_actor) = signed_in(&platform, EMAIL).await;
    let (others, other) = signed_in(&platform, "bo.lind@northwind.test").await;
    let before = fixture::events(&pool).await.len();

    for session in [other.session, 0, i64::MAX] {
        assert_eq!(revoke_session(&platform, &here, session).await, Err(ApiError::NotFound));
    }
    assert!(actor(&platform, &others).await.unwrap().is_some());
    assert_eq!(fixture::events(&pool).await.len(), before);

    revoke_session(&platform, &here, lost_actor.session).await.unwrap();
    assert!(actor(&platform, &lost).await.unwrap().is_none());
    let events = fixture::events(&pool).await;
    assert_eq!(events[before..], [("person.session_revoked".to_owned(), AGENT.0, Some(AGENT))]);
    assert_eq!(revoke_session(&platform, &here, lost_actor.session).await, Err(ApiError::NotFound));
}

#[tokio::test]
async fn the_account_page_lists_ones_own_living_sessions() {
    let pool = fixture::database().await;
    let long_ago = fixture::platform_at(&pool, NOW - LIFETIME);
    signed_in(&long_ago, EMAIL).await;
    let (_, earlier) = signed_in(&fixture::platform_at(&pool, NOW - Duration::hours(1)), EMAIL).await;
    let platform = fixture::platform(&pool);
    let (_, here) = signed_in(&platform, EMAIL).await;
    signed_in(&platform, "bo.lind@northwind.test").await;
    let rows = sessions(&platform, &here).await.unwrap();
    let told: Vec<_> = rows.iter().map(|row| (row.id, row.current)).collect();
    assert_eq!(told, [(here.session, true), (earlier.session, false)]);
    assert_eq!(rows[0].device, "Firefox on Linux");
    assert_eq!(rows[0].address, "192.0.2.1");
}

#[tokio::test]
async fn the_fixtures_actor_is_what_a_session_gives() {
    let pool = fixture::database().await;
    let platform = fixture::platform(&pool);
    for person in [AGENT, VIEWER, OUTSIDER, APPROVER, REQUESTER, UNASSIGNED] {
        let made = fixture::actor(&pool, person).await;
        let (_, real) = signed_in(&platform, &made.email).await;
        let told = |actor: &Actor| -> (PersonId, String, CompanyId, Vec<Role>, Vec<kernel::GroupId>, Vec<CompanyId>) {
            (
                actor.person,
                actor.name.clone(),
                actor.company,
                actor.roles.clone(),
                actor.groups.clone(),
                actor.companies.clone(),
            )
        };
        assert_eq!(told(&made), told(&real));
    }
}
