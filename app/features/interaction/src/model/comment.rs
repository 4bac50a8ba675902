//! Comments: what people say about an interaction, and the one validation of what is to be posted.
//!
//! To add a kind: a variant of [`CommentKind`], its key in a migration of the check on `kind`.

use kernel::{AuditValue, Changes, FieldErrors, Fields, InteractionNumber, graphemes};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Entry, Window};

/// Characters a comment may have, as a reader counts them.
pub const COMMENT_LIMIT: usize = 5_000;

/// What was done when the comment was written (the "update type").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommentKind {
    #[default]
    Comment,
    PhoneCall,
    Email,
    /// The requester asked how things stand.
    UserRequestedUpdate,
    /// For colleagues: always internal.
    WorkNote,
}

impl CommentKind {
    pub const ALL: [Self; 5] = [Self::Comment, Self::PhoneCall, Self::Email, Self::UserRequestedUpdate, Self::WorkNote];

    /// The kind as the database and a form keep it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Comment => "comment",
            Self::PhoneCall => "phone_call",
            Self::Email => "email",
            Self::UserRequestedUpdate => "user_requested_update",
            Self::WorkNote => "work_note",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// The kind as people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Comment => "Comment",
            Self::PhoneCall => "Phone call",
            Self::Email => "E-mail",
            Self::UserRequestedUpdate => "User requested update",
            Self::WorkNote => "Work note",
        }
    }

    /// Whether requesters never see it, whatever the mark says.
    pub fn is_internal(self) -> bool {
        self == Self::WorkNote
    }
}

/// From which side a person speaks and reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// As staff, with what is internal.
    Desk,
    /// As who it was requested for or by.
    Own,
}

impl Side {
    /// The address of an interaction's page.
    pub fn page(self, number: InteractionNumber) -> String {
        match self {
            Self::Desk => format!("/interactions/{number}"),
            Self::Own => format!("/my-requests/{number}"),
        }
    }

    /// What may be chosen as the kind of a comment.
    pub fn kinds(self) -> &'static [CommentKind] {
        match self {
            Self::Desk => &CommentKind::ALL,
            Self::Own => &[CommentKind::Comment, CommentKind::UserRequestedUpdate],
        }
    }
}

/// A comment as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CommentDraft {
    pub text: String,
    /// A key of [`CommentKind`]; empty is a plain comment.
    pub kind: String,
    pub internal: bool,
}

/// A comment that may be posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedComment {
    pub text: String,
    pub kind: CommentKind,
    pub internal: bool,
}

impl CommentDraft {
    /// The names of the form's fields.
    pub const TEXT: &'static str = "comment";
    pub const KIND: &'static str = "update_type";
    pub const INTERNAL: &'static str = "internal";
    /// The name of the field with what makes a second post of the same form no second comment.
    pub const SUBMISSION: &'static str = "comment_submission";

    /// Whether a form that was posted to the page of an interaction is that of a comment.
    pub fn is_sent_by(fields: &Fields) -> bool {
        !fields.get(Self::SUBMISSION).is_empty()
    }

    pub fn from_fields(fields: &Fields) -> Self {
        Self {
            text: fields.get(Self::TEXT).to_owned(),
            kind: fields.get(Self::KIND).to_owned(),
            internal: fields.get(Self::INTERNAL) == "true",
        }
    }

    pub fn to_fields(&self) -> Fields {
        let internal = if self.internal { "true" } else { "" };
        let fields = [(Self::TEXT, self.text.as_str()), (Self::KIND, self.kind.as_str()), (Self::INTERNAL, internal)];
        Fields(fields.map(|(name, value)| (name.to_owned(), value.to_owned())).into())
    }

