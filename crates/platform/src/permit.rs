//! Permission as a value.
//!
//! Only a slice's `policy.rs` makes a permit, after it has loaded the row and looked at who asks;
//! `clippy.toml` bans [`Permit::grant`] everywhere else. A command asks its policy first and then
//! works with the permit's actor and subject, which it has in no other way.

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
