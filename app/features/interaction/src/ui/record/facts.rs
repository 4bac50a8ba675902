//! The details to be read: for those who may not edit, and of another time.

use leptos::prelude::*;
use time::OffsetDateTime;
use ui::{Panel, TimeText};

use crate::model::Fact;

/// Every field with its value.
#[component]
pub fn Facts(#[prop(into)] facts: Signal<Vec<Fact>>, reported_on: OffsetDateTime) -> impl IntoView {
    let rows = move || facts.get().into_iter().map(row).collect_view();
    view! {
        <Panel title="Details">
            <dl class="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
                {rows} <div>
                    <dt class="text-xs text-muted">"Reported On"</dt>
                    <dd>
                        <TimeText at=reported_on />
                    </dd>
                </div>
            </dl>
        </Panel>
    }
}

fn row(fact: Fact) -> impl IntoView {
    let wide =
        if matches!(fact.field.as_str(), "summary" | "description") { "sm:col-span-2 xl:col-span-3" } else { "" };
    view! {
        <div class=wide>
            <dt class="text-xs text-muted">{fact.label}</dt>
            <dd class="whitespace-pre-wrap wrap-anywhere">{fact.value.map_or("–".to_owned(), |value| value.text)}</dd>
        </div>
    }
}
