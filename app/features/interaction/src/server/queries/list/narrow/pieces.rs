//! Where the index of words is asked: piece after piece of the numbers, the nearest first.
//!
//! The index gives whatever has a word in no order. A frequent word is in so many that putting them into order takes
//! longer than anybody waits, for a page of the newest fifty. But each record has a mark for the block of numbers it is
//! in, and what has both the word and one of the nearest marks is found at once.

use crate::{filter, server::queries::list::direction::Direction};

/// The numbers `n` of a block have the same `n >> BLOCK` (`interaction_marks` in the database).
const BLOCK: u32 = 13;

/// How many blocks the first piece has, and a later one at most.
const FIRST: usize = 2;
const MOST: usize = 32;

/// From so many numbers, or so many found, it is known how much is to be expected of the others.
const ENOUGH: usize = 10 << BLOCK;
const ENOUGH_FOUND: usize = 50;

/// If no more than so many are to be expected in all blocks that are left, they are asked in one piece.
const FEW: usize = 3_000;

/// Numbers in which the index is asked, with both ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    pub first: i64,
    pub last: i64,
    /// Whether the marks of its blocks are asked for, as there are few.
    pub marked: bool,
}

impl Piece {
    /// All numbers from one to another.
    pub fn whole((first, last): (i64, i64)) -> Self {
        let blocks = (last >> BLOCK) - (first >> BLOCK) + 1;
        Self { first, last, marked: (1..=MOST).contains(&usize::try_from(blocks).unwrap_or_default()) }
    }

    /// The marks of its blocks, one of which each of its records has.
    pub fn marks(self) -> Option<Vec<String>> {
        self.marked.then(|| (self.first >> BLOCK..=self.last >> BLOCK).map(filter::block).collect())
    }
}

/// The pieces of some numbers that were not asked yet.
#[derive(Debug)]
pub struct Pieces {
    first: i64,
    last: i64,
    direction: Direction,
    /// How many are wanted of all pieces.
    wanted: usize,
    /// How many numbers were asked.
    asked: usize,
    /// How many there are of all numbers, as PostgreSQL expects.
    estimate: usize,
    /// What is known of other blocks.
    near: Near,
}

/// What a page that begins with the nearest tells of what is behind it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Near {
    /// How many it has, and among how many numbers.
    found: usize,
    among: usize,
}

impl Near {
    /// Of a page from one number to another.
    pub fn of(found: usize, first: i64, last: i64) -> Self {
        Self { found, among: count(first.min(last), first.max(last)) }
    }

    /// How many are to be expected from one number to another.
    pub fn expected(self, (first, last): (i64, i64)) -> usize {
        self.found.saturating_mul(count(first, last)) / self.among.max(1)
    }
}

/// How many numbers there are from one to another.
fn count(first: i64, last: i64) -> usize {
    usize::try_from(last - first + 1).unwrap_or_default()
}

impl Pieces {
    pub fn new(first: i64, last: i64, direction: Direction, wanted: usize, estimate: usize) -> Self {
        Self { first, last, direction, wanted, asked: 0, estimate, near: Near::default() }
    }

    /// The same, where something is known.
    pub fn knowing(self, near: Near) -> Self {
        Self { near, ..self }
    }

    /// The next piece, where so many were found in those before; none where there are enough.
    pub fn next(&mut self, found: usize) -> Option<Piece> {
        if self.first > self.last || found >= self.wanted {
            return None;
        }
        let (seen, among) = (found + self.near.found, self.asked + self.near.among);
        let is_known = among >= ENOUGH || seen >= ENOUGH_FOUND;
        let are_few = self.asked == 0 && self.estimate <= FEW;
        if are_few || is_known && seen.saturating_mul(count(self.first, self.last)) / among.max(1) <= FEW {
            let whole = Piece::whole((self.first, self.last));
            self.last = self.first - 1;
            return Some(whole);
        }
        let blocks = self.step(seen, among, found);
        let mut piece = Piece { first: self.first, last: self.last, marked: true };
        if (self.last >> BLOCK) - (self.first >> BLOCK) >= blocks {
            match self.direction {
                Direction::Down => piece.first = ((self.last >> BLOCK) - blocks + 1) << BLOCK,
                Direction::Up => piece.last = (((self.first >> BLOCK) + blocks) << BLOCK) - 1,
            }
        }
        match self.direction {
            Direction::Down => self.last = piece.first - 1,
            Direction::Up => self.first = piece.last + 1,
        }
        self.asked += count(piece.first, piece.last);
        Some(piece)
    }

