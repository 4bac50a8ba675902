//! When an e-mail that was not taken is tried again.

use time::Duration;

/// After so many tries an e-mail has failed.
pub const MOST_TRIES: i32 = 10;

const FIRST: Duration = Duration::MINUTE;
const LONGEST: Duration = Duration::hours(6);

/// How long to wait after so many tries, twice as long each time; `None` where it is given up.
pub fn next_try(tries: i32) -> Option<Duration> {
    if tries >= MOST_TRIES {
        return None;
    }
    let doubled = FIRST * 2_i32.pow(u32::try_from(tries.saturating_sub(1)).unwrap_or_default());
    Some(doubled.min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_tried_ever_more_slowly_and_then_given_up() {
        let minutes: Vec<_> = (1..=MOST_TRIES).map(|tries| next_try(tries).map(Duration::whole_minutes)).collect();
        let expected = [1, 2, 4, 8, 16, 32, 64, 128, 256].map(Some);
        assert_eq!(minutes[..9], expected);
        assert_eq!(minutes[9], None);
    }
}
