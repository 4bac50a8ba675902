//! Chance that repeats itself: the same seed and stream give the same throws on every machine.
//!
//! Everything is derived from `next_u32` by whole-number arithmetic, so no change of a
//! distribution in a library can change what the demo organisation looks like.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

/// The seed of the whole demonstration.
const SEED: u64 = 0x0046_6972_7374_6c6e;

/// A stream of throws of its own for each thing that is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// The person of this ordinal.
    Person(u64),
    /// The configuration items of the company of this ordinal.
    Items(u64),
    /// How many interactions each day and hour of a run gets; the run by its first number.
    Calendar(u64),
    /// Which interactions of a run belong to the demo accounts; the run by its first number.
    Schedule(u64),
    /// The interaction of this number.
    Interaction(u64),
    /// Who watches the interaction of this number, and to which one it belongs.
    Links(u64),
    /// What the time of the interaction of this number went into.
    Time(u64),
}

impl Stream {
    /// The upper byte says the kind, the rest the ordinal.
    fn number(self) -> u64 {
        let (kind, ordinal) = match self {
            Self::Person(ordinal) => (1, ordinal),
            Self::Items(ordinal) => (2, ordinal),
            Self::Calendar(ordinal) => (3, ordinal),
            Self::Schedule(ordinal) => (4, ordinal),
            Self::Interaction(ordinal) => (5, ordinal),
            Self::Links(ordinal) => (6, ordinal),
            Self::Time(ordinal) => (7, ordinal),
        };
        (kind << 56) | (ordinal & 0x00ff_ffff_ffff_ffff)
    }
}

/// A deterministic source of choices.
#[derive(Debug)]
pub struct Dice(ChaCha8Rng);

impl Dice {
    /// The dice of one stream, at its beginning.
    pub fn of(stream: Stream) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(SEED);
        rng.set_stream(stream.number());
        Self(rng)
    }

    /// A number from 0 up to, not including, `n`; 0 where `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        let n = u64::try_from(n).unwrap_or(u64::MAX).min(u64::from(u32::MAX));
        usize::try_from((u64::from(self.0.next_u32()) * n) >> 32).unwrap_or_default()
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = usize::try_from(high - low + 1).unwrap_or_default();
        low + i64::try_from(self.below(width)).unwrap_or_default()
    }

    /// True in `percent` of a hundred throws.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of them; `None` where there are none.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }

    /// The position of one of the weights, in proportion to them; 0 where all are zero.
    pub fn weighted(&mut self, weights: impl Iterator<Item = usize> + Clone) -> usize {
        let mut left = self.below(weights.clone().sum());
        for (at, weight) in weights.enumerate() {
            if left < weight {
                return at;
            }
            left -= weight;
        }
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_repeats_itself_and_differs_from_the_next() {
        let throws = |stream| {
            let mut dice = Dice::of(stream);
            std::array::from_fn::<usize, 20, _>(|_| dice.below(1_000))
        };
        assert_eq!(throws(Stream::Interaction(7)), throws(Stream::Interaction(7)));
        assert_ne!(throws(Stream::Interaction(7)), throws(Stream::Interaction(8)));
        assert_ne!(throws(Stream::Interaction(7)), throws(Stream::Person(7)));
    }

    #[test]
    fn weights_are_kept() {
        let mut dice = Dice::of(Stream::Calendar(0));
        let mut seen = [0_usize; 3];
        for _ in 0..10_000 {
            seen[dice.weighted([70, 0, 30].into_iter())] += 1;
        }
        assert_eq!(seen[1], 0);
        assert!((6_700..7_300).contains(&seen[0]), "{seen:?}");
    }
}
