//! The built site: hashed files that never change, and the rest.

use std::path::Path;

use anyhow::{Context, Result};
use app::Assets;
use axum::{Router, http::HeaderValue, http::header};
use tower_http::{services::ServeDir, set_header::SetResponseHeaderLayer};

use crate::router::App;

/// The files the build put beside the program, compressed in advance.
///
/// What is named by its content (`hashed`) is kept by browsers for ever.
pub fn routes(root: &Path, hashed: bool) -> Router<App> {
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

/// Finds the application's files in the built site: `firstline.css` in a development build, with a hash
/// of its content in the name (`firstline.HASH.css`) in what ships.
///
/// # Errors
/// The site is not built, or not wholly.
pub fn find(root: &Path) -> Result<Assets> {
    let names = std::fs::read_dir(root.join("pkg"))
        .and_then(|entries| entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect())
        .unwrap_or_else(|_| Vec::<String>::new());
    let find = |kind: &str| {
        let ending = format!(".{kind}");
        let found = names.iter().find(|name| name.starts_with("firstline.") && name.ends_with(&ending));
        let name = found.with_context(|| {
            format!("{} has no firstline{ending}: build the site with `cargo xtask build`.", root.display())
        });
        name.map(|name| format!("/pkg/{name}").into())
    };
    Ok(Assets { stylesheet: find("css")?, script: find("js")?, wasm: find("wasm")? })
}

/// Whether the files' names tell their content, so that browsers may keep them for ever.
pub fn hashed(assets: &Assets) -> bool {
    !assets.wasm.ends_with("/firstline.wasm")
}