    /// How many blocks the next piece has: those in which what is wanted is to be expected, and a few more; but no more
    /// than twice those that are known, as the newest are often unlike the others.
    fn step(&self, seen: usize, among: usize, found: usize) -> i64 {
        let known = FIRST.max((among >> BLOCK) * 2).min(MOST);
        let blocks = match (self.wanted - found).saturating_mul(among).checked_div(seen) {
            Some(numbers) => ((numbers.saturating_mul(5) / 4) >> BLOCK) + 1,
            None => known,
        };
        i64::try_from(blocks.min(known)).unwrap_or(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The pieces of some numbers of which so many are found in each.
    fn all(first: i64, last: i64, direction: Direction, in_each: usize) -> Vec<Piece> {
        let mut pieces = Pieces::new(first, last, direction, 1 << 40, usize::MAX);
        let mut all = Vec::new();
        while let Some(piece) = pieces.next(all.len() * in_each) {
            all.push(piece);
        }
        all
    }

    /// From where to where, and whether by marks.
    fn ends(pieces: &[Piece]) -> Vec<(i64, i64, bool)> {
        pieces.iter().map(|piece| (piece.first, piece.last, piece.marked)).collect()
    }

    #[test]
    fn the_nearest_are_asked_first_and_the_rest_at_once_where_little_is_expected() {
        let down = all(8_192, 999_423, Direction::Down, 0);
        assert_eq!(
            ends(&down),
            [(983_040, 999_423, true), (950_272, 983_039, true), (851_968, 950_271, true), (8_192, 851_967, false)]
        );
        assert_eq!(down[0].marks().map(|marks| marks.len()), Some(2));
        assert_eq!(down[3].marks(), None);
        let up = all(8_192, 999_423, Direction::Up, 0);
        assert_eq!(
            ends(&up),
            [(8_192, 24_575, true), (24_576, 57_343, true), (57_344, 155_647, true), (155_648, 999_423, false)]
        );
        assert_eq!(all(1, 999_423, Direction::Down, 2_000).len(), 7);
        assert_eq!(all(5, 4, Direction::Down, 0), []);
    }

    #[test]
    fn a_piece_is_as_long_as_what_was_seen_says() {
        let all = || Pieces::new(1, 999_423, Direction::Down, 1_001, usize::MAX);
        let mut pieces = all();
        assert_eq!(ends(&pieces.next(0).into_iter().collect::<Vec<_>>()), [(983_040, 999_423, true)]);
        assert_eq!(ends(&pieces.next(900).into_iter().collect::<Vec<_>>()), [(974_848, 983_039, true)]);
        assert_eq!(pieces.next(1_001), None);
        let frequent = all().knowing(Near::of(51, 999_423, 999_000)).next(0);
        assert_eq!(frequent.and_then(Piece::marks).map(|marks| marks.len()), Some(2));
        let rare = all().knowing(Near::of(51, 999_423, 980_000)).next(0);
        let whole = Some(Piece { first: 1, last: 999_423, marked: false });
        assert_eq!(rare, whole);
        assert_eq!(Pieces::new(1, 999_423, Direction::Down, 51, 2_000).next(0), whole);
    }

    proptest! {
        #[test]
        fn they_are_all_the_numbers_each_once_and_in_order(
            first in 1_i64..100_000_000, length in 1_i64..100_000_000, up in any::<bool>(), in_each in 0_usize..5_000
        ) {
            let last = first + length - 1;
            let mut pieces = all(first, last, if up { Direction::Up } else { Direction::Down }, in_each);
            if !up {
                pieces.reverse();
            }
            let mut next = first;
            for piece in pieces {
                prop_assert!(piece.first == next && piece.last >= piece.first);
                prop_assert!(piece.marks().is_none_or(|marks| marks.len() <= MOST));
                next = piece.last + 1;
            }
            prop_assert_eq!(next, last + 1);
        }
    }
}
