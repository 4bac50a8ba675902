//! What is in the box of a quick filter: the values of a column with their counts, each a list of its own.

use kernel::ApiError;
use leptos::{prelude::*, task::spawn_local};
use ui::Skeleton;

use super::find::said;
use crate::{
    api::count_values,
    filter::{Column, Filter},
    model::{Facet, ListQuery},
};

/// The values, counted anew for every list for as long as the box is `open`.
#[component]
pub fn Values(query: Memo<ListQuery>, column: Column, open: RwSignal<bool>) -> impl IntoView {
    let facets = RwSignal::new(None::<Result<Vec<Facet>, ApiError>>);
    let chosen = Memo::new(move |_| query.with(|query| said(&query.filter, column)));
    let asked = StoredValue::new(0_u32);
    Effect::new(move || {
        let query = query.get();
        facets.set(None);
        asked.update_value(|asked| *asked += 1);
        if open.get() {
            let this = asked.get_value();
            spawn_local(async move {
                let found = count_values(query, column).await;
                // Another list may be shown by now.
                if asked.try_get_value() == Some(this) {
                    facets.try_set(Some(found));
                }
            });
        }
    });
    let item = move |part: Option<String>, words: String, count: Option<String>| {
        let node = part.clone().map(|part| Filter::read(&[part]).0);
        let condition = node.and_then(|filter| filter.conditions().first().copied().cloned());
        let href = move || query.with(|query| query.filtered(query.filter.with_only(column, condition.clone())).href());
        let current = move || chosen.with(|chosen| chosen.as_ref().map(|(part, _)| part.clone())) == part;
        view! {
            <a
                class="drop-item"
                href=href
                aria-current=move || current().then_some("true")
                on:click=move |_| open.set(false)
            >
                <span>{words}</span>
                {count.map(|count| view! { <span class="count">{count}</span> })}
            </a>
        }
        .into_any()
    };
    move || match facets.get() {
        None => view! { <Skeleton lines=4 /> }.into_any(),
        Some(Err(error)) => view! { <p class="p-2 text-sm text-danger">{error.to_string()}</p> }.into_any(),
        Some(Ok(facets)) => {
            let all = item(None, "Any".to_owned(), None);
            let some = facets.into_iter().map(|facet| item(Some(facet.part), facet.label, facet.count.text()));
            (all, some.collect_view()).into_any()
        }
    }
}
