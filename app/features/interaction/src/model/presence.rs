//! Who else is at a record.

use kernel::{InteractionNumber, PersonId};
use serde::{Deserialize, Serialize};

/// How often an open page says that it is there, in seconds.
pub const PRESENCE_BEAT: u64 = 5;

/// After how many seconds without a beat somebody is gone: two may get lost.
pub const PRESENCE_LASTS: i64 = 12;

/// A colleague at a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Present {
    pub number: InteractionNumber,
    pub person: PersonId,
    pub name: String,
    pub typing: bool,
}
