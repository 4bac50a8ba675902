//! Nothing that was acknowledged is lost, and nobody is told of it twice, however often the server and the database are
//! killed meanwhile: the real program, a PostgreSQL and a mail server of its own, people who go on writing, and a job that
//! changes many at once.
//!
//! `FIRSTLINE_KILL_SEED` chooses other moments.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "helpers of tests fail where they stand")]

mod world;
mod writers;

use std::collections::BTreeMap;

use kernel::InteractionNumber;
use platform::testing::fixture::{COLLEAGUE, MANAGER, REQUESTER};
use sqlx::PgPool;

use world::{CHANGED, World};

/// Kills within one run: the server, the database, and the server again.
const KILLS: [Victim; 4] = [Victim::Server, Victim::Database, Victim::Server, Victim::Server];

#[derive(Clone, Copy, Debug)]
enum Victim {
    Server,
    Database,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_and_nobody_is_told_twice() {
    let seed = std::env::var("FIRSTLINE_KILL_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(7_u64);
    let mut world = World::start().await;
    let writing = writers::start(&world);
    // So many acknowledgements later than the last kill, by the seed.
    let (mut dice, mut next, mut left) = (seed, 0, Vec::new());
    for victim in KILLS {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        next += writers::ALL / 8 + usize::try_from(dice >> 40).unwrap() % (writers::ALL / 10);
        writing.until(next).await;
        left.push(world.left(&world.pool().await).await);
        match victim {
            Victim::Server => world.kill_server().await,
            Victim::Database => world.kill_database().await,
        }
    }
    let acknowledged = writing.finish().await;
    assert_eq!(acknowledged.comments.len() + acknowledged.created.len(), writers::ALL);
    // Nobody else writes any more: it is killed in the middle of a row, or just beside one.
    let pool = world.pool().await;
    world.wait_until_half_changed(&pool).await;
    left.push(world.left(&pool).await);
    world.kill_server().await;
    world.wait_until_changed(&pool).await;
    world.wait_until_told(&pool).await;

    println!("the job had {left:?} of {CHANGED} left at the kills");
    assert!(left.iter().all(|left| *left > 0), "the job was killed on its way");
    each_was_changed_once(&pool, world.job).await;
    everything_is_there(&pool, &acknowledged).await;
    let (verified, wrong) = server::audit::verify(&pool, &[]).await.unwrap();
    assert_eq!(wrong, Vec::<String>::new(), "the audit log is a chain");
    assert!(verified.events >= u64::try_from(writers::ALL).unwrap());
    everybody_was_told_once(&pool).await;
    every_letter_arrived(&world, &pool).await;
}

/// Every acknowledged write, once.
async fn everything_is_there(pool: &PgPool, acknowledged: &writers::Acknowledged) {
    let comments: Vec<String> =
        sqlx::query_scalar("select body from interaction_comment order by body").fetch_all(pool).await.unwrap();
    let mut expected = acknowledged.comments.clone();
    expected.sort_unstable();
    assert_eq!(comments, expected);
    let mut summaries = acknowledged.created.clone();
    summaries.sort_unstable();
    let created: Vec<String> =
        sqlx::query_scalar("select summary from interaction where group_id is not null order by summary")
            .fetch_all(pool)
            .await
            .unwrap();
    assert_eq!(created, summaries);
}

/// Every row of the job, with one event each.
async fn each_was_changed_once(pool: &PgPool, job: i64) {
    let changed = i64::try_from(CHANGED).unwrap();
    let items: Vec<(Option<String>, i64)> =
        sqlx::query_as("select outcome, count(*) from bulk_item where job_id = $1 group by 1")
            .bind(job)
            .fetch_all(pool)
            .await
            .unwrap();
    assert_eq!(items, [(Some("changed".into()), changed)]);
    let rows: Vec<(String, i32, i64, i64)> = sqlx::query_as(
        "select status, version, events, count(*) from (
             select i.status, i.version,
                 (select count(*) from audit_event e
                     where e.entity = 'interaction' and e.event = 'updated' and e.entity_id = i.number) as events
             from bulk_item b join interaction i on i.number = b.number where b.job_id = $1
         ) x group by 1, 2, 3",
    )
    .bind(job)
    .fetch_all(pool)
    .await
    .unwrap();
    assert_eq!(rows, [("on_hold".into(), 2, 1, changed)]);
}

/// Each comment reached who watches and who asked, each assignment its group: in one line of one message.
async fn everybody_was_told_once(pool: &PgPool) {
    for table in ["notification", "mail"] {
        let lines = format!(
            "select person_id, subject_id, coalesce(l->>'quote', l->>'what'), count(*)
             from {table} cross join jsonb_array_elements(lines) l group by 1, 2, 3"
        );
        let lines: Vec<(i64, i64, String, i64)> =
            sqlx::query_as(sqlx::AssertSqlSafe(lines)).fetch_all(pool).await.unwrap();
        let mut told: BTreeMap<(i64, i64, String), i64> =
            lines.into_iter().map(|(person, number, what, count)| ((person, number, what), count)).collect();
        let comments: Vec<(i64, String)> =
            sqlx::query_as("select number, body from interaction_comment").fetch_all(pool).await.unwrap();
        for (number, body) in comments {
            for person in [COLLEAGUE, REQUESTER] {
                let count = told.remove(&(person.0, number, body.clone()));
                assert_eq!(count, Some(1), "{table}: {person} of {body} at {}", InteractionNumber(number));
            }
        }
        let created: Vec<i64> = sqlx::query_scalar("select number from interaction where group_id is not null")
            .fetch_all(pool)
            .await
            .unwrap();
        for number in created {
            let count = told.remove(&(MANAGER.0, number, "logged it".into()));
            assert_eq!(count, Some(1), "{table}: the group of {}", InteractionNumber(number));
        }
        assert_eq!(told, BTreeMap::new(), "{table}: and nobody of anything else");
    }
}

/// Each letter reached the mail server. One that was taken just before a kill may have come again: as the same letter.
async fn every_letter_arrived(world: &World, pool: &PgPool) {
    let letters: Vec<(String, String, String)> =
        sqlx::query_as("select message_id::text, address, state from mail").fetch_all(pool).await.unwrap();
    let mut arrived: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for mail in world.receiver.received() {
        let id = mail.header("Message-ID").trim_matches(['<', '>']).split('@').next().unwrap_or_default().to_owned();
        let body = mail.data.split_once("\r\n\r\n").expect("a body").1.to_owned();
        // The border between the parts is made up anew each time.
        let said = body.lines().filter(|line| !line.starts_with("--")).collect::<Vec<_>>().join("\n");
        arrived.entry(id).or_default().push((mail.to, said));
    }
    let mut again = 0;
    for (id, address, state) in &letters {
        assert_eq!(state, "sent", "{id}");
        let copies = arrived.remove(id).unwrap_or_default();
        let (first, more) = copies.split_first().expect("every letter arrived");
        assert_eq!(first.0, *address);
        assert!(more.iter().all(|copy| copy == first), "{id}: a second copy is the same letter");
        again += more.len();
    }
    assert_eq!(arrived.len(), 0, "nothing arrived that is not known");
    println!("{} letters, {again} of them arrived a second time with the same Message-ID", letters.len());
    // At a kill each connection has one letter under way at most.
    assert!(again <= 3 * KILLS.len(), "{again}");
}
