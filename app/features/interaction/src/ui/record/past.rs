//! `/interactions/INT…?as_of=MOMENT`: the record as it was.

use kernel::{ApiError, InteractionNumber};
use leptos::prelude::*;
use leptos_meta::Title;
use people::ui::NotOpened;
use ui::{Banner, PageHeader, Skeleton, TimeText, Tone, utc_text};

use super::facts::Facts;
use crate::{
    api::load_as_of,
    model::{AsOf, moment},
};

/// The page; `text` is the moment as the address has it.
#[component]
pub fn PastPage(number: Option<InteractionNumber>, text: String) -> impl IntoView {
    let Some(number) = number else {
        return view! { <NotOpened error=ApiError::NotFound path=String::new() sent=None /> }.into_any();
    };
    let now = format!("/interactions/{number}");
    let Some(at) = moment(&text) else {
        return view! {
            <PageHeader title=number.to_string() />
            <Banner tone=Tone::Danger title="This address names no moment">
                <p class="wrap-anywhere">
                    "A moment looks like 2026-11-21T08:05:09Z, and not like “" {text} "”. "
                    <a class="link" href=now>"The record as it is now"</a>
                </p>
            </Banner>
        }
        .into_any();
    };
    let loaded = Resource::new(move || at, move |at| load_as_of(number, at));
    view! {
        <Transition fallback=|| view! { <Skeleton lines=14 /> }>
            {move || Suspend::new(async move {
                match loaded.await {
                    Ok(past) => view! { <Past past /> }.into_any(),
                    Err(error) => {
                        view! { <NotOpened error path=format!("/interactions/{number}") sent=None /> }.into_any()
                    }
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Past(past: AsOf) -> impl IntoView {
    let AsOf { number, at, reported_on, .. } = past;
    let now = format!("/interactions/{number}");
    let title = match past.text("summary") {
        "" => number.to_string(),
        summary => summary.to_owned(),
    };
    let company = past.text("company").to_owned();
    let subtitle = if company.is_empty() { number.to_string() } else { format!("{number} · {company}") };
    let there = !past.facts.is_empty();
    view! {
        <Title text=format!("{number} as of {}", utc_text(at)) />
        <PageHeader title subtitle=Some(subtitle) />
        <div class="mb-4">
            <Banner tone=Tone::Info title="This is how it was">
                <p>
                    {if there { "What you see is the record as of " } else { "It was not logged yet on " }}
                    <TimeText at /> ". " <a class="link" href=now>"See it as it is now"</a>
                </p>
            </Banner>
        </div>
        {there.then(|| view! { <Facts facts=past.facts reported_on /> })}
    }
}
