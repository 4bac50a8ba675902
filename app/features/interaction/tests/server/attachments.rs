//! Files of an interaction: who adds, sees and removes them, and what becomes of their content.

use std::convert::Infallible;

use axum::body::Bytes;
use futures::stream;
use interaction::{
    model::{ATTACHMENTS_AT_ONCE, ATTACHMENTS_IN_ALL, Attachment, FileKind, Side},
    server::{
        commands::{self, Upload},
        jobs, policy, queries,
    },
};
use kernel::{ApiError, AttachmentId, InteractionNumber, PersonId};
use platform::{
    Clock, Platform,
    blobs::{Hash, Incoming},
    testing::fixture::{self, *},
};
use sqlx::PgPool;
use time::{Duration, macros::datetime};

use super::support::{create, draft, record, written};

async fn receive(platform: &Platform, content: &[u8]) -> Incoming {
    let mut pieces = stream::iter([Ok::<_, Infallible>(Bytes::copy_from_slice(content))]);
    platform.blobs.receive(&mut pieces, u64::MAX).await.unwrap()
}

/// Adds files of these names and contents.
async fn attach(
    platform: &Platform,
    who: PersonId,
    number: InteractionNumber,
    side: Side,
    internal: bool,
    files: &[(&str, &[u8])],
) -> Result<Vec<AttachmentId>, ApiError> {
    let actor = fixture::actor(&platform.pool, who).await;
    let mut uploads = Vec::new();
    for (name, content) in files {
        uploads.push(Upload { name: (*name).to_owned(), content: receive(platform, content).await });
    }
    commands::attach(platform, &actor, number, side, internal, uploads).await
}

async fn remove(
    platform: &Platform,
    who: PersonId,
    number: InteractionNumber,
    side: Side,
    id: AttachmentId,
) -> Result<(), ApiError> {
    let actor = fixture::actor(&platform.pool, who).await;
    commands::remove_attachment(platform, &actor, number, side, id).await
}

async fn list(
    pool: &PgPool,
    who: PersonId,
    number: InteractionNumber,
    side: Side,
) -> Result<Vec<Attachment>, ApiError> {
    let actor = fixture::actor(pool, who).await;
    let reading = policy::conversation(&mut pool.acquire().await.unwrap(), &actor, number, side).await?;
    queries::attachments(pool, &actor, &reading).await
}

/// The contents that are kept.
async fn kept(platform: &Platform) -> Vec<Hash> {
    use futures::TryStreamExt;
    let mut hashes: Vec<Hash> = platform.blobs.before(datetime!(2100-01-01 0:00 UTC)).try_collect().await.unwrap();
    hashes.sort_unstable();
    hashes
}

/// Sweeps as if it were long after everything here happened: contents are dated by their store.
async fn sweep(platform: &Platform) {
    jobs::sweep_attachments(&much_later(platform)).await.unwrap();
}

fn much_later(platform: &Platform) -> Platform {
    Platform { clock: Clock::fixed(datetime!(2100-01-01 0:00 UTC)), ..platform.clone() }
}

#[tokio::test]
async fn files_are_listed_with_what_they_are_and_whose() {
    let pool = fixture::database().await;
    let (platform, number) = (fixture::platform(&pool), create(&pool, AGENT, &draft()).await.unwrap());
    let files: [(&str, &[u8]); 2] = [("Bild.png", b"\x89PNG\r\n\x1a\n..."), ("not a picture.png", b"PK\x03\x04")];
    attach(&platform, AGENT, number, Side::Desk, false, &files).await.unwrap();
    attach(&platform, REQUESTER, number, Side::Own, true, &[("../\u{202E}mine", b"")]).await.unwrap();
    let seen = |rows: Vec<Attachment>| -> Vec<_> {
        let one = |f: Attachment| (f.name, f.kind, f.size, f.internal, f.who, f.by_desk, f.at, f.may_remove);
        rows.into_iter().map(one).collect()
    };
    let row = |name: &str, kind, size, who: &str, may_remove| {
        (name.to_owned(), kind, size, false, who.to_owned(), who == "Astrid Berg", NOW, may_remove)
    };
    let expected = |desk: bool| {
        vec![
            row("..mine", FileKind::Other, 0, "Rosa Quest", true),
            row("not a picture.png", FileKind::Zip, 4, "Astrid Berg", desk),
            row("Bild.png", FileKind::Png, 11, "Astrid Berg", desk),
        ]
    };
    assert_eq!(seen(list(&pool, AGENT, number, Side::Desk).await.unwrap()), expected(true));
    assert_eq!(seen(list(&pool, REQUESTER, number, Side::Own).await.unwrap()), expected(false));
    let viewed = list(&pool, VIEWER, number, Side::Desk).await.unwrap();
    assert!(viewed.len() == 3 && viewed.iter().all(|file| !file.may_remove), "{viewed:?}");
}

