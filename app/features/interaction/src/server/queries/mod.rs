//! Reads. Each takes a [`Visible`](super::policy::Visible) or a [`Conversation`](super::policy::Conversation), made by
//! the policy alone.

mod announcement;
mod attachments;
mod choices;
mod comments;
mod counts;
mod excerpts;
mod found;
mod history;
mod links;
mod list;
mod mine;
mod opened;
mod past;
mod readers;
mod record;
mod relations;
mod time;
mod values;
mod views;
mod watchers;

pub use self::time::{ledger, time_sheet};
pub use announcement::announcement;
pub use attachments::{Stored, attachment, attachments, lock_contents, unnamed};
pub use choices::{form_choices, new_form};
pub use comments::comments;
pub use counts::counts;
pub use excerpts::excerpts;
pub use found::{at_desk, own};
pub use history::history;
pub use links::links;
pub use list::{WholeList, facets, list, news, picked};
pub use mine::{my_interaction, my_requests, owns};
pub use opened::{missed, opened};
pub use past::as_of;
pub use readers::{Wanted, readers};
pub use record::{UNSEEN, audit, lock, record, record_page, sees};
pub use relations::{above, count_relations, existing, named, parent_of, relatable};
pub use values::values;
pub use views::{called, lock_view, views, views_page};
pub use watchers::{leaving, watched_outside};
