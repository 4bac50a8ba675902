//! The server's half: who may ([`policy`]), reads ([`queries`]), verbs ([`commands`]), the request's
//! person ([`context`]), sessions and forms, people in Global Search ([`search`]).

pub mod commands;
pub mod context;
pub mod forms;
pub mod password;
pub mod policy;
pub mod queries;
pub mod rest;
pub mod search;
pub mod session;

pub use context::{platform, respond, signed_in};
