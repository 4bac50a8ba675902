//! The built site: hashed files that never change, and the rest.

use axum::{Router, http::HeaderValue, http::header};
use tower_http::{services::ServeDir, set_header::SetResponseHeaderLayer};

use crate::router::App;

/// The files the build put beside the program, compressed in advance.
///
/// What is named by its content (`hashed`) is kept by browsers for ever.
pub fn routes(root: &std::path::Path, hashed: bool) -> Router<App> {
    let serve = |folder: std::path::PathBuf| ServeDir::new(folder).precompressed_br().precompressed_gzip();
    let keep = if hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
    let package = Router::new()
        .nest_service("/pkg", serve(root.join("pkg")))
        .layer(SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, HeaderValue::from_static(keep)));
    ["/favicon.svg", "/favicon.ico", "/apple-touch-icon.png", "/robots.txt"].into_iter().fold(
        package,
        |router, name| {
            let file = tower_http::services::ServeFile::new(root.join(name.trim_start_matches('/')));
            router.route_service(name, file)
        },
    )
}
