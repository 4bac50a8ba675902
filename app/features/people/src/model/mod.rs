//! Pure types and rules, the same in the browser and on the server.

mod guest;
mod me;
mod person;
mod session;

pub use guest::{GuestDraft, GuestFields, is_email};
pub use me::Me;
pub use person::{LOOK_UP_PATH, PersonCard, PersonHint};
pub use session::{SIGN_IN_EMAIL, SIGN_IN_PASSWORD, SessionRow};
