//! Which interactions belong to the demo accounts, so that whoever signs in finds work.

use std::collections::BTreeMap;

use super::dice::{Dice, Stream};
use super::organisation::Organisation;

/// The part a demo account has in an interaction; the person as a position in
/// [`Organisation::people`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// It is requested for them.
    For(usize),
    /// They made it for somebody else.
    By(usize),
    /// They work, or worked, on it.
    Works(usize),
    /// They work on it, and it is open.
    WorksOpen(usize),
}

impl Part {
    pub fn is_open(self) -> bool {
        matches!(self, Self::WorksOpen(_))
    }
}

/// An account, how many parts it has of a kind, and the kind.
type Wanted = (&'static str, u64, fn(usize) -> Part);

/// Among how many of the latest interactions the parts are spread.
const WINDOW: u64 = 20_000;

/// Gives the accounts their parts in the interactions from `first`, `count` of them.
pub fn schedule(organisation: &Organisation, first: i64, count: u64) -> BTreeMap<i64, Part> {
    let mut schedule = BTreeMap::new();
    let mut dice = Dice::of(Stream::Schedule(u64::try_from(first).unwrap_or_default()));
    let window = count.min(WINDOW);
    let parts: [Wanted; 9] = [
        ("user@demo.test", 19, Part::For),
        ("vip@demo.test", 16, Part::For),
        ("agent@demo.test", 14, Part::For),
        ("user@demo.test", 8, Part::By),
        ("agent@demo.test", 14, Part::WorksOpen),
        ("agent@demo.test", 16, Part::Works),
        ("agent2@demo.test", 8, Part::Works),
        ("interaction@demo.test", 8, Part::Works),
        ("outsider@demo.test", 8, Part::WorksOpen),
    ];
    for (email, wanted, part) in parts {
        let Some(person) = organisation.account(email) else { continue };
        // Of a few interactions only a part is theirs.
        let wanted = wanted.min(count * wanted / 300);
        // What is open was reported of late.
        let among = if part(person).is_open() { window.div_ceil(6) } else { window };
        for _ in 0..wanted {
            // The later, the more.
            let back = dice.below(usize::try_from(among).unwrap_or(usize::MAX)) * dice.below(1_000) / 1_000;
            let back = back as u64;
            let number = first + i64::try_from(count - 1 - back).unwrap_or_default();
            if let Some(number) = (first..=number).rev().find(|number| !schedule.contains_key(number)) {
                schedule.insert(number, part(person));
            }
        }
    }
    schedule
}
