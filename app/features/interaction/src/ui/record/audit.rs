//! The Audit Log: what, from, to, who, when.

use kernel::{AuditValue, Change};
use leptos::prelude::*;
use ui::{Avatar, LongText, Panel, TimeText};

use crate::model::AuditEntry;

/// The region `Audit Log`, newest first.
#[component]
pub fn AuditLog(entries: RwSignal<Vec<AuditEntry>>) -> impl IntoView {
    view! {
        <Panel title="Audit Log">
            <ol class="divide-y divide-line">{move || entries.get().into_iter().map(entry).collect_view()}</ol>
        </Panel>
    }
}

fn entry(entry: AuditEntry) -> impl IntoView {
    let who = entry.who.unwrap_or_else(|| "Firstline".to_owned());
    let did = match entry.event.as_str() {
        "created" => "logged the interaction",
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
                    .then(|| view! { <ul class="mt-1 grid gap-1">{entry.changes.0.into_iter().map(change).collect_view()}</ul> })}
            </div>
        </li>
    }
}

fn change(change: Change) -> impl IntoView {
    view! {
        <li class="text-sm wrap-anywhere">
            <span class="text-muted">{change.field} ": "</span>
            {value(change.from)}
            <span class="text-muted" aria-hidden="true">" → "</span>
            <span class="sr-only">" became "</span>
            {value(change.to)}
        </li>
    }
}

fn value(value: Option<AuditValue>) -> AnyView {
    match value {
        Some(value) => view! { <LongText text=value.text /> }.into_any(),
        None => view! { <span class="text-muted italic">"empty"</span> }.into_any(),
    }
}
