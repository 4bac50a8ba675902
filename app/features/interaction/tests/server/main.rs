//! The server's half of the slice against a real PostgreSQL: one file a theme.

#![cfg(feature = "ssr")]
#![expect(clippy::unwrap_used, reason = "helpers of tests fail where they stand")]

mod attachments;
mod bulk;
mod bulk_preview;
mod bulk_undo;
mod choices;
mod comments;
mod counts;
mod create;
mod create_wrong;
mod drafts;
mod edit;
mod edit_stale;
mod found;
mod list;
mod list_cost;
mod list_cursor;
mod list_filter;
mod list_match;
mod list_news;
mod list_search;
mod list_whole;
mod list_world;
mod mine;
mod notices;
mod past;
mod persons;
mod record;
mod relations;
mod support;
mod time;
mod views;
mod wake;
mod watchers;