#[tokio::test]
async fn what_is_internal_is_the_desks_alone_and_leaves_no_trace() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    let later = fixture::platform_at(&pool, NOW + Duration::hours(1));
    let id = attach(&later, AGENT, number, Side::Desk, true, &[("secret.txt", b"hush")]).await.unwrap()[0];
    assert_eq!(list(&pool, REQUESTER, number, Side::Own).await.unwrap(), []);
    assert_eq!(list(&pool, AGENT, number, Side::Desk).await.unwrap().len(), 1);
    assert_eq!(record(&pool, AGENT, number).await.unwrap().updated_at, NOW);
    assert_eq!(remove(&later, REQUESTER, number, Side::Own, id).await, Err(ApiError::NotFound));
    remove(&later, COLLEAGUE, number, Side::Desk, id).await.unwrap();
    assert_eq!(record(&pool, AGENT, number).await.unwrap().updated_at, NOW);
    let open = attach(&later, AGENT, number, Side::Desk, false, &[("open.txt", b"hi")]).await.unwrap()[0];
    assert_eq!(record(&pool, AGENT, number).await.unwrap().updated_at, NOW + Duration::hours(1));

    let events: Vec<String> = fixture::events(&pool).await.into_iter().skip(1).map(|(event, ..)| event).collect();
    assert_eq!(events, ["interaction.attached", "interaction.attachment_removed", "interaction.attached"]);
    let payloads: Vec<serde_json::Value> =
        sqlx::query_scalar("select payload from outbox where event like '%attach%' order by id")
            .fetch_all(&pool)
            .await
            .unwrap();
    assert_eq!(
        payloads,
        [
            serde_json::json!({ "attachments": [id], "internal": true }),
            serde_json::json!({ "attachment": id, "internal": true }),
            serde_json::json!({ "attachments": [open], "internal": false }),
        ]
    );
    let agent = fixture::actor(&pool, AGENT).await;
    let page = queries::record_page(&pool, &agent, number, None, NOW).await.unwrap();
    let words: Vec<_> = page.audit.rows[..3]
        .iter()
        .flat_map(|entry| &entry.changes.0)
        .map(|c| (c.field.as_str(), c.from.as_ref().map(|v| v.text.as_str()), c.to.as_ref().map(|v| v.text.as_str())))
        .collect();
    assert_eq!(
        words,
        [
            ("Attachment", None, Some("open.txt")),
            ("Internal attachment", Some("secret.txt"), None),
            ("Internal attachment", None, Some("secret.txt")),
        ]
    );
}

#[tokio::test]
async fn who_may_add_and_remove() {
    let pool = fixture::database().await;
    let (platform, number) = (fixture::platform(&pool), create(&pool, AGENT, &draft()).await.unwrap());
    let file: [(&str, &[u8]); 1] = [("a.txt", b"a")];
    let before = written(&pool).await;
    for (who, side, refusal) in [
        (VIEWER, Side::Desk, ApiError::Forbidden),
        (OUTSIDER, Side::Desk, ApiError::NotFound),
        (REQUESTER, Side::Desk, ApiError::NotFound),
        (AGENT, Side::Own, ApiError::NotFound),
        (VIP, Side::Own, ApiError::NotFound),
    ] {
        assert_eq!(attach(&platform, who, number, side, false, &file).await, Err(refusal), "{who} {side:?}");
    }
    assert_eq!(written(&pool).await, before);
    assert_eq!(kept(&platform).await.len(), 0);

    let desk = attach(&platform, AGENT, number, Side::Desk, false, &file).await.unwrap()[0];
    let own = attach(&platform, REQUESTER, number, Side::Own, false, &file).await.unwrap()[0];
    let other = create(&pool, AGENT, &draft()).await.unwrap();
    for (who, number, side, id, refusal) in [
        (VIEWER, number, Side::Desk, desk, ApiError::Forbidden),
        (REQUESTER, number, Side::Own, desk, ApiError::Forbidden),
        (OUTSIDER, number, Side::Desk, desk, ApiError::NotFound),
        (VIP, number, Side::Own, own, ApiError::NotFound),
        (AGENT, other, Side::Desk, desk, ApiError::NotFound),
        (AGENT, number, Side::Desk, AttachmentId(999), ApiError::NotFound),
    ] {
        assert_eq!(remove(&platform, who, number, side, id).await, Err(refusal), "{who} {side:?} {id}");
    }
    remove(&platform, REQUESTER, number, Side::Own, own).await.unwrap();
    remove(&platform, COLLEAGUE, number, Side::Desk, desk).await.unwrap();
    assert_eq!(remove(&platform, COLLEAGUE, number, Side::Desk, desk).await, Err(ApiError::NotFound));
    assert_eq!(list(&pool, AGENT, number, Side::Desk).await.unwrap(), []);
}

