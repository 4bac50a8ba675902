//! How somebody outside ends the e-mail about an interaction: by a link that names the watcher and is signed.
//!
//! The link is all they have, so it is worth as much as a password for this one thing: 128 bits of an HMAC with a key
//! that never leaves the database and this process. It stays good for as long as the watcher does.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use kernel::ApiError;
use sha2::Sha256;
use sqlx::PgConnection;

/// Where the page is that ends it; the token follows.
const PAGE: &str = "/unsubscribe/";

/// Bytes of the signature.
const SIGNATURE: usize = 16;

/// What the links are signed with.
pub struct Key(Vec<u8>);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key")
    }
}

/// # Errors
/// `Unavailable` where the database is away.
pub async fn key(connection: &mut PgConnection) -> Result<Key, ApiError> {
    Ok(Key(sqlx::query_scalar!("select key from unsubscribe_key").fetch_one(connection).await?))
}

fn signed(key: &Key, watcher: i64) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(&key.0).ok()?;
    mac.update(b"unsubscribe");
    mac.update(&watcher.to_be_bytes());
    Some(mac)
}

/// The address of the page that ends the e-mail to a watcher.
pub fn path(key: &Key, watcher: i64) -> String {
    let mut token = watcher.to_be_bytes().to_vec();
    if let Some(mac) = signed(key, watcher) {
        token.extend(mac.finalize().into_bytes().iter().take(SIGNATURE));
    }
    format!("{PAGE}{}", URL_SAFE_NO_PAD.encode(token))
}

/// The watcher that a token names, if this house has signed it.
pub fn watcher(key: &Key, token: &str) -> Option<i64> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    let (id, signature) = bytes.split_first_chunk::<8>()?;
    let watcher = i64::from_be_bytes(*id);
    if signature.len() != SIGNATURE {
        return None;
    }
    signed(key, watcher)?.verify_truncated_left(signature).ok()?;
    Some(watcher)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_names_one_watcher_and_cannot_be_made_up() {
        let (key, other) = (Key(vec![7; 32]), Key(vec![8; 32]));
        let path = path(&key, 42);
        let token = path.strip_prefix(PAGE).unwrap();
        assert_eq!(watcher(&key, token), Some(42));
        assert_eq!(watcher(&other, token), None);
        let mut bytes = URL_SAFE_NO_PAD.decode(token).unwrap();
        bytes[7] = 43;
        assert_eq!(watcher(&key, &URL_SAFE_NO_PAD.encode(&bytes)), None);
        for wrong in ["", "x", &token[..20], &format!("{token}AAAA"), "!!!"] {
            assert_eq!(watcher(&key, wrong), None, "{wrong}");
        }
        // Nothing but the watcher's number, unsigned.
        assert_eq!(watcher(&key, &URL_SAFE_NO_PAD.encode(42_i64.to_be_bytes())), None);
    }
}
