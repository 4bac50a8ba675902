//! Who may do what with notifications. The only maker of this slice's permits.

#![expect(clippy::disallowed_methods, reason = "a policy is where permits are made")]

use kernel::Role;
use platform::{Action, Actor, Permit};

/// What may be done, for the matrix of roles: one line of `docs/authz-matrix.txt` each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// See one's own notifications, mark them as read, and say how one wants to be told.
    Own,
}

impl Verb {
    pub const ALL: [Self; 1] = [Self::Own];

    pub fn label(self) -> &'static str {
        match self {
            Self::Own => "notification: read own, choose how to be told",
        }
    }
}

/// Whether a role may; `None` is a requester without a role.
pub fn may(_role: Option<Role>, verb: Verb) -> bool {
    match verb {
        Verb::Own => true,
    }
}

/// Saying how one wants to be told oneself.
#[derive(Debug)]
pub struct Choose;
impl Action for Choose {
    type Subject = ();
}

/// Everybody says so for themselves.
pub fn choose(actor: &Actor) -> Permit<Choose> {
    Permit::grant(actor.clone(), ())
}
