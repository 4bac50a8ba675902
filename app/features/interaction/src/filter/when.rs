//! Days: one of the calendar, or so long ago.

use serde::{Deserialize, Serialize};
use time::{Date, Duration, Month, OffsetDateTime};

/// A day (UTC).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum When {
    On(Date),
    /// So many days before today; 0 is today.
    DaysAgo(u16),
}

/// How many days ago may lie at most: ten years.
pub const MOST_DAYS: u16 = 3_660;

/// The day (UTC) "the last so many days" begins with: that many days ago.
pub fn first_day(now: OffsetDateTime, days: u16) -> Date {
    now.date().saturating_sub(Duration::days(i64::from(days)))
}

impl When {
    /// The day it is, at a moment.
    pub fn day(self, now: OffsetDateTime) -> Date {
        match self {
            Self::On(day) => day,
            Self::DaysAgo(days) => first_day(now, days),
        }
    }

    /// Reads `2026-11-28`, `today`, `yesterday`, `7 days ago`, `2 weeks ago` or `-7d`.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        let days = |days: u16| (days <= MOST_DAYS).then_some(Self::DaysAgo(days));
        match text.as_str() {
            "today" => return days(0),
            "yesterday" => return days(1),
            _ => {}
        }
        if let Some(short) = text.strip_prefix('-') {
            return days(short.strip_suffix('d')?.parse().ok()?);
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        if let [n, unit, "ago"] = words[..] {
            let n: u16 = n.parse().ok()?;
            return match unit {
                "day" | "days" => days(n),
                "week" | "weeks" => days(n.checked_mul(7)?),
                _ => None,
            };
        }
        let mut parts = text.splitn(3, '-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let digits = |text: &str, length| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
        if !(digits(year, 4) && digits(month, 2) && digits(day, 2)) {
            return None;
        }
        let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
        let year: i32 = year.parse().ok()?;
        // What a database can hold, and a desk can mean.
        if year < 1_900 {
            return None;
        }
        Date::from_calendar_date(year, month, day.parse().ok()?).ok().map(Self::On)
    }

    /// In words: `7 days ago`.
    pub fn words(self) -> String {
        match self {
            Self::On(_) => self.to_string(),
            Self::DaysAgo(0) => "today".to_owned(),
            Self::DaysAgo(1) => "yesterday".to_owned(),
            Self::DaysAgo(days) => format!("{days} days ago"),
        }
    }
}

impl std::fmt::Display for When {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::On(day) => write!(f, "{:04}-{:02}-{:02}", day.year(), u8::from(day.month()), day.day()),
            Self::DaysAgo(days) => write!(f, "-{days}d"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use time::macros::{date, datetime};

    proptest! {
        #[test]
        fn a_day_is_read_as_it_was_printed_and_as_it_was_said(days in 0..=MOST_DAYS, day in 0..200_000_i64) {
            for when in [When::DaysAgo(days), When::On(date!(1900-01-01) + Duration::days(day))] {
                prop_assert_eq!(When::read(&when.to_string()), Some(when));
                prop_assert_eq!(When::read(&when.words()), Some(when));
            }
        }

        #[test]
        fn any_text_is_a_day_or_none(text in ".{0,40}") {
            let _ = When::read(&text);
        }
    }

    #[test]
    fn a_day_that_is_none_is_refused() {
        for text in [
            "",
            "soon",
            "2026-02-30",
            "2026-13-01",
            "26-01-01",
            "-7",
            "-99999d",
            "7 moons ago",
            "0001-01-01",
            "+202-01-01",
        ] {
            assert_eq!(When::read(text), None, "{text}");
        }
    }

    #[test]
    fn weeks_are_days_and_today_is_the_day_it_is() {
        assert_eq!(When::read(" 2 Weeks ago "), Some(When::DaysAgo(14)));
        assert_eq!(When::DaysAgo(1).day(datetime!(2026-03-01 08:00 UTC)), date!(2026 - 02 - 28));
    }
}
