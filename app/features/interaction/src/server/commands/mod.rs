//! The verbs, one a file. To add one: its action and rule in `policy.rs`, its file here, its event in
//! `event.rs`, its line in `api.rs`.

mod attach;
mod comment;
mod create;
mod edit;
mod event;
mod relate;
mod remove_attachment;
mod resolve;
mod unrelate;
mod unwatch;
mod watch;

pub use attach::{Upload, attach};
pub use comment::comment;
pub use create::create;
pub use edit::edit;
pub use relate::relate;
pub use remove_attachment::remove_attachment;
pub use unrelate::unrelate;
pub use unwatch::{remove_watcher, unwatch};
pub use watch::{add_watcher, watch};
