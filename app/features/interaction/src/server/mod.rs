//! The server's half: who may ([`policy`]), reads ([`queries`]), verbs ([`commands`]), posted forms
//! ([`forms`]), files in and out ([`upload`], [`rest`], [`sheet`]), what is typed and not sent yet ([`drafts`]), who is at a record
//! just now ([`presence`]), what Global Search finds ([`search`]), how saved lists are kept ([`views`]), who is told of what
//! happened ([`notices`]), many changed at once ([`bulk`]) and what is done beside the requests ([`jobs`]). [`address`] reads a list's.

pub mod address;
pub mod bulk;
pub mod commands;
pub mod drafts;
pub mod forms;
pub mod jobs;
mod markdown;
pub mod notices;
pub mod policy;
pub mod presence;
pub mod queries;
pub mod rest;
pub mod search;
pub mod sheet;
pub mod unsubscribe;
pub mod upload;
pub mod views;
