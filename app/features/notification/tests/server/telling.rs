//! What is written down: one message of what belongs together, for who wants it.

use kernel::{ApiError, PersonId};
use notification::{
    model::{Kind, Notice, Recipient},
    server::{queries, read},
};
use platform::testing::fixture::{self, *};
use time::Duration;

use super::support::{notice, said, tell};

#[tokio::test]
async fn several_changes_within_a_minute_are_one_message() {
    let pool = fixture::database().await;
    for (seconds, what) in [(0, "a"), (20, "b"), (59, "c"), (60, "d")] {
        tell(&pool, vec![notice(AGENT, 1, Kind::Watching, NOW + Duration::seconds(seconds), what)]).await;
    }
    tell(&pool, vec![notice(AGENT, 2, Kind::Watching, NOW, "e"), notice(VIP, 1, Kind::Asked, NOW, "f")]).await;
    let expected = [(AGENT, vec!["a", "b", "c"]), (AGENT, vec!["d"]), (AGENT, vec!["e"]), (VIP, vec!["f"])];
    let expected: Vec<(i64, Vec<String>)> =
        expected.into_iter().map(|(who, lines)| (who.0, lines.into_iter().map(Into::into).collect())).collect();
    for table in ["notification", "mail"] {
        assert_eq!(said(&pool, table).await, expected, "{table}");
    }
}

#[tokio::test]
async fn what_was_read_takes_no_more() {
    let pool = fixture::database().await;
    let (platform, agent) = (fixture::platform(&pool), fixture::actor(&pool, AGENT).await);
    tell(&pool, vec![notice(AGENT, 1, Kind::Watching, NOW, "a")]).await;
    read::all(&platform, &agent).await.unwrap();
    tell(&pool, vec![notice(AGENT, 1, Kind::Watching, NOW, "b")]).await;
    let entries = queries::entries(&platform, &agent, None).await.unwrap();
    let rows: Vec<_> = entries.rows.iter().map(|row| (row.unread, row.lines.len())).collect();
    assert_eq!((rows, entries.unread), (vec![(true, 1), (false, 1)], 1));
    assert_eq!(said(&pool, "mail").await.len(), 1, "its e-mail has not gone yet");
}

#[tokio::test]
async fn a_guest_and_an_address_outside_get_e_mail_alone() {
    let pool = fixture::database().await;
    sqlx::query("update person set kind = 'guest' where id = 109").execute(&pool).await.unwrap();
    let outside = |path: &str| Notice {
        recipient: Recipient::Outside { email: "out@side.test".into(), unsubscribe: path.into() },
        ..notice(PersonId(0), 1, Kind::Watching, NOW, "a")
    };
    let gone = notice(LEAVER, 1, Kind::Watching, NOW, "a");
    tell(&pool, vec![notice(VIP, 1, Kind::Asked, NOW, "a"), outside("/unsubscribe/x"), gone]).await;
    tell(&pool, vec![outside("/unsubscribe/x")]).await;
    assert_eq!(said(&pool, "notification").await, []);
    let mail: Vec<(Option<i64>, String, Option<String>)> =
        sqlx::query_as("select person_id, address, unsubscribe from mail order by id").fetch_all(&pool).await.unwrap();
    let expected = [
        (Some(VIP.0), "victor.prime@northwind.test".to_owned(), None),
        (None, "out@side.test".to_owned(), Some("/unsubscribe/x".to_owned())),
    ];
    assert_eq!(mail, expected);
}

#[tokio::test]
async fn one_sees_and_reads_ones_own_in_windows() {
    let pool = fixture::database().await;
    let (platform, agent) = (fixture::platform(&pool), fixture::actor(&pool, AGENT).await);
    let other = fixture::actor(&pool, VIP).await;
    tell(&pool, (1..=45).map(|thing| notice(AGENT, thing, Kind::Watching, NOW, "a")).collect()).await;
    let (mut seen, mut before) = (Vec::new(), None);
    loop {
        let window = queries::entries(&platform, &agent, before).await.unwrap();
        assert!(window.rows.len() <= 20 && window.unread == 45);
        seen.extend(window.rows.iter().map(|row| row.id));
        before = seen.last().copied();
        if !window.earlier {
            break;
        }
    }
    assert!(seen.len() == 45 && seen.is_sorted_by(|one, next| one > next));
    assert_eq!(read::one(&platform, &other, seen[0]).await, Err(ApiError::NotFound));
    read::one(&platform, &agent, seen[0]).await.unwrap();
    assert_eq!(queries::unread(&pool, &agent).await, Ok(44));
    read::all(&platform, &agent).await.unwrap();
    assert_eq!(queries::unread(&pool, &agent).await, Ok(0));
    assert_eq!(queries::entries(&platform, &other, None).await.unwrap().rows, []);
}
