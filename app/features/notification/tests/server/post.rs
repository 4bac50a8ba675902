//! The post against a real mail server, which does what mail servers do.

use std::time::Duration as Wait;

use notification::{
    model::Kind,
    server::mail::{Delivery, Post, Round, Step},
};
use platform::testing::{
    fixture::{self, *},
    smtp::{Answer, Receiver},
};
use sqlx::PgPool;
use time::{Duration, OffsetDateTime};

use super::support::{MINUTE, notice, tell};

const URL: &str = "https://firstline.test";

fn post(pool: &PgPool, server: &str) -> Post {
    let step = Step(Wait::from_millis(300));
    let delivery = Delivery::Smtp { server: server.parse().unwrap(), step };
    Post::new(pool.clone(), delivery, "Firstline <desk@firstline.test>".parse().unwrap(), URL.into())
}

/// So many letters to different people, due a minute after [`NOW`].
async fn letters(pool: &PgPool) {
    let people = [AGENT, COLLEAGUE, VIEWER, MANAGER, REQUESTER, VIP];
    tell(pool, people.map(|person| notice(person, 1, Kind::Watching, NOW, "changed it")).into()).await;
}

async fn states(pool: &PgPool) -> Vec<(String, i64)> {
    sqlx::query_as("select state, count(*) from mail group by state order by state").fetch_all(pool).await.unwrap()
}

fn is(state: &str, count: i64) -> (String, i64) {
    (state.to_owned(), count)
}

const DUE: OffsetDateTime = NOW.saturating_add(MINUTE);

#[tokio::test]
async fn what_is_due_is_sent_once_by_few_connections() {
    let (pool, receiver) = (fixture::database().await, Receiver::start().await);
    letters(&pool).await;
    let post = post(&pool, &receiver.url());
    assert_eq!(post.round(DUE - Duration::SECOND).await, Ok(Round::default()), "it may take more lines yet");
    assert_eq!(post.round(DUE).await, Ok(Round { sent: 6, refused: 0, away: false }));
    assert_eq!(post.round(DUE).await, Ok(Round::default()));
    letters(&pool).await;
    assert_eq!(post.round(DUE).await.unwrap().sent, 6);
    assert_eq!(states(&pool).await, [is("sent", 12)]);
    assert!(receiver.connections() <= 3, "{}", receiver.connections());
    let taken = receiver.received();
    let ids: std::collections::BTreeSet<_> = taken.iter().map(|mail| mail.header("Message-ID")).collect();
    assert_eq!((taken.len(), ids.len()), (12, 12));
    let mail = taken.iter().find(|mail| mail.to == "victor.prime@northwind.test").unwrap();
    assert_eq!(mail.header("To"), "\"Victor Prime\" <victor.prime@northwind.test>");
    assert_eq!(mail.header("Subject"), "[INT0000001] Cannot print");
}

#[tokio::test]
async fn two_processes_share_the_letters() {
    let (pool, receiver) = (fixture::database().await, Receiver::start().await);
    letters(&pool).await;
    let (one, other) = (post(&pool, &receiver.url()), post(&pool, &receiver.url()));
    let (one, other) = tokio::join!(one.round(DUE), other.round(DUE));
    assert_eq!(one.unwrap().sent + other.unwrap().sent, 6);
    assert_eq!(receiver.received().len(), 6);
}

