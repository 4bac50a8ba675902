//! The sign-in page.

use kernel::ApiError;
use leptos::{html, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use ui::{Banner, Button, ButtonVariant, Card, TextField, ThemeToggle, Tone, focus_returned};

use super::replay;
use crate::api::demo_accounts;

/// Signing in is a posted form; it works without JavaScript.
#[component]
pub fn LoginPage() -> impl IntoView {
    let replay = replay();
    let sent = |name: &str| replay.as_ref().map(|replay| replay.fields.get(name).to_owned()).unwrap_or_default();
    let errors = replay.as_ref().map(kernel::Replay::errors).unwrap_or_default();
    let error = move |name: &str| errors.get(name).map(ToOwned::to_owned);
    let (email_error, password_error) = (error("email"), error("password"));
    let general =
        replay.as_ref().and_then(|replay| replay.error.clone()).filter(|error| !matches!(error, ApiError::Invalid(_)));
    let next = use_query_map().with_untracked(|query| query.get("next")).filter(|next| !next.is_empty());
    let next = next.unwrap_or_else(|| sent("next"));
    let email = RwSignal::new(sent("email"));
    let password = RwSignal::new(String::new());
    let form = NodeRef::<html::Form>::new();
    focus_returned(form);
    view! {
        <Title text="Sign in" />
        <div class="flex min-h-dvh flex-col items-center justify-center gap-6 p-4">
            <div class="w-full max-w-sm">
                <h1 class="mb-1 text-2xl font-semibold tracking-tight">"Sign in to Firstline"</h1>
                <p class="mb-6 text-muted">"Every conversation with the service desk, in one place."</p>
                <Card>
                    <form node_ref=form method="post" action="/login" novalidate class="flex flex-col gap-4">
                        {general.map(|error| view! { <Banner tone=Tone::Danger>{error.to_string()}</Banner> })}
                        <input type="hidden" name="next" value=next />
                        <TextField
                            name="email"
                            label="Email"
                            value=email
                            kind="email"
                            autocomplete="username"
                            required=true
                            error=email_error
                        />
                        <TextField
                            name="password"
                            label="Password"
                            value=password
                            kind="password"
                            autocomplete="current-password"
                            required=true
                            error=password_error
                        />
                        <Button kind="submit" variant=ButtonVariant::Primary>"Sign in"</Button>
                    </form>
                </Card>
                <DemoAccounts email password />
            </div>
            <ThemeToggle />
        </div>
    }
}

/// The demo's accounts; a click fills in the form.
#[component]
fn DemoAccounts(email: RwSignal<String>, password: RwSignal<String>) -> impl IntoView {
    let accounts = Resource::new(|| (), |()| demo_accounts());
    let list = move |accounts: Vec<(String, String, String)>| {
        (!accounts.is_empty()).then(|| {
            let rows = accounts.into_iter().map(|(address, name, role)| {
                let fill = address.clone();
                view! {
                    <li>
                        <button
                            type="button"
                            class="flex w-full items-baseline justify-between gap-3 rounded px-2 py-1.5 text-left hover:bg-hover"
                            on:click=move |_| {
                                email.set(fill.clone());
                                password.set("demo".to_owned());
                            }
                        >
                            <span>
                                <span class="block">{name}</span>
                                <span class="block text-xs text-muted">{address}</span>
                            </span>
                            <span class="text-xs text-muted">{role}</span>
                        </button>
                    </li>
                }
            });
            view! {
                <section class="mt-6" aria-labelledby="demo-accounts">
                    <h2 id="demo-accounts" class="mb-1 px-2 text-xs font-semibold text-muted">
                        "Demo accounts (password: demo)"
                    </h2>
                    <ul>{rows.collect_view()}</ul>
                </section>
            }
        })
    };
    view! {
        <Suspense>
            {move || Suspend::new(async move { accounts.await.ok().and_then(list) })}
        </Suspense>
    }
}
