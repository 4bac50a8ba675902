//! Posted forms of this slice: they work without JavaScript, and sign-in always comes this way.

use kernel::{ApiError, Fields};
use platform::{Actor, FormOutcome, Platform};

use super::{
    commands::{self, Origin},
    session,
};

/// `POST /login`: fields `email`, `password`, `next`.
pub async fn login(platform: &Platform, fields: Fields, origin: &Origin) -> FormOutcome {
    match commands::sign_in(platform, fields.get("email"), fields.get("password"), origin).await {
        Ok(token) => FormOutcome::Done {
            location: local_path(fields.get("next")).to_owned(),
            cookie: Some(token.set_cookie(platform.secure_cookies)),
        },
        Err(error) => {
            // The password is not written into a page again.
            let fields = Fields(fields.0.into_iter().filter(|(name, _)| name != "password").collect());
            FormOutcome::again(fields, error)
        }
    }
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
