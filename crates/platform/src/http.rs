//! How a slice's own routes and forms answer.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use kernel::{ApiError, Fields, Replay};

/// An [`ApiError`] as an HTTP answer: its status, and itself as JSON.
#[derive(Clone, Debug)]
pub struct Failure(pub ApiError);

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        Self(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let wait = match self.0 {
            ApiError::TooMany { seconds } => Some(seconds),
            _ => None,
        };
        let mut response = (status, Json(self.0)).into_response();
        if let Some(seconds) = wait {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// What became of a posted form.
#[derive(Clone, Debug)]
pub enum FormOutcome {
    /// It was done; the browser goes on to this address.
    Done { location: String, cookie: Option<HeaderValue> },
    /// The page is shown again with what was typed.
    Again(Replay),
}

impl FormOutcome {
    pub fn done(location: impl Into<String>) -> Self {
        Self::Done { location: location.into(), cookie: None }
    }

    pub fn again(fields: Fields, error: impl Into<Option<ApiError>>) -> Self {
        Self::Again(Replay { fields, error: error.into() })
    }
}
