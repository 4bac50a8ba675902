//! What a narrowed list is narrowed to, each of it to be taken away.

use leptos::prelude::*;
use ui::{Banner, Icon, IconName, Tone};

use super::tool::Tool;
use crate::{
    filter::Filter,
    model::{ListQuery, Sort, Told},
};

/// The conditions in words, and what is to be said about them.
#[component]
pub fn Narrowed(
    query: ListQuery,
    told: Told,
    /// Advanced Search has a way to clear them of its own.
    opened: Memo<Option<Tool>>,
) -> impl IntoView {
    if !query.is_narrowed() {
        return ().into_any();
    }
    let first = query.first_page();
    let searched = (!first.q.is_empty()).then(|| {
        let href = first.searched("").href();
        chip(format!("Search “{}”", first.q), href)
    });
    let conditions = first
        .filter
        .0
        .iter()
        .enumerate()
        .map(|(place, node)| chip(node.sentence(&told.names), first.filtered(first.filter.without(place)).href()));
    let href = first.filtered(Filter::default()).searched("").href();
    let clear = move || {
        let href = (!matches!(opened.get(), Some(Tool::Advanced { .. }))).then(|| href.clone())?;
        Some(view! {
            <li>
                <a href=href role="button" class="px-2 text-sm text-accent-ink hover:underline">
                    "Clear"
                </a>
            </li>
        })
    };
    let orders = first.seeks_words().then(|| {
        let order = first.order();
        let link = |label, sort| {
            view! {
                <a
                    href=first.sorted(sort).href()
                    aria-current=(sort == order).then_some("true")
                    class="rounded px-2 py-1 text-accent-ink hover:bg-hover aria-[current=true]:bg-accent-tint"
                >
                    {label}
                </a>
            }
        };
        view! {
            <nav aria-label="Order" class="flex items-center gap-1 text-sm">
                {link("Best match", Sort::MATCH)}
                {link("Newest", Sort::default())}
            </nav>
        }
    });
    let similar = told.similar.then(|| {
        view! { <p class="mb-3 text-sm text-muted">{format!("Nothing has “{}”. These have words like it.", query.q)}</p> }
    });
    let missing = (!told.missing.is_empty()).then(|| {
        let lines = told.missing.iter().map(|line| view! { <li>{line.clone()}</li> }).collect_view();
        view! {
            <div class="mb-3">
                <Banner tone=Tone::Warning title="Part of the conditions names nothing that is there">
                    <ul>{lines}</ul>
                </Banner>
            </div>
        }
    });
    view! {
        <div class="mb-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
            <ul class="flex min-w-0 flex-wrap items-center gap-2" aria-label="Conditions">
                {searched}
                {conditions.collect_view()}
                {clear}
            </ul>
            {orders}
        </div>
        {similar}
        {missing}
    }
    .into_any()
}

fn chip(words: String, without: String) -> AnyView {
    view! {
        <li class="inline-flex max-w-full items-center gap-1 rounded-md bg-accent-tint py-0.5 ps-2 pe-0.5 text-sm text-accent-ink">
            <span class="min-w-0 truncate" title=words.clone()>
                {words.clone()}
            </span>
            <a
                href=without
                role="button"
                aria-label=format!("Remove {words}")
                class="inline-flex size-6 flex-none items-center justify-center rounded hover:bg-hover"
            >
                <Icon name=IconName::X />
            </a>
        </li>
    }
    .into_any()
}
