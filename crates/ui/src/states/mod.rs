//! What stands where content would: nothing there, not yet, gone wrong.

use leptos::prelude::*;

use crate::icon::{Icon, IconName};

/// There is nothing, and what to do about it.
#[component]
pub fn EmptyState(
    /// What is not there.
    #[prop(into)]
    title: String,
    /// What can be done about it.
    #[prop(optional, into)]
    body: Option<String>,
    /// A picture of what would be there.
    #[prop(default = IconName::Inbox)]
    icon: IconName,
    /// The button or link that does it.
    #[prop(optional, into)]
    action: Option<ViewFn>,
) -> impl IntoView {
    view! {
        <div class="state">
            <span class="state-icon">
                <Icon name=icon />
            </span>
            <p class="state-title">{title}</p>
            {body.map(|body| view! { <p class="state-body">{body}</p> })}
            {action.map(|action| view! { <div class="state-action">{action.run()}</div> })}
        </div>
    }
    .into_any()
}

/// It is on its way.
#[component]
pub fn Skeleton(
    /// How many lines of text it stands for.
    #[prop(default = 3)]
    lines: usize,
) -> impl IntoView {
    view! {
        <div class="skeleton" role="img" aria-label="Loading" aria-busy="true">
            {vec![(); lines].into_iter().map(|()| view! { <i></i> }).collect_view()}
        </div>
    }
    .into_any()
}

/// It went wrong: what, and how to try again.
#[component]
pub fn ErrorState(
    /// What went wrong, in a few words.
    #[prop(into)]
    title: String,
    /// What it means and what can be done.
    #[prop(optional, into)]
    body: Option<String>,
    /// The address of the link `Try again`.
    #[prop(optional, into)]
    retry: Option<String>,
) -> impl IntoView {
    view! {
        <div class="state tone-danger" role="alert">
            <span class="state-icon">
                <Icon name=IconName::Alert />
            </span>
            <p class="state-title">{title}</p>
            {body.map(|body| view! { <p class="state-body">{body}</p> })}
            {retry
                .map(|href| {
                    view! {
                        <div class="state-action">
                            <a class="btn btn-secondary btn-sm" href=href>
                                <Icon name=IconName::Refresh />
                                "Try again"
                            </a>
                        </div>
                    }
                })}
        </div>
    }
    .into_any()
}
