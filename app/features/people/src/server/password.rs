//! Passwords: Argon2id with the parameters OWASP recommends (19 MiB, 2 passes, 1 lane), which are
//! the crate's defaults. Hashing takes tens of milliseconds, so it runs beside the async workers.

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use kernel::ApiError;

/// The PHC string of a password.
///
/// # Errors
/// `Internal` where the system gives no random salt.
pub async fn hash(password: String) -> Result<String, ApiError> {
    blocking(move || {
        Argon2::default().hash_password(password.as_bytes()).map(|hash: PasswordHash| hash.to_string()).map_err(
            |error| {
                tracing::error!(%error, "a password could not be hashed");
                ApiError::Internal
            },
        )
    })
    .await?
}

/// Whether `password` is the one behind `hash`.
///
/// Without a hash the same work is done on a made-up one, so that the time of an answer does not
/// tell whether the account exists.
pub async fn verify(password: String, hash: Option<String>) -> Result<bool, ApiError> {
    blocking(move || {
        const NOBODY: &str =
            "$argon2id$v=19$m=19456,t=2,p=1$Zmlyc3RsaW5lLW5vYm9keQ$Nq3TVJ4PZ0DmXsWkSPoZkPmGz3dJpQ4e6P5q6nQ3b2E";
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
        let right = PasswordHash::new(&hash)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
        known && right
    })
    .await
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, ApiError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| ApiError::Internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_hash_verifies_its_password_and_no_other() {
        let first = hash("demo".into()).await.unwrap();
        assert!(first.starts_with("$argon2id$"));
        assert_ne!(first, hash("demo".into()).await.unwrap(), "each hash has a salt of its own");
        assert!(verify("demo".into(), Some(first.clone())).await.unwrap());
        assert!(!verify("Demo".into(), Some(first)).await.unwrap());
        assert!(!verify("demo".into(), None).await.unwrap());
        assert!(!verify("demo".into(), Some("no hash".into())).await.unwrap());
    }
}
