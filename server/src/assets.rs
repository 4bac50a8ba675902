//! The built site: hashed files that never change, and the rest.

use std::{collections::HashMap, path::Path, sync::Arc};

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

/// Finds the application's files in the built site: `firstline.css` and the folder `firstline` in a development
/// build, with a hash of the content in the name (`firstline.HASH.css`) or as the name in what ships.
///
/// # Errors
/// The site is not built, or not wholly.
pub fn find(root: &Path) -> Result<Assets> {
    let unbuilt = |what: &str| format!("{} has no {what}: build the site with `cargo xtask build`.", root.display());
    let entries = std::fs::read_dir(root.join("pkg")).with_context(|| unbuilt("pkg"))?;
    let (mut sheet, mut folder) = (None, None);
    for entry in entries {
        let entry = entry?;
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            folder = Some(name);
        } else if path.extension().is_some_and(|extension| extension == "css") {
            sheet = Some(name);
        }
    }
    let sheet = sheet.with_context(|| unbuilt("style sheet"))?;
    let folder = folder.with_context(|| unbuilt("WebAssembly"))?;
    let parts = std::fs::read(root.join("pkg").join(&folder).join("parts.json"));
    let mut parts: HashMap<String, Vec<String>> =
        serde_json::from_slice(&parts.with_context(|| unbuilt("list of the WebAssembly's parts"))?)?;
    let folder = format!("/pkg/{folder}");
    for file in parts.values_mut().flatten() {
        *file = format!("{folder}/{file}.wasm");
    }
    Ok(Assets {
        stylesheet: format!("/pkg/{sheet}").into(),
        script: format!("{folder}/firstline.js").into(),
        loader: format!("{folder}/__wasm_split.js").into(),
        wasm: format!("{folder}/firstline.wasm").into(),
        parts: Arc::new(parts),
    })
}

/// Whether the files' names tell their content, so that browsers may keep them for ever.
pub fn hashed(assets: &Assets) -> bool {
    !assets.stylesheet.ends_with("/firstline.css")
}
