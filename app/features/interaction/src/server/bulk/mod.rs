//! Many interactions changed at once, as a job beside the requests.
//!
//! [`commands::begin_bulk`](super::commands::begin_bulk) writes down what is to be done to which numbers; [`work`] does it, row
//! by row, each in a transaction of its own with what became of it. So a job goes on where it was, whichever process ended.
//! It acts as who began it, with the rights they have when a row's turn comes, through the commands of the single verbs.

mod act;
mod aim;
mod back;
mod chosen;
mod event;
mod form;
mod job;
mod preview;
mod work;

pub use form::form;
pub use job::{Job, job, sweep};
pub use preview::preview;
pub use work::{Turn, turn, work};

pub(super) use aim::aim;
pub(super) use chosen::{chosen, companies};
pub(super) use event::BulkEvent;
