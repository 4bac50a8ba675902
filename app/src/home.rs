//! `/`, which leads on, and the requesters' landing page.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Redirect;
use people::ui::current_person;
use ui::{Card, Icon, IconName, PageHeader};

/// Staff go to the board, requesters to the portal.
#[component]
pub fn HomePage() -> impl IntoView {
    let staff = current_person().is_some_and(|me| me.is_staff());
    view! { <Redirect path=if staff { "/board" } else { "/portal" } /> }
}

/// Where a requester lands.
#[component]
pub fn PortalPage() -> impl IntoView {
    let greeting = current_person().map_or_else(|| "Welcome".to_owned(), |me| format!("Hello, {}", me.name));
    view! {
        <Title text="Portal" />
        <PageHeader title=greeting subtitle=Some("What can we do for you?".to_owned()) />
        <ul class="mt-4 grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
            <li>
                <Card>
                    <a href="/my-requests?section=interactions&tab=self" class="flex items-start gap-3">
                        <span class="mt-1 text-accent-ink"><Icon name=IconName::Inbox /></span>
                        <span>
                            <span class="block font-semibold">"My Requests"</span>
                            <span class="block text-muted">
                                "Your conversations with the service desk, and what came of them."
                            </span>
                        </span>
                    </a>
                </Card>
            </li>
        </ul>
    }
}
