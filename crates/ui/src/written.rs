//! Parts of the design system as HTML text, for the rows of [`crate::table::WrittenRows`] and for a [`WrittenItem`].
//!
//! Each looks as the component of the same name; `maud` escapes every text.

use leptos::html::Li;
use leptos::prelude::*;
use maud::{Markup, html};
use time::{OffsetDateTime, UtcOffset};

use crate::avatar::{self, AvatarSize};
use crate::badge::{Mark, Tone};
use crate::icon::IconName;
use crate::time_text::{localise, machine_text, utc_text};

pub use crate::long_text::long_text;
pub use crate::prose::prose;

/// An entry of a long list, written at once: nothing in it has a life of its own. Moments get the reader's zone once the
/// page is alive.
#[component]
pub fn WrittenItem(
    /// Its classes.
    class: &'static str,
    /// What it holds.
    content: Markup,
) -> impl IntoView {
    let node = NodeRef::<Li>::new();
    Effect::new(move || {
        if let Some(item) = node.get() {
            localise(&item);
        }
    });
    view! { <li node_ref=node class=class inner_html=content.into_string()></li> }.into_any()
}

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

/// Somebody's two letters, as [`crate::Avatar`].
#[must_use]
pub fn avatar(name: &str, size: AvatarSize) -> Markup {
    html! { span class=(avatar::class(name, size)) data-initials=(avatar::initials(name)) {} }
}

/// A sign beside words, as [`crate::Icon`].
#[must_use]
pub fn icon(name: IconName) -> Markup {
    html! { svg class="icon" viewBox="0 0 16 16" aria-hidden="true" { path d=(name.path()) {} } }
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
