//! A status as colour, shape and word.

use leptos::prelude::*;
use maud::Markup;
use ui::{Badge, Mark, Tone, written};

use crate::model::Status;

/// The status of an interaction.
#[component]
pub fn StatusBadge(status: Status) -> impl IntoView {
    let (tone, mark) = look(status);
    view! { <Badge tone mark>{status.label()}</Badge> }
}

/// The same in a long table.
pub fn written_status(status: Status) -> Markup {
    let (tone, mark) = look(status);
    written::badge(tone, mark, status.label())
}

fn look(status: Status) -> (Tone, Mark) {
    match status {
        Status::New => (Tone::Info, Mark::Ring),
        Status::InProgress => (Tone::Accent, Mark::Half),
        Status::OnHold => (Tone::Warning, Mark::Pause),
        Status::AwaitingApproval => (Tone::Purple, Mark::Square),
        Status::Completed => (Tone::Success, Mark::Check),
        Status::Dropped | Status::Withdrawn => (Tone::Neutral, Mark::Cross),
        Status::Denied => (Tone::Danger, Mark::Cross),
    }
}
