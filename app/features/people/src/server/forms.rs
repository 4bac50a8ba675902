//! Posted forms of this slice: they work without JavaScript, and sign-in always comes this way.

use axum::http::HeaderValue;
use kernel::{ApiError, Fields, Replay};
use platform::{Actor, FormOutcome, Platform};

use super::{
    commands::{self, Origin},
    session,
};
use crate::model::{SIGN_IN_EMAIL, SIGN_IN_PASSWORD};

/// `POST /login`: fields `email`, `password`, `next`.
pub async fn login(platform: &Platform, fields: Fields, origin: &Origin) -> FormOutcome {
    match commands::sign_in(platform, fields.get("email"), fields.get("password"), origin).await {
        Ok(token) => FormOutcome::Done {
            location: local_path(fields.get("next")).to_owned(),
            cookie: Some(token.set_cookie(platform.secure_cookies)),
        },
        Err(error) => FormOutcome::again(without_passwords(fields), error),
    }
}

/// What a page shows that was sent a form by nobody, and who has signed in with it.
#[derive(Debug)]
pub struct Returned {
    pub replay: Replay,
    /// With the header that gives the browser its session.
    pub signed_in: Option<(Actor, HeaderValue)>,
}

/// Any form of somebody whose session has ended: its page asks to sign in and carries the fields, which come
/// back here with e-mail and password. Signed in, the page is as it was when it was sent, for the person to
/// send again: nothing is done with the fields here.
pub async fn sign_in_again(platform: &Platform, fields: Fields, origin: &Origin) -> Returned {
    let outcome = if asks_to_sign_in(&fields) {
        session_of(platform, fields.get(SIGN_IN_EMAIL), fields.get(SIGN_IN_PASSWORD), origin).await
    } else {
        Err(ApiError::SignedOut)
    };
    match outcome {
        Ok(session) => Returned { replay: still_there(fields), signed_in: Some(session) },
        Err(error) => {
            let replay = Replay { fields: without_passwords(carried(fields)), error: Some(error) };
            Returned { replay, signed_in: None }
        }
    }
}

/// Whether a form was sent by the button that signs in.
pub fn asks_to_sign_in(fields: &Fields) -> bool {
    fields.0.iter().any(|(name, _)| name == SIGN_IN_EMAIL)
}

/// The form that the page carried, as it was typed.
pub fn still_there(fields: Fields) -> Replay {
    let own = |name: &str| name != SIGN_IN_EMAIL;
    let fields = without_passwords(carried(fields)).0.into_iter().filter(|(name, _)| own(name)).collect();
    Replay { fields: Fields(fields), error: None }
}

/// A new session: whose it is, and the header that gives the browser its token.
///
/// # Errors
/// As [`commands::sign_in`].
pub async fn session_of(
    platform: &Platform,
    email: &str,
    password: &str,
    origin: &Origin,
) -> Result<(Actor, HeaderValue), ApiError> {
    let token = commands::sign_in(platform, email, password, origin).await?;
    let actor = session::actor(platform, &token).await?.ok_or(ApiError::SignedOut)?;
    Ok((actor, token.set_cookie(platform.secure_cookies)))
}

/// All but which button was pressed: a form that comes back is pressed anew.
fn carried(fields: Fields) -> Fields {
    Fields(fields.0.into_iter().filter(|(name, _)| name != "intent").collect())
}

/// No password is written into a page.
fn without_passwords(fields: Fields) -> Fields {
    Fields(fields.0.into_iter().filter(|(name, _)| !name.contains("password")).collect())
}

/// `POST /logout`.
pub async fn logout(platform: &Platform, actor: &Actor) -> FormOutcome {
    match commands::sign_out(platform, actor).await {
        Ok(()) => FormOutcome::Done {
            location: "/login".to_owned(),
            cookie: Some(session::clear_cookie(platform.secure_cookies)),
        },
        Err(error) => FormOutcome::again(Fields::default(), error),
    }
}

/// `POST /account`: ends the session whose id is in the field `session`.
pub async fn revoke(platform: &Platform, actor: &Actor, fields: Fields) -> FormOutcome {
    let outcome = match fields.get("session").parse() {
        Ok(session) => commands::revoke_session(platform, actor, session).await,
        Err(_) => Err(ApiError::NotFound),
    };
    match outcome {
        Ok(()) => FormOutcome::done("/account"),
        Err(error) => FormOutcome::again(fields, error),
    }
}

/// Where to go after sign-in: only ever a path of this site.
pub fn local_path(next: &str) -> &str {
    let local = next.starts_with('/')
        && !next.starts_with("//")
        && !next.starts_with("/login")
        && next != "/logout"
        && !next.contains(|c: char| c.is_control() || c == '\\');
    if local { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::local_path;

    #[test]
    fn one_never_leaves_the_site() {
        assert_eq!(local_path("/interactions?scope=me"), "/interactions?scope=me");
        for away in [
            "",
            "https://evil.test",
            "//evil.test",
            "/\\evil.test",
            "javascript:alert(1)",
            "/a\r\nb",
            "/\t/evil.test",
            "/login",
        ] {
            assert_eq!(local_path(away), "/", "{away:?}");
        }
    }
}
