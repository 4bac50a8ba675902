//! Two people changed one record: what the other saved, and what to do about it.

use kernel::{Stale, StaleField};
use leptos::prelude::*;
use ui::{Banner, Button, ButtonSize, Tone};

use crate::{model::Draft, ui::form::FormState};

/// Takes over what the other changed and this person did not touch; gives what both changed.
pub fn merge(form: FormState, opened: &Draft, stale: &Stale) -> Vec<StaleField> {
    let (mine, opened) = (untrack(|| form.draft()).to_fields(), opened.to_fields());
    let mut both = Vec::new();
    for field in &stale.fields {
        let name = &field.field;
        if mine.get(name) == opened.get(name) {
            form.set(name, &field.value, &field.text);
        } else if mine.get(name) != field.value {
            both.push(field.clone());
        }
    }
    both
}

/// Who saved in the meantime, and each field that both changed with the other's value.
#[component]
pub fn StaleNotice(form: FormState, stale: RwSignal<Option<(String, Vec<StaleField>)>>) -> impl IntoView {
    move || {
        let (by, fields) = stale.get()?;
        let rows = fields
            .into_iter()
            .map(|field| {
                let StaleField { field: name, label, value, text } = field;
                let shown = if text.is_empty() { "empty".to_owned() } else { text.clone() };
                let take = move |_| {
                    form.set(&name, &value, &text);
                    stale.update(|stale| {
                        if let Some((_, fields)) = stale {
                            fields.retain(|field| field.field != name);
                        }
                    });
                };
                view! {
                    <li class="flex flex-wrap items-baseline justify-between gap-2">
                        <span class="min-w-0 break-words">
                            <span class="font-medium">{label}</span>
                            " is now: "
                            <q>{shown}</q>
                        </span>
                        <Button size=ButtonSize::Sm on:click=take>"Take this"</Button>
                    </li>
                }
            })
            .collect_view();
        Some(view! {
            <div class="mb-4">
                <Banner tone=Tone::Danger title=format!("{by} changed this record while you were editing")>
                    <p>"Nothing you typed was lost. Take over the other values where they are better, then save again: what stands in the form is kept."</p>
                    <ul class="mt-2 grid gap-2">{rows}</ul>
                </Banner>
            </div>
        })
    }
}
