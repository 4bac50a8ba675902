//! The Audit Log: what, from, to, who, when.

use kernel::{AuditValue, Change, InteractionNumber};
use leptos::prelude::*;
use time::OffsetDateTime;
use ui::{Avatar, LongText, Panel, TimeText, utc_text};

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
    let who = entry.who.unwrap_or_else(|| SYSTEM.to_owned());
    let did = match entry.event.as_str() {
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
    };
    // Everything else is beside the record, which is the same after it as before.
    let both = matches!(entry.event.as_str(), "created" | "updated");
    view! {
        <li class="flex gap-3 py-3">
            <Avatar name=who.clone() />
            <div class="min-w-0 flex-1">
                <p>
                    <span class="font-medium">{who}</span>
                    " "
                    {did}
                    <span class="text-muted"> " · " <TimeText at=entry.at /></span>
                    {both.then(|| view! { <AsOfThen number at=entry.at /> })}
                </p>
                {(!entry.changes.is_empty())
                    .then(|| {
                        let lines = entry.changes.0.into_iter().map(if both { change } else { alone });
                        view! { <ul class="mt-1 grid gap-1">{lines.collect_view()}</ul> }
                    })}
            </div>
        </li>
    }
}

/// To the record as it was just after this.
#[component]
fn AsOfThen(number: InteractionNumber, at: OffsetDateTime) -> impl IntoView {
    view! {
        <span class="text-muted">" · "</span>
        <a class="link" href=as_of_page(number, at)>
            "As of then"
            <span class="sr-only">", " {utc_text(at)}</span>
        </a>
    }
}

fn change(change: Change) -> AnyView {
    view! {
        <li class="text-sm wrap-anywhere">
            <span class="text-muted">{change.field} ": "</span>
            {value(change.from)}
            <span class="text-muted" aria-hidden="true">" → "</span>
            <span class="sr-only">" became "</span>
            {value(change.to)}
        </li>
    }
    .into_any()
}

/// What was added and replaced nothing, or was removed and nothing came for it.
fn alone(change: Change) -> AnyView {
    view! {
        <li class="text-sm wrap-anywhere">
            <span class="text-muted">{change.field} ": "</span>
            {value(change.to.or(change.from))}
        </li>
    }
    .into_any()
}

fn value(value: Option<AuditValue>) -> AnyView {
    match value {
        Some(value) => view! { <LongText text=value.text /> }.into_any(),
        None => view! { <span class="text-muted italic">"empty"</span> }.into_any(),
    }
}
