//! The chain of a record's events: what makes a change of the audit log behind the application's back show.
//!
//! The events of a record are numbered from 1. The hash of one is SHA-256 over the hash of the one before it (32 zero
//! bytes before the first) and SHA-256 of what it says: the JSON array
//! `[entity, entity_id, event, actor_id, at, changes]` as PostgreSQL writes a `jsonb`, with `at` in microseconds since
//! 1970 and `actor_id` null where the system acted. The table `audit_head` keeps the last number and hash of each record.

mod verify;

use std::fmt;

use kernel::PersonId;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;

pub use verify::{Verified, Wrong, verify};

pub type Hash = [u8; 32];

/// What an event says, hashed. The time counts in whole microseconds.
pub fn content(
    entity: &str,
    entity_id: i64,
    event: &str,
    actor: Option<PersonId>,
    at: OffsetDateTime,
    changes: &Value,
) -> Hash {
    let at = i64::try_from(at.unix_timestamp_nanos().div_euclid(1_000)).unwrap_or(i64::MAX);
    let said = json!([entity, entity_id, event, actor.map(|person| person.0), at, changes]);
    let mut text = String::new();
    write(&said, &mut text);
    Sha256::digest(text).into()
}

/// A value as PostgreSQL writes a `jsonb`: shorter keys before longer ones, a blank behind each colon and comma.
fn write(value: &Value, into: &mut String) {
    match value {
        Value::Array(values) => {
            into.push('[');
            for (place, value) in values.iter().enumerate() {
                into.push_str(if place == 0 { "" } else { ", " });
                write(value, into);
            }
            into.push(']');
        }
        Value::Object(values) => {
            let mut values: Vec<(&String, &Value)> = values.iter().collect();
            values.sort_unstable_by_key(|(key, _)| (key.len(), key.as_bytes()));
            into.push('{');
            for (place, (key, value)) in values.into_iter().enumerate() {
                into.push_str(if place == 0 { "" } else { ", " });
                into.push_str(&Value::from(key.as_str()).to_string());
                into.push_str(": ");
                write(value, into);
            }
            into.push('}');
        }
        value => into.push_str(&value.to_string()),
    }
}

/// An end of a chain: the number of its last event, and that one's hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    pub seq: i32,
    pub hash: Hash,
}

impl Head {
    /// Of a record that nothing has happened to yet.
    pub const NONE: Self = Self { seq: 0, hash: [0; 32] };

    /// The end after one more event.
    #[must_use]
    pub fn then(self, content: Hash) -> Self {
        let hash = Sha256::new().chain_update(self.hash).chain_update(content).finalize().into();
        Self { seq: self.seq.saturating_add(1), hash }
    }
}

/// An event as the log holds it: its row's id, what it says, and its place in the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    pub id: i64,
    pub content: Hash,
    pub head: Head,
}

/// What is wrong with the log of a record. Events are named by their number in the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// What it says, or its hash, is not what was recorded.
    Changed { seq: i32 },
    /// These are gone, the first and the last of them named.
    Missing { first: i32, last: i32 },
    /// It stands before one that happened earlier.
    Moved { seq: i32 },
    /// Another row has the same number.
    Twice { seq: i32 },
    /// Nothing is known of it: it was not written by the application.
    Unknown { seq: i32 },
    /// The end that is kept is not that of the log.
    End,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed { seq } => write!(f, "event {seq} was changed"),
            Self::Missing { first, last } if first == last => write!(f, "event {first} was removed"),
            Self::Missing { first, last } => write!(f, "events {first} to {last} were removed"),
            Self::Moved { seq } => write!(f, "event {seq} was moved to another place"),
            Self::Twice { seq } => write!(f, "event {seq} is there twice"),
            Self::Unknown { seq } => write!(f, "event {seq} was put in"),
            Self::End => f.write_str("the end of the log is not the one that was kept"),
        }
    }
}

