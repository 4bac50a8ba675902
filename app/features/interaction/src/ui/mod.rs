//! Pages and parts of this slice.

mod attachments;
mod board;
mod comments;
mod earlier;
mod follow;
mod form;
mod history;
mod keep;
mod links;
mod list;
mod mine;
mod record;
mod relations;
mod status;
mod unsubscribe;
mod watchers;

pub use board::BoardPage;
pub use form::NewInteractionPage;
pub use list::InteractionsPage;
pub use mine::{MyInteractionPage, MyRequestsPage};
pub use record::RecordPage;
pub use status::StatusBadge;
pub use unsubscribe::UnsubscribePage;
