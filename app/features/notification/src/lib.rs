//! Notifications: what people are told of, in the application and by e-mail. See the folder's README.

pub mod api;
pub mod model;
pub mod ui;

#[cfg(feature = "ssr")]
pub mod server;
