//! What happens to an interaction.

use kernel::{ApiError, AttachmentId, Changes, InteractionNumber};
use platform::{Announcement, Event};
use serde_json::{Value, json};
use sqlx::PgConnection;

use crate::{
    model::{CheckedComment, attached, removed},
    server::queries,
};

/// An event of an interaction, with what it changed.
#[derive(Debug)]
pub enum InteractionEvent {
    Created(InteractionNumber),
    Updated(InteractionNumber, Changes),
    Watched(InteractionNumber, Changes),
    Unwatched(InteractionNumber, Changes),
    /// Recorded for each of the two, which name one another by number alone.
    Related(InteractionNumber, Changes),
    Unrelated(InteractionNumber, Changes),
    Commented {
        number: InteractionNumber,
        comment: i64,
        internal: bool,
        changes: Changes,
    },
    Attached {
        number: InteractionNumber,
        attachments: Vec<AttachmentId>,
        internal: bool,
        changes: Changes,
    },
    AttachmentRemoved {
        number: InteractionNumber,
        attachment: AttachmentId,
        internal: bool,
        changes: Changes,
    },
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

    /// Files were added.
    pub fn attached(number: InteractionNumber, internal: bool, files: &[(AttachmentId, String)]) -> Self {
        let changes = attached(internal, files.iter().map(|(id, name)| (*id, name.as_str())));
        Self::Attached { number, attachments: files.iter().map(|(id, _)| *id).collect(), internal, changes }
    }

    /// A file was removed.
    pub fn attachment_removed(number: InteractionNumber, internal: bool, id: AttachmentId, name: &str) -> Self {
        Self::AttachmentRemoved { number, attachment: id, internal, changes: removed(internal, id, name) }
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
        | Self::Attached { number, .. }
        | Self::AttachmentRemoved { number, .. }
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
            Self::Attached { .. } => "attached",
            Self::AttachmentRemoved { .. } => "attachment_removed",
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
            | Self::Attached { changes, .. }
            | Self::AttachmentRemoved { changes, .. }
            | Self::Timed { changes, .. } => changes,
        }
    }

    fn payload(&self) -> Value {
        match self {
            Self::Commented { comment, internal, .. } => json!({ "comment": comment, "internal": internal }),
            Self::Attached { attachments, internal, .. } => json!({ "attachments": attachments, "internal": internal }),
            Self::AttachmentRemoved { attachment, internal, .. } => {
                json!({ "attachment": attachment, "internal": internal })
            }
            _ => Value::Null,
        }
    }

    async fn announcement(&self, connection: &mut PgConnection) -> Result<Option<Announcement>, ApiError> {
        // Who asked sees no relations and no ledger.
        let internal = matches!(
            self,
            Self::Related(..)
                | Self::Unrelated(..)
                | Self::Timed { .. }
                | Self::Commented { internal: true, .. }
                | Self::Attached { internal: true, .. }
                | Self::AttachmentRemoved { internal: true, .. }
        );
        let number = InteractionNumber(self.entity_id());
        queries::announcement(connection, number, self.name(), internal).await.map(Some)
    }
}