#[tokio::test]
async fn too_many_or_none_are_refused_as_a_whole() {
    let pool = fixture::database().await;
    let (platform, number) = (fixture::platform(&pool), create(&pool, AGENT, &draft()).await.unwrap());
    let names: Vec<String> = (0..=ATTACHMENTS_AT_ONCE).map(|n| format!("{n}.txt")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), name.as_bytes())).collect();
    for files in [&files[..], &[]] {
        let refused = attach(&platform, AGENT, number, Side::Desk, false, files).await;
        assert!(matches!(&refused, Err(ApiError::Invalid(_))), "{refused:?}");
    }
    assert_eq!((list(&pool, AGENT, number, Side::Desk).await.unwrap(), kept(&platform).await), (vec![], vec![]));
    for _ in 0..ATTACHMENTS_IN_ALL / ATTACHMENTS_AT_ONCE {
        attach(&platform, AGENT, number, Side::Desk, false, &files[1..]).await.unwrap();
    }
    let full = attach(&platform, AGENT, number, Side::Desk, false, &files[..1]).await;
    assert!(matches!(&full, Err(ApiError::Invalid(_))), "{full:?}");
}

#[tokio::test]
async fn a_sweep_takes_only_what_no_file_names() {
    let pool = fixture::database().await;
    let (platform, number) = (fixture::platform(&pool), create(&pool, AGENT, &draft()).await.unwrap());
    let same: [(&str, &[u8]); 2] = [("one.txt", b"same"), ("two.txt", b"same")];
    let twice = attach(&platform, AGENT, number, Side::Desk, false, &same).await.unwrap();
    let gone = attach(&platform, AGENT, number, Side::Desk, false, &[("three.txt", b"other")]).await.unwrap()[0];
    assert_eq!(kept(&platform).await.len(), 2, "the same content is kept once");
    // Received, and its browser went away before it was attached; then a process that died before its rows were there.
    std::mem::forget(receive(&platform, b"half").await);
    let orphan = receive(&platform, b"orphan").await;
    platform.blobs.keep(orphan).await.unwrap();
    jobs::sweep_attachments(&platform).await.unwrap();
    assert_eq!(kept(&platform).await.len(), 3, "what is young may be on its way");
    sweep(&platform).await;
    assert_eq!(kept(&platform).await.len(), 2);
    remove(&platform, AGENT, number, Side::Desk, gone).await.unwrap();
    remove(&platform, AGENT, number, Side::Desk, twice[0]).await.unwrap();
    sweep(&platform).await;
    assert_eq!(kept(&platform).await.len(), 1, "two.txt still names its content");
    remove(&platform, AGENT, number, Side::Desk, twice[1]).await.unwrap();
    sweep(&platform).await;
    assert_eq!(kept(&platform).await.len(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sweep_and_an_upload_of_the_same_content_never_lose_it() {
    let pool = fixture::database().await;
    let (platform, number) = (fixture::platform(&pool), create(&pool, AGENT, &draft()).await.unwrap());
    let later = much_later(&platform);
    for _ in 0..15 {
        let adds = attach(&platform, AGENT, number, Side::Desk, false, &[("again.txt", b"again")]);
        let (added, one, other) = tokio::join!(adds, jobs::sweep_contents(&later), jobs::sweep_contents(&later));
        assert!(one.is_ok() && other.is_ok());
        let id = added.unwrap()[0];
        assert_eq!(kept(&platform).await.len(), 1, "a row names it, so it is there");
        remove(&platform, AGENT, number, Side::Desk, id).await.unwrap();
    }
}
