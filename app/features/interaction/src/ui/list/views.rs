//! The menu of views: which one the list is, the others, and the way to the page where they are kept.

use kernel::ApiError;
use leptos::prelude::*;
use ui::{Dropdown, Skeleton};

use crate::{
    api::list_views,
    model::{ListQuery, ListView, ShownView, views_path},
};

/// The button with the menu, and what can be done with the view that the list is.
pub fn views_menu(query: &ListQuery, view: Option<ShownView>, content: ViewFn) -> AnyView {
    let open = RwSignal::new(false);
    let path = views_path(query);
    let save = view.as_ref().filter(|view| view.changed && view.may_change).map(|_| link(path.clone(), "Save changes"));
    let active = view.is_some();
    let label = match view {
        None => "Views".to_owned(),
        Some(view) if view.changed => format!("{}, changed", view.name),
        Some(view) => view.name,
    };
    view! {
        {save}
        <span class="without-scripts">{link(path, "All views")}</span>
        <Dropdown label=label active=active open without_scripts="They are listed on their page." content />
    }
    .into_any()
}

fn link(href: String, words: &'static str) -> AnyView {
    view! {
        <a href=href class="px-1 text-sm text-accent-ink hover:underline">
            {words}
        </a>
    }
    .into_any()
}

/// What is in the menu.
#[component]
pub fn ViewLinks(query: Memo<ListQuery>) -> impl IntoView {
    let views = LocalResource::new(list_views);
    move || match views.get() {
        None => view! { <Skeleton lines=4 /> }.into_any(),
        Some(Err(error)) => view! { <Refused error /> }.into_any(),
        Some(Ok(views)) => {
            let current = query.with(|query| query.view);
            let item = move |view: ListView| {
                let (href, whose) = (view.href(), view.owner.clone());
                let default = view.opens.then_some("default");
                view! {
                    <a class="drop-item" href=href aria-current=(current == Some(view.id)).then_some("true")>
                        <span>{view.name}</span>
                        <span class="count">{default.map(ToOwned::to_owned).or(whose)}</span>
                    </a>
                }
            };
            let plain = ListQuery::default().href();
            view! {
                <a class="drop-item" href=plain aria-current=current.is_none().then_some("true")>
                    <span>"All interactions"</span>
                </a>
                {views.into_iter().map(item).collect_view()}
                <a class="drop-item mt-1 border-t border-line text-accent-ink" href=query.with(views_path)>
                    "Save this list, or arrange views …"
                </a>
            }
            .into_any()
        }
    }
}

#[component]
fn Refused(error: ApiError) -> impl IntoView {
    view! { <p class="p-2 text-sm text-danger">{error.to_string()}</p> }
}
