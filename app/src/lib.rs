//! The Leptos application: the HTML around it, the routes, the navigation, and the entry of the wasm.
//!
//! Pages belong to their slice; this crate only says at which address each is ([`routes`]) and what is
//! around them ([`frame`]).

mod connection;
mod frame;
mod home;
mod not_found;
mod routes;
mod shell;

pub use routes::{App, Pages};
pub use shell::{Assets, shell};

/// Where the browser starts: takes over the page the server rendered, all its parts.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub async fn hydrate() {
    console_error_panic_hook::set_once();
    routes::fetch_needed_parts().await;
    let alive = ui::Alive::default();
    let begin = alive.clone();
    let app = move || {
        begin.provide();
        App()
    };
    leptos::mount::hydrate_from_async(leptos::tachys::dom::body(), app).await.forget();
    alive.begin();
    routes::fetch_parts_later();
}
