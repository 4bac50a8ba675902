//! The server's half of the slice against a real PostgreSQL and a real mail server: one file a theme.

#![cfg(feature = "ssr")]
#![expect(clippy::unwrap_used, reason = "helpers of tests fail where they stand")]

mod post;
mod settings;
mod support;
mod telling;
