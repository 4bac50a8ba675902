//! The Audit Log: what, from, to, who, when.

use kernel::{AuditValue, InteractionNumber};
use leptos::prelude::*;
use maud::{Markup, html};
use ui::{AvatarSize, Panel, WrittenItem, utc_text, written};

use crate::{
    api::load_audit,
    model::{AuditEntry, AuditWindow, SYSTEM, as_of_page},
    ui::earlier::{Earlier, Story},
};

/// What is shown of a record's events. A handle: cheap to copy.
#[derive(Clone, Copy, Debug)]
pub struct Audit {
    number: InteractionNumber,
    story: Story<AuditEntry>,
}

impl Audit {
    pub fn new(number: InteractionNumber, opened: AuditWindow) -> Self {
        Self { number, story: Story::new(opened) }
    }

    /// Puts the latest events, as they were loaded, over those that are shown.
    pub fn show(self, latest: AuditWindow) {
        self.story.renew(latest);
    }

    /// Fetches the latest events.
    pub async fn renew(self) {
        if let Ok(latest) = load_audit(self.number, None).await {
            self.show(latest);
        }
    }
}

/// The region `Audit Log`, newest first, a window at a time.
#[component]
pub fn AuditLog(audit: Audit) -> impl IntoView {
    let Audit { number, story } = audit;
    let step_back = story.step_back(move |before| load_audit(number, before));
    view! {
        <Panel title="Audit Log">
            <ol class="divide-y divide-line">
                <For
                    each=move || story.rows()
                    key=|entry| entry.id
                    children=move |row| view! { <Entry number entry=row /> }
                />
            </ol>
            <Earlier label="Earlier changes" earlier=story.earlier() step_back href=None />
        </Panel>
    }
}

#[component]
fn Entry(number: InteractionNumber, entry: AuditEntry) -> impl IntoView {
    view! { <WrittenItem class="flex gap-3 py-3" content=written_entry(number, entry) /> }
}

fn written_entry(number: InteractionNumber, entry: AuditEntry) -> Markup {
    let who = entry.who.unwrap_or_else(|| SYSTEM.to_owned());
    // Everything else is beside the record, which is the same after it as before.
    let both = matches!(entry.event.as_str(), "created" | "updated");
    html! {
        (written::avatar(&who, AvatarSize::Sm))
        div class="min-w-0 flex-1" {
            p {
                span class="font-medium" { (who) }
                " " (did(&entry.event))
                span class="text-muted" { " · " (written::moment(entry.at)) }
                @if both {
                    // To the record as it was just after this.
                    span class="text-muted" { " · " }
                    a class="link" href=(as_of_page(number, entry.at)) {
                        "As of then"
                        span class="sr-only" { ", " (utc_text(entry.at)) }
                    }
                }
            }
            @if !entry.changes.is_empty() {
                ul class="mt-1 grid gap-1" {
                    @for change in &entry.changes.0 {
                        li class="text-sm wrap-anywhere" {
                            span class="text-muted" { (change.field) ": " }
                            @if both {
                                (value(change.from.as_ref()))
                                span class="text-muted" aria-hidden="true" { " → " }
                                span class="sr-only" { " became " }
                                (value(change.to.as_ref()))
                            } @else {
                                // It was added and replaced nothing, or was removed and nothing came for it.
                                (value(change.to.as_ref().or(change.from.as_ref())))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn did(event: &str) -> &'static str {
    match event {
        "created" => "logged the interaction",
        "commented" => "commented",
        "timer_started" => "started the timer",
        "timer_paused" => "paused the timer",
        "time_corrected" => "corrected the time",
        "watched" => "added a watcher",
        "unwatched" => "removed a watcher",
        "related" => "added a relation",
        "unrelated" => "removed a relation",
        "attached" => "added files",
        "attachment_removed" => "removed a file",
        _ => "changed",
    }
}

fn value(value: Option<&AuditValue>) -> Markup {
    html! {
        @if let Some(value) = value { (written::long_text(&value.text)) }
        @else { span class="text-muted italic" { "empty" } }
    }
}
