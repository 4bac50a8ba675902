//! What happens to an interaction.

use kernel::{Changes, InteractionNumber};
use platform::Event;

/// An event of an interaction, with what it changed.
#[derive(Debug)]
pub enum InteractionEvent {
    Created(InteractionNumber),
    Updated(InteractionNumber, Changes),
}

impl Event for InteractionEvent {
    const ENTITY: &'static str = "interaction";

    fn entity_id(&self) -> i64 {
        let (Self::Created(number) | Self::Updated(number, _)) = self;
        number.0
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Created(_) => "created",
            Self::Updated(..) => "updated",
        }
    }

    fn changes(&self) -> &Changes {
        const NONE: &Changes = &Changes(Vec::new());
        match self {
            Self::Created(_) => NONE,
            Self::Updated(_, changes) => changes,
        }
    }
}
