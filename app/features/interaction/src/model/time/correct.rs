//! The correction of a segment as typed, and the one check of it.

use kernel::{AuditValue, Changes, FieldErrors, Fields, graphemes};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{Ledger, Segment};
use crate::model::{moment_text, moment_words, typed_moment};

/// Characters the reason of a correction may have, as a reader counts them.
const REASON_LIMIT: usize = 500;

/// A correction as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TimeDraft {
    /// In UTC; see [`typed_moment`].
    pub start: String,
    /// Empty while the segment runs.
    pub end: String,
    pub reason: String,
}

/// A correction that may be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    pub started_at: OffsetDateTime,
    pub ended_at: Option<OffsetDateTime>,
    pub reason: String,
}

impl TimeDraft {
    /// The names of the form's fields; the first is the segment's id.
    pub const SEGMENT: &'static str = "segment";
    pub const START: &'static str = "segment_start";
    pub const END: &'static str = "segment_end";
    pub const REASON: &'static str = "correction_reason";

    /// Whether a form that was posted to the page of an interaction is that of a correction.
    pub fn is_sent_by(fields: &Fields) -> bool {
        !fields.get(Self::SEGMENT).is_empty()
    }

    pub fn from_fields(fields: &Fields) -> Self {
        Self {
            start: fields.get(Self::START).to_owned(),
            end: fields.get(Self::END).to_owned(),
            reason: fields.get(Self::REASON).to_owned(),
        }
    }

    /// The form as it opens.
    pub fn of(segment: &Segment) -> Self {
        Self {
            start: moment_text(segment.started_at),
            end: segment.ended_at.map(moment_text).unwrap_or_default(),
            reason: String::new(),
        }
    }

    /// The correction of `segment`, or what is wrong with it.
    ///
    /// A moment that stands as the form opened with it is exactly what it was. What runs may get a new start and go on,
    /// or an end. Nothing lies in the future, and nothing overlaps what else of the same agent (of the same kind, where
    /// it is nobody's) is in the ledger.
    pub fn check(&self, segment: &Segment, ledger: &Ledger, now: OffsetDateTime) -> Result<Correction, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut read = |typed: &str, was: Option<OffsetDateTime>, field: &str, missing: &str, future: &str| {
            let typed = typed.trim();
            let kept = was.filter(|was| moment_text(*was) == typed);
            let at = kept.or_else(|| typed_moment(typed));
            match at {
                None => errors.add(field, missing),
                Some(at) if at > now => errors.add(field, future),
                Some(_) => {}
            }
            at
        };
        let start = read(
            &self.start,
            Some(segment.started_at),
            Self::START,
            "Enter when it started.",
            "The start may not lie in the future.",
        );
        let end = if segment.runs() && self.end.trim().is_empty() {
            None
        } else {
            read(&self.end, segment.ended_at, Self::END, "Enter when it ended.", "The end may not lie in the future.")
        };
        if segment.runs() && segment.who.is_none() && end.is_some() {
            errors.add(Self::END, "It runs until the status is another: move it on to end it.");
        }
        if let (Some(start), Some(end)) = (start, end)
            && end <= start
        {
            errors.add(Self::END, "The end must be after the start.");
        }
        if let Some(start) = start.filter(|_| errors.is_empty()) {
            if let Some(other) = ledger.0.iter().find(|other| overlaps(segment, (start, end), other)) {
                errors.add(Self::START, format!("It would overlap {}.", said(other)));
            } else if (start, end) == (segment.started_at, segment.ended_at) {
                errors.add(Self::START, "This is when it was already.");
            }
        }
        let reason = self.reason.replace("\r\n", "\n").trim().to_owned();
        if reason.is_empty() {
            errors.add(Self::REASON, "Say why it is corrected.");
        } else if graphemes(&reason) > REASON_LIMIT || reason.len() > REASON_LIMIT * 40 {
            errors.add(Self::REASON, format!("The reason can have at most {REASON_LIMIT} characters."));
        } else if reason.contains('\0') {
            errors.add(Self::REASON, "The reason has a character that cannot be kept.");
        }
        match start {
            Some(started_at) if errors.is_empty() => Ok(Correction { started_at, ended_at: end, reason }),
            _ => Err(errors),
        }
    }
}

/// Whether `segment`, moved to these times, would share time with another of the same agent.
fn overlaps(segment: &Segment, (start, end): (OffsetDateTime, Option<OffsetDateTime>), other: &Segment) -> bool {
    let id = |segment: &Segment| segment.who.as_ref().map(|who| who.id);
    let same = id(segment) == id(other) && (segment.who.is_some() || segment.kind == other.kind);
    // Where one ends the next may begin.
    let before = |end: Option<OffsetDateTime>, start: OffsetDateTime| end.is_some_and(|end| end <= start);
    segment.id != other.id && same && !before(other.ended_at, start) && !before(end, other.started_at)
}

/// A segment in words, for who would overlap it.
fn said(segment: &Segment) -> String {
    let until = segment.ended_at.map_or_else(|| "now".to_owned(), moment_words);
    format!("{}, {} to {until}", segment.label(), moment_words(segment.started_at))
}

impl Correction {
    /// What its event says: what was moved, from and to, and why.
    pub fn changes(&self, segment: &Segment) -> Changes {
        let label = segment.label();
        let words = |at: OffsetDateTime| AuditValue::text(moment_words(at));
        let end = |at: Option<OffsetDateTime>| at.map_or_else(|| AuditValue::text("running"), words);
        let mut changes = Changes::default();
        changes.note(&format!("{label}, start"), Some(words(segment.started_at)), Some(words(self.started_at)));
        changes.note(&format!("{label}, end"), Some(end(segment.ended_at)), Some(end(self.ended_at)));
        changes.note("Reason", None, Some(AuditValue::text(&self.reason)));
        changes
    }
}
