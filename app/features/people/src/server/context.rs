//! What a server function or a page knows of the request it answers.

use axum::http::{HeaderValue, StatusCode, header, request::Parts};
use kernel::ApiError;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use platform::{Actor, Platform};

use super::commands::Origin;
use crate::model::Me;

/// The database, the clock and the settings.
///
/// # Errors
/// `Internal` outside a request.
pub fn platform() -> Result<Platform, ApiError> {
    use_context::<Platform>().ok_or(ApiError::Internal)
}

/// The platform and the signed-in person: the first line of every server function.
///
/// # Errors
/// `SignedOut` where the request carries no valid session.
pub fn signed_in() -> Result<(Platform, Actor), ApiError> {
    let actor = use_context::<Parts>().and_then(|parts| parts.extensions.get::<Actor>().cloned());
    Ok((platform()?, actor.ok_or(ApiError::SignedOut)?))
}

/// The signed-in person as the browser needs to know them.
pub fn me() -> Option<Me> {
    let actor = use_context::<Parts>()?.extensions.get::<Actor>().cloned()?;
    Some(Me {
        person: actor.person,
        name: actor.name.clone(),
        email: actor.email.clone(),
        company: actor.company,
        roles: actor.roles.clone(),
        unread: actor.unread,
        opens_with: actor.opens_with.clone(),
    })
}

/// Where the request comes from.
///
/// # Errors
/// `Internal` outside a server function's request.
pub fn origin() -> Result<Origin, ApiError> {
    use_context::<Origin>().ok_or(ApiError::Internal)
}

/// Gives the browser a cookie with the answer.
pub fn set_cookie(cookie: HeaderValue) {
    if let Some(options) = use_context::<ResponseOptions>() {
        options.insert_header(header::SET_COOKIE, cookie);
    }
}

/// Gives a failure its HTTP status: the last line of every server function.
///
/// # Errors
/// The result as it came.
pub fn respond<T>(result: Result<T, ApiError>) -> Result<T, ApiError> {
    if let (Err(error), Some(options)) = (&result, use_context::<ResponseOptions>()) {
        options.set_status(StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
        if let ApiError::TooMany { seconds } = error {
            options.insert_header(header::RETRY_AFTER, HeaderValue::from(*seconds));
        }
    }
    result
}
