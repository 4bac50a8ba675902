//! The region `Preview`: what is going to change, what cannot, and which e-mail goes out.

use kernel::{AuditValue, Change};
use leptos::prelude::*;
use ui::{EmptyState, IconName, OnPhone, Panel, Table, Td, Th};

use super::{counted, interactions};
use crate::model::{Letters, Preview, PreviewRow, Refusal};

/// The region.
#[component]
pub fn PreviewPanel(
    /// What the form would do as it stands, if somebody asked.
    preview: RwSignal<Option<Preview>>,
) -> impl IntoView {
    let shown = move || match preview.get() {
        Some(preview) => view! { <Shown preview /> }.into_any(),
        None => view! {
            <EmptyState
                title="Nothing is changed yet"
                body="The preview says what would change, and which e-mail would go out.".to_owned()
                icon=IconName::Eye
            />
        }
        .into_any(),
    };
    view! {
        <Panel title="Preview">
            // Read out alone: nobody wants to hear a table by themselves.
            <p class="sr-only" role="status">
                {move || preview.read().as_ref().map(in_short)}
            </p>
            {shown}
        </Panel>
    }
}

fn in_short(preview: &Preview) -> String {
    let Preview { changes, same, .. } = preview;
    format!("{changes} will change, {same} are so already, {} cannot be changed.", refused(preview))
}

fn refused(preview: &Preview) -> usize {
    preview.cannot.iter().map(|refusal| refusal.count).sum()
}

#[component]
fn Shown(preview: Preview) -> impl IntoView {
    let refused = refused(&preview);
    let Preview { total, changes, same, cannot, sample, letters } = preview;
    let more = changes.saturating_sub(sample.len());
    view! {
        <dl class="grid grid-cols-2 gap-3 sm:grid-cols-4">
            {figure("Chosen", total)}
            {figure("Will change", changes)}
            {figure("Are so already", same)}
            {figure("Cannot be changed", refused)}
        </dl>
        <p class="mt-3 text-sm">{said(letters)}</p>
        {(!cannot.is_empty()).then(|| view! { <Refusals cannot /> })}
        {(!sample.is_empty())
            .then(|| {
                view! {
                    <div class="mt-4">
                        <Sample sample />
                        {(more > 0)
                            .then(|| {
                                view! { <p class="mt-2 text-xs text-muted">{format!("and {} more.", interactions(more))}</p> }
                            })}
                    </div>
                }
            })}
    }
}

/// A number with what it counts.
pub fn figure(label: &'static str, count: usize) -> impl IntoView {
    view! {
        <div>
            <dt class="text-xs text-muted">{label}</dt>
            <dd class="text-lg font-semibold tabular-nums">{count}</dd>
        </div>
    }
}

fn said(Letters { letters, people }: Letters) -> String {
    if letters == 0 {
        return "No e-mail goes out.".to_owned();
    }
    let go = if letters == 1 { "goes" } else { "go" };
    format!("{} {go} out, to {}.", counted(letters, "e-mail", "e-mails"), counted(people, "person", "people"))
}

#[component]
fn Refusals(cannot: Vec<Refusal>) -> impl IntoView {
    let lines = cannot.into_iter().map(|Refusal { why, count, numbers }| {
        let named = numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let more = if count > numbers.len() { ", …" } else { "" };
        view! {
            <li>
                <span class="font-medium">{why}</span>
                <span class="text-muted wrap-anywhere">{format!(" {}: {named}{more}", interactions(count))}</span>
            </li>
        }
    });
    view! {
        <h3 class="mt-4 text-sm font-semibold">"Cannot be changed"</h3>
        <ul class="mt-1 grid gap-1 text-sm">{lines.collect_view()}</ul>
    }
}

#[component]
fn Sample(sample: Vec<PreviewRow>) -> impl IntoView {
    let rows = sample.into_iter().map(|PreviewRow { number, summary, changes }| {
        let href = format!("/interactions/{number}");
        view! {
            <tr>
                <Td phone=OnPhone::End>
                    <a class="link" href=href>{number.to_string()}</a>
                </Td>
                <Td phone=OnPhone::Title class="whitespace-normal">
                    <span class="wrap-anywhere">{summary}</span>
                </Td>
                <Td class="whitespace-normal">
                    <ul>{changes.into_iter().map(change).collect_view()}</ul>
                </Td>
            </tr>
        }
    });
    view! {
        <Table label="Changes">
            <thead>
                <tr>
                    <Th>"Number"</Th>
                    <Th>"Summary"</Th>
                    <Th>"Change"</Th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </Table>
    }
}

fn change(Change { field, from, to }: Change) -> impl IntoView {
    let text = |value: Option<AuditValue>| value.map_or_else(|| "–".to_owned(), |value| value.text);
    view! {
        <li class="wrap-anywhere">
            <span class="text-muted">{field} ": "</span>
            {text(from)}
            <span class="text-muted" aria-hidden="true">" → "</span>
            <span class="sr-only">" becomes "</span>
            {text(to)}
        </li>
    }
}
