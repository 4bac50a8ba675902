//! How far an interaction has come: mostly closed where it is old, open where it is recent.

use super::corpus::Kind;
use super::dice::Dice;

/// The way an interaction came in, and how its text was written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    Phone,
    Email,
    MyService,
    Chat,
    WalkIn,
    Web,
    VirtualAgent,
    Monitoring,
    Integration,
    EBonding,
}

impl Channel {
    pub const ALL: [Self; 10] = [
        Self::Phone,
        Self::Email,
        Self::MyService,
        Self::Chat,
        Self::WalkIn,
        Self::Web,
        Self::VirtualAgent,
        Self::Monitoring,
        Self::Integration,
        Self::EBonding,
    ];
    /// Of a hundred during the day, in the order of [`Channel::ALL`].
    pub const BY_DAY: [usize; 10] = [39, 20, 15, 10, 6, 3, 3, 2, 1, 1];
    /// At night and at the weekend nobody walks in, and machines do most of the talking.
    pub const BY_NIGHT: [usize; 10] = [18, 22, 19, 4, 0, 5, 6, 16, 6, 4];

    pub fn code(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Email => "email",
            Self::MyService => "my_service",
            Self::Chat => "chat",
            Self::WalkIn => "walk_in",
            Self::Web => "web",
            Self::VirtualAgent => "virtual_agent",
            Self::Monitoring => "monitoring",
            Self::Integration => "integration",
            Self::EBonding => "ebonding",
        }
    }

    /// Whether nobody speaks, only machines.
    pub fn is_machine(self) -> bool {
        matches!(self, Self::Monitoring | Self::Integration | Self::EBonding)
    }

    /// Whether the requester made the record.
    pub fn is_self_service(self) -> bool {
        matches!(self, Self::MyService | Self::Web)
    }

    /// Whether somebody can leave in the middle of it.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Phone | Self::Chat | Self::VirtualAgent | Self::WalkIn)
    }
}

/// The status of an interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

impl Status {
    pub fn code(self) -> &'static str {
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

    /// As people read it.
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
}

/// Why it is on hold, or how it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateReason {
    WaitingOnCustomer,
    WaitingInternal,
    WaitingForAssignment,
    UserEnded,
    AgentEnded,
    NoUserResponse,
    LeftBeforeEngagement,
}

impl StateReason {
    pub fn code(self) -> &'static str {
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

    /// As people read it.
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

/// Where an interaction stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    pub status: Status,
    pub reason: Option<StateReason>,
}

/// The shares of new, in progress, on hold, awaiting approval, completed, dropped, withdrawn and
/// denied among a thousand, by age in hours: the first row that the age is under.
const SHARES: [(i64, [usize; 8]); 7] = [
    (4, [560, 250, 30, 20, 100, 35, 5, 0]),
    (24, [230, 330, 90, 40, 255, 45, 10, 0]),
    (72, [60, 220, 130, 40, 470, 55, 20, 5]),
    (240, [15, 90, 90, 20, 680, 65, 30, 10]),
    (720, [4, 22, 34, 5, 805, 75, 43, 12]),
    (1_440, [1, 8, 14, 2, 840, 80, 43, 12]),
    (i64::MAX, [0, 2, 5, 0, 856, 82, 43, 12]),
];

/// Decides where an interaction of this age (seconds) stands; `open` keeps it from being closed.
pub fn decide(dice: &mut Dice, age: i64, kind: Kind, channel: Channel, open: bool) -> State {
    const STATUSES: [Status; 8] = [
        Status::New,
        Status::InProgress,
        Status::OnHold,
        Status::AwaitingApproval,
        Status::Completed,
        Status::Dropped,
        Status::Withdrawn,
        Status::Denied,
    ];
    let hours = age / 3_600;
    let row = if open { &SHARES[1] } else { SHARES.iter().find(|(under, _)| hours < *under).unwrap_or(&SHARES[6]) };
    let mut shares = row.1;
    if open {
        shares[4..].fill(0);
    }
    if kind == Kind::Request {
        // A third of the requests that could wait for somebody's consent do.
        shares[3] *= 3;
        shares[7] *= 3;
    } else {
        shares[3] = 0;
        shares[7] = 0;
    }
    if !channel.is_live() {
        shares[5] /= 6;
    }
    if channel.is_machine() {
        shares[6] = 0;
    }
    let status = STATUSES[dice.weighted(shares.into_iter())];
    State { status, reason: reason(dice, status, channel) }
}

fn reason(dice: &mut Dice, status: Status, channel: Channel) -> Option<StateReason> {
    match status {
        Status::OnHold => {
            const HOLDS: [StateReason; 3] =
                [StateReason::WaitingOnCustomer, StateReason::WaitingInternal, StateReason::WaitingForAssignment];
            let shares = if channel.is_machine() { [0, 70, 30] } else { [58, 30, 12] };
            Some(HOLDS[dice.weighted(shares.into_iter())])
        }
        Status::Dropped => {
            const ENDS: [StateReason; 4] = [
                StateReason::LeftBeforeEngagement,
                StateReason::UserEnded,
                StateReason::NoUserResponse,
                StateReason::AgentEnded,
            ];
            let shares = if channel.is_live() { [40, 28, 22, 10] } else { [0, 5, 75, 20] };
            Some(ENDS[dice.weighted(shares.into_iter())])
        }
        Status::Completed => dice.chance(55).then_some(StateReason::AgentEnded),
        _ => None,
    }
}

/// The priority of an impact and an urgency, all from 1 (highest) to 4: their mean, rounded up.
pub fn priority(impact: i64, urgency: i64) -> i64 {
    ((impact + urgency + 1) / 2).clamp(1, 4)
}

#[cfg(test)]
mod tests {
    use super::super::dice::Stream;
    use super::*;

    #[test]
    fn the_priority_matrix() {
        let matrix: Vec<Vec<i64>> = (1..=4).map(|i| (1..=4).map(|u| priority(i, u)).collect()).collect();
        assert_eq!(matrix, [[1, 2, 2, 3], [2, 2, 3, 3], [2, 3, 3, 4], [3, 3, 4, 4]]);
    }

    #[test]
    fn the_old_are_closed_and_the_new_are_open() {
        let mut dice = Dice::of(Stream::Calendar(1));
        let mut open = |age| {
            let is_open = |state: State| {
                matches!(state.status, Status::New | Status::InProgress | Status::OnHold | Status::AwaitingApproval)
            };
            (0..2_000).filter(|_| is_open(decide(&mut dice, age, Kind::Incident, Channel::Phone, false))).count() / 20
        };
        assert!(open(3_600) > 75);
        assert!(open(12 * 86_400) < 10);
        assert!(open(60 * 86_400) < 3);
    }

    #[test]
    fn only_what_can_be_asked_for_is_approved() {
        let mut dice = Dice::of(Stream::Calendar(2));
        for _ in 0..2_000 {
            let state = decide(&mut dice, 90_000, Kind::Incident, Channel::Email, false);
            assert!(!matches!(state.status, Status::AwaitingApproval | Status::Denied));
            assert!(matches!(state.status, Status::OnHold) <= state.reason.is_some());
        }
    }
}
