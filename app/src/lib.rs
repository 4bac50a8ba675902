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

/// Where the browser starts: takes over the page the server rendered.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_lazy(App);
    routes::fetch_parts_later();
}
