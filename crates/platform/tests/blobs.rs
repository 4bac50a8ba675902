//! Contents in a folder and in memory.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail where they stand")]

use std::convert::Infallible;

use axum::body::Bytes;
use futures::{StreamExt, TryStreamExt, stream};
use platform::blobs::{Blobs, Hash, Incoming, Refused};
use sha2::{Digest, Sha256};
use time::{OffsetDateTime, macros::datetime};
use uuid::Uuid;

const FAR: OffsetDateTime = datetime!(2100-01-01 0:00 UTC);

/// A content of so many bytes, in pieces of a size that fits nothing.
fn content(size: usize) -> Vec<u8> {
    (0..size).map(|n| u8::try_from(n % 251).unwrap()).collect()
}

async fn receive(blobs: &Blobs, bytes: &[u8], limit: u64) -> Result<Incoming, Refused<Infallible>> {
    let pieces: Vec<_> = bytes.chunks(7_001).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
    blobs.receive(&mut stream::iter(pieces), limit).await
}

/// Every file below a folder.
fn files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

async fn hashes(blobs: &Blobs, moment: OffsetDateTime) -> Vec<Hash> {
    blobs.before(moment).try_collect().await.unwrap()
}

#[tokio::test]
async fn a_content_comes_back_from_under_its_hash_and_is_there_once() {
    let folder = tempfile::tempdir().unwrap();
    for blobs in [Blobs::memory(), Blobs::folder(folder.path()).unwrap()] {
        for size in [0, 1, 262_144, 1_000_000] {
            let bytes = content(size);
            for _ in 0..2 {
                let incoming = receive(&blobs, &bytes, 1_000_000).await.unwrap();
                assert_eq!((incoming.size, incoming.hash), (size as u64, Sha256::digest(&bytes).into()));
                assert_eq!(incoming.head, bytes[..size.min(64)]);
                blobs.keep(incoming).await.unwrap();
            }
            let read: Vec<Bytes> =
                blobs.read(&Sha256::digest(&bytes).into()).await.unwrap().try_collect().await.unwrap();
            assert!(read.concat() == bytes, "{size}");
        }
        assert_eq!(hashes(&blobs, FAR).await.len(), 4);
    }
    assert_eq!(files(folder.path()).len(), 4);
}

#[tokio::test]
async fn what_is_refused_broken_off_or_dropped_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::folder(folder.path()).unwrap();
    assert!(matches!(receive(&blobs, &content(600_001), 600_000).await, Err(Refused::TooLarge)));
    let pieces = [Ok(content(400_000).into()), Err("gone")];
    let broken = blobs.receive(&mut stream::iter(pieces), 1_000_000).await;
    assert!(matches!(broken, Err(Refused::BrokeOff("gone"))));
    receive(&blobs, &content(9), 9).await.unwrap().discard().await;
    assert_eq!(files(folder.path()).len(), 0);
    // A browser that goes away: the whole handler is dropped where it waits.
    let mut endless = stream::iter([Ok::<_, Infallible>(Bytes::from(content(400_000)))]).chain(stream::pending());
    let waits = tokio::time::timeout(std::time::Duration::from_millis(200), blobs.receive(&mut endless, 1_000_000));
    assert!(waits.await.is_err());
    drop(receive(&blobs, &content(9), 9).await.unwrap());
    while !files(folder.path()).is_empty() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_sweep_takes_what_a_dead_process_left_and_only_in_its_own_part() {
    let folder = tempfile::tempdir().unwrap();
    let whole = Blobs::folder(folder.path()).unwrap();
    let parts = [1, 2].map(Uuid::from_u128);
    let [one, other] = parts.map(|part| whole.clone().within(part));
    for (blobs, part) in [(&one, parts[0]), (&other, parts[1])] {
        blobs.keep(receive(blobs, b"kept", 9).await.unwrap()).await.unwrap();
        std::mem::forget(receive(blobs, b"left", 9).await.unwrap());
        std::fs::write(folder.path().join(part.to_string()).join("incoming/x#1"), "half").unwrap();
    }
    one.sweep_incoming(datetime!(2000-01-01 0:00 UTC)).await.unwrap();
    assert_eq!(files(folder.path()).len(), 6, "what is under way stays");
    one.sweep_incoming(FAR).await.unwrap();
    assert_eq!(files(folder.path()).len(), 4);
    assert_eq!(hashes(&one, datetime!(2000-01-01 0:00 UTC)).await.len(), 0);
    let kept = hashes(&one, FAR).await;
    assert_eq!(kept, [<Hash>::from(Sha256::digest(b"kept"))]);
    one.remove(&kept[0]).await.unwrap();
    one.remove(&kept[0]).await.unwrap();
    assert!(!one.has(&kept[0]).await.unwrap() && other.has(&kept[0]).await.unwrap());
}
