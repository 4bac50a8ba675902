//! What an interaction's time went into: the ledger that follows from its trail by the product's own rules, with work
//! that is as long as work is. And when a hold ends by itself.

use interaction::model::{
    Ledger, Named, Segment, SegmentKind, State, StateReason, Status, Step as Move, Turn, moment_words,
};
use kernel::{AuditValue, PersonId};
use time::OffsetDateTime;

use super::comments::{Said, became};
use super::dice::{Dice, Stream};
use super::history::Step;
use super::organisation::Organisation;

/// What the ledger is made from.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    pub number: i64,
    /// Unix seconds.
    pub reported_at: i64,
    pub now: i64,
    /// The id of who works on it at last.
    pub individual: Option<i64>,
    pub steps: &'a [Step],
    pub comments: &'a [Said],
    pub organisation: &'a Organisation,
}

fn moment(seconds: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

fn dice(number: i64) -> Dice {
    Dice::of(Stream::Time(u64::try_from(number).unwrap_or_default()))
}

/// Gives some holds a time at which they end, and says so where they began.
pub fn wake(number: i64, state: State, steps: &mut [Step], now: i64) -> State {
    let State::OnHold { reason, .. } = state else { return state };
    let dice = &mut dice(number);
    let asked = if reason == StateReason::WaitingForAssignment { 0 } else { 40 };
    let began = steps.iter_mut().rev().find(|step| became(&step.changes) == Some(Status::OnHold));
    let Some(step) = began.filter(|_| dice.chance(asked)) else { return state };
    // On a quarter of an hour, an hour to ten days from now.
    let at = moment((now + dice.between(3_600, 864_000)) / 900 * 900);
    step.changes.note("Wake-up time", None, Some(AuditValue::text(moment_words(at))));
    State::OnHold { reason, wake_at: Some(at) }
}

/// When it ended, if it did: with the last move of its status.
pub fn ended_at(state: State, steps: &[Step], reported_at: i64) -> Option<i64> {
    let last = steps.iter().rev().find(|step| became(&step.changes).is_some());
    (!state.status().is_open()).then(|| last.map_or(reported_at, |step| step.at))
}

impl Told<'_> {
    /// The segments, in the order of their beginnings.
    pub fn ledger(&self) -> Ledger {
        let mut dice = dice(self.number);
        let mut ledger = Ledger::default();
        let mut status = Status::New;
        let mut individual = self.first_individual();
        let mut answers = self.comments.iter().filter(|said| said.by_desk && !said.internal).peekable();
        for step in self.steps {
            while let Some(said) = answers.next_if(|said| said.at < step.at) {
                self.answered(&mut ledger, status, said.at);
            }
            let to = became(&step.changes).unwrap_or(status);
            let (before, by) = (individual, step.actor.map(|at| PersonId(self.organisation.people[at].id)));
            individual = individual_of(step, individual);
            let turn = ledger.turn(Move { from: Some(status), to, before, individual, by });
            let ends = status.is_open() && !to.is_open();
            if let Some(by) = by.filter(|_| ends) {
                self.worked(&mut ledger, &mut dice, by, step.at);
            }
            self.write(&mut ledger, &turn, step.at);
            if let Some(by) = by.filter(|_| to == Status::Completed && ends && dice.chance(25)) {
                self.wrapped_up(&mut ledger, &mut dice, by, step.at);
            }
            status = to;
        }
        for said in answers {
            self.answered(&mut ledger, status, said.at);
        }
        self.shorten(&mut ledger, &mut dice);
        ledger.0.sort_by_key(|segment| (segment.started_at, segment.id));
        ledger
    }

    /// Who it was assigned to at the beginning.
    fn first_individual(&self) -> Option<PersonId> {
        let mut changes = self.steps.iter().flat_map(|step| &step.changes.0);
        match changes.find(|change| change.field == "Individual") {
            Some(change) => change.from.as_ref().and_then(|from| from.id).map(PersonId),
            None => self.individual.map(PersonId),
        }
    }

    fn write(&self, ledger: &mut Ledger, turn: &Turn, at: i64) {
        let id = next(ledger);
        ledger.write(turn, moment(self.reported_at), moment(at), id);
    }

    fn answered(&self, ledger: &mut Ledger, status: Status, at: i64) {
        if ledger.is_waiting(status) {
            self.write(ledger, &Turn { answered: true, ..Turn::default() }, at);
        }
    }

    /// Who ends what they never began to work on worked on it just before, in one go.
    fn worked(&self, ledger: &mut Ledger, dice: &mut Dice, by: PersonId, at: i64) {
        let none = !ledger.0.iter().any(|segment| segment.is_of(by));
        let start = (at - dice.between(90, 1_500)).max(self.reported_at);
        if none && dice.chance(85) && start < at {
            add(ledger, SegmentKind::Work, by, start, at);
        }
    }

    fn wrapped_up(&self, ledger: &mut Ledger, dice: &mut Dice, by: PersonId, at: i64) {
        let start = at + dice.between(3, 60);
        let end = start + dice.between(40, 420);
        if end <= self.now {
            add(ledger, SegmentKind::WrapUp, by, start, end);
        }
    }

    /// Nobody works for days: the timer is paused after a while.
    fn shorten(&self, ledger: &mut Ledger, dice: &mut Dice) {
        for segment in ledger.0.iter_mut().filter(|segment| segment.kind == SegmentKind::Work) {
            let most = time::Duration::seconds(dice.between(240, 5_400));
            if segment.length(moment(self.now)) > most {
                segment.ended_at = Some(segment.started_at + most);
            }
        }
    }
}

fn next(ledger: &Ledger) -> i64 {
    ledger.0.iter().map(|segment| segment.id).max().unwrap_or_default() + 1
}

fn add(ledger: &mut Ledger, kind: SegmentKind, who: PersonId, start: i64, end: i64) {
    let who = Some(Named { id: who.0, name: String::new() });
    let id = next(ledger);
    ledger.0.push(Segment { id, kind, who, started_at: moment(start), ended_at: Some(moment(end)) });
}

fn individual_of(step: &Step, before: Option<PersonId>) -> Option<PersonId> {
    let change = step.changes.0.iter().find(|change| change.field == "Individual");
    change.map_or(before, |change| change.to.as_ref().and_then(|to| to.id).map(PersonId))
}
