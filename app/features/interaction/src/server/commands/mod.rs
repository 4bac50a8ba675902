//! The verbs, one a file. To add one: its action and rule in `policy.rs`, its file here, its event in
//! `event.rs`, its line in `api.rs`.

mod comment;
mod create;
mod edit;
mod event;
mod relate;
mod resolve;
mod unrelate;
mod unwatch;
mod watch;

pub use comment::comment;
pub use create::create;
pub use edit::edit;
pub use relate::relate;
pub use unrelate::unrelate;
pub use unwatch::{remove_watcher, unwatch};
pub use watch::{add_watcher, watch};
