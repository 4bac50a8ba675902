//! The verbs, one a file. To add one: its action and rule in `policy.rs`, its file here, its event in
//! `event.rs`, its line in `api.rs`.

mod attach;
mod bulk;
mod comment;
mod correct_time;
mod create;
mod edit;
mod event;
mod ledger;
mod mention;
mod relate;
mod remove_attachment;
mod resolve;
mod timer;
mod unrelate;
mod unsubscribe;
mod unwatch;
mod views;
mod wake;
mod watch;

pub use attach::{Upload, attach};
pub use bulk::{Sent, begin_bulk, undo_bulk};
pub use comment::comment;
pub use correct_time::correct_time;
pub use create::create;
pub use edit::edit;
pub(super) use edit::{Base, edit_in};
pub use relate::relate;
pub use remove_attachment::remove_attachment;
pub use timer::timer;
pub use unrelate::unrelate;
pub use unsubscribe::unsubscribe;
pub(super) use unwatch::remove_watcher_in;
pub use unwatch::{remove_watcher, unwatch};
pub use views::{change_view, remove_view, save_view};
pub use wake::wake;
pub(super) use watch::{Added, add_watcher_in, find as find_watcher};
pub use watch::{add_watcher, watch};
