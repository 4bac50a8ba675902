//! `/search`: everything that was found, kind by kind.

use kernel::Hit;
use leptos::{either::Either, prelude::*};
use leptos_meta::Title;
use leptos_router::{NavigateOptions, components::Redirect, hooks::use_query_map};
use people::ui::Failed;
use ui::{Banner, EmptyState, IconName, PageHeader, Panel, Skeleton, TimeText, Tone};

use crate::{
    api::search_everything,
    model::{Results, Section, Wanted},
};

/// The page. What names one thing leads on to it.
#[component]
pub fn SearchPage() -> impl IntoView {
    let address = use_query_map();
    let q = Memo::new(move |_| address.with(|map| map.get("q").unwrap_or_default().trim().to_owned()));
    let found = Resource::new(move || q.get(), |q| search_everything(q, Wanted::Page));
    let subtitle =
        Signal::derive(move || q.with(|q| (!q.is_empty()).then(|| format!("What there is of “{}”", short(q)))));
    view! {
        <Title text=move || q.with(|q| if q.is_empty() { "Search".to_owned() } else { format!("Search: {}", short(q)) }) />
        <PageHeader title="Search" subtitle />
        <Transition fallback=|| view! { <Skeleton lines=10 /> }>
            {move || Suspend::new(async move {
                match found.await {
                    Ok(results) => view! { <Everything results nothing_asked=q.get_untracked().is_empty() /> }.into_any(),
                    Err(error) => view! { <Failed error /> }.into_any(),
                }
            })}
        </Transition>
    }
}

/// A text in a line.
fn short(text: &str) -> String {
    if text.chars().nth(60).is_some() { text.chars().take(60).chain(['…']).collect() } else { text.to_owned() }
}

#[component]
fn Everything(results: Results, nothing_asked: bool) -> impl IntoView {
    if let Some(path) = results.straight {
        // Whoever goes back is not led here once more.
        let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
        return view! { <Redirect path options /> }.into_any();
    }
    let note = results.note.map(|note| {
        view! {
            <div class="mb-4">
                <Banner tone=Tone::Warning title="Not everything was searched for">
                    {note}
                </Banner>
            </div>
        }
    });
    let sections = if results.sections.is_empty() {
        let (title, text) = if nothing_asked {
            ("What are you looking for?", "Write a number, a name, or a few words into the box above.")
        } else {
            ("Nothing found", "Nothing that you may see has all of these words. Take one away, or write less of it.")
        };
        Either::Left(view! { <EmptyState icon=IconName::Search title=title body=text /> })
    } else {
        let sections = results.sections.into_iter().map(|section| view! { <OfKind section /> }).collect_view();
        Either::Right(view! { <div class="grid max-w-4xl gap-4">{sections}</div> })
    };
    view! {
        {note}
        {sections}
    }
    .into_any()
}

#[component]
fn OfKind(section: Section) -> impl IntoView {
    let Section { title, hits, more, similar, failed } = section;
    let similar = similar.then(|| {
        view! { <p class="px-4 pt-3 text-sm text-muted">"Nothing has what you typed. These have words like it."</p> }
    });
    let more = more.map(|href| {
        view! {
            <a class="link flex min-h-10 items-center border-t border-line px-4 text-sm" href=href>
                "Show all in the list"
            </a>
        }
    });
    let failed = failed.map(|error| view! { <div class="p-4"><Failed error /></div> });
    let hits = hits.into_iter().map(|hit| view! { <HitLine hit /> }).collect_view();
    view! {
        <Panel title=title flush=true>
            {similar}
            <ul class="grid">{hits}</ul>
            {more}
            {failed}
        </Panel>
    }
}

#[component]
fn HitLine(hit: Hit) -> impl IntoView {
    let Hit { href, number, title, detail, excerpt, at } = hit;
    let number = (!number.is_empty()).then(|| view! { <span class="text-muted tabular-nums">{number} " "</span> });
    let excerpt = (!excerpt.is_empty())
        .then(|| view! { <span class="mt-0.5 block text-sm break-words text-ink">{pieces(excerpt)}</span> });
    let at = at.map(|at| view! { " · " <TimeText at /> });
    view! {
        <li class="border-t border-line first:border-t-0">
            <a href=href class="block px-4 py-2 -outline-offset-2 hover:bg-hover">
                <span class="block font-medium break-words">{number} {pieces(title)}</span>
                <span class="block text-sm break-words text-muted">{detail} {at}</span>
                {excerpt}
            </a>
        </li>
    }
}

/// A text with its marks.
fn pieces(pieces: Vec<(bool, String)>) -> Vec<AnyView> {
    pieces
        .into_iter()
        .map(|(mark, piece)| if mark { view! { <mark>{piece}</mark> }.into_any() } else { piece.into_any() })
        .collect()
}
