//! The HTML document around the application.

use std::{collections::HashMap, sync::Arc};

use leptos::prelude::*;
use leptos_meta::MetaTags;
use ui::Theme;

use crate::App;

/// The files a page loads, by their addresses. Their names are found once, when the server starts.
#[derive(Clone, Debug)]
pub struct Assets {
    pub stylesheet: Arc<str>,
    pub script: Arc<str>,
    /// Loads the parts of the wasm; the main script imports it.
    pub loader: Arc<str>,
    pub wasm: Arc<str>,
    /// The files of each part of the wasm beyond the main one, by the part's name.
    pub parts: Arc<HashMap<String, Vec<String>>>,
}

/// The whole document. Rendered on the server only.
pub fn shell(assets: &Assets) -> impl IntoView + use<> {
    let theme = request_theme();
    secure();
    let stylesheet = assets.stylesheet.clone();
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme.as_str()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href=stylesheet />
                {comes_alive().then(|| start(assets))}
                {reload()}
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// Fetches the wasm while the page is still being read, and lets it take over.
fn start(assets: &Assets) -> AnyView {
    let Assets { script, loader, wasm, .. } = assets.clone();
    let take_over =
        format!("import start,{{hydrate}} from '{script}';start({{module_or_path:'{wasm}'}}).then(hydrate)");
    view! {
        <link rel="modulepreload" href=script />
        <link rel="modulepreload" href=loader />
        <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous" />
        <script type="module" nonce=nonce()>
            {take_over}
        </script>
    }
    .into_any()
}

/// What lets a script of this page run.
fn nonce() -> Option<String> {
    #[cfg(feature = "ssr")]
    return leptos::nonce::use_nonce().map(|nonce| nonce.to_string());
    #[cfg(not(feature = "ssr"))]
    None
}

/// Whether the browser takes the page over; the design page does so in development builds only.
fn comes_alive() -> bool {
    #[cfg(all(feature = "ssr", not(feature = "design")))]
    if let Some(parts) = use_context::<axum::http::request::Parts>() {
        return parts.uri.path() != "/design";
    }
    true
}

/// The colours of the request's cookie.
fn request_theme() -> Theme {
    #[cfg(feature = "ssr")]
    if let Some(parts) = use_context::<axum::http::request::Parts>() {
        let cookies = parts.headers.get_all(axum::http::header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        return Theme::from_cookies(&cookies.collect::<Vec<_>>().join("; "));
    }
    Theme::System
}

/// Lets only this page's own scripts run (CSP level 3, "strict-dynamic").
fn secure() {
    #[cfg(feature = "ssr")]
    if let (Some(nonce), Some(response)) = (leptos::nonce::use_nonce(), use_context::<leptos_axum::ResponseOptions>()) {
        let policy = format!(
            "default-src 'none'; script-src 'strict-dynamic' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
             img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
             frame-ancestors 'none'; manifest-src 'self'"
        );
        if let Ok(policy) = axum::http::HeaderValue::from_str(&policy) {
            response.insert_header(axum::http::header::CONTENT_SECURITY_POLICY, policy);
        }
    }
}

/// While developing (`cargo xtask watch`): loads the page again when the server comes back.
fn reload() -> Option<AnyView> {
    #[cfg(feature = "ssr")]
    if std::env::var_os("FIRSTLINE_RELOAD").is_some() {
        const SCRIPT: &str = "let down=false;setInterval(()=>fetch('/healthz').then(r=>{if(r.ok&&down)location.reload()}).catch(()=>{down=true}),500)";
        return Some(view! { <script nonce=nonce()>{SCRIPT}</script> }.into_any());
    }
    None
}
