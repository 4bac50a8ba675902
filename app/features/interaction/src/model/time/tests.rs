//! What the ledger promises, whatever is done to it.

use kernel::FieldErrors;
use proptest::prelude::*;
use time::macros::datetime;

use super::*;

const REPORTED: OffsetDateTime = datetime!(2026-11-20 08:00 UTC);
const ADA: PersonId = PersonId(1);
const BO: PersonId = PersonId(2);

fn at(minutes: i64) -> OffsetDateTime {
    REPORTED + Duration::minutes(minutes)
}

fn step(from: Option<Status>, to: Status) -> Step {
    Step { from, to, before: Some(ADA), individual: Some(ADA), by: Some(ADA) }
}

/// A ledger that is followed from step to step.
#[derive(Debug, Default)]
struct Course {
    ledger: Ledger,
    status: Option<Status>,
    individual: Option<PersonId>,
    next: i64,
}

impl Course {
    fn write(&mut self, turn: &Turn, now: OffsetDateTime) {
        self.ledger.write(turn, REPORTED, now, self.next);
        self.next += 2;
    }

    fn goes(&mut self, to: Status, individual: Option<PersonId>, by: Option<PersonId>, now: OffsetDateTime) {
        let turn = self.ledger.turn(Step { from: self.status, to, before: self.individual, individual, by });
        self.write(&turn, now);
        (self.status, self.individual) = (Some(to), individual);
    }
}

fn segment(id: i64, kind: SegmentKind, who: Option<PersonId>, from: i64, to: Option<i64>) -> Segment {
    let who = who.map(|who| Named { id: who.0, name: "Ada".into() });
    Segment { id, kind, who, started_at: at(from), ended_at: to.map(at) }
}

#[test]
fn a_day_in_the_life() {
    let mut course = Course::default();
    course.goes(Status::New, None, Some(BO), at(0));
    assert!(course.ledger.is_waiting(Status::New));
    assert_eq!(course.ledger.wait(REPORTED, Status::New, at(3)), Some(Duration::minutes(3)));
    course.goes(Status::InProgress, Some(ADA), Some(ADA), at(5));
    course.goes(Status::OnHold, Some(ADA), Some(ADA), at(25));
    assert_eq!(course.ledger.running(ADA), None);
    course.goes(Status::InProgress, Some(ADA), None, at(85));
    assert_eq!(course.ledger.running(ADA), None, "the system starts nobody's timer");
    assert!(course.ledger.is_paused(ADA, Status::InProgress) && !course.ledger.is_paused(BO, Status::InProgress));
    let turn = course.ledger.timer(Timer::Start, ADA, Status::InProgress).unwrap();
    course.write(&turn, at(90));
    course.goes(Status::Completed, Some(ADA), Some(ADA), at(100));
    let turn = course.ledger.timer(Timer::Start, ADA, Status::Completed).unwrap();
    assert_eq!(turn.opens, Some((SegmentKind::WrapUp, Some(ADA))));
    course.write(&turn, at(101));
    let lengths = |now| (course.ledger.duration(now), course.ledger.wait(REPORTED, Status::Completed, now));
    assert_eq!(lengths(at(104)), (Duration::minutes(33), Some(Duration::minutes(5))));
    assert_eq!(course.ledger.held(at(104)), Duration::hours(1));
}

#[test]
fn what_begins_in_progress_never_waited() {
    let turn = Ledger::default().turn(step(None, Status::InProgress));
    assert_eq!(turn, Turn { answered: true, closes: vec![], opens: Some((SegmentKind::Work, Some(ADA))) });
    let for_another = Step { individual: Some(BO), ..step(None, Status::InProgress) };
    assert_eq!(Ledger::default().turn(for_another).opens, None);
    assert!(Ledger::default().turn(step(None, Status::New)).is_empty());
}

