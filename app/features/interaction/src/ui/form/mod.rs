//! The form: a new interaction, and the fields the record page edits with.

mod fields;
mod guest;
mod new;
pub(super) mod options;
mod person;
mod save;
mod state;

pub use fields::{FormFields, Pick, StateReason, WakeUp};
pub use new::NewInteractionPage;
pub use person::AddPerson;
pub use save::{SaveAtFoot, SaveAtHead, asks_the_server};
pub use state::FormState;
