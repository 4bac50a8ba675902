//! People: companies, groups, sign-in, sessions, look-up and guests. See the folder's README.

pub mod api;
pub mod model;
pub mod ui;

#[cfg(feature = "ssr")]
pub mod server;
