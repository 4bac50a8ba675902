//! The post against a real mail server, which does what mail servers do.

use std::time::Duration as Wait;

use notification::{
    model::{Kind, MOST_TRIES},
    server::mail::{Delivery, Limits, Post, Round},
};
use platform::{
    Clock,
    testing::{
        fixture::{self, *},
        smtp::{Answer, Receiver},
    },
};
use sqlx::PgPool;
use time::{Duration, OffsetDateTime};

use super::support::{MINUTE, notice, tell};

const URL: &str = "https://firstline.test";

fn post(pool: &PgPool, server: &str) -> Post {
    let limits = Limits { step: Wait::from_millis(300), taking: Wait::from_secs(30) };
    let delivery = Delivery::Smtp { server: server.parse().unwrap(), limits };
    Post::new(pool.clone(), delivery, "Firstline <desk@firstline.test>".parse().unwrap(), URL.into())
}

/// So many letters to different people, due a minute after [`NOW`].
async fn letters(pool: &PgPool) {
    let people = [AGENT, COLLEAGUE, VIEWER, MANAGER, REQUESTER, VIP];
    tell(pool, people.map(|person| notice(person, 1, Kind::Watching, NOW, "changed it")).into()).await;
}

fn at(now: OffsetDateTime) -> Clock {
    Clock::fixed(now)
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
    assert_eq!(post.round(&at(DUE - Duration::SECOND)).await, Ok(Round::default()), "it may take more lines yet");
    assert_eq!(post.round(&at(DUE)).await, Ok(Round { sent: 6, refused: 0, away: false }));
    assert_eq!(post.round(&at(DUE)).await, Ok(Round::default()));
    letters(&pool).await;
    assert_eq!(post.round(&at(DUE)).await.unwrap().sent, 6);
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
    let due = at(DUE);
    let (one, other) = tokio::join!(one.round(&due), other.round(&due));
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
    assert_eq!(post.round(&at(DUE)).await, Ok(Round { sent: 4, refused: 2, away: false }));
    assert_eq!(states(&pool).await, [is("failed", 1), is("sent", 4), is("waiting", 1)]);
    let why: String =
        sqlx::query_scalar("select error from mail where state = 'failed'").fetch_one(&pool).await.unwrap();
    assert!(why.contains("no such mailbox"), "{why}");

    // Ever more slowly, and then no more.
    let (mut now, mut tries) = (DUE, 1);
    while fixture::count(&pool, "select count(*) from mail where state = 'waiting'").await > 0 {
        let due: OffsetDateTime =
            sqlx::query_scalar("select due_at from mail where state = 'waiting'").fetch_one(&pool).await.unwrap();
        assert_eq!(post.round(&at(due - Duration::SECOND)).await.unwrap().refused, 0);
        assert!(due > now && due - now <= Duration::hours(6));
        now = due;
        assert_eq!(post.round(&at(now)).await.unwrap().refused, 1);
        tries += 1;
    }
    assert_eq!(tries, MOST_TRIES);
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
        assert_eq!(post.round(&at(now)).await, Ok(Round { sent: 0, refused: 0, away: true }));
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
    let round = tokio::time::timeout(Wait::from_secs(5), post(&pool, &receiver.url()).round(&at(DUE))).await.unwrap();
    assert_eq!(round, Ok(Round { sent: 5, refused: 1, away: false }));
    receiver.behave(|_| Answer::Close);
    letters(&pool).await;
    let round = post(&pool, &receiver.url()).round(&at(DUE)).await.unwrap();
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
    assert!(post.round(&at(DUE)).await.is_err());
    assert!(post.round(&at(DUE)).await.is_err(), "it is noted before anything else is sent");
    sqlx::raw_sql("drop trigger away on mail").execute(&pool).await.unwrap();
    assert_eq!(post.round(&at(DUE)).await, Ok(Round::default()));
    assert_eq!(states(&pool).await, [is("sent", 1)]);
    assert_eq!(receiver.received().len(), 1);
}

#[tokio::test]
async fn without_a_server_it_is_kept() {
    let pool = fixture::database().await;
    letters(&pool).await;
    let post = Post::new(pool.clone(), Delivery::Kept, "Firstline <desk@firstline.test>".parse().unwrap(), URL.into());
    assert_eq!(post.round(&at(DUE)).await, Ok(Round::default()));
    assert_eq!(states(&pool).await, [is("kept", 6)]);
}

