//! The verbs, one a file.

mod choose;
mod event;

pub use choose::choose;