#[tokio::test]
async fn a_mailbox_that_is_refused_delays_nobody() {
    let (pool, receiver) = (fixture::database().await, Receiver::start().await);
    receiver.behave(|to| match to {
        "vera.blick@northwind.test" => Answer::Never,
        "bo.lind@northwind.test" => Answer::Later,
        _ => Answer::Accept,
    });
    letters(&pool).await;
    let post = post(&pool, &receiver.url());
    assert_eq!(post.round(DUE).await, Ok(Round { sent: 4, refused: 2, away: false }));
    assert_eq!(states(&pool).await, [is("failed", 1), is("sent", 4), is("waiting", 1)]);
    let why: String =
        sqlx::query_scalar("select error from mail where state = 'failed'").fetch_one(&pool).await.unwrap();
    assert!(why.contains("no such mailbox"), "{why}");

    // Ever more slowly, and then no more.
    let (mut now, mut tries) = (DUE, 1);
    while fixture::count(&pool, "select count(*) from mail where state = 'waiting'").await > 0 {
        let due: OffsetDateTime =
            sqlx::query_scalar("select due_at from mail where state = 'waiting'").fetch_one(&pool).await.unwrap();
        assert_eq!(post.round(due - Duration::SECOND).await.unwrap().refused, 0);
        assert!(due > now && due - now <= Duration::hours(6));
        now = due;
        assert_eq!(post.round(now).await.unwrap().refused, 1);
        tries += 1;
    }
    assert_eq!(tries, 10);
    assert_eq!(states(&pool).await, [is("failed", 2), is("sent", 4)]);
}

#[tokio::test]
async fn while_the_server_is_away_every_letter_waits_and_none_is_the_worse() {
    let pool = fixture::database().await;
    letters(&pool).await;
    // Nobody listens there.
    let receiver = Receiver::start().await;
    let url = receiver.url();
    drop(receiver);
    let post = post(&pool, &url);
    let mut now = DUE;
    for _ in 0..4 {
        assert_eq!(post.round(now).await, Ok(Round { sent: 0, refused: 0, away: true }));
        now += Duration::hours(1);
    }
    assert_eq!(fixture::count(&pool, "select max(tries)::bigint from mail").await, 0);
    assert_eq!(states(&pool).await, [is("waiting", 6)]);
}

#[tokio::test]
async fn a_server_that_says_nothing_holds_nobody_up() {
    let (pool, receiver) = (fixture::database().await, Receiver::start().await);
    receiver.behave(|to| if to == "vera.blick@northwind.test" { Answer::Hang } else { Answer::Accept });
    letters(&pool).await;
    let round = tokio::time::timeout(Wait::from_secs(5), post(&pool, &receiver.url()).round(DUE)).await.unwrap();
    assert_eq!(round, Ok(Round { sent: 5, refused: 1, away: false }));
    receiver.behave(|_| Answer::Close);
    letters(&pool).await;
    let round = post(&pool, &receiver.url()).round(DUE).await.unwrap();
    assert_eq!((round.sent, round.refused), (0, 6), "each is tried again by itself");
}

#[tokio::test]
async fn a_letter_that_was_taken_is_not_sent_again_by_this_process() {
    let (pool, receiver) = (fixture::database().await, Receiver::start().await);
    tell(&pool, vec![notice(AGENT, 1, Kind::Watching, NOW, "changed it")]).await;
    // The database goes away between the server's answer and the note of it.
    sqlx::raw_sql(
        "create function away() returns trigger language plpgsql as $$ begin
             raise exception 'away' using errcode = 'admin_shutdown'; end $$;
         create trigger away before update on mail for each row execute function away()",
    )
    .execute(&pool)
    .await
    .unwrap();
    let post = post(&pool, &receiver.url());
    assert!(post.round(DUE).await.is_err());
    assert!(post.round(DUE).await.is_err(), "it is noted before anything else is sent");
    sqlx::raw_sql("drop trigger away on mail").execute(&pool).await.unwrap();
    assert_eq!(post.round(DUE).await, Ok(Round::default()));
    assert_eq!(states(&pool).await, [is("sent", 1)]);
    assert_eq!(receiver.received().len(), 1);
}

#[tokio::test]
async fn without_a_server_it_is_kept() {
    let pool = fixture::database().await;
    letters(&pool).await;
    let post = Post::new(pool.clone(), Delivery::Kept, "Firstline <desk@firstline.test>".parse().unwrap(), URL.into());
    assert_eq!(post.round(DUE).await, Ok(Round::default()));
    assert_eq!(states(&pool).await, [is("kept", 6)]);
}
