//! What the browser is told when something changed: that it did, never what. The page then fetches what it shows,
//! as far as its reader may see it.

use serde::{Deserialize, Serialize};

/// The address of the stream of [`LiveEvent`]s, as server-sent events.
///
/// `?after=PLACE` asks for what came after an event that is known already, as the header `Last-Event-ID` does.
pub const LIVE_PATH: &str = "/api/live";

/// Something changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveEvent {
    /// What happened to which kind of record: `interaction.updated`.
    pub kind: String,
    /// The record.
    pub id: i64,
    /// The version it has since; the same as before where what changed is beside the record, as a comment is.
    pub version: i32,
}

/// The name of the server-sent event that says: some events were missed and cannot be told any more, so anything may
/// have changed.
pub const LIVE_RESET: &str = "reset";
/// The name of the server-sent event that says: the session has ended, and the stream with it.
pub const LIVE_ENDED: &str = "ended";
