//! The history panel: what the Requested For user had with the desk before.
//!
//! It has three parts. Incidents and service requests become real with their slice, which then fills
//! its part as [`Interactions`] does.

use leptos::prelude::*;
use ui::{Panel, TimeMode, TimeText};

use super::StatusBadge;
use crate::model::{History, HistoryRow};

/// The region `History`.
#[component]
pub fn HistoryPanel(
    /// `None` until a person is chosen.
    #[prop(into)]
    history: Signal<Option<History>>,
) -> impl IntoView {
    view! {
        <Panel title="History">
            {move || match history.get() {
                None => view! {
                    <p class="text-muted">"Choose who the interaction is for, and what they had before shows here."</p>
                }
                .into_any(),
                Some(history) => view! { <Parts history /> }.into_any(),
            }}
        </Panel>
    }
}

#[component]
fn Parts(history: History) -> impl IntoView {
    let History { interactions, more } = history;
    view! {
        <div class="fade-end flex flex-col gap-4 overflow-y-auto lg:max-h-[36rem]" tabindex="0" role="group" aria-label="Earlier work">
            <Part title="Incidents">{none()}</Part>
            <Part title="Service Requests">{none()}</Part>
            <Part title="Interactions">
                {if interactions.is_empty() {
                    none()
                } else {
                    view! {
                        <ul class="-mx-2">{interactions.into_iter().map(row).collect_view()}</ul>
                        {more.then(|| view! { <p class="pt-1 text-xs text-muted">"The latest 30 are shown."</p> })}
                    }
                    .into_any()
                }}
            </Part>
        </div>
    }
}

#[component]
fn Part(title: &'static str, children: Children) -> impl IntoView {
    view! {
        <div>
            <h3 class="mb-1 text-xs font-semibold text-muted">{title}</h3>
            {children()}
        </div>
    }
}

fn none() -> AnyView {
    view! { <p class="text-sm text-muted">"No records found"</p> }.into_any()
}

fn row(row: HistoryRow) -> impl IntoView {
    view! {
        <li>
            <a href=format!("/interactions/{}", row.number) class="block rounded px-2 py-1.5 hover:bg-hover">
                <span class="flex items-center justify-between gap-2 text-xs text-muted">
                    <span class="tabular-nums">{row.number.to_string()}</span>
                    <TimeText at=row.at mode=TimeMode::Short />
                </span>
                <span class="my-0.5 line-clamp-2 wrap-anywhere">{row.summary}</span>
                <StatusBadge status=row.status />
            </a>
        </li>
    }
}
