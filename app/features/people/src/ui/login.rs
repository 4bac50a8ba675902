//! The sign-in page.

use kernel::{ApiError, FieldErrors, Fields, Replay};
use leptos::{html, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use ui::{Banner, Button, ButtonVariant, Card, TextField, ThemeToggle, Tone, focus_returned};

use super::replay;
use crate::{
    api::demo_accounts,
    model::{SIGN_IN_EMAIL, SIGN_IN_PASSWORD},
};

/// Signing in is a posted form; it works without JavaScript.
#[component]
pub fn LoginPage() -> impl IntoView {
    let replay = replay();
    let sent = |name: &str| replay.as_ref().map(|replay| replay.fields.get(name).to_owned()).unwrap_or_default();
    let next = use_query_map().with_untracked(|query| query.get("next")).filter(|next| !next.is_empty());
    let next = next.unwrap_or_else(|| sent("next"));
    let email = RwSignal::new(sent("email"));
    let password = RwSignal::new(String::new());
    let error = replay.and_then(|replay| replay.error);
    let carried = Fields(vec![("next".to_owned(), next)]);
    view! {
        <Title text="Sign in" />
        <SignIn
            title="Sign in to Firstline"
            words="Every conversation with the service desk, in one place."
            action="/login".to_owned()
            names=("email", "password")
            email
            password
            error
            carried
        >
            <DemoAccounts email password />
        </SignIn>
    }
}

/// In place of a page whose form was sent after the session had ended: signing in there brings the form back
/// as it was typed.
#[component]
pub fn SignInAgain(
    /// The address of the page.
    path: String,
    /// The form as it was sent.
    sent: Replay,
) -> impl IntoView {
    let email = RwSignal::new(sent.fields.get(SIGN_IN_EMAIL).to_owned());
    let password = RwSignal::new(String::new());
    let fields = sent.fields.0.into_iter().filter(|(name, _)| name != SIGN_IN_EMAIL).collect();
    view! {
        <Title text="Sign in" />
        <SignIn
            title="Sign in to go on"
            words="You were signed out before this was sent. What you typed is kept: sign in, and it is there again."
            action=path
            names=(SIGN_IN_EMAIL, SIGN_IN_PASSWORD)
            email
            password
            error=sent.error.filter(|error| *error != ApiError::SignedOut)
            carried=Fields(fields)
        />
    }
}

/// The form, with what it carries unseen.
#[component]
fn SignIn(
    title: &'static str,
    words: &'static str,
    action: String,
    /// Of the two fields.
    names: (&'static str, &'static str),
    email: RwSignal<String>,
    password: RwSignal<String>,
    /// Why the last try was not accepted.
    error: Option<ApiError>,
    carried: Fields,
    /// What stands below.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let errors = error.as_ref().map(ApiError::fields).unwrap_or_default();
    let wrong = |errors: &FieldErrors, name: &str| errors.get(name).map(ToOwned::to_owned);
    let (email_error, password_error) = (wrong(&errors, "email"), wrong(&errors, "password"));
    let general = error.filter(|error| !matches!(error, ApiError::Invalid(_)));
    let carried = carried
        .0
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect_view();
    let form = NodeRef::<html::Form>::new();
    focus_returned(form);
    view! {
        <div class="flex min-h-dvh flex-col items-center justify-center gap-6 p-4">
            <div class="w-full max-w-sm">
                <h1 class="mb-1 text-2xl font-semibold tracking-tight">{title}</h1>
                <p class="mb-6 text-muted">{words}</p>
                <Card>
                    <form node_ref=form method="post" action=action novalidate class="flex flex-col gap-4">
                        {general.map(|error| view! { <Banner tone=Tone::Danger>{error.to_string()}</Banner> })}
                        {carried}
                        <TextField
                            name=names.0
                            label="Email"
                            value=email
                            kind="email"
                            autocomplete="username"
                            required=true
                            error=email_error
                        />
                        <TextField
                            name=names.1
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
                {children.map(|children| children())}
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
