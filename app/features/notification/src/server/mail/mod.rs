//! E-mail: how a letter is written ([`write`]), and how it gets to a mail server ([`Post`]).

mod addresses;
mod letter;
mod queue;
mod smtp;

pub use letter::{Letter, Written, message, write};
pub use queue::{Delivery, Post, Round, sweep};
pub use smtp::{Limits, SmtpUrl, SmtpUrlError};
