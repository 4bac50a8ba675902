//! A message for a whole form or page.

use leptos::prelude::*;

use crate::badge::Tone;
use crate::icon::{Icon, IconName};

/// A message with a colour, a sign and words. Danger is an `alert`, everything
/// else a `status`.
#[component]
pub fn Banner(
    /// What it is about.
    #[prop(optional)]
    tone: Tone,
    /// Its first words, in bold.
    #[prop(optional, into)]
    title: Option<String>,
    /// What it says.
    children: Children,
) -> impl IntoView {
    let role = if tone == Tone::Danger { "alert" } else { "status" };
    view! {
        <div class=format!("banner {}", tone.class()) role=role>
            <Icon name=sign(tone) />
            <div>
                {title.map(|title| view! { <p class="banner-title">{title}</p> })}
                <div class="banner-body">{children()}</div>
            </div>
        </div>
    }
    .into_any()
}

/// The sign that goes with a tone.
pub(crate) const fn sign(tone: Tone) -> IconName {
    match tone {
        Tone::Success => IconName::CheckCircle,
        Tone::Warning | Tone::Danger => IconName::Alert,
        Tone::Accent | Tone::Purple => IconName::Star,
        Tone::Neutral | Tone::Info => IconName::Info,
    }
}
