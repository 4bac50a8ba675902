//! The server's half of the slice against a real PostgreSQL: one file a theme.

#![cfg(feature = "ssr")]

mod guest;
mod limits;
mod look_up;
mod session;
mod sign_in;
