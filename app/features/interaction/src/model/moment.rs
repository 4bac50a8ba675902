//! Moments as a form holds them and as the Audit Log says them: both in UTC, and each can be read back.

use time::{Date, Month, OffsetDateTime, Time};

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// As a control of the type `datetime-local` holds it: `2026-11-21T08:05`, with seconds where it has any.
pub fn moment_text(at: OffsetDateTime) -> String {
    let at = at.to_offset(time::UtcOffset::UTC);
    format!("{:04}-{:02}-{:02}T{}", at.year(), u8::from(at.month()), at.day(), clock(at))
}

/// What such a control holds, in UTC.
pub fn typed_moment(text: &str) -> Option<OffsetDateTime> {
    let (date, clock) = text.trim().split_once(['T', ' '])?;
    let mut parts = date.splitn(3, '-');
    let (year, month, day) = (number(parts.next()?, 4)?, number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    moment(i32::from(year), u8::try_from(month).ok()?, u8::try_from(day).ok()?, clock)
}

/// As people read it: `21 Nov 2026, 08:05 UTC`, with seconds where it has any.
pub fn moment_words(at: OffsetDateTime) -> String {
    let at = at.to_offset(time::UtcOffset::UTC);
    let month = MONTHS[usize::from(u8::from(at.month())) - 1];
    format!("{} {month} {}, {} UTC", at.day(), at.year(), clock(at))
}

/// The moment that [`moment_words`] said.
pub fn said_moment(words: &str) -> Option<OffsetDateTime> {
    let (date, clock) = words.strip_suffix(" UTC")?.split_once(", ")?;
    let mut parts = date.splitn(3, ' ');
    let (day, month, year) = (parts.next()?.parse().ok()?, parts.next()?, parts.next()?.parse().ok()?);
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    moment(year, u8::try_from(month).ok()?, day, clock)
}

fn clock(at: OffsetDateTime) -> String {
    let minutes = format!("{:02}:{:02}", at.hour(), at.minute());
    if at.second() == 0 { minutes } else { format!("{minutes}:{:02}", at.second()) }
}

fn moment(year: i32, month: u8, day: u8, clock: &str) -> Option<OffsetDateTime> {
    let date = Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()?;
    // A browser may send fractions of a second; nobody types them.
    let mut parts = clock.split('.').next()?.splitn(3, ':');
    let part = |text: &str| number(text, 2).and_then(|n| u8::try_from(n).ok());
    let (hour, minute) = (part(parts.next()?)?, part(parts.next()?)?);
    let second = parts.next().map_or(Some(0), part)?;
    Some(date.with_time(Time::from_hms(hour, minute, second).ok()?).assume_utc())
}

/// Exactly so many digits.
fn number(text: &str, digits: usize) -> Option<u16> {
    (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::datetime;

    use super::*;

    #[test]
    fn minutes_are_enough_where_there_are_no_seconds() {
        let at = datetime!(2026-11-21 08:05 UTC);
        assert_eq!(moment_text(at), "2026-11-21T08:05");
        assert_eq!(moment_words(at), "21 Nov 2026, 08:05 UTC");
        assert_eq!(moment_words(at + time::Duration::seconds(9)), "21 Nov 2026, 08:05:09 UTC");
        assert_eq!(typed_moment("2026-11-21T08:05:00.000"), Some(at));
    }

    #[test]
    fn what_is_no_moment_is_none() {
        for text in
            ["", "soon", "2026-02-30T08:05", "2026-11-21", "2026-11-21T25:00", "26-11-21T08:05", "+2026-11-21T08:05"]
        {
            assert_eq!(typed_moment(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_back(seconds in 0_i64..253_402_300_799) {
            let at = OffsetDateTime::from_unix_timestamp(seconds).unwrap();
            prop_assert_eq!(typed_moment(&moment_text(at)), Some(at));
            prop_assert_eq!(said_moment(&moment_words(at)), Some(at));
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".{0,30}") {
            let _ = (typed_moment(&text), said_moment(&text));
        }
    }
}
