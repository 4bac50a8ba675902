//! What happens to an interaction.

use kernel::{ApiError, Changes, InteractionNumber};
use platform::{Announcement, Event};
use serde_json::{Value, json};
use sqlx::PgConnection;

use crate::{model::CheckedComment, server::queries};

/// An event of an interaction, with what it changed.
#[derive(Debug)]
pub enum InteractionEvent {
    Created(InteractionNumber),
    Updated(InteractionNumber, Changes),
    Commented { number: InteractionNumber, comment: i64, internal: bool, changes: Changes },
}

impl InteractionEvent {
    /// A comment was posted.
    pub fn commented(number: InteractionNumber, comment: i64, checked: &CheckedComment) -> Self {
        Self::Commented { number, comment, internal: checked.internal, changes: checked.changes(comment) }
    }
}

impl Event for InteractionEvent {
    const ENTITY: &'static str = "interaction";

    fn entity_id(&self) -> i64 {
        let (Self::Created(number) | Self::Updated(number, _) | Self::Commented { number, .. }) = self;
        number.0
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Created(_) => "created",
            Self::Updated(..) => "updated",
            Self::Commented { .. } => "commented",
        }
    }

    fn changes(&self) -> &Changes {
        const NONE: &Changes = &Changes(Vec::new());
        match self {
            Self::Created(_) => NONE,
            Self::Updated(_, changes) | Self::Commented { changes, .. } => changes,
        }
    }

    fn payload(&self) -> Value {
        match self {
            Self::Created(_) | Self::Updated(..) => Value::Null,
            Self::Commented { comment, internal, .. } => json!({ "comment": comment, "internal": internal }),
        }
    }

    async fn announcement(&self, connection: &mut PgConnection) -> Result<Option<Announcement>, ApiError> {
        let internal = matches!(self, Self::Commented { internal: true, .. });
        let number = InteractionNumber(self.entity_id());
        queries::announcement(connection, number, self.name(), internal).await.map(Some)
    }
}
