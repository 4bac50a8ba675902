//! Global Search: one box for every kind of thing. See the folder's README.

pub mod api;
pub mod model;
pub mod ui;

#[cfg(feature = "ssr")]
pub mod server;