#[test]
fn who_hands_it_over_works_on_it_no_more() {
    let ledger = Ledger(vec![
        segment(7, SegmentKind::Work, Some(ADA), 0, None),
        segment(8, SegmentKind::Work, Some(BO), 2, None),
    ]);
    let step = Step { individual: Some(BO), ..step(Some(Status::InProgress), Status::InProgress) };
    assert_eq!(ledger.turn(step).closes, [7]);
}

#[test]
fn nobody_works_on_what_is_on_hold() {
    assert!(Ledger::default().timer(Timer::Start, ADA, Status::OnHold).is_err());
    assert_eq!(Ledger::default().timer(Timer::Pause, ADA, Status::OnHold), Ok(Turn::default()));
}

#[test]
fn lengths_in_words() {
    for (seconds, words) in [(-3, "0 s"), (59, "59 s"), (725, "12 min 05 s"), (93_784, "26 h 03 min 04 s")] {
        assert_eq!(length_text(Duration::seconds(seconds)), words);
    }
}

fn corrected(start: i64, end: Option<i64>, segment: &Segment, ledger: &Ledger) -> Result<Correction, FieldErrors> {
    let text = |minutes: i64| crate::model::moment_text(at(minutes));
    let draft = TimeDraft { start: text(start), end: end.map(text).unwrap_or_default(), reason: "Forgotten".into() };
    draft.check(segment, ledger, at(100))
}

fn fields(outcome: Result<Correction, FieldErrors>) -> Vec<String> {
    outcome.unwrap_err().0.into_iter().map(|error| error.field).collect()
}

#[test]
fn a_correction_keeps_the_rules() {
    let first = segment(1, SegmentKind::Work, Some(ADA), 10, Some(20));
    let running = segment(2, SegmentKind::Work, Some(ADA), 30, None);
    let hold = segment(3, SegmentKind::Hold, None, 15, None);
    let colleague = segment(4, SegmentKind::Work, Some(BO), 0, Some(90));
    let ledger = Ledger(vec![first.clone(), running.clone(), hold.clone(), colleague]);
    let right = corrected(5, Some(30), &first, &ledger).unwrap();
    assert_eq!((right.started_at, right.ended_at), (at(5), Some(at(30))));
    let told: Vec<_> = right.changes(&first).0.into_iter().map(|change| change.field).collect();
    assert_eq!(told, ["Work of Ada, start", "Work of Ada, end", "Reason"]);
    assert_eq!(fields(corrected(5, Some(31), &first, &ledger)), [TimeDraft::START], "overlaps what runs");
    assert_eq!(fields(corrected(19, None, &running, &ledger)), [TimeDraft::START], "overlaps the first");
    assert!(corrected(25, None, &running, &ledger).is_ok_and(|it| it.ended_at.is_none()), "it goes on");
    assert!(corrected(30, Some(40), &running, &ledger).is_ok_and(|it| it.ended_at == Some(at(40))));
    assert_eq!(fields(corrected(10, None, &first, &ledger)), [TimeDraft::END], "what is over has an end");
    assert_eq!(fields(corrected(101, Some(102), &first, &ledger)), [TimeDraft::START, TimeDraft::END]);
    assert_eq!(fields(corrected(12, Some(12), &first, &ledger)), [TimeDraft::END]);
    assert_eq!(fields(corrected(15, Some(40), &hold, &ledger)), [TimeDraft::END], "a hold ends with its status");
    assert_eq!(fields(corrected(10, Some(20), &first, &ledger)), [TimeDraft::START], "nothing is different");
    let draft = TimeDraft { start: "soon".into(), end: "later".into(), reason: " ".into() };
    assert_eq!(fields(draft.check(&first, &ledger, at(100))), [TimeDraft::START, TimeDraft::END, TimeDraft::REASON]);
}

#[test]
fn what_is_left_as_it_stands_keeps_its_fractions() {
    let fraction = Duration::microseconds(123_456);
    let exact = Segment { started_at: at(10) + fraction, ..segment(1, SegmentKind::Work, Some(ADA), 10, Some(20)) };
    let draft = TimeDraft { end: crate::model::moment_text(at(25)), reason: "x".into(), ..TimeDraft::of(&exact) };
    let correction = draft.check(&exact, &Ledger(vec![exact.clone()]), at(100)).unwrap();
    assert_eq!(correction.started_at, at(10) + fraction);
}