/// What is wrong with a record's log: its rows in the order of their ids, and the end that is kept.
pub fn faults(rows: &[Link], kept: Head) -> Vec<Fault> {
    let mut found = Vec::new();
    // A row is out of place where one with a higher number stands before it.
    let mut highest = 0;
    for row in rows {
        if row.head.seq < highest {
            found.push(Fault::Moved { seq: row.head.seq });
        }
        highest = highest.max(row.head.seq);
    }
    let mut chain = rows.to_vec();
    chain.sort_by_key(|row| (row.head.seq, row.id));
    let mut before = Head::NONE;
    for rows in chain.chunk_by(|row, next| row.head.seq == next.head.seq) {
        let follows = |row: &&Link| before.then(row.content) == row.head;
        let Some(row) = rows.iter().find(follows).or(rows.first()) else { continue };
        let seq = row.head.seq;
        if seq > kept.seq || seq < 1 {
            found.push(Fault::Unknown { seq });
            continue;
        }
        if rows.len() > 1 {
            found.push(Fault::Twice { seq });
        }
        if seq > before.seq + 1 {
            // Whether this one is as it was cannot be known without the one before it.
            found.push(Fault::Missing { first: before.seq + 1, last: seq - 1 });
        } else if !follows(&row) {
            found.push(Fault::Changed { seq });
        }
        before = row.head;
    }
    if before.seq < kept.seq {
        found.push(Fault::Missing { first: before.seq + 1, last: kept.seq });
    } else if before != kept && !found.contains(&Fault::Changed { seq: kept.seq }) {
        found.push(Fault::End);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(text: &str) -> Hash {
        Sha256::digest(text).into()
    }

    /// The log of a record that `n` things happened to.
    fn log(n: i64) -> (Vec<Link>, Head) {
        let mut head = Head::NONE;
        let rows = (1..=n).map(|id| {
            let content = hash(&format!("event {id}"));
            head = head.then(content);
            Link { id: id * 10, content, head }
        });
        let rows = rows.collect();
        (rows, head)
    }

    #[test]
    fn what_was_left_alone_is_in_order() {
        for n in 0..5 {
            let (rows, head) = log(n);
            assert_eq!(faults(&rows, head), []);
        }
    }

    #[test]
    fn a_changed_event_is_named() {
        for at in 0..5 {
            let (mut rows, head) = log(5);
            rows[at].content = hash("something else");
            let seq = rows[at].head.seq;
            assert_eq!(faults(&rows, head), [Fault::Changed { seq }]);
        }
    }

    #[test]
    fn one_whose_hash_was_made_anew_breaks_the_next() {
        let (mut rows, head) = log(5);
        rows[2].content = hash("something else");
        rows[2].head = rows[1].head.then(rows[2].content);
        assert_eq!(faults(&rows, head), [Fault::Changed { seq: 4 }]);
        let (mut rows, head) = log(5);
        rows[4].content = hash("something else");
        rows[4].head = rows[3].head.then(rows[4].content);
        assert_eq!(faults(&rows, head), [Fault::End]);
    }

    #[test]
    fn a_removed_event_is_named() {
        for at in 0..5 {
            let (mut rows, head) = log(5);
            let gone = rows.remove(at).head.seq;
            assert_eq!(faults(&rows, head), [Fault::Missing { first: gone, last: gone }]);
        }
        let (rows, head) = log(5);
        assert_eq!(faults(&rows[..2], head), [Fault::Missing { first: 3, last: 5 }]);
        assert_eq!(faults(&[], head), [Fault::Missing { first: 1, last: 5 }]);
    }

    #[test]
    fn events_in_another_order_are_named() {
        let (mut rows, head) = log(5);
        rows.swap(1, 2);
        assert_eq!(faults(&rows, head), [Fault::Moved { seq: 2 }]);
        // Their numbers exchanged with their places: neither follows the one before it.
        let (mut rows, head) = log(5);
        (rows[1].content, rows[2].content) = (rows[2].content, rows[1].content);
        assert_eq!(faults(&rows, head), [Fault::Changed { seq: 2 }, Fault::Changed { seq: 3 }]);
    }

    #[test]
    fn an_event_that_did_not_happen_is_named() {
        let (mut rows, head) = log(3);
        let content = hash("forged");
        rows.push(Link { id: 40, content, head: head.then(content) });
        assert_eq!(faults(&rows, head), [Fault::Unknown { seq: 4 }]);
        let (mut rows, head) = log(3);
        rows.push(Link { id: 40, content, head: rows[1].head });
        assert_eq!(faults(&rows, head), [Fault::Moved { seq: 2 }, Fault::Twice { seq: 2 }]);
    }
}
