//! The server's half of the slice against a real PostgreSQL: one file a theme.

#![cfg(feature = "ssr")]
#![expect(clippy::unwrap_used, reason = "helpers of tests fail where they stand")]

mod guest;
mod limits;
mod look_up;
mod session;
mod sign_in;
