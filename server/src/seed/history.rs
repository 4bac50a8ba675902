//! The audit trail of an interaction: how it came to where it stands.

use interaction::model::{State, StateReason, Status};
use kernel::{AuditValue, Changes};

use super::calendar::{hour_of_day, weekday};
use super::dice::Dice;
use super::organisation::Organisation;

/// One event of the trail.
#[derive(Clone, Debug)]
pub struct Step {
    /// Unix seconds.
    pub at: i64,
    /// Position of the person in [`Organisation::people`]; `None` is the system.
    pub actor: Option<usize>,
    pub changes: Changes,
}

/// The start and the end of a trail.
#[derive(Clone, Copy, Debug)]
pub struct Course<'a> {
    pub organisation: &'a Organisation,
    pub state: State,
    /// The positions of the first line, of the group it ended with, and of its individual.
    pub first_line: usize,
    pub group: usize,
    pub individual: Option<usize>,
    /// Who answered first.
    pub agent: Option<usize>,
    pub created_by: Option<usize>,
    pub approver: Option<usize>,
    /// Unix seconds.
    pub reported_at: i64,
    pub now: i64,
}

/// What the trail follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Point {
    status: Status,
    reason: Option<StateReason>,
    group: usize,
    individual: Option<usize>,
}

impl Course<'_> {
    /// The updates after the creation, in order; none for one that nobody has touched.
    pub fn steps(&self, dice: &mut Dice) -> Vec<Step> {
        let mut points = self.points(dice);
        points.dedup();
        let times = self.times(dice, points.len() - 1);
        let pairs = points.iter().zip(points.iter().skip(1));
        pairs
            .zip(times)
            .map(|((from, to), at)| Step { at, actor: self.actor(*from, *to), changes: self.changes(*from, *to) })
            .collect()
    }

    /// The way from the beginning to the end.
    fn points(&self, dice: &mut Dice) -> Vec<Point> {
        let (status, reason) = (self.state.status(), self.state.reason());
        let end = Point { status, reason, group: self.group, individual: self.individual };
        // The first line keeps some for itself for a while; the rest is routed at once.
        let handed_over = self.group != self.first_line && self.agent.is_some() && dice.chance(25);
        let group = if handed_over { self.first_line } else { self.group };
        // An agent who writes a call down takes it in the same breath.
        let taken = !handed_over && self.created_by == self.individual && dice.chance(70);
        let individual = if taken { self.individual } else { None };
        let start = Point { status: Status::New, reason: None, group, individual };
        let working = Point { status: Status::InProgress, reason: None, ..end };
        let waiting = |reason| Point { status: Status::OnHold, reason: Some(reason), ..end };
        let asked = Point { status: Status::AwaitingApproval, reason: None, ..end };

        let mut points = vec![start];
        if handed_over {
            if dice.chance(40) {
                points.push(Point { status: Status::InProgress, individual: self.agent, ..start });
            }
            points.push(Point { individual: None, group: self.group, ..*points.last().unwrap_or(&start) });
        }
        match status {
            Status::OnHold if dice.chance(60) => points.push(working),
            Status::Denied => points.push(asked),
            Status::Dropped if self.individual.is_some() && dice.chance(35) => points.push(working),
            Status::Withdrawn if dice.chance(30) => points.push(working),
            Status::Completed => match dice.below(100) {
                0..74 => {}
                74..91 => points.push(working),
                91..97 => points.extend([working, waiting(StateReason::WaitingOnCustomer), working]),
                _ => points.extend([working, waiting(StateReason::WaitingInternal)]),
            },
            _ => {}
        }
        points.push(end);
        // A new one that has been routed stays new.
        if status == Status::New {
            for point in &mut points {
                point.status = Status::New;
            }
        }
        points
    }

    /// As many times as updates, between the report and now.
    fn times(&self, dice: &mut Dice, count: usize) -> Vec<i64> {
        let mut gaps: Vec<i64> = (0..count)
            .map(|_| match dice.below(100) {
                0..45 => dice.between(60, 1_500),
                45..75 => dice.between(1_500, 14_400),
                75..95 => dice.between(14_400, 180_000),
                _ => dice.between(180_000, 600_000),
            })
            .collect();
        let (whole, room) = (gaps.iter().sum::<i64>(), self.now - self.reported_at);
        if whole > room {
            for gap in &mut gaps {
                *gap = *gap * room / whole;
            }
        }
        gaps.iter()
            .scan(self.reported_at, |at, gap| {
                let next = *at + gap;
                // What takes its time is taken up in working hours.
                let working = if *gap > 14_400 { working_hours(next) } else { next };
                *at = if working > self.now { next.min(self.now) } else { working };
                Some(*at)
            })
            .collect()
    }

    fn actor(&self, from: Point, to: Point) -> Option<usize> {
        match to.status {
            Status::Denied => self.approver.or(self.agent),
            Status::Dropped if to.reason == Some(StateReason::LeftBeforeEngagement) => None,
            Status::Withdrawn => self.created_by.or(self.agent),
            _ if to.group != from.group => self.agent,
            _ => to.individual.or(self.agent),
        }
    }

    /// What differs, labelled as on the form.
    fn changes(&self, from: Point, to: Point) -> Changes {
        let reason = |point: Point| point.reason.map(|reason| AuditValue::text(reason.label()));
        let status = |point: Point| Some(AuditValue::text(point.status.label()));
        let group = |point: Point| self.organisation.groups.get(point.group).map(|g| AuditValue::named(g.id, &g.name));
        let individual = |point: Point| {
            let person = self.organisation.people.get(point.individual?)?;
            Some(AuditValue::named(person.id, person.name()))
        };
        let mut changes = Changes::default();
        changes.note("Group", group(from), group(to));
        changes.note("Individual", individual(from), individual(to));
        changes.note("Status", status(from), status(to));
        changes.note("State reason", reason(from), reason(to));
        changes
    }
}

/// The time itself during working hours, otherwise some time in the next working morning.
fn working_hours(at: i64) -> i64 {
    const DAY: i64 = 86_400;
    let midnight = at - at.rem_euclid(DAY);
    let (mut day, hour) = (midnight, hour_of_day(at));
    if weekday(at) < 5 && (7..18).contains(&hour) {
        return at;
    }
    if hour >= 7 {
        day += DAY;
    }
    while weekday(day) > 4 {
        day += DAY;
    }
    day + 26_000 + at.rem_euclid(10_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_goes_on_in_the_morning() {
        // Tuesday, 14 November 2023, 22:13:20.
        let night = 1_700_000_000;
        assert_eq!(weekday(working_hours(night)), 2);
        assert!((7..10).contains(&hour_of_day(working_hours(night))));
        let saturday_noon = night + 4 * 86_400 - 10 * 3_600;
        assert_eq!(weekday(working_hours(saturday_noon)), 0);
        assert_eq!(working_hours(night - 10 * 3_600), night - 10 * 3_600);
    }
}
