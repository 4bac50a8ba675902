//! The verbs, one a file. To add one: its action and rule in `policy.rs`, its file here, its event in
//! `event.rs`, its line in `api.rs`.

mod attach;
mod comment;
mod create;
mod edit;
mod event;
mod remove_attachment;
mod resolve;

pub use attach::{Upload, attach};
pub use comment::comment;
pub use create::create;
pub use edit::edit;
pub use remove_attachment::remove_attachment;
