//! Several changes of one thing within a short time are one message.

use time::{Duration, OffsetDateTime};

use super::{Line, Notice, Reason, Subject};

/// A message that was begun earlier and still takes lines.
#[derive(Clone, Debug)]
pub struct Open<K> {
    pub id: i64,
    pub key: K,
    pub reasons: Vec<Reason>,
    pub closes_at: OffsetDateTime,
}

/// What is to be written: a new message, or more lines of one that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gathered<K> {
    /// The message that is open already.
    pub open: Option<i64>,
    pub key: K,
    pub subject: Subject,
    pub reasons: Vec<Reason>,
    /// Those that are new.
    pub lines: Vec<Line>,
    /// Of the first of them.
    pub at: OffsetDateTime,
    pub closes_at: OffsetDateTime,
}

/// Puts notices together, in their order: one goes into the message of its key that is not closed at its time, or begins
/// a new one, which closes `within` after it.
pub fn gather<K: Clone + PartialEq>(
    open: Vec<Open<K>>,
    notices: impl IntoIterator<Item = (K, Notice)>,
    within: Duration,
) -> Vec<Gathered<K>> {
    let mut open = open;
    let mut gathered: Vec<Gathered<K>> = Vec::new();
    for (key, notice) in notices {
        let takes = |closes_at: OffsetDateTime| closes_at > notice.at;
        let at = gathered.iter().rposition(|one| one.key == key && takes(one.closes_at));
        if let Some(one) = at.and_then(|at| gathered.get_mut(at)) {
            one.lines.extend(notice.lines);
            one.subject = notice.subject;
            add(&mut one.reasons, notice.reasons);
            continue;
        }
        let begun = open.iter().rposition(|one| one.key == key && takes(one.closes_at)).map(|at| open.swap_remove(at));
        let (id, mut reasons, closes_at) = begun
            .map_or((None, Vec::new(), notice.at + within), |begun| (Some(begun.id), begun.reasons, begun.closes_at));
        add(&mut reasons, notice.reasons);
        let Notice { subject, lines, at, .. } = notice;
        gathered.push(Gathered { open: id, key, subject, reasons, lines, at, closes_at });
    }
    gathered
}

fn add(reasons: &mut Vec<Reason>, more: Vec<Reason>) {
    for reason in more {
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::PersonId;
    use proptest::prelude::*;

    use super::*;
    use crate::model::{Kind, Recipient};

    const MINUTE: Duration = Duration::MINUTE;

    fn notice(at: i64, kind: Kind) -> Notice {
        let at = OffsetDateTime::UNIX_EPOCH + Duration::seconds(at);
        let line = Line { at, who: "Ada".into(), what: at.unix_timestamp().to_string(), quote: None };
        let subject = Subject { kind: "thing", id: 1, label: String::new(), title: String::new(), path: String::new() };
        let recipient = Recipient::Person(PersonId(1));
        Notice { recipient, subject, reasons: vec![Reason::of(kind)], lines: vec![line], at }
    }

    #[test]
    fn a_message_takes_what_happens_within_a_minute_after_its_first_line() {
        let notices = [
            notice(0, Kind::Watching),
            notice(59, Kind::Assigned),
            notice(60, Kind::Watching),
            notice(61, Kind::Watching),
        ];
        let gathered = gather(Vec::new(), notices.map(|notice| ('a', notice)), MINUTE);
        let lines: Vec<usize> = gathered.iter().map(|one| one.lines.len()).collect();
        assert_eq!(lines, [2, 2]);
        assert_eq!(gathered[0].reasons, [Reason::of(Kind::Watching), Reason::of(Kind::Assigned)]);
    }

    #[test]
    fn one_that_is_open_goes_on_until_it_closes() {
        let closes_at = OffsetDateTime::UNIX_EPOCH + Duration::seconds(10);
        let open = Open { id: 7, key: 'a', reasons: vec![Reason::of(Kind::Asked)], closes_at };
        let notices = [(9, 'a'), (10, 'a'), (9, 'b')].map(|(at, key)| (key, notice(at, Kind::Asked)));
        let gathered = gather(vec![open], notices, MINUTE);
        let seen: Vec<_> = gathered.iter().map(|one| (one.open, one.key, one.reasons.len())).collect();
        assert_eq!(seen, [(Some(7), 'a', 1), (None, 'a', 1), (None, 'b', 1)]);
    }

    proptest! {
        /// Whatever comes in which order: every line is in one message, and none is later than its message's end.
        #[test]
        fn nothing_is_lost_and_nothing_is_told_twice(at in proptest::collection::vec((0_i64..300, 0_u8..3), 0..40)) {
            let notices = at.iter().map(|(at, key)| (*key, notice(*at, Kind::Watching)));
            let gathered = gather(Vec::new(), notices, MINUTE);
            prop_assert_eq!(gathered.iter().map(|one| one.lines.len()).sum::<usize>(), at.len());
            for one in gathered {
                prop_assert!(one.lines.iter().all(|line| line.at < one.closes_at));
            }
        }
    }
}
