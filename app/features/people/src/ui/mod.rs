//! Pages and parts of this slice.

mod account;
mod current;
mod guest;
mod login;
mod lookup;
mod outcome;
mod session;
mod sign_in_again;

pub use account::{AccountMenu, AccountPage};
pub use current::{current_person, provide_current_person, replay, sign_in_href};
pub use guest::GuestDialog;
pub use login::{LoginPage, SignInAgain};
pub use lookup::{PersonLookup, choice_of};
pub use outcome::{Failed, NotFound, NotOpened, NotSaved};
pub use session::{Session, provide_session, use_session};
pub use sign_in_again::SignInDialog;
