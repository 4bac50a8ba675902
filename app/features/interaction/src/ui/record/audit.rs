//! The Audit Log: what, from, to, who, when.

use kernel::{AuditValue, Change, InteractionNumber};
use leptos::prelude::*;
use ui::{Avatar, LongText, Panel, TimeText};

use crate::{
    api::load_audit,
    model::{AuditEntry, AuditWindow},
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
                <For each=move || story.rows() key=|entry| entry.id children=entry />
            </ol>
            <Earlier label="Earlier changes" earlier=story.earlier() step_back href=None />
        </Panel>
    }
}

fn entry(entry: AuditEntry) -> impl IntoView {
    let who = entry.who.unwrap_or_else(|| "Firstline".to_owned());
    let did = match entry.event.as_str() {
        "created" => "logged the interaction",
        "commented" => "commented",
        _ => "changed",
    };
    view! {
        <li class="flex gap-3 py-3">
            <Avatar name=who.clone() />
            <div class="min-w-0 flex-1">
                <p>
                    <span class="font-medium">{who}</span>
                    " "
                    {did}
                    <span class="text-muted"> " · " <TimeText at=entry.at /></span>
                </p>
                {(!entry.changes.is_empty())
                    .then(|| {
                        let lines = entry.changes.0.into_iter().map(if entry.event == "commented" { added } else { change });
                        view! { <ul class="mt-1 grid gap-1">{lines.collect_view()}</ul> }
                    })}
            </div>
        </li>
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

/// What was added and replaced nothing.
fn added(change: Change) -> AnyView {
    view! {
        <li class="text-sm wrap-anywhere">
            <span class="text-muted">{change.field} ": "</span>
            {value(change.to)}
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
