//! A long story of which a window at a time is shown: comments, the audit log.

use serde::{Deserialize, Serialize};

/// One entry of a story; a later one has a higher id.
pub trait Entry {
    fn id(&self) -> i64;
}

/// Some entries, newest first, with none left out between them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window<T> {
    pub rows: Vec<T>,
    /// Whether there are earlier ones than the last of these.
    pub earlier: bool,
}

impl<T> Default for Window<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), earlier: false }
    }
}

impl<T: Entry> Window<T> {
    /// The newest entries with those of `shown` that are older below them; the newest alone where others may lie between.
    #[must_use]
    pub fn over(self, shown: Self) -> Self {
        let oldest = self.rows.last().map_or(i64::MAX, Entry::id);
        let meets = self.earlier && shown.rows.first().is_some_and(|entry| entry.id() >= oldest);
        if !meets {
            return self;
        }
        let Self { mut rows, earlier: mut earlier_ones } = self;
        let older = shown.rows.into_iter().filter(|entry| entry.id() < oldest);
        let before = rows.len();
        rows.extend(older);
        if rows.len() > before {
            earlier_ones = shown.earlier;
        }
        Self { rows, earlier: earlier_ones }
    }

    /// Puts `more` below, the entries before `before`; nothing where that is no longer the last one shown.
    pub fn extend(&mut self, before: Option<i64>, more: Self) {
        if self.rows.last().map(Entry::id) == before {
            self.rows.extend(more.rows);
            self.earlier = more.earlier;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    impl Entry for i64 {
        fn id(&self) -> i64 {
            *self
        }
    }

    fn window(ids: std::ops::RangeInclusive<i64>) -> Window<i64> {
        Window { earlier: *ids.start() > 1, rows: ids.rev().collect() }
    }

    #[test]
    fn what_is_new_goes_over_what_is_shown_without_gaps() {
        assert_eq!(window(6..=25).over(window(1..=24)), window(1..=25));
        assert_eq!(window(6..=25).over(window(4..=24)), window(4..=25));
        assert_eq!(window(1..=1).over(Window::default()), window(1..=1));
        // 21 to 25 lie between: nothing is shown that would hide them.
        assert_eq!(window(26..=45).over(window(1..=20)), window(26..=45));
        // A page that was opened further back.
        assert_eq!(window(31..=50).over(window(1..=10)), window(31..=50));
    }

    #[test]
    fn a_step_back_that_comes_late_makes_no_gap() {
        let mut shown = window(21..=40);
        shown.extend(Some(21), window(1..=20));
        assert_eq!(shown, window(1..=40));
        let mut renewed = window(61..=80);
        renewed.extend(Some(21), window(1..=20));
        assert_eq!(renewed, window(61..=80));
    }

    proptest! {
        #[test]
        fn nothing_is_left_out_whatever_is_shown(newest in 1..200_i64, size in 1..50_i64, from in 1..200_i64, to in 0..200_i64) {
            let latest = window((newest - size + 1).max(1)..=newest);
            let shown = if from <= to.min(newest) { window(from..=to.min(newest)) } else { Window::default() };
            let both = latest.over(shown);
            prop_assert_eq!(both.rows.first(), Some(&newest));
            prop_assert!(both.rows.windows(2).all(|pair| pair[0] == pair[1] + 1));
            prop_assert_eq!(both.earlier, both.rows.last() > Some(&1));
        }
    }
}
