//! Permission as a value.
//!
//! A command takes a `Permit<Edit>` by value; only a slice's `policy.rs` makes one, after it has
//! loaded the row and looked at who asks. `clippy.toml` bans [`Permit::grant`] everywhere else.

use crate::Actor;

/// Something a person may do, named in the slice's `policy.rs`.
pub trait Action {
    /// What the policy loaded to decide: the row for an action on one, `()` for a general one.
    type Subject;
}

/// Proof that `actor` may do `A` to the subject it carries.
#[derive(Debug)]
#[non_exhaustive]
pub struct Permit<A: Action> {
    pub actor: Actor,
    pub subject: A::Subject,
}

impl<A: Action> Permit<A> {
    /// For `policy.rs` alone.
    pub fn grant(actor: Actor, subject: A::Subject) -> Self {
        Self { actor, subject }
    }
}
