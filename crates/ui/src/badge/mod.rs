//! Small words with a colour and a shape: [`Badge`], and [`Kbd`] for keys.
//!
//! A state is never colour alone: the badge has a word, and a mark whose shape
//! differs too. For one more tone, add it to [`Tone`], to `style.css` and to the
//! tokens in `style/main.css`; the contrast test then checks it.

use leptos::prelude::*;

/// What a colour means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Nothing in particular.
    #[default]
    Neutral,
    /// Under way, for information.
    Info,
    /// Done, well.
    Success,
    /// Wants a look.
    Warning,
    /// Wrong, late, refused.
    Danger,
    /// The accent of the product: chosen, yours.
    Accent,
    /// Set apart.
    Purple,
}

impl Tone {
    /// Every tone.
    pub const ALL: [Self; 7] =
        [Self::Neutral, Self::Info, Self::Success, Self::Warning, Self::Danger, Self::Accent, Self::Purple];

    pub(crate) const fn badge_class(self) -> &'static str {
        match self {
            Self::Neutral => "badge",
            Self::Info => "badge tone-info",
            Self::Success => "badge tone-success",
            Self::Warning => "badge tone-warning",
            Self::Danger => "badge tone-danger",
            Self::Accent => "badge tone-accent",
            Self::Purple => "badge tone-purple",
        }
    }

    /// The class that sets `--tone` and `--tone-tint`.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Neutral => "tone-neutral",
            Self::Info => "tone-info",
            Self::Success => "tone-success",
            Self::Warning => "tone-warning",
            Self::Danger => "tone-danger",
            Self::Accent => "tone-accent",
            Self::Purple => "tone-purple",
        }
    }
}

/// The shape beside a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mark {
    /// No shape.
    #[default]
    None,
    /// A full circle.
    Dot,
    /// An empty circle: not begun.
    Ring,
    /// A half-full circle: under way.
    Half,
    /// A square: stopped for good.
    Square,
    /// A tick: done.
    Check,
    /// A cross: refused, withdrawn.
    Cross,
    /// Two bars: waits.
    Pause,
}

impl Mark {
    /// Every mark.
    pub const ALL: [Self; 8] =
        [Self::None, Self::Dot, Self::Ring, Self::Half, Self::Square, Self::Check, Self::Cross, Self::Pause];

    pub(crate) const fn class(self) -> Option<&'static str> {
        Some(match self {
            Self::None => return None,
            Self::Dot => "mark mark-dot",
            Self::Ring => "mark mark-ring",
            Self::Half => "mark mark-half",
            Self::Square => "mark mark-square",
            Self::Check => "mark mark-check",
            Self::Cross => "mark mark-cross",
            Self::Pause => "mark mark-pause",
        })
    }
}

/// A state in one word, with its colour and shape.
#[component]
pub fn Badge(
    /// What its colour means.
    #[prop(optional)]
    tone: Tone,
    /// The shape before the word.
    #[prop(optional)]
    mark: Mark,
    /// The word.
    children: Children,
) -> impl IntoView {
    view! {
        <span class=tone.badge_class()>
            {mark.class().map(|class| view! { <i class=class></i> })} {children()}
        </span>
    }
    .into_any()
}

/// A key of the keyboard.
#[component]
pub fn Kbd(
    /// What is printed on it.
    children: Children,
) -> impl IntoView {
    view! { <kbd class="kbd">{children()}</kbd> }.into_any()
}
