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
    Commented {
        number: InteractionNumber,
        comment: i64,
        internal: bool,
        changes: Changes,
    },
    Watched(InteractionNumber, Changes),
    Unwatched(InteractionNumber, Changes),
    /// Recorded for each of the two, which name one another by number alone.
    Related(InteractionNumber, Changes),
    Unrelated(InteractionNumber, Changes),
    Timed {
        number: InteractionNumber,
        what: Timed,
        changes: Changes,
    },
}

/// What was done to the ledger of time.
#[derive(Clone, Copy, Debug)]
pub enum Timed {
    Started,
    Paused,
    Corrected,
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
        let (Self::Created(number)
        | Self::Updated(number, _)
        | Self::Commented { number, .. }
        | Self::Watched(number, _)
        | Self::Unwatched(number, _)
        | Self::Related(number, _)
        | Self::Unrelated(number, _)
        | Self::Timed { number, .. }) = self;
        number.0
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Created(_) => "created",
            Self::Updated(..) => "updated",
            Self::Commented { .. } => "commented",
            Self::Watched(..) => "watched",
            Self::Unwatched(..) => "unwatched",
            Self::Related(..) => "related",
            Self::Unrelated(..) => "unrelated",
            Self::Timed { what: Timed::Started, .. } => "timer_started",
            Self::Timed { what: Timed::Paused, .. } => "timer_paused",
            Self::Timed { what: Timed::Corrected, .. } => "time_corrected",
        }
    }

    fn changes(&self) -> &Changes {
        const NONE: &Changes = &Changes(Vec::new());
        match self {
            Self::Created(_) => NONE,
            Self::Updated(_, changes)
            | Self::Commented { changes, .. }
            | Self::Watched(_, changes)
            | Self::Unwatched(_, changes)
            | Self::Related(_, changes)
            | Self::Unrelated(_, changes)
            | Self::Timed { changes, .. } => changes,
        }
    }

    fn payload(&self) -> Value {
        match self {
            Self::Commented { comment, internal, .. } => json!({ "comment": comment, "internal": internal }),
            _ => Value::Null,
        }
    }

    async fn announcement(&self, connection: &mut PgConnection) -> Result<Option<Announcement>, ApiError> {
        // Who asked sees no relations and no ledger.
        let internal = matches!(
            self,
            Self::Commented { internal: true, .. } | Self::Related(..) | Self::Unrelated(..) | Self::Timed { .. }
        );
        let number = InteractionNumber(self.entity_id());
        queries::announcement(connection, number, self.name(), internal).await.map(Some)
    }
}
