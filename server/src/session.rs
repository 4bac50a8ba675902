//! Who a request is from.

use axum::{
    extract::{ConnectInfo, Request, State},
    http::header,
    middleware::Next,
    response::{IntoResponse, Response},
};
use kernel::ApiError;
use people::server::{
    commands::Origin,
    session::{self, Token},
};
use std::net::SocketAddr;

use crate::{pages, router::App};

/// Puts the signed-in `Actor` into the request, if its cookie names one.
///
/// A database that is away is answered here, with a page or an [`ApiError`] as the path wants.
pub async fn identify(State(app): State<App>, mut request: Request, next: Next) -> Response {
    if let Some(token) = Token::of(request.headers()) {
        match session::actor(&app.platform, &token).await {
            Ok(Some(actor)) => {
                request.extensions_mut().insert(actor);
            }
            Ok(None) => {}
            Err(error) if request.uri().path().starts_with("/api/") => {
                return platform::Failure(error).into_response();
            }
            Err(ApiError::Unavailable) => return pages::unavailable(),
            Err(_) => return pages::broken(),
        }
    }
    next.run(request).await
}

/// Where a sign-in comes from.
pub fn origin(app: &App, request: &Request) -> Origin {
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_string());
    let forwarded = header(header::HeaderName::from_static("x-forwarded-for"));
    let address = match forwarded.rsplit(',').next().map(str::trim) {
        Some(last) if app.trust_proxy && !last.is_empty() => last.chars().take(60).collect(),
        _ => peer.unwrap_or_default(),
    };
    Origin { address, user_agent: header(header::USER_AGENT).to_owned() }
}