#[tokio::test]
async fn what_is_taken_slowly_is_not_sent_again() {
    let (pool, receiver) = (fixture::database().await, Receiver::start().await);
    receiver.behave(|_| Answer::Slow);
    tell(&pool, vec![notice(AGENT, 1, Kind::Watching, NOW, "changed it")]).await;
    let post = post(&pool, &receiver.url());
    assert_eq!(post.round(&at(DUE)).await, Ok(Round { sent: 1, refused: 0, away: false }));
    assert_eq!(states(&pool).await, [is("sent", 1)]);
    assert_eq!(receiver.received().len(), 1);
}

#[tokio::test]
async fn who_may_not_send_keeps_every_letter() {
    let (pool, receiver) = (fixture::database().await, Receiver::start().await);
    letters(&pool).await;
    receiver.close(true);
    let post = post(&pool, &receiver.url());
    let mut now = DUE;
    // Left alone for twice as long each time, whoever of three it was that was told.
    for _ in 0..3 {
        assert_eq!(post.round(&at(now)).await, Ok(Round { sent: 0, refused: 0, away: true }));
        assert_eq!(receiver.received().len(), 0);
        let connections = receiver.connections();
        assert_eq!(post.round(&at(now + Duration::SECOND)).await, Ok(Round { sent: 0, refused: 0, away: true }));
        assert_eq!(receiver.connections(), connections);
        now += Duration::hours(1);
    }
    assert_eq!(fixture::count(&pool, "select max(tries)::bigint from mail").await, 0);
    receiver.close(false);
    assert_eq!(post.round(&at(now)).await, Ok(Round { sent: 6, refused: 0, away: false }));
}

#[tokio::test]
async fn a_server_that_takes_few_at_a_time_is_asked_again() {
    let (pool, receiver) = (fixture::database().await, Receiver::start().await);
    receiver.at_most(1);
    letters(&pool).await;
    assert_eq!(post(&pool, &receiver.url()).round(&at(DUE)).await, Ok(Round { sent: 6, refused: 0, away: false }));
    assert_eq!(receiver.received().len(), 6);
}

#[tokio::test]
async fn many_letters_to_one_address_that_hangs_hold_nobody_up() {
    let (pool, receiver) = (fixture::database().await, Receiver::start().await);
    receiver.behave(|to| if to == "vera.blick@northwind.test" { Answer::Hang } else { Answer::Accept });
    let to_one = (1..=20).map(|record| notice(VIEWER, record, Kind::Watching, NOW, "changed it"));
    tell(&pool, to_one.collect()).await;
    letters(&pool).await;
    let post = post(&pool, &receiver.url());
    let round = tokio::time::timeout(Wait::from_secs(5), post.round(&at(DUE))).await.unwrap();
    assert_eq!(round, Ok(Round { sent: 5, refused: 1, away: false }), "the first says it for all of them");
    assert_eq!(fixture::count(&pool, "select count(*) from mail where done_at is null and tries = 0").await, 19);
    assert_eq!(post.round(&at(DUE + Duration::SECOND)).await.unwrap().refused, 0);
    receiver.behave(|_| Answer::Accept);
    assert_eq!(post.round(&at(DUE + Duration::MINUTE)).await.unwrap().sent, 20);
}

#[tokio::test]
async fn who_is_still_at_a_letter_is_not_waited_for() {
    let (pool, receiver) = (fixture::database().await, Receiver::start().await);
    receiver.behave(|to| if to == "vera.blick@northwind.test" { Answer::Hang } else { Answer::Accept });
    tell(&pool, vec![notice(VIEWER, 1, Kind::Watching, NOW, "changed it")]).await;
    let limits = Limits { step: Wait::from_mins(10), taking: Wait::from_mins(10) };
    let delivery = Delivery::Smtp { server: receiver.url().parse().unwrap(), limits };
    let from = "Firstline <desk@firstline.test>".parse().unwrap();
    let work = tokio::spawn(Post::new(pool.clone(), delivery, from, URL.into()).work(at(DUE)));
    receiver.until(|receiver| receiver.hanging() == 1).await;
    tell(&pool, vec![notice(AGENT, 1, Kind::Watching, NOW, "changed it")]).await;
    receiver.until(|receiver| receiver.received().len() == 1).await;
    work.abort();
}
