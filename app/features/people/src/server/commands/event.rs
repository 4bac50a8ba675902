//! What happens to a person.

use kernel::{Changes, PersonId};
use platform::Event;

/// An event of a person's record.
#[derive(Debug)]
pub enum PersonEvent {
    SignedIn(PersonId),
    SignedOut(PersonId),
    SessionRevoked(PersonId),
    GuestAdded(PersonId),
}

impl Event for PersonEvent {
    const ENTITY: &'static str = "person";

    fn entity_id(&self) -> i64 {
        let (Self::SignedIn(id) | Self::SignedOut(id) | Self::SessionRevoked(id) | Self::GuestAdded(id)) = self;
        id.0
    }

    fn name(&self) -> &'static str {
        match self {
            Self::SignedIn(_) => "signed_in",
            Self::SignedOut(_) => "signed_out",
            Self::SessionRevoked(_) => "session_revoked",
            Self::GuestAdded(_) => "guest_added",
        }
    }

    fn changes(&self) -> &Changes {
        const NONE: &Changes = &Changes(Vec::new());
        NONE
    }
}
