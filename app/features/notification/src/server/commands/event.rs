//! What happens to how a person is told.

use kernel::{Changes, PersonId};
use platform::Event;

/// A person chose how to be told; recorded with the person.
#[derive(Debug)]
pub struct Chosen(pub PersonId, pub Changes);

impl Event for Chosen {
    const ENTITY: &'static str = "person";

    fn entity_id(&self) -> i64 {
        self.0.0
    }

    fn name(&self) -> &'static str {
        "notifications_chosen"
    }

    fn changes(&self) -> &Changes {
        &self.1
    }
}
