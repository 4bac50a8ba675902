//! The views that the list may be opened as: which one it is, the others, and the way to the page where they are kept.

use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};
use people::ui::Failed;
use ui::{Icon, IconName, Skeleton};

use super::{Shown, tool::Tool};
use crate::{
    api::list_views,
    model::{ListQuery, ListView, VIEWS_PATH, views_path},
};

/// The button that opens the panel, which says what the list is called, and the way to save it where it is another by now.
pub fn views_button(query: &ListQuery, page: &Shown, is_whole: bool, opened: Memo<Option<Tool>>) -> AnyView {
    let label = if page.called.is_empty() { "Views" } else { &page.called };
    let toggle = Tool::Views.toggle(query, label, opened);
    // What of its address was not understood would be lost.
    if !page.may_save || !is_whole {
        return toggle;
    }
    view! {
        <a href=views_path(query) class="px-1 text-sm text-accent-ink hover:underline">
            "Save changes"
        </a>
        {toggle}
    }
    .into_any()
}

/// The panel.
#[component]
pub fn ViewLinks(query: Memo<ListQuery>) -> impl IntoView {
    let views = Resource::new(|| (), |()| list_views());
    view! {
        <nav aria-label="Views" class="mb-4 rounded-lg border border-line bg-surface p-3">
            <Transition fallback=|| view! { <Skeleton lines=1 /> }>
                {move || Suspend::new(async move {
                    match views.await {
                        Ok(views) => view! { <Links query views /> }.into_any(),
                        Err(error) => view! { <Failed error /> }.into_any(),
                    }
                })}
            </Transition>
        </nav>
    }
}

#[component]
fn Links(query: Memo<ListQuery>, views: Vec<ListView>) -> impl IntoView {
    let current = query.with_untracked(|query| query.view);
    let link = |href: String, name: String, about: Option<String>, current: bool| {
        view! {
            <li class="max-w-full min-w-0">
                <a
                    href=href
                    aria-current=current.then_some("true")
                    class="inline-flex min-h-8 max-w-full items-center gap-2 rounded-md border border-line px-2.5 text-sm hover:bg-hover aria-[current=true]:border-accent aria-[current=true]:bg-accent-tint aria-[current=true]:text-accent-ink"
                >
                    <span class="truncate">{name}</span>
                    {about.map(|about| view! { <span class="flex-none text-xs text-muted">{about}</span> })}
                </a>
            </li>
        }
        .into_any()
    };
    let of = |view: ListView| {
        let (href, current) = (view.href(), current == Some(view.id));
        let about = if view.opens { Some("default".to_owned()) } else { view.owner };
        link(href, view.name, about, current)
    };
    let all = link(ListQuery::default().href(), "All interactions".to_owned(), None, current.is_none());
    view! {
        <ul class="flex flex-wrap items-center gap-2">
            {all} {views.into_iter().map(of).collect_view()}
            <li class="ms-auto">
                <a
                    href=format!("{VIEWS_PATH}{}", use_query_map().with_untracked(ParamsMap::to_query_string))
                    class="inline-flex min-h-8 items-center gap-1.5 px-1 text-sm text-accent-ink hover:underline"
                >
                    <Icon name=IconName::Plus />
                    "Save or arrange views"
                </a>
            </li>
        </ul>
    }
}
