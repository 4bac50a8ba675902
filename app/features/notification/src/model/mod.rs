//! Pure types and rules, the same in the browser and on the server.

mod entry;
mod gather;
mod notice;
mod reason;
mod retry;
mod settings;

pub use entry::{Entries, Entry, KeptMail};
pub use gather::{Gathered, Open, gather};
pub use notice::{Line, Notice, Recipient, Subject};
pub use reason::{Kind, Reason, why};
pub use retry::{MOST_TRIES, next_try};
pub use settings::{Choice, Settings};
