//! The life of an interaction: states with their data, and the moves that are lawful.
//!
//! To add a status: a variant in [`Status`] and [`State`], its key in the database's check, its moves
//! in [`Status::moves`].

use kernel::{AuditValue, Changes};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use super::moment_words;

/// The eight statuses, without their data: for lists, filters and labels, in the order of a life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    New,
    InProgress,
    OnHold,
    AwaitingApproval,
    Completed,
    Dropped,
    Withdrawn,
    Denied,
}

/// Why an interaction waits, or how it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StateReason {
    WaitingOnCustomer,
    WaitingInternal,
    WaitingForAssignment,
    UserEnded,
    AgentEnded,
    NoUserResponse,
    LeftBeforeEngagement,
}

/// The state of an interaction with what belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    New,
    InProgress,
    /// Waits, for a `Waiting…` reason, and goes on by itself at `wake_at` where that is set.
    OnHold {
        reason: StateReason,
        wake_at: Option<OffsetDateTime>,
    },
    AwaitingApproval,
    /// Solved; by whom the conversation was ended, where somebody said so.
    Completed(Option<StateReason>),
    /// Ended without a solution.
    Dropped(StateReason),
    Withdrawn,
    Denied,
}

/// The move is not lawful, or its reason is missing or of the wrong kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidTransition {
    #[error("A new interaction cannot start in this status.")]
    NoStart,
    #[error("{} cannot become {}.", .from.label(), .to.label())]
    Unlawful { from: Status, to: Status },
    #[error("Choose a state reason for {}.", .0.label())]
    NeedsReason(Status),
    #[error("This state reason does not go with {}.", .0.label())]
    WrongReason(Status),
    #[error("A wake-up time goes with On Hold alone.")]
    NoWake,
    #[error("The wake-up time must lie in the future.")]
    WakePast,
    #[error("The wake-up time can be a year ahead at most.")]
    WakeTooFar,
    /// It ended longer ago than its company allows.
    #[error("The time to re-open it is over. Log a new interaction that follows it.")]
    TooLate,
}

/// How far ahead a wake-up time may lie.
const WAKE_WITHIN: Duration = Duration::days(366);

/// Whether a hold that is set now may end by itself at `at`.
///
/// # Errors
/// It is not in the future, or more than a year ahead.
pub fn wakes(at: OffsetDateTime, now: OffsetDateTime) -> Result<(), InvalidTransition> {
    if at <= now {
        return Err(InvalidTransition::WakePast);
    }
    if at - now > WAKE_WITHIN { Err(InvalidTransition::WakeTooFar) } else { Ok(()) }
}

impl Status {
    pub const ALL: [Self; 8] = [
        Self::New,
        Self::InProgress,
        Self::OnHold,
        Self::AwaitingApproval,
        Self::Completed,
        Self::Dropped,
        Self::Withdrawn,
        Self::Denied,
    ];

