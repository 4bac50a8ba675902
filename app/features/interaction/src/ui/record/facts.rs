//! The details for those who may only read.

use leptos::prelude::*;
use ui::{Panel, TimeText};

use crate::model::Record;

/// Every field with its value.
#[component]
pub fn Facts(record: RwSignal<Record>) -> impl IntoView {
    let rows = move || {
        let fields = record.read().audited();
        fields
            .into_iter()
            .map(|(name, label, value)| {
                let wide = if matches!(name, "summary" | "description") { "sm:col-span-2 xl:col-span-3" } else { "" };
                view! {
                    <div class=wide>
                        <dt class="text-xs text-muted">{label}</dt>
                        <dd class="whitespace-pre-wrap wrap-anywhere">{value.map_or("–".to_owned(), |value| value.text)}</dd>
                    </div>
                }
            })
            .collect_view()
    };
    view! {
        <Panel title="Details">
            <dl class="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
                {rows}
                <div>
                    <dt class="text-xs text-muted">"Reported On"</dt>
                    <dd>{move || { let at = record.read().reported_on; view! { <TimeText at /> } }}</dd>
                </div>
            </dl>
        </Panel>
    }
}
