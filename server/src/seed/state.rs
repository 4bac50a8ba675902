//! How far an interaction has come: mostly closed where it is old, open where it is recent.

use interaction::model::{Channel, State, StateReason, Status};

use super::corpus::Kind;
use super::dice::Dice;

/// The channels, with how many of a hundred come in by each: during the day; at night and at the weekend, when
/// nobody walks in and machines do most of the talking. The machines stand last.
pub const CHANNELS: [(Channel, usize, usize); 10] = [
    (Channel::Phone, 39, 18),
    (Channel::Email, 20, 22),
    (Channel::MyService, 15, 19),
    (Channel::Chat, 10, 4),
    (Channel::WalkIn, 6, 0),
    (Channel::Web, 3, 5),
    (Channel::VirtualAgent, 3, 6),
    (Channel::Monitoring, 2, 16),
    (Channel::Integration, 1, 6),
    (Channel::EBonding, 1, 4),
];

/// Whether nobody speaks, only machines.
pub fn is_machine(channel: Channel) -> bool {
    matches!(channel, Channel::Monitoring | Channel::Integration | Channel::EBonding)
}

/// Whether the requester made the record.
pub fn is_self_service(channel: Channel) -> bool {
    matches!(channel, Channel::MyService | Channel::Web)
}

/// Whether somebody can leave in the middle of it.
fn is_live(channel: Channel) -> bool {
    matches!(channel, Channel::Phone | Channel::Chat | Channel::VirtualAgent | Channel::WalkIn)
}

/// The shares of the statuses ([`Status::ALL`]) among a thousand, by age in hours: the first row that the age
/// is under.
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
    if !is_live(channel) {
        shares[5] /= 6;
    }
    if is_machine(channel) {
        shares[6] = 0;
    }
    match Status::ALL[dice.weighted(shares.into_iter())] {
        Status::New => State::New,
        Status::InProgress => State::InProgress,
        Status::OnHold => State::OnHold { reason: hold(dice, channel), wake_at: None },
        Status::AwaitingApproval => State::AwaitingApproval,
        Status::Completed => State::Completed(dice.chance(55).then_some(StateReason::AgentEnded)),
        Status::Dropped => State::Dropped(end(dice, channel)),
        Status::Withdrawn => State::Withdrawn,
        Status::Denied => State::Denied,
    }
}

/// What it waits for.
fn hold(dice: &mut Dice, channel: Channel) -> StateReason {
    const HOLDS: [StateReason; 3] =
        [StateReason::WaitingOnCustomer, StateReason::WaitingInternal, StateReason::WaitingForAssignment];
    let shares = if is_machine(channel) { [0, 70, 30] } else { [58, 30, 12] };
    HOLDS[dice.weighted(shares.into_iter())]
}

/// How it ended without a solution.
fn end(dice: &mut Dice, channel: Channel) -> StateReason {
    const ENDS: [StateReason; 4] = [
        StateReason::LeftBeforeEngagement,
        StateReason::UserEnded,
        StateReason::NoUserResponse,
        StateReason::AgentEnded,
    ];
    let shares = if is_live(channel) { [40, 28, 22, 10] } else { [0, 5, 75, 20] };
    ENDS[dice.weighted(shares.into_iter())]
}

#[cfg(test)]
mod tests {
    use super::super::dice::Stream;
    use super::*;

    #[test]
    fn the_old_are_closed_and_the_new_are_open() {
        let mut dice = Dice::of(Stream::Calendar(1));
        let mut open = |age| {
            let mut decided = || decide(&mut dice, age, Kind::Incident, Channel::Phone, false);
            (0..2_000).filter(|_| decided().status().is_open()).count() / 20
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
            assert!(!matches!(state, State::AwaitingApproval | State::Denied));
        }
    }
}
