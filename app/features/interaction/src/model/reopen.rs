//! Whether and until when what has ended may be re-opened, and what follows it after that.

use time::{Duration, OffsetDateTime};

use super::{Draft, FormChoices, InvalidTransition, Record, Status};

/// The reason that a new interaction gets which follows another, where its company has it.
const FOLLOW_UP: &str = "Follow Up";

/// What decides which statuses an interaction may become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub status: Status,
    /// When it ended; none while it goes on.
    pub ended_at: Option<OffsetDateTime>,
    /// For how many days after that its company lets it be re-opened.
    pub reopen_days: i32,
}

impl Standing {
    fn reopens_until(self) -> Option<OffsetDateTime> {
        let reopens = !self.status.is_open() && self.status.moves().contains(&Status::InProgress);
        let days = Duration::days(i64::from(self.reopen_days));
        self.ended_at.filter(|_| reopens).map(|at| at.checked_add(days).unwrap_or(at))
    }

    fn is_past_reopening(self, now: OffsetDateTime) -> bool {
        self.reopens_until().is_some_and(|until| until < now)
    }

    /// Whether it may move on to a status; staying is no move and lawful.
    ///
    /// # Errors
    /// The move is none of its status, or comes too late.
    pub fn may_become(self, to: Status, now: OffsetDateTime) -> Result<(), InvalidTransition> {
        self.status.become_(to)?;
        if to != self.status && self.is_past_reopening(now) { Err(InvalidTransition::TooLate) } else { Ok(()) }
    }
}

impl Record {
    fn standing(&self) -> Standing {
        let &Self { status, ended_at, reopen_days, .. } = self;
        Standing { status, ended_at, reopen_days }
    }

    /// Until when it may be re-opened; none where it may not end so, goes on, or nobody knows when it ended.
    pub fn reopens_until(&self) -> Option<OffsetDateTime> {
        self.standing().reopens_until()
    }

    /// Whether it could be re-opened once and cannot any more.
    pub fn is_past_reopening(&self, now: OffsetDateTime) -> bool {
        self.standing().is_past_reopening(now)
    }

    /// Whether it may move on to a status; staying is no move and lawful.
    ///
    /// # Errors
    /// The move is none of its status, or comes too late.
    pub fn may_become(&self, to: Status, now: OffsetDateTime) -> Result<(), InvalidTransition> {
        self.standing().may_become(to, now)
    }

    /// The statuses a form offers: where it is, and where it may go.
    pub fn statuses(&self, now: OffsetDateTime) -> Vec<Status> {
        let offered = std::iter::once(self.status).chain(self.status.moves().iter().copied());
        offered.filter(|status| self.may_become(*status, now).is_ok()).collect()
    }

    /// A new form that follows this record, as far as its company still offers the same.
    pub fn follow_up(&self, choices: &FormChoices) -> Draft {
        let offered = choices.reasons.iter().find(|reason| reason.name == FOLLOW_UP);
        let Draft {
            company,
            requested_for,
            requested_for_text,
            requested_by,
            requested_by_text,
            category,
            subcategory,
            kind,
            contact_email,
            contact_phone,
            ..
        } = self.draft();
        Draft {
            company,
            reason: offered.map(|reason| reason.id.to_string()).unwrap_or_default(),
            requested_for,
            requested_for_text,
            requested_by,
            requested_by_text,
            category,
            subcategory,
            kind,
            contact_email,
            contact_phone,
            follows: self.number.to_string(),
            ..Draft::open()
        }
    }
}
