//! The signed-in person: menu and page.

use leptos::prelude::*;
use leptos_meta::Title;
use ui::{
    Avatar, Badge, Button, ButtonSize, ButtonVariant, KeySettings, PageHeader, Panel, Skeleton, ThemeToggle, TimeText,
    Tone,
};

use super::{Failed, current_person};
use crate::{
    api::list_sessions,
    model::{Me, SessionRow},
};

/// At the right of the top bar: who is signed in, and the way out.
#[component]
pub fn AccountMenu(me: Me) -> impl IntoView {
    view! {
        <div class="flex items-center gap-2">
            <a
                href="/account"
                class="flex min-h-8 items-center gap-2 rounded px-1.5 py-1 hover:bg-hover"
                aria-label=format!("Account of {}", me.name)
            >
                <Avatar name=me.name.clone() />
                <span class="hidden text-left leading-tight sm:block">
                    <span class="block text-sm font-medium">{me.name.clone()}</span>
                    <span class="block text-xs text-muted">{me.roles_line()}</span>
                </span>
            </a>
            <form method="post" action="/logout">
                <Button kind="submit" variant=ButtonVariant::Ghost size=ButtonSize::Sm>"Sign out"</Button>
            </form>
        </div>
    }
}

/// `/account`: where one is signed in, and the colours.
#[component]
pub fn AccountPage() -> impl IntoView {
    let sessions = Resource::new(|| (), |()| list_sessions());
    let me = current_person();
    let subtitle = me.as_ref().map(|me| format!("{} · {}", me.email, me.roles_line()));
    let name = me.map(|me| me.name).unwrap_or_default();
    view! {
        <Title text="Account" />
        <PageHeader title=name subtitle=subtitle />
        <div class="grid max-w-3xl gap-4">
            <Panel title="Appearance">
                <ThemeToggle />
            </Panel>
            <div class="needs-scripts">
                <Panel title="Keyboard">
                    <KeySettings />
                </Panel>
            </div>
            <Panel title="Sessions">
                <p class="mb-3 text-muted">"Where you are signed in. End what you do not know."</p>
                <Suspense fallback=|| view! { <Skeleton lines=3 /> }>
                    {move || Suspend::new(async move {
                        match sessions.await {
                            Ok(rows) => {
                                let rows = rows.into_iter().map(session_row).collect_view();
                                view! { <ul class="divide-y divide-line">{rows}</ul> }.into_any()
                            }
                            Err(error) => view! { <Failed error /> }.into_any(),
                        }
                    })}
                </Suspense>
            </Panel>
        </div>
    }
}

fn session_row(row: SessionRow) -> impl IntoView {
    view! {
        <li class="flex flex-wrap items-center justify-between gap-3 py-3">
            <div>
                <div class="flex items-center gap-2 font-medium">
                    {row.device} {row.current.then(|| view! { <Badge tone=Tone::Success>"This session"</Badge> })}
                </div>
                <div class="text-sm text-muted">
                    {row.address} " · signed in " <TimeText at=row.created_at /> " · last seen "
                    <TimeText at=row.last_seen_at />
                </div>
            </div>
            <form method="post" action="/account">
                <input type="hidden" name="session" value=row.id.to_string() />
                <Button kind="submit" size=ButtonSize::Sm variant=ButtonVariant::Secondary>
                    {if row.current { "Sign out here" } else { "End session" }}
                </Button>
            </form>
        </li>
    }
}
