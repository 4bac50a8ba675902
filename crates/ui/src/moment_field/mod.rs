//! A day and a time of day: [`MomentField`].
//!
//! What is posted is UTC. Without scripts that is what the control shows, and says so; with them it shows the
//! browser's own zone, and a hidden control posts for it.

use leptos::html;
use leptos::prelude::*;
use time::OffsetDateTime;
use web_sys::HtmlInputElement;

use crate::field::Frame;

/// The moment, in the browser. In the browser only, after hydration.
#[must_use]
pub fn browser_now() -> OffsetDateTime {
    #[expect(clippy::cast_possible_truncation, reason = "whole milliseconds since 1970")]
    let milliseconds = js_sys::Date::now() as i64;
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(milliseconds) * 1_000_000)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

/// A field for a moment.
#[component]
pub fn MomentField(
    /// The name it is posted under; the id when none is given.
    #[prop(into)]
    name: String,
    /// The visible label, which is its accessible name.
    #[prop(into)]
    label: String,
    /// The moment in UTC, `2026-11-21T08:05` or with seconds; empty where there is none.
    value: RwSignal<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// A line of help.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Marked as required.
    #[prop(optional, into)]
    required: Signal<bool>,
    /// Whether it is exact to the second.
    #[prop(optional)]
    seconds: bool,
    /// The id of the control.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    let frame = Frame { id: id.unwrap_or_else(|| name.clone()), label, hint, error, required, counted: None };
    let node = NodeRef::<html::Input>::new();
    let live = RwSignal::new(false);
    bind(node, value, live);
    let (described, invalid, must) = (frame.described_by(None), frame.invalid(), frame.must());
    let (posted, shown) = (name.clone(), name);
    let control = view! {
        <input
            node_ref=node
            class="control"
            type="datetime-local"
            id=frame.id.clone()
            name=move || (!live.get()).then(|| shown.clone())
            step=if seconds { "1" } else { "60" }
            value=value.get_untracked()
            autocomplete="off"
            aria-required=move || must.get()
            aria-invalid=move || invalid.get()
            aria-describedby=move || described.get()
            on:input=move |ev| value.set(to_utc(&event_target_value(&ev)))
        />
        {move || {
            let name = posted.clone();
            live.get().then(|| view! { <input type="hidden" name=name value=move || value.get() /> })
        }}
        <noscript>
            <span class="field-hint">"In UTC"</span>
        </noscript>
    }
    .into_any();
    frame.wrap(control)
}

/// Keeps the control and its signal the same, each in its zone, and adopts what was typed before hydration.
fn bind(node: NodeRef<html::Input>, value: RwSignal<String>, live: RwSignal<bool>) {
    Effect::new(move |tied: Option<bool>| {
        let utc = value.get();
        let Some(input) = node.get() else { return false };
        if tied != Some(true) && typed_by_hand(&input) {
            value.set(to_utc(&input.value()));
            live.set(true);
            return true;
        }
        let local = to_local(&utc);
        if to_utc(&input.value()) != utc || tied != Some(true) {
            input.set_value(&local);
        }
        live.set(true);
        true
    });
}

fn typed_by_hand(input: &HtmlInputElement) -> bool {
    input.value() != input.default_value()
}

/// What a control in the browser's zone holds, in UTC; empty where it holds no moment.
fn to_utc(local: &str) -> String {
    let date = js_sys::Date::new(&local.into());
    if local.is_empty() || date.get_time().is_nan() {
        return String::new();
    }
    short(&String::from(date.to_iso_string()))
}

/// A moment in UTC as a control in the browser's zone holds it.
fn to_local(utc: &str) -> String {
    let date = js_sys::Date::new(&format!("{utc}Z").into());
    if utc.is_empty() || date.get_time().is_nan() {
        return String::new();
    }
    short(&format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
        date.get_full_year(),
        date.get_month() + 1,
        date.get_date(),
        date.get_hours(),
        date.get_minutes(),
        date.get_seconds()
    ))
}

/// To the minute, or to the second where there are any: `2026-11-21T08:05`.
fn short(text: &str) -> String {
    let whole = text.get(..19).unwrap_or(text);
    whole.strip_suffix(":00").filter(|minutes| minutes.len() == 16).unwrap_or(whole).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_said_where_there_are_any() {
        assert_eq!(short("2026-11-21T08:05:00.000Z"), "2026-11-21T08:05");
        assert_eq!(short("2026-11-21T08:05:09.250Z"), "2026-11-21T08:05:09");
        assert_eq!(short("2026-11-21T08:00"), "2026-11-21T08:00");
    }
}