    /// The status as the database and a form keep it.
    pub fn key(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::InProgress => "in_progress",
            Self::OnHold => "on_hold",
            Self::AwaitingApproval => "awaiting_approval",
            Self::Completed => "completed",
            Self::Dropped => "dropped",
            Self::Withdrawn => "withdrawn",
            Self::Denied => "denied",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.key() == key)
    }

    /// The status as people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::New => "New",
            Self::InProgress => "In Progress",
            Self::OnHold => "On Hold",
            Self::AwaitingApproval => "Awaiting Approval",
            Self::Completed => "Completed",
            Self::Dropped => "Dropped (Abandoned)",
            Self::Withdrawn => "Withdrawn",
            Self::Denied => "Denied",
        }
    }

    /// Whether the conversation goes on.
    pub fn is_open(self) -> bool {
        matches!(self, Self::New | Self::InProgress | Self::OnHold | Self::AwaitingApproval)
    }

    /// The statuses it may become, without staying as it is.
    pub fn moves(self) -> &'static [Self] {
        use Status::{AwaitingApproval, Completed, Denied, Dropped, InProgress, OnHold, Withdrawn};
        match self {
            Self::New => &[InProgress, OnHold, AwaitingApproval, Completed, Dropped, Withdrawn],
            InProgress => &[OnHold, AwaitingApproval, Completed, Dropped, Withdrawn],
            OnHold => &[InProgress, Completed, Dropped, Withdrawn],
            AwaitingApproval => &[InProgress, Withdrawn, Denied],
            // Re-opening.
            Completed | Dropped => &[InProgress],
            Withdrawn | Denied => &[],
        }
    }

    /// The statuses a new interaction may be saved in: a call may be over when it is logged.
    pub fn initial() -> &'static [Self] {
        &[Self::New, Self::InProgress, Self::OnHold, Self::Completed, Self::Dropped]
    }

    /// The reasons that go with the status; empty where it has none.
    pub fn reasons(self) -> &'static [StateReason] {
        use StateReason::{
            AgentEnded, LeftBeforeEngagement, NoUserResponse, UserEnded, WaitingForAssignment, WaitingInternal,
            WaitingOnCustomer,
        };
        match self {
            Self::OnHold => &[WaitingOnCustomer, WaitingInternal, WaitingForAssignment],
            Self::Completed => &[UserEnded, AgentEnded],
            Self::Dropped => &[UserEnded, AgentEnded, NoUserResponse, LeftBeforeEngagement],
            _ => &[],
        }
    }

    /// Whether a new record may start in it.
    ///
    /// # Errors
    /// It is not one of [`Self::initial`].
    pub fn start(self) -> Result<(), InvalidTransition> {
        if Self::initial().contains(&self) { Ok(()) } else { Err(InvalidTransition::NoStart) }
    }

    /// Whether a record may move on to `to`; staying in the same status is no move and lawful.
    ///
    /// # Errors
    /// The move is not one of [`Self::moves`].
    pub fn become_(self, to: Self) -> Result<(), InvalidTransition> {
        if self == to || self.moves().contains(&to) {
            Ok(())
        } else {
            Err(InvalidTransition::Unlawful { from: self, to })
        }
    }

    /// Whether one of [`Self::reasons`] must be given.
    pub fn needs_reason(self) -> bool {
        matches!(self, Self::OnHold | Self::Dropped)
    }
}

impl StateReason {
    pub const ALL: [Self; 7] = [
        Self::WaitingOnCustomer,
        Self::WaitingInternal,
        Self::WaitingForAssignment,
        Self::UserEnded,
        Self::AgentEnded,
        Self::NoUserResponse,
        Self::LeftBeforeEngagement,
    ];

    /// The reason as the database and a form keep it.
    pub fn key(self) -> &'static str {
        match self {
            Self::WaitingOnCustomer => "waiting_on_customer",
            Self::WaitingInternal => "waiting_internal",
            Self::WaitingForAssignment => "waiting_for_assignment",
            Self::UserEnded => "user_ended",
            Self::AgentEnded => "agent_ended",
            Self::NoUserResponse => "no_user_response",
            Self::LeftBeforeEngagement => "left_before_engagement",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.key() == key)
    }

    /// The reason as people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::WaitingOnCustomer => "Waiting on customer",
            Self::WaitingInternal => "Waiting internal",
            Self::WaitingForAssignment => "Waiting for assignment",
            Self::UserEnded => "User ended",
            Self::AgentEnded => "Agent ended",
            Self::NoUserResponse => "No user response",
            Self::LeftBeforeEngagement => "Left before engagement",
        }
    }
}

impl State {
    /// The state of a status, its reason and its wake-up time.
    ///
    /// # Errors
    /// A reason is missing, or what was given does not go with the status.
    pub fn of(
        status: Status,
        reason: Option<StateReason>,
        wake_at: Option<OffsetDateTime>,
    ) -> Result<Self, InvalidTransition> {
        if wake_at.is_some() && status != Status::OnHold {
            return Err(InvalidTransition::NoWake);
        }
        if reason.is_some_and(|reason| !status.reasons().contains(&reason)) {
            return Err(InvalidTransition::WrongReason(status));
        }
        let needed = || reason.ok_or(InvalidTransition::NeedsReason(status));
        Ok(match status {
            Status::New => Self::New,
            Status::InProgress => Self::InProgress,
            Status::OnHold => Self::OnHold { reason: needed()?, wake_at },
            Status::AwaitingApproval => Self::AwaitingApproval,
            Status::Completed => Self::Completed(reason),
            Status::Dropped => Self::Dropped(needed()?),
            Status::Withdrawn => Self::Withdrawn,
            Status::Denied => Self::Denied,
        })
    }

