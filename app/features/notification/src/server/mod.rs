//! The server's half: telling ([`notify`]), reads ([`queries`]), verbs ([`commands`]), what was read ([`read`]),
//! posted forms ([`forms`]), and the e-mail ([`mail`]).

pub mod commands;
pub mod forms;
pub mod mail;
mod notify;
pub mod policy;
pub mod queries;
pub mod read;

pub use notify::{CHANGED, addressed, notify, take_back};
