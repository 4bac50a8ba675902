//! The Audit Log: what, from, to, who, when.

use kernel::{ApiError, AuditValue, Change, InteractionNumber};
use leptos::{prelude::*, task::spawn_local};
use ui::{Avatar, LongText, Panel, TimeText};

use crate::{
    api::load_audit,
    model::{AuditEntry, AuditWindow},
    ui::earlier::Earlier,
};

/// What is shown of a record's events. A handle: cheap to copy.
#[derive(Clone, Copy, Debug)]
pub struct Audit {
    number: InteractionNumber,
    rows: RwSignal<Vec<AuditEntry>>,
    earlier: RwSignal<bool>,
}

impl Audit {
    pub fn new(number: InteractionNumber, opened: AuditWindow) -> Self {
        Self { number, rows: RwSignal::new(opened.rows), earlier: RwSignal::new(opened.earlier) }
    }

    /// Shows the latest events, as they were loaded.
    pub fn show(self, latest: AuditWindow) {
        self.rows.set(latest.rows);
        self.earlier.set(latest.earlier);
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
    let Audit { number, rows, earlier } = audit;
    let step_back = Callback::new(move |done: Callback<Result<(), ApiError>>| {
        spawn_local(async move {
            let before = rows.with_untracked(|rows| rows.last().map(|entry| entry.id));
            let more = load_audit(number, before).await;
            done.try_run(more.map(|more| {
                rows.update(|rows| rows.extend(more.rows));
                earlier.set(more.earlier);
            }));
        });
    });
    view! {
        <Panel title="Audit Log">
            <ol class="divide-y divide-line">
                <For each=move || rows.get() key=|entry| entry.id children=entry />
            </ol>
            <Earlier label="Earlier changes" earlier step_back href=None />
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
