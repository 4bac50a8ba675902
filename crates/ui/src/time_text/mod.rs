//! A moment in words.
//!
//! The server does not know where the reader is, so its HTML says UTC. After
//! hydration the browser's own zone is shown, and UTC stays in the tool tip. No
//! formatter of `Intl` is made (each costs as much as a hundred of these): the
//! parts come from `Date`.

use std::time::Duration;

use leptos::prelude::*;
use time::OffsetDateTime;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// How a moment is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TimeMode {
    /// `21 Nov 2026, 08:05`.
    #[default]
    Full,
    /// `21 Nov 2026`.
    Short,
    /// `5 min ago`; kept up to date.
    Relative,
}

/// A moment. The server writes `21 Nov 2026, 08:05 UTC`, the hydrated page
/// `21 Nov 2026, 09:05` in the reader's zone, or what `mode` says.
#[component]
pub fn TimeText(
    /// The moment.
    at: OffsetDateTime,
    /// How it is said.
    #[prop(optional)]
    mode: TimeMode,
) -> impl IntoView {
    let at = at.to_offset(time::UtcOffset::UTC);
    let utc = utc_text(at);
    let first = match mode {
        TimeMode::Short => date_text(at),
        TimeMode::Full | TimeMode::Relative => utc.clone(),
    };
    let text = RwSignal::new(first);
    Effect::new(move || {
        text.set(local_text(at, mode));
        if mode == TimeMode::Relative {
            let timer = set_interval_with_handle(
                move || {
                    // The row may be gone by now.
                    let _ = text.try_set(local_text(at, mode));
                },
                Duration::from_mins(1),
            );
            on_cleanup(move || {
                if let Ok(timer) = timer {
                    timer.clear();
                }
            });
        }
    });
    view! {
        <time class="time" datetime=machine_text(at) title=utc>
            {move || text.get()}
        </time>
    }
    .into_any()
}

/// `21 Nov 2026, 08:05 UTC`; the moment is in UTC already.
#[must_use]
pub fn utc_text(at: OffsetDateTime) -> String {
    format!("{}, {:02}:{:02} UTC", date_text(at), at.hour(), at.minute())
}

/// The moments below this element, which [`crate::written::moment`] wrote, in the browser's zone.
pub(crate) fn localise(within: &web_sys::Element) {
    for time in crate::dom::all(within, "time[datetime]") {
        let at = time.get_attribute("datetime").map(|at| js_sys::Date::new(&at.into()));
        if let Some(at) = at.filter(|at| !at.get_time().is_nan()) {
            time.set_text_content(Some(&full_text(&at)));
        }
    }
}

fn date_text(at: OffsetDateTime) -> String {
    let month = MONTHS[usize::from(u8::from(at.month())) - 1];
    format!("{} {month} {}", at.day(), at.year())
}

/// For `datetime`: `2026-11-21T08:05:09Z`.
pub(crate) fn machine_text(at: OffsetDateTime) -> String {
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        at.year(),
        u8::from(at.month()),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    )
}

/// `21 Nov 2026, 09:05` in the browser's zone. In the browser only, after hydration.
#[must_use]
pub fn browser_text(at: OffsetDateTime) -> String {
    local_text(at, TimeMode::Full)
}

/// The moment in the browser's zone.
fn local_text(at: OffsetDateTime, mode: TimeMode) -> String {
    #[expect(clippy::cast_precision_loss, reason = "exact for every date a browser knows (2^53 seconds)")]
    let seconds = at.unix_timestamp() as f64;
    if mode == TimeMode::Relative
        && let Some(text) = relative_text(seconds - js_sys::Date::now() / 1000.0)
    {
        return text;
    }
    let date = js_sys::Date::new(&(seconds * 1000.0).into());
    if mode == TimeMode::Short { day_text(&date) } else { full_text(&date) }
}

/// `21 Nov 2026`, in the browser's zone.
fn day_text(date: &js_sys::Date) -> String {
    let month = MONTHS.get(date.get_month() as usize).copied().unwrap_or_default();
    format!("{} {month} {}", date.get_date(), date.get_full_year())
}

/// `21 Nov 2026, 09:05`, in the browser's zone.
fn full_text(date: &js_sys::Date) -> String {
    format!("{}, {:02}:{:02}", day_text(date), date.get_hours(), date.get_minutes())
}

/// How far away `seconds` are (below 0: past); `None` from a week on, when the
/// date says more.
fn relative_text(seconds: f64) -> Option<String> {
    let far = seconds.abs();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "positive, and below a week where it is used"
    )]
    let whole = |unit: f64| (far / unit) as u32;
    let amount = if far < 60.0 {
        return Some(if seconds <= 0.0 { "just now" } else { "in a moment" }.to_owned());
    } else if far < 3600.0 {
        format!("{} min", whole(60.0))
    } else if far < 86_400.0 {
        format!("{} h", whole(3600.0))
    } else if far < 7.0 * 86_400.0 {
        let days = whole(86_400.0);
        format!("{days} day{}", if days == 1 { "" } else { "s" })
    } else {
        return None;
    };
    Some(if seconds < 0.0 { format!("{amount} ago") } else { format!("in {amount}") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn the_server_says_utc() {
        let at = datetime!(2026-11-21 08:05:09 UTC);
        assert_eq!(utc_text(at), "21 Nov 2026, 08:05 UTC");
        assert_eq!(machine_text(at), "2026-11-21T08:05:09Z");
    }

    #[test]
    fn near_moments_are_relative_and_far_ones_are_not() {
        assert_eq!(relative_text(-20.0).as_deref(), Some("just now"));
        assert_eq!(relative_text(-300.0).as_deref(), Some("5 min ago"));
        assert_eq!(relative_text(7300.0).as_deref(), Some("in 2 h"));
        assert_eq!(relative_text(-90_000.0).as_deref(), Some("1 day ago"));
        assert_eq!(relative_text(-700_000.0), None);
    }
}
