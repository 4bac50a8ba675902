//! A session as its owner sees it.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// The fields in which a form's own page asks to sign in, where it was sent after the session had ended.
pub const SIGN_IN_EMAIL: &str = "sign_in_email";
pub const SIGN_IN_PASSWORD: &str = "sign_in_password";

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
