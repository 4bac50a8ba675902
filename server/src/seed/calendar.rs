//! When people turn to a desk: the hours of the day, the days of the week, busy and quiet days.

use super::dice::{Dice, Stream};

const HOUR: i64 = 3_600;

/// How busy each hour of a working day is (UTC), in parts.
const BY_HOUR: [u64; 24] = [4, 3, 3, 3, 4, 8, 26, 62, 94, 100, 92, 80, 66, 78, 88, 80, 64, 40, 20, 12, 9, 8, 6, 5];
/// How busy each day of the week is from Monday, in percent.
const BY_WEEKDAY: [u64; 7] = [122, 108, 104, 100, 86, 13, 11];

/// The times of report of a run, in order: a fixed number of them over whole hours that end now.
#[derive(Debug)]
pub struct Calendar {
    dice: Dice,
    start: i64,
    hours: i64,
    hour: i64,
    /// Of the hours behind and of all of them.
    weight: u64,
    total: u64,
    /// The multiplier of each day, in percent.
    days: Vec<u64>,
    count: u64,
    given: u64,
    /// The times of this hour that are still to be given, latest first.
    waiting: Vec<i64>,
}

impl Calendar {
    /// `count` times within the `days` before `now` (Unix seconds).
    pub fn new(run: u64, count: u64, days: u32, now: i64) -> Self {
        let mut dice = Dice::of(Stream::Calendar(run));
        let hours = i64::from(days) * 24;
        let by_day = (0..=days).map(|_| 75 + dice.below(51) as u64).collect();
        let mut calendar = Self {
            dice,
            start: now - hours * HOUR,
            hours,
            hour: 0,
            weight: 0,
            total: 0,
            days: by_day,
            count,
            given: 0,
            waiting: Vec::new(),
        };
        calendar.total = (0..hours).map(|hour| calendar.weight_of(hour)).sum();
        calendar
    }

    fn weight_of(&self, hour: i64) -> u64 {
        let at = self.start + hour * HOUR;
        let day = usize::try_from(hour / 24).unwrap_or_default();
        let by_hour = BY_HOUR[hour_of_day(at)];
        // At the weekend the desk is thinly staffed, but the nights are no quieter.
        let of_day = if by_hour < 10 { 100 } else { BY_WEEKDAY[weekday(at)] };
        by_hour * of_day * self.days.get(day).copied().unwrap_or(100)
    }

    fn fill(&mut self) {
        while self.waiting.is_empty() && self.hour < self.hours {
            self.weight += self.weight_of(self.hour);
            let due = u128::from(self.count) * u128::from(self.weight) / u128::from(self.total.max(1));
            let due = u64::try_from(due).unwrap_or(self.count);
            let at = self.start + self.hour * HOUR;
            for _ in self.given..due {
                self.waiting.push(at + self.dice.between(0, HOUR - 1));
            }
            self.given = due;
            self.waiting.sort_unstable_by(|a, b| b.cmp(a));
            self.hour += 1;
        }
    }
}

impl Iterator for Calendar {
    type Item = i64;

    fn next(&mut self) -> Option<i64> {
        self.fill();
        self.waiting.pop()
    }
}

/// 0 to 23, UTC.
pub fn hour_of_day(seconds: i64) -> usize {
    usize::try_from(seconds.rem_euclid(24 * HOUR) / HOUR).unwrap_or_default()
}

/// 0 is Monday.
pub fn weekday(seconds: i64) -> usize {
    // The first of January 1970 was a Thursday.
    usize::try_from((seconds.div_euclid(24 * HOUR) + 3).rem_euclid(7)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_795_000_000;

    #[test]
    fn it_gives_exactly_the_count_in_order_and_in_range() {
        for count in [0, 1, 7, 500, 20_000] {
            let times: Vec<i64> = Calendar::new(1, count, 90, NOW).collect();
            assert_eq!(times.len() as u64, count);
            assert!(times.is_sorted());
            assert!(times.iter().all(|at| (NOW - 90 * 24 * HOUR..NOW).contains(at)));
        }
    }

    #[test]
    fn most_of_it_falls_into_desk_hours() {
        let times: Vec<i64> = Calendar::new(1, 20_000, 90, NOW).collect();
        let at_desk = times.iter().filter(|at| weekday(**at) < 5 && (7..18).contains(&hour_of_day(**at))).count();
        assert!((75..97).contains(&(at_desk * 100 / times.len())), "{at_desk}");
    }

    #[test]
    fn weekdays_are_right() {
        // 14 November 2023 was a Tuesday.
        assert_eq!(weekday(1_700_000_000), 1);
    }
}
