//! The form: a new interaction, and the fields the record page edits with.

mod fields;
mod keep;
mod new;
mod options;
mod person;
mod save;
mod state;

pub use fields::FormFields;
pub use new::NewInteractionPage;
pub use person::AddPerson;
pub use save::{SaveAtFoot, SaveAtHead};
pub use state::FormState;
