//! The server's half: who may ([`policy`]), reads ([`queries`]), verbs ([`commands`]), posted forms
//! ([`forms`]), who is at a record just now ([`presence`]) and the worker that keeps the counts small ([`jobs`]).

pub mod commands;
pub mod forms;
pub mod jobs;
mod markdown;
pub mod policy;
pub mod presence;
pub mod queries;
