//! When an e-mail that was not taken is tried again.

use time::Duration;

/// After so many tries an e-mail has failed: a little over five days, as RFC 5321, 4.5.4.1, has it.
pub const MOST_TRIES: i32 = 29;

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
        let waits: Vec<_> = (1..MOST_TRIES).map_while(next_try).collect();
        let minutes: Vec<_> = waits.iter().map(|wait| wait.whole_minutes()).collect();
        assert_eq!(minutes[..11], [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]);
        let days = waits.iter().sum::<Duration>() / Duration::DAY;
        assert!((5.0..5.25).contains(&days), "{days}");
        assert_eq!(next_try(MOST_TRIES), None);
    }
}
