//! Two people changed one record: what the other saved, and what to do about it.

use kernel::{Stale, StaleField};
use leptos::prelude::*;
use ui::{Banner, Button, ButtonSize, Tone};

use crate::{model::Draft, ui::form::FormState};

/// What both changed and nobody has chosen from yet: who saved last, and their values, those together that are one.
pub type Open = Option<(String, Vec<Vec<StaleField>>)>;

/// Takes over what only others changed of the form as it was `sent`; gives what is for this person to choose.
pub fn take_over(form: FormState, sent: &Draft, stale: Stale) -> Vec<Vec<StaleField>> {
    let (mine, sent) = (untrack(|| form.draft()).to_fields(), sent.to_fields());
    let mut both = stale.both;
    for field in stale.theirs {
        if mine.get(&field.field) == sent.get(&field.field) {
            form.set(&field.field, &field.value, &field.text);
        } else {
            // Typed while the answer was on its way.
            both.push(vec![field]);
        }
    }
    both
}

/// Who saved in the meantime, and everything that both changed with the other's value.
#[component]
pub fn StaleNotice(form: FormState, stale: RwSignal<Open>) -> impl IntoView {
    move || {
        let (by, both) = stale.get()?;
        let rows = both
            .into_iter()
            .map(|fields| {
                let values = fields.iter().map(|StaleField { label, text, .. }| {
                    let shown = if text.is_empty() { "empty".to_owned() } else { text.clone() };
                    view! {
                        <div class="min-w-0 break-words">
                            <span class="font-medium">{label.clone()}</span>
                            " is now: "
                            <q>{shown}</q>
                        </div>
                    }
                });
                let values = values.collect_view();
                let take = move |_| {
                    for field in &fields {
                        form.set(&field.field, &field.value, &field.text);
                    }
                    stale.update(|stale| {
                        if let Some((_, both)) = stale {
                            both.retain(|one| *one != fields);
                        }
                    });
                };
                view! {
                    <li class="flex flex-wrap items-baseline justify-between gap-2">
                        <div class="min-w-0">{values}</div>
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
