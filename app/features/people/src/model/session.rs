//! A session as its owner sees it.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// One place where the person is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRow {
    pub id: i64,
    pub created_at: OffsetDateTime,
    pub last_seen_at: OffsetDateTime,
    /// Browser and system in words, as far as the browser tells.
    pub device: String,
    pub address: String,
    /// Whether it is the session this page was asked for with.
    pub current: bool,
}
