//! Pages and parts of this slice.

mod bell;
mod list;
mod page;
mod settings;

pub use bell::Bell;
pub use page::NotificationsPage;