/// Something that is done to an interaction.
#[derive(Clone, Debug)]
enum Done {
    Move(Status, Option<PersonId>, Option<PersonId>),
    Press(Timer, PersonId),
}

fn done() -> impl Strategy<Value = Done> {
    let person = || prop_oneof![Just(ADA), Just(BO)];
    let maybe = move || proptest::option::of(person());
    let timer = prop_oneof![Just(Timer::Start), Just(Timer::Pause)];
    prop_oneof![
        ((0..8_usize).prop_map(|n| Status::ALL[n]), maybe(), maybe()).prop_map(|(to, who, by)| Done::Move(to, who, by)),
        (timer, person()).prop_map(|(timer, who)| Done::Press(timer, who)),
    ]
}

proptest! {
    #[test]
    fn whatever_is_done_the_ledger_stays_true(all in proptest::collection::vec((done(), 0..50_i64), 1..40)) {
        let (mut course, mut minute) = (Course::default(), 0);
        course.goes(Status::New, None, None, at(0));
        for (done, later) in all {
            minute += later;
            let status = course.status.unwrap();
            match done {
                Done::Move(to, individual, by) if status.become_(to).is_ok() => course.goes(to, individual, by, at(minute)),
                Done::Move(..) => {}
                Done::Press(timer, who) => if let Ok(turn) = course.ledger.timer(timer, who, status) {
                    course.write(&turn, at(minute));
                },
            }
            let (status, segments) = (course.status.unwrap(), &course.ledger.0);
            for (n, one) in segments.iter().enumerate() {
                prop_assert!(one.ended_at.is_none_or(|end| end >= one.started_at));
                for other in &segments[n + 1..] {
                    let id = |segment: &Segment| segment.who.as_ref().map(|who| who.id);
                    let same = id(one) == id(other) && (one.who.is_some() || one.kind == other.kind);
                    let apart = one.ended_at.is_some_and(|end| end <= other.started_at);
                    prop_assert!(!same || apart, "{one:?} and {other:?} overlap");
                }
            }
            let runs = |kind| segments.iter().any(|segment| segment.runs() && segment.kind == kind);
            prop_assert_eq!(runs(SegmentKind::Hold), status == Status::OnHold);
            prop_assert!(!runs(SegmentKind::Work) || SegmentKind::timed_in(status) == Some(SegmentKind::Work));
            prop_assert!(!runs(SegmentKind::WrapUp) || !status.is_open());
            prop_assert!(segments.iter().filter(|segment| segment.kind == SegmentKind::Wait).count() <= 1);
            prop_assert!(status.is_open() || !course.ledger.is_waiting(status));
            let all: Duration = segments.iter().map(|segment| segment.length(at(minute))).sum();
            let waited = segments.iter().filter(|one| one.kind == SegmentKind::Wait);
            let waited: Duration = waited.map(|one| one.length(at(minute))).sum();
            prop_assert_eq!(course.ledger.duration(at(minute)) + course.ledger.held(at(minute)) + waited, all);
        }
    }

    #[test]
    fn a_correction_never_overlaps(start in 0..120_i64, end in 0..120_i64, which in 0..3_usize) {
        let ledger = Ledger(vec![
            segment(1, SegmentKind::Work, Some(ADA), 10, Some(20)),
            segment(2, SegmentKind::WrapUp, Some(ADA), 40, Some(60)),
            segment(3, SegmentKind::Work, Some(ADA), 60, Some(80)),
        ]);
        let mine = &ledger.0[which];
        if let Ok(right) = corrected(start, Some(end), mine, &ledger) {
            let (from, to) = (right.started_at, right.ended_at.unwrap());
            prop_assert!(from < to && to <= at(100));
            for other in ledger.0.iter().filter(|other| other.id != mine.id) {
                prop_assert!(to <= other.started_at || from >= other.ended_at.unwrap());
            }
        }
    }
}