    pub fn status(self) -> Status {
        match self {
            Self::New => Status::New,
            Self::InProgress => Status::InProgress,
            Self::OnHold { .. } => Status::OnHold,
            Self::AwaitingApproval => Status::AwaitingApproval,
            Self::Completed(_) => Status::Completed,
            Self::Dropped(_) => Status::Dropped,
            Self::Withdrawn => Status::Withdrawn,
            Self::Denied => Status::Denied,
        }
    }

    pub fn reason(self) -> Option<StateReason> {
        match self {
            Self::OnHold { reason, .. } | Self::Dropped(reason) => Some(reason),
            Self::Completed(reason) => reason,
            _ => None,
        }
    }

    /// When a hold ends by itself.
    pub fn wake_at(self) -> Option<OffsetDateTime> {
        match self {
            Self::OnHold { wake_at, .. } => wake_at,
            _ => None,
        }
    }

    /// What a hold becomes when its wake-up time has come.
    ///
    /// # Errors
    /// It is not on hold, has no such time, or it is not there yet.
    pub fn wake(self, now: OffsetDateTime) -> Result<Self, InvalidTransition> {
        match self {
            Self::OnHold { wake_at: Some(at), .. } if at <= now => Ok(Self::InProgress),
            _ => Err(InvalidTransition::Unlawful { from: self.status(), to: Status::InProgress }),
        }
    }
}

/// A change of the state, as an edit's event says it.
pub fn state_changes(from: State, to: State) -> Changes {
    let reason = |state: State| state.reason().map(|reason| AuditValue::text(reason.label()));
    let status = |state: State| Some(AuditValue::text(state.status().label()));
    let wake_at = |state: State| state.wake_at().map(|at| AuditValue::text(moment_words(at)));
    let mut changes = Changes::default();
    changes.note("Status", status(from), status(to));
    changes.note("State reason", reason(from), reason(to));
    changes.note("Wake-up time", wake_at(from), wake_at(to));
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_final_status_stays() {
        for last in [Status::Withdrawn, Status::Denied] {
            for status in Status::ALL {
                assert_eq!(last.become_(status).is_ok(), status == last, "{status:?}");
            }
        }
    }

    #[test]
    fn only_an_approval_is_denied() {
        for status in Status::ALL {
            let lawful = matches!(status, Status::AwaitingApproval | Status::Denied);
            assert_eq!(status.become_(Status::Denied).is_ok(), lawful, "{status:?}");
        }
    }

    #[test]
    fn a_wake_up_time_is_of_a_hold_and_within_a_year() {
        let now = time::macros::datetime!(2026-11-20 12:00 UTC);
        let soon = now + Duration::minutes(1);
        let hold = State::of(Status::OnHold, Some(StateReason::WaitingInternal), Some(soon)).unwrap();
        assert_eq!(State::of(Status::InProgress, None, Some(soon)), Err(InvalidTransition::NoWake));
        assert_eq!(wakes(soon, now), Ok(()));
        assert_eq!(wakes(now, now), Err(InvalidTransition::WakePast));
        assert_eq!(wakes(now + Duration::days(366), now), Ok(()));
        assert_eq!(wakes(now + Duration::days(367), now), Err(InvalidTransition::WakeTooFar));
        assert_eq!(hold.wake(soon), Ok(State::InProgress));
        assert!(hold.wake(now).is_err() && State::New.wake(soon).is_err());
    }

    proptest! {
        #[test]
        fn a_state_is_what_it_was_made_of(status in 0..8_usize, reason in proptest::option::of(0..7_usize)) {
            let (status, reason) = (Status::ALL[status], reason.map(|r| StateReason::ALL[r]));
            match State::of(status, reason, None) {
                Ok(state) => {
                    prop_assert_eq!((state.status(), state.reason()), (status, reason));
                    prop_assert!(reason.is_some() || !status.needs_reason());
                }
                Err(InvalidTransition::NeedsReason(_)) => prop_assert!(reason.is_none() && status.needs_reason()),
                Err(_) => prop_assert!(!status.reasons().contains(&reason.unwrap())),
            }
        }

        #[test]
        fn keys_come_back(status in 0..8_usize, reason in 0..7_usize) {
            prop_assert_eq!(Status::from_key(Status::ALL[status].key()), Some(Status::ALL[status]));
            prop_assert_eq!(StateReason::from_key(StateReason::ALL[reason].key()), Some(StateReason::ALL[reason]));
        }
    }
}
