//! The record as it was at a moment, read back out of its own events.

use kernel::{AuditValue, Changes, InteractionNumber};
use serde::{Deserialize, Serialize};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::Record;

/// A field with its value as people read it: its name in the form, its label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    pub field: String,
    pub label: String,
    pub value: Option<AuditValue>,
}

/// A record at a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AsOf {
    pub number: InteractionNumber,
    pub at: OffsetDateTime,
    pub reported_on: OffsetDateTime,
    /// Every audited field as it was then; none where it was not logged yet.
    pub facts: Vec<Fact>,
}

impl AsOf {
    /// `since` are the changes after that moment, newest first. Values read as they did when they were changed: a group
    /// that has another name today has its old one where a change names it.
    pub fn of(now: &Record, at: OffsetDateTime, since: &[Changes]) -> Self {
        let mut facts = facts(now);
        for change in since.iter().flat_map(|changes| &changes.0) {
            if let Some(fact) = facts.iter_mut().find(|fact| fact.label == change.field) {
                fact.value.clone_from(&change.from);
            }
        }
        if at < now.reported_on {
            facts.clear();
        }
        Self { number: now.number, at, reported_on: now.reported_on, facts }
    }

    /// The value of a field, empty where it had none.
    pub fn text(&self, field: &str) -> &str {
        let fact = self.facts.iter().find(|fact| fact.field == field);
        fact.and_then(|fact| fact.value.as_ref()).map_or("", |value| value.text.as_str())
    }
}

/// Every audited field of a record.
pub fn facts(record: &Record) -> Vec<Fact> {
    let fact = |(field, label, value): (&str, &str, _)| Fact { field: field.into(), label: label.into(), value };
    record.audited().into_iter().map(fact).collect()
}

/// The moment that an address names, as RFC 3339 has it: `2026-11-21T08:05:09.25Z`.
pub fn moment(text: &str) -> Option<OffsetDateTime> {
    OffsetDateTime::parse(text.trim(), &Rfc3339).ok()
}

/// The page that shows a record as it was at a moment.
pub fn as_of_page(number: InteractionNumber, at: OffsetDateTime) -> String {
    // A year beyond 9999 is not written; no clock gets there.
    let at = at.to_offset(time::UtcOffset::UTC).format(&Rfc3339).unwrap_or_default();
    format!("/interactions/{number}?as_of={at}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_moment_in_an_address_is_read_as_it_was_written(micros in 0..253_402_300_799_000_000_i64) {
            let at = OffsetDateTime::UNIX_EPOCH + time::Duration::microseconds(micros);
            let page = as_of_page(InteractionNumber(7), at);
            prop_assert_eq!(page.split_once('=').and_then(|(_, text)| moment(text)), Some(at));
        }

        #[test]
        fn any_text_is_a_moment_or_none(text in ".{0,40}") {
            let _ = moment(&text);
        }
    }
}
