//! Two links through a list that is read page by page.

use leptos::prelude::*;

use crate::icon::{Icon, IconName};

/// `Previous page` and `Next page`. The end of a list is a word, not a link.
#[component]
pub fn Pager(
    /// The address of the page before; `None` on the first.
    #[prop(into)]
    previous: Signal<Option<String>>,
    /// The address of the page after; `None` on the last.
    #[prop(into)]
    next: Signal<Option<String>>,
    /// What stands at the left: "1–50 of 230", say.
    #[prop(optional, into)]
    summary: Option<ViewFn>,
) -> impl IntoView {
    view! {
        <nav class="pager" aria-label="Pages">
            {summary.map(|summary| view! { <p class="pager-summary">{summary.run()}</p> })}
            {move || step(previous.get(), "Previous page", "prev")}
            {move || step(next.get(), "Next page", "next")}
        </nav>
    }
    .into_any()
}

fn step(href: Option<String>, words: &'static str, rel: &'static str) -> AnyView {
    let back = rel == "prev";
    let words = move || {
        view! {
            {back.then(|| view! { <Icon name=IconName::ChevronLeft /> })}
            <span>{words}</span>
            {(!back).then(|| view! { <Icon name=IconName::ChevronRight /> })}
        }
    };
    match href {
        Some(href) => view! {
            <a class="btn btn-secondary btn-sm" href=href rel=rel>
                {words()}
            </a>
        }
        .into_any(),
        None => view! { <span class="btn btn-secondary btn-sm is-off">{words()}</span> }.into_any(),
    }
}
