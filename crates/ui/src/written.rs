//! Parts of the design system as HTML text, for the rows of [`crate::table::WrittenRows`].
//!
//! Each looks as the component of the same name; `maud` escapes every text.

use maud::{Markup, html};
use time::{OffsetDateTime, UtcOffset};

use crate::badge::{Mark, Tone};
use crate::time_text::{machine_text, utc_text};

/// A state in one word, as [`crate::Badge`].
#[must_use]
pub fn badge(tone: Tone, mark: Mark, word: &str) -> Markup {
    html! {
        span class=(tone.badge_class()) {
            @if let Some(class) = mark.class() { i class=(class) {} }
            (word)
        }
    }
}

/// A moment, as [`crate::TimeText`]: in UTC until the page is alive.
#[must_use]
pub fn moment(at: OffsetDateTime) -> Markup {
    let at = at.to_offset(UtcOffset::UTC);
    let utc = utc_text(at);
    html! { time datetime=(machine_text(at)) title=(utc) { (utc) } }
}

/// Stands where there is no value.
#[must_use]
pub fn none() -> Markup {
    html! { span class="text-muted" aria-label="none" { "–" } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn what_is_written_is_escaped() {
        let badge = badge(Tone::Info, Mark::Dot, "<b>&\"").into_string();
        assert_eq!(badge, r#"<span class="badge tone-info"><i class="mark mark-dot"></i>&lt;b&gt;&amp;&quot;</span>"#);
    }

    #[test]
    fn a_moment_is_in_utc() {
        let written = moment(datetime!(2026-11-21 09:05:09 +1)).into_string();
        assert!(written.contains(r#"datetime="2026-11-21T08:05:09Z""#), "{written}");
        assert!(written.ends_with(">21 Nov 2026, 08:05 UTC</time>"), "{written}");
    }
}
