//! The interactions that belong to this one.

use kernel::InteractionNumber;
use leptos::{html, prelude::*, task::spawn_local};
use ui::{Badge, ButtonSize, IconButton, IconName, Mark, focus_control, use_toaster};

use crate::{
    api::unrelate_interaction,
    model::{Related, RelationDraft, Side},
    ui::{StatusBadge, links::sentence},
};

/// The parent, the children, those that are related.
#[component]
pub fn RelatedList(
    number: InteractionNumber,
    related: Signal<Vec<Related>>,
    may_relate: bool,
    changed: Callback<()>,
) -> impl IntoView {
    let node = NodeRef::<html::Form>::new();
    let removed = Callback::new(move |()| {
        changed.run(());
        if let Some(node) = node.try_get_untracked().flatten() {
            // The button that was pressed goes away.
            focus_control(&node, "a");
        }
    });
    let empty =
        move || related.read().is_empty().then(|| view! { <p class="text-sm text-muted">"No records found"</p> });
    view! {
        {empty}
        <form node_ref=node method="post" action=Side::Desk.page(number) on:submit=|event| event.prevent_default()>
            <ul class="grid gap-2" aria-label="Related interactions">
                <For each=move || related.get() key=Clone::clone let:other>
                    <Line number other may_relate removed />
                </For>
            </ul>
        </form>
    }
}

#[component]
fn Line(number: InteractionNumber, other: Related, may_relate: bool, removed: Callback<()>) -> impl IntoView {
    let toasts = use_toaster();
    let Related { number: there, kind, summary, status } = other;
    let remove = move |_| {
        spawn_local(async move {
            match unrelate_interaction(number, there).await {
                Ok(()) => {
                    toasts.success(format!("{there} is no longer {} {number}.", kind.of_this()));
                    removed.try_run(());
                }
                Err(error) => toasts.error(sentence(&error)),
            }
        });
    };
    view! {
        <li class="flex items-start gap-2">
            <div class="min-w-0 flex-1">
                <span class="flex flex-wrap items-center gap-2">
                    <a href=Side::Desk.page(there) class="link tabular-nums">{there.to_string()}</a>
                    <Badge mark=Mark::None>{kind.label()}</Badge>
                    <StatusBadge status />
                </span>
                <span class="mt-0.5 line-clamp-2 wrap-anywhere">{summary}</span>
            </div>
            {may_relate
                .then(|| {
                    view! {
                        <IconButton
                            kind="submit"
                            name=RelationDraft::REMOVE
                            value=there.to_string()
                            label=format!("Remove {there}")
                            icon=IconName::X
                            size=ButtonSize::Sm
                            on:click=remove
                        />
                    }
                })}
        </li>
    }
}
