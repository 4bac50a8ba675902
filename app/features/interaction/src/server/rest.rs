//! Plain HTTP routes of this slice: files in, one at a time, and files out; the list as a file.
//!
//! A file goes out so that it can do nothing here, whatever it is: as what its first bytes say, never guessed at
//! (`nosniff`), in a sandbox without an origin, and in place only where it is a picture or a PDF. Each time, the policy
//! is asked; a browser may keep a file and has to ask whether it still may show it.

mod export;

use axum::{
    Extension, Json, Router,
    body::Body,
    extract::{Path, Query, Request, State, rejection::QueryRejection},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use kernel::{ApiError, AttachmentId, InteractionNumber};
use people::ui::sign_in_href;
use platform::{Actor, Failure, Platform, blobs::hex};
use serde::Deserialize;

use super::{
    policy,
    queries::{self, Stored},
    upload::{self, Destination},
};
use crate::model::{EXPORT_PATH, Side};

/// `POST /interactions/INT…/attachments`, `GET /interactions/INT…/attachments/ID`, `GET /interactions.csv?…`.
pub fn routes() -> Router<Platform> {
    Router::new()
        .route("/interactions/{number}/attachments", post(attach))
        .route("/interactions/{number}/attachments/{id}", get(download))
        .route(EXPORT_PATH, get(export::export))
}

/// `?side=desk|own&name=NAME&internal=true`
#[derive(Debug, Deserialize)]
struct UploadQuery {
    side: Side,
    name: String,
    #[serde(default)]
    internal: bool,
}

async fn attach(
    State(platform): State<Platform>,
    actor: Option<Extension<Actor>>,
    Path(number): Path<String>,
    query: Result<Query<UploadQuery>, QueryRejection>,
    request: Request,
) -> Result<Json<AttachmentId>, Failure> {
    let Extension(actor) = actor.ok_or(ApiError::SignedOut)?;
    let Query(UploadQuery { side, name, internal }) = query.map_err(|error| ApiError::Malformed(error.body_text()))?;
    let number = number.parse().map_err(|_| ApiError::NotFound)?;
    let (parts, body) = request.into_parts();
    let to = Destination { number, side, name, internal };
    Ok(Json(upload::one(&platform, &actor, &to, &parts.headers, body).await?))
}

#[derive(Debug, Deserialize)]
struct DownloadQuery {
    /// Asks for a file to be saved that would be shown in place.
    download: Option<String>,
}

async fn download(
    State(platform): State<Platform>,
    actor: Option<Extension<Actor>>,
    Path((number, id)): Path<(String, String)>,
    query: Result<Query<DownloadQuery>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let Some(Extension(actor)) = actor else {
        return Redirect::to(&sign_in_href(&format!("/interactions/{number}/attachments/{id}"))).into_response();
    };
    let in_place = query.is_ok_and(|Query(query)| query.download.is_none());
    file(&platform, &actor, &number, &id, in_place, &headers).await.unwrap_or_else(sentence)
}

/// Somebody followed a link: they read a sentence.
fn sentence(error: ApiError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, error.to_string()).into_response()
}

async fn file(
    platform: &Platform,
    actor: &Actor,
    number: &str,
    id: &str,
    in_place: bool,
    headers: &HeaderMap,
) -> Result<Response, ApiError> {
    let number: InteractionNumber = number.parse().map_err(|_| ApiError::NotFound)?;
    let id: AttachmentId = id.parse().map_err(|_| ApiError::NotFound)?;
    let stored = {
        let mut connection = platform.pool.acquire().await?;
        let reading = policy::either_side(&mut connection, actor, number).await?;
        queries::attachment(&mut connection, &reading, id).await?
    };
    let tag = format!("\"{}\"", hex(&stored.hash));
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if known.is_some_and(|known| known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag)) {
        return Ok(with_headers(StatusCode::NOT_MODIFIED.into_response(), &stored, in_place, &tag));
    }
    let content = platform.blobs.read(&stored.hash).await?;
    let mut response = with_headers(Body::from_stream(content).into_response(), &stored, in_place, &tag);
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(stored.size));
    Ok(response)
}

/// Nothing of a file is run, and nothing of ours is within its reach.
const SANDBOX: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// The same for what is shown in place: browsers set it into a page with styles of their own.
const VIEWED: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

fn with_headers(mut response: Response, stored: &Stored, in_place: bool, tag: &str) -> Response {
    let in_place = in_place && stored.kind.is_viewed();
    let policy = if in_place { VIEWED } else { SANDBOX };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, stored.kind.media_type()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::CACHE_CONTROL, "private, no-cache"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let disposition = disposition(if in_place { "inline" } else { "attachment" }, &stored.name);
    for (name, value) in [(header::CONTENT_DISPOSITION, disposition.as_str()), (header::ETAG, tag)] {
        // Both are ASCII without control characters.
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    }
    response
}

/// How a file is to be shown and what it is called: in ASCII, and as it is (RFC 6266, RFC 8187).
fn disposition(how: &str, name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '%') || c == ' ' { c } else { '_' })
        .collect();
    // What an address leaves as it is but for the slash, which no name has, RFC 8187 leaves too.
    format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{}", kernel::in_address(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_in_its_header_as_it_is_and_breaks_out_of_nothing() {
        assert_eq!(disposition("inline", "a b.pdf"), r#"inline; filename="a b.pdf"; filename*=UTF-8''a%20b.pdf"#);
        let header = disposition("attachment", "Größe\"; x=\r\n.exe");
        let expected =
            "attachment; filename=\"Gr__e_; x=__.exe\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%22%3B%20x%3D%0D%0A.exe";
        assert_eq!(header, expected);
        assert!(HeaderValue::from_str(&header).is_ok());
    }
}
