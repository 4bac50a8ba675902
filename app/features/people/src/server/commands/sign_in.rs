//! Signing in with e-mail and password, within limits on tries.

use kernel::{ApiError, PersonId};
use platform::{Platform, Uow};
use sqlx::PgPool;
use time::{Duration, OffsetDateTime};

use super::event::PersonEvent;
use crate::server::{
    password,
    session::{LIFETIME, Token},
};

/// Failures that count are this young.
const WINDOW: Duration = Duration::minutes(15);
/// So many failures for one e-mail address within the window, and it has to wait.
const PER_EMAIL: i64 = 10;
/// So many from one network address, whatever the e-mail.
const PER_ADDRESS: i64 = 100;

/// Where a sign-in comes from.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    pub address: String,
    pub user_agent: String,
}

/// A new session for the person with this e-mail and password.
///
/// # Errors
/// `Invalid` on the field `password` where the two do not go together (it does not say which is
/// wrong), `TooMany` after too many failures.
pub async fn sign_in(platform: &Platform, email: &str, password: &str, origin: &Origin) -> Result<Token, ApiError> {
    let email = email.trim().to_lowercase();
    if email.is_empty() {
        return Err(ApiError::field("email", "Enter your email address."));
    }
    if email.len() > 254 || email.contains('\0') || password.len() > 1_000 {
        return Err(ApiError::field("password", "The email address or the password is not right."));
    }
    if password.is_empty() {
        return Err(ApiError::field("password", "Enter your password."));
    }
    let now = platform.clock.now();
    let person =
        sqlx::query!(r#"select id as "id: PersonId", password_hash from person where email = $1 and active"#, email)
            .fetch_optional(&platform.pool)
            .await?;
    // Counted before the password is looked at: of a burst of tries no more are looked at than the limit allows.
    count(&platform.pool, &email, &origin.address, now).await?;
    let hash = person.as_ref().and_then(|person| person.password_hash.clone());
    let right = password::verify(password.to_owned(), hash).await?;
    let Some(person) = person.filter(|_| right) else {
        return Err(ApiError::field("password", "The email address or the password is not right."));
    };
    sqlx::query!("delete from sign_in_failure where email = $1", email).execute(&platform.pool).await?;
    let token = Token::random();
    let mut uow = Uow::begin(&platform.pool, Some(person.id), now).await?;
    sqlx::query!(
        "insert into session (token_hash, person_id, created_at, last_seen_at, expires_at, user_agent, address)
         values ($1, $2, $3, $3, $4, $5, $6)",
        token.hash(),
        person.id.0,
        now,
        now + LIFETIME,
        origin.user_agent.chars().take(400).collect::<String>(),
        origin.address,
    )
    .execute(uow.connection())
    .await?;
    uow.record(&PersonEvent::SignedIn(person.id)).await?;
    uow.commit().await?;
    Ok(token)
}

/// Counts a try as a failure, which a right password takes back.
///
/// The oldest failure that still counts against the limit decides how long the wait is: the tenth-latest
/// of the e-mail or the hundredth-latest of the address, whichever is later.
///
/// # Errors
/// `TooMany` where it has to wait; that is no try and is not counted.
async fn count(pool: &PgPool, email: &str, address: &str, now: OffsetDateTime) -> Result<(), ApiError> {
    let deciding = sqlx::query_scalar!(
        "select count_sign_in_try($1, $2, $3, $4, $5, $6)",
        email,
        address,
        now,
        now - WINDOW,
        PER_EMAIL,
        PER_ADDRESS,
    )
    .fetch_one(pool)
    .await?;
    let Some(deciding) = deciding else { return Ok(()) };
    let wait = deciding + WINDOW - now;
    let seconds = wait.whole_seconds() + i64::from(wait.subsec_nanoseconds() > 0);
    Err(ApiError::TooMany { seconds: u32::try_from(seconds).unwrap_or(1) })
}
