//! Contents that are too large for the database: files, kept in an object store under the hash of what is in them.
//!
//! A content is received into a temporary object while its SHA-256 is computed, a piece at a time, and then renamed to
//! its hash. So the same content is stored once, and what was begun and broken off is never found under a hash. Which
//! contents are in use, the database of whoever uses them knows; a sweep removes the others ([`Blobs::sweep`]).

use std::{
    path::{Path as FilePath, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

use axum::body::Bytes;
use futures::{Stream, StreamExt, TryStreamExt, stream::BoxStream};
use kernel::ApiError;
use object_store::{
    ObjectStore, ObjectStoreExt, buffered::BufWriter, local::LocalFileSystem, memory::InMemory, path::Path,
};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use tokio::io::AsyncWriteExt;
use uuid::Uuid;

/// The folder of what is being received.
const INCOMING: &str = "incoming";
/// The folder of what is kept.
const KEPT: &str = "sha256";

/// A piece of a content that is written at once.
const PIECE: usize = 256 * 1024;

/// S3 takes pieces of 5 MiB at least, but for the last one; below that a content is sent whole.
#[cfg(feature = "s3")]
const S3_PIECE: usize = 5 * 1024 * 1024 + 1;

/// How many bytes of the beginning are remembered, to tell what a content is.
const HEAD: usize = 64;

/// The SHA-256 of a content.
pub type Hash = [u8; 32];

/// Where contents are kept. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Blobs {
    store: Arc<dyn ObjectStore>,
    within: Path,
    piece: usize,
    /// The folder of the machine, where it is one.
    folder: Option<PathBuf>,
}

/// The store cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    #[error("the folder cannot be made")]
    Folder(#[from] std::io::Error),
    #[error("the store failed")]
    Store(#[from] object_store::Error),
    #[error("{0}")]
    Address(String),
}

impl From<BlobError> for ApiError {
    fn from(error: BlobError) -> Self {
        tracing::error!(error = &error as &dyn std::error::Error, "the store of contents failed");
        Self::Internal
    }
}

/// Why a content was not received.
#[derive(Debug)]
pub enum Refused<E> {
    /// It has more bytes than it may.
    TooLarge,
    /// Its source failed before its end.
    BrokeOff(E),
    Store(BlobError),
}

/// A content that was received and is kept by nobody yet; it is gone when dropped.
#[derive(Debug)]
pub struct Incoming {
    temporary: Temporary,
    pub hash: Hash,
    pub size: u64,
    /// Its first bytes.
    pub head: Vec<u8>,
}

impl Incoming {
    /// Removes it now, and not some time after it was dropped.
    pub async fn discard(mut self) {
        self.temporary.remove().await;
    }
}

/// A temporary object, removed when dropped.
#[derive(Debug)]
struct Temporary {
    store: Arc<dyn ObjectStore>,
    path: Path,
    there: bool,
}

impl Temporary {
    async fn remove(&mut self) {
        if std::mem::take(&mut self.there) {
            // What is left over here, the sweep removes.
            let _ = self.store.delete(&self.path).await;
        }
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if let (true, Ok(runtime)) = (self.there, tokio::runtime::Handle::try_current()) {
            let (store, path) = (self.store.clone(), self.path.clone());
            runtime.spawn(async move {
                let _ = store.delete(&path).await;
            });
        }
    }
}

impl Blobs {
    /// In memory, for as long as the process lives: for tests.
    pub fn memory() -> Self {
        Self { store: Arc::new(InMemory::new()), within: Path::default(), piece: PIECE, folder: None }
    }

    /// In a folder of this machine, which is made where it is not there.
    ///
    /// # Errors
    /// `Folder` where it cannot be made.
    pub fn folder(folder: &FilePath) -> Result<Self, BlobError> {
        std::fs::create_dir_all(folder)?;
        let folder = folder.canonicalize()?;
        // A row is lasting when it is committed, so what it names has to be.
        let store = LocalFileSystem::new_with_prefix(&folder)?.with_fsync(true);
        Ok(Self { store: Arc::new(store), within: Path::default(), piece: PIECE, folder: Some(folder) })
    }

    /// In a bucket, by its address (`s3://BUCKET/PREFIX`) and the usual variables (`AWS_ACCESS_KEY_ID`,
    /// `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, `AWS_ENDPOINT` …).
    ///
    /// # Errors
    /// `Address` where it names no bucket, `Store` where a variable is wrong.
    #[cfg(feature = "s3")]
    pub fn bucket(address: &str) -> Result<Self, BlobError> {
        let rest = address.strip_prefix("s3://").unwrap_or_default();
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        if bucket.is_empty() {
            return Err(BlobError::Address(format!("{address} is not the address of a bucket: s3://BUCKET/PREFIX")));
        }
        let store = object_store::aws::AmazonS3Builder::from_env().with_bucket_name(bucket).build()?;
        Ok(Self { store: Arc::new(store), within: Path::from(prefix), piece: S3_PIECE, folder: None })
    }

    /// This program was built without buckets.
    ///
    /// # Errors
    /// Always `Address`.
    #[cfg(not(feature = "s3"))]
    pub fn bucket(address: &str) -> Result<Self, BlobError> {
        Err(BlobError::Address(format!("{address}: this program was built without the feature `s3`")))
    }

    /// A part of the store, which another part's sweep leaves alone.
    #[must_use]
    pub fn within(mut self, part: Uuid) -> Self {
        self.within = self.within.join(part.to_string());
        self
    }

    fn incoming(&self) -> Path {
        self.within.clone().join(INCOMING)
    }

    fn kept(&self) -> Path {
        self.within.clone().join(KEPT)
    }

    /// Where a content is: in one of 256 folders, by the first byte of its hash.
    fn path(&self, hash: &Hash) -> Path {
        let name = hex(hash);
        self.kept().join(&name[..2]).join(name.as_str())
    }

    /// Receives a content of `limit` bytes at most, as it comes.
    ///
    /// # Errors
    /// See [`Refused`]; nothing of the content is left then.
    pub async fn receive<E>(
        &self,
        content: &mut (impl Stream<Item = Result<Bytes, E>> + Unpin),
        limit: u64,
    ) -> Result<Incoming, Refused<E>> {
        let store = |error: object_store::Error| Refused::Store(error.into());
        let path = self.incoming().join(Uuid::new_v4().to_string());
        // Dropped before its end, as when a browser goes away, a writer leaves nothing behind.
        let mut writer = BufWriter::with_capacity(self.store.clone(), path.clone(), self.piece).with_max_concurrency(2);
        let (mut digest, mut size, mut head) = (Sha256::new(), 0_u64, Vec::with_capacity(HEAD));
        let refused = loop {
            let bytes = match content.next().await {
                None => break None,
                Some(Ok(bytes)) => bytes,
                Some(Err(error)) => break Some(Refused::BrokeOff(error)),
            };
            size += bytes.len() as u64;
            if size > limit {
                break Some(Refused::TooLarge);
            }
            head.extend(bytes.iter().take(HEAD - head.len()));
            digest.update(&bytes);
            if let Err(error) = writer.put(bytes).await {
                break Some(store(error));
            }
        };
        if let Some(refused) = refused {
            // What is left over here, the sweep removes.
            let _ = writer.abort().await;
            return Err(refused);
        }
        let temporary = Temporary { store: self.store.clone(), path, there: true };
        writer.shutdown().await.map_err(|error| Refused::Store(error.into()))?;
        Ok(Incoming { temporary, hash: digest.finalize().into(), size, head })
    }

    /// Keeps a content under its hash.
    ///
    /// Whoever calls this holds a lock on the hash, until a row names it: see [`Blobs::sweep`].
    ///
    /// # Errors
    /// `Store` where the store failed.
    pub async fn keep(&self, mut incoming: Incoming) -> Result<(), BlobError> {
        self.store.rename(&incoming.temporary.path, &self.path(&incoming.hash)).await?;
        incoming.temporary.there = false;
        Ok(())
    }

    /// A content as it is read.
    ///
    /// # Errors
    /// `Store` where it is not there, or the store failed.
    pub async fn read(&self, hash: &Hash) -> Result<BoxStream<'static, Result<Bytes, object_store::Error>>, BlobError> {
        Ok(self.store.get(&self.path(hash)).await?.into_stream())
    }

    /// Whether a content is there.
    ///
    /// # Errors
    /// `Store` where the store failed.
    pub async fn has(&self, hash: &Hash) -> Result<bool, BlobError> {
        match self.store.head(&self.path(hash)).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes a content. Whoever calls this holds a lock on the hash and has seen that no row names it.
    ///
    /// # Errors
    /// `Store` where the store failed.
    pub async fn remove(&self, hash: &Hash) -> Result<(), BlobError> {
        match self.store.delete(&self.path(hash)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The contents that were there before a moment, for a sweep that asks which of them are in use.
    pub fn before(&self, moment: OffsetDateTime) -> impl Stream<Item = Result<Hash, BlobError>> + Send + 'static {
        let listed = self.store.list(Some(&self.kept()));
        listed.map_err(BlobError::from).try_filter_map(move |object| async move {
            let old = object.last_modified.timestamp() < moment.unix_timestamp();
            Ok(object.location.filename().filter(|_| old).and_then(read_hex))
        })
    }

    /// Removes what was being received before a moment and never was kept: a process that died leaves it.
    ///
    /// # Errors
    /// `Store` or `Folder` where the store failed.
    pub async fn sweep_incoming(&self, moment: OffsetDateTime) -> Result<(), BlobError> {
        let mut listed = self.store.list(Some(&self.incoming()));
        while let Some(object) = listed.try_next().await? {
            if object.last_modified.timestamp() < moment.unix_timestamp() {
                self.store.delete(&object.location).await?;
            }
        }
        // Pieces that a folder's store does not list: it hides what it has not finished.
        let Some(folder) = self.folder.clone() else { return Ok(()) };
        let folder = folder.join(self.incoming().as_ref());
        let swept = tokio::task::spawn_blocking(move || remove_older(&folder, moment));
        Ok(swept.await.map_err(std::io::Error::other)??)
    }
}

/// Removes the files of a folder that were changed last before a moment.
fn remove_older(folder: &FilePath, moment: OffsetDateTime) -> std::io::Result<()> {
    let moment = u64::try_from(moment.unix_timestamp()).unwrap_or_default();
    let moment = SystemTime::UNIX_EPOCH + Duration::from_secs(moment);
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        // One that is gone by now has been finished or removed.
        if entry.metadata().and_then(|data| data.modified()).is_ok_and(|changed| changed < moment) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
    Ok(())
}

/// A hash in hexadecimal digits.
pub fn hex(hash: &Hash) -> String {
    use std::fmt::Write;
    hash.iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn read_hex(text: &str) -> Option<Hash> {
    let mut hash = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (n, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(n * 2..n * 2 + 2)?, 16).ok()?;
    }
    Some(hash)
}
