//! The HTML document around the application.

use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags};
use ui::Theme;

use crate::App;

/// The whole document. Rendered on the server only.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let theme = request_theme();
    secure();
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme.as_str()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <HashedStylesheet options=options.clone() id="style" />
                {comes_alive().then(|| view! { <HydrationScripts options=options.clone() /> })}
                {reload()}
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
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
        let nonce = leptos::nonce::use_nonce();
        return Some(view! { <script nonce=nonce>{SCRIPT}</script> }.into_any());
    }
    None
}