    /// The comment, or what is wrong with it.
    ///
    /// Line ends are made `\n` and outer blanks dropped before anything is counted. Characters that the database
    /// cannot hold (U+0000) are refused.
    pub fn check(&self, side: Side) -> Result<CheckedComment, FieldErrors> {
        let mut errors = FieldErrors::default();
        let text = self.text.replace("\r\n", "\n").trim().to_owned();
        let length = graphemes(&text);
        if text.is_empty() {
            errors.add(Self::TEXT, "Write a comment first.");
        } else if length > COMMENT_LIMIT {
            errors.add(Self::TEXT, format!("A comment may have {COMMENT_LIMIT} characters; this one has {length}."));
        } else if text.contains('\0') {
            errors.add(Self::TEXT, "The comment has a character that cannot be kept.");
        }
        let kind = if self.kind.is_empty() { Some(CommentKind::Comment) } else { CommentKind::from_key(&self.kind) };
        match kind.filter(|kind| side.kinds().contains(kind)) {
            Some(kind) if errors.is_empty() => {
                // Nobody hides anything from themselves: only the desk has an inside.
                let internal = side == Side::Desk && (self.internal || kind.is_internal());
                Ok(CheckedComment { text, kind, internal })
            }
            Some(_) => Err(errors),
            None => {
                errors.add(Self::KIND, "Choose an update type from the list.");
                Err(errors)
            }
        }
    }
}

impl CheckedComment {
    /// What its event says: of which kind it is, and not its text. That is in the comment, which is never changed.
    pub fn changes(&self, id: i64) -> Changes {
        let field = if self.internal { "Internal update" } else { "Update" };
        let mut changes = Changes::default();
        changes.note(field, None, Some(AuditValue::named(id, self.kind.label())));
        changes
    }
}

/// A comment as it is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    pub id: i64,
    pub who: String,
    /// Whether it was written in the name of the desk.
    pub by_desk: bool,
    pub kind: CommentKind,
    pub internal: bool,
    /// Its text as HTML, made safe by the server.
    pub html: String,
    pub at: OffsetDateTime,
}

impl Entry for Comment {
    fn id(&self) -> i64 {
        self.id
    }
}

/// Some comments of an interaction, newest first.
pub type Comments = Window<Comment>;

/// The comments as a page opens with them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentBox {
    pub comments: Comments,
    /// For the next comment that is posted.
    pub submission: Uuid,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn draft(text: &str) -> CommentDraft {
        CommentDraft { text: text.to_owned(), ..CommentDraft::default() }
    }

    #[test]
    fn a_work_note_is_internal_whatever_the_mark_says() {
        let note = CommentDraft { kind: "work_note".to_owned(), ..draft("Sees no one else") };
        assert!(note.check(Side::Desk).unwrap().internal);
        assert!(!draft("Hello").check(Side::Desk).unwrap().internal);
    }

    #[test]
    fn who_asked_has_no_inside() {
        let mut own = CommentDraft { internal: true, ..draft("Secret") };
        assert!(!own.check(Side::Own).unwrap().internal);
        for kind in [CommentKind::WorkNote, CommentKind::PhoneCall, CommentKind::Email] {
            own.kind = kind.key().to_owned();
            assert!(own.check(Side::Own).unwrap_err().get(CommentDraft::KIND).is_some(), "{kind:?}");
        }
    }

    #[test]
    fn nothing_is_no_comment() {
        for text in ["", "  \n\t ", "\r\n"] {
            assert_eq!(
                draft(text).check(Side::Desk).unwrap_err().get(CommentDraft::TEXT),
                Some("Write a comment first.")
            );
        }
    }

    #[test]
    fn the_limit_is_counted_as_a_reader_does() {
        let family = "👨‍👩‍👧‍👦";
        assert!(draft(&family.repeat(COMMENT_LIMIT)).check(Side::Desk).is_ok());
        let error = draft(&family.repeat(COMMENT_LIMIT + 1)).check(Side::Desk).unwrap_err();
        assert!(error.get(CommentDraft::TEXT).unwrap().contains("5001"), "{error:?}");
    }

    #[test]
    fn a_kind_that_is_none_is_refused() {
        let wrong = CommentDraft { kind: "rumour".to_owned(), ..draft("x") };
        assert!(wrong.check(Side::Desk).unwrap_err().get(CommentDraft::KIND).is_some());
    }

    #[test]
    fn keys_come_back() {
        for kind in CommentKind::ALL {
            assert_eq!(CommentKind::from_key(kind.key()), Some(kind));
        }
    }

    proptest! {
        #[test]
        fn what_is_checked_once_is_right(text in "\\PC{1,40}[a-z]") {
            let checked = draft(&text).check(Side::Desk).unwrap();
            prop_assert_eq!(draft(&checked.text).check(Side::Desk).unwrap(), checked);
        }
    }
}
