//! The verbs, one a file. To add one: its action and rule in `policy.rs`, its file here, its event in
//! `event.rs`, its line in `api.rs`.

mod comment;
mod create;
mod edit;
mod event;
mod resolve;

pub use comment::comment;
pub use create::create;
pub use edit::edit;
