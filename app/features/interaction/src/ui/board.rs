//! The Work Item Board: where staff begin. One card per kind of work.

use leptos::prelude::*;
use leptos_meta::Title;
use people::ui::Failed;
use ui::{Card, Icon, IconName, PageHeader, Skeleton};

use crate::{
    api::count_interactions,
    model::{Counts, ListQuery, Scope},
    ui::list_href,
};

/// `/board`.
#[component]
pub fn BoardPage() -> impl IntoView {
    let counts = Resource::new(|| (), |()| count_interactions());
    view! {
        <Title text="Work Item Board" />
        <PageHeader title="Work Item Board" subtitle=Some("What there is to do, by kind of work.".to_owned()) />
        <Suspense fallback=|| view! { <Skeleton lines=4 /> }>
            {move || Suspend::new(async move {
                match counts.await {
                    Ok(counts) => view! { <Interactions counts /> }.into_any(),
                    Err(error) => view! { <Failed error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// The Interaction option, with its scopes.
#[component]
fn Interactions(counts: Counts) -> impl IntoView {
    let scopes = Scope::ALL.map(|scope| {
        let href = ListQuery { scope, ..ListQuery::default() }.href();
        view! {
            <li class="flex items-baseline justify-between gap-4">
                <a href=href class="py-1 hover:underline">{scope.label()}</a>
                <span class="tabular-nums text-muted">{counts.of(scope).text()}</span>
            </li>
        }
    });
    view! {
        <ul class="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
            <li>
                <Card>
                    <div class="flex items-center gap-3">
                        <span class="text-accent-ink"><Icon name=IconName::Chat /></span>
                        <h2 class="text-lg font-semibold">
                            <a href=list_href() class="hover:underline">"Interaction"</a>
                        </h2>
                    </div>
                    <p class="mt-1 text-muted">"Every conversation with the desk, whatever came of it."</p>
                    <ul class="mt-3 border-t border-line pt-2">{scopes.collect_view()}</ul>
                </Card>
            </li>
        </ul>
    }
}
