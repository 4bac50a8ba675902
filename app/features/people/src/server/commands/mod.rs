//! The verbs, one a file. To add one: its action and rule in `policy.rs`, its file here, its line in
//! `api.rs`.

mod add_guest;
mod event;
mod revoke_session;
mod sign_in;
mod sign_out;

pub use add_guest::add_guest;
pub use revoke_session::revoke_session;
pub use sign_in::{Origin, sign_in};
pub use sign_out::sign_out;
