//! Interactions: every conversation with the desk as a record of its own. See the folder's README.

pub mod api;
pub mod filter;
pub mod model;
pub mod ui;

#[cfg(feature = "ssr")]
pub mod server;
