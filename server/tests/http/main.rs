//! The whole router in front of a real PostgreSQL: one file a theme.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "helpers of tests fail where they stand")]

mod attachments;
mod bulk;
mod comments;
mod drafts;
mod export;
mod forms;
mod guest_form;
mod health;
mod links;
mod live;
mod login;
mod matrix;
mod notifications;
mod pages;
mod safety;
mod scans;
mod search;
mod server_functions;
mod signed_out;
mod signed_out_form;
mod site;
mod time;
