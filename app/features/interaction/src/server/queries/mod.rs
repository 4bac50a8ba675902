//! Reads. Each takes a [`Visible`](super::policy::Visible), made by the policy alone.

mod choices;
mod counts;
mod history;
mod list;
mod mine;
mod record;

pub use choices::form_choices;
pub use counts::counts;
pub use history::history;
pub use list::list;
pub use mine::{my_interaction, my_requests};
pub use record::{lock, record, record_page};
