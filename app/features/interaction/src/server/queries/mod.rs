//! Reads. Each takes a [`Visible`](super::policy::Visible) or a [`Conversation`](super::policy::Conversation), made by
//! the policy alone.

mod announcement;
mod attachments;
mod choices;
mod comments;
mod counts;
mod history;
mod list;
mod mine;
mod past;
mod record;

pub use announcement::announcement;
pub use attachments::{Stored, attachment, attachments, lock_contents, unnamed};
pub use choices::form_choices;
pub use comments::comments;
pub use counts::counts;
pub use history::history;
pub use list::list;
pub use mine::{my_interaction, my_requests, owns};
pub use past::as_of;
pub use record::{audit, lock, record, record_page, sees};
