//! What a page shows instead of what it could not load.

use kernel::{ApiError, Replay};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use ui::{Banner, EmptyState, ErrorState, IconName, LinkButton, Tone};

use super::{SignInAgain, sign_in_href, use_session};

/// A failure in place of a page.
#[component]
pub fn Failed(error: ApiError) -> impl IntoView {
    match error {
        ApiError::NotFound | ApiError::Forbidden => view! { <NotFound /> }.into_any(),
        ApiError::SignedOut => {
            let (location, session) = (use_location(), use_session());
            let again = move |over: &bool, _: Option<&bool>, _| {
                if !over {
                    let _ = window().location().reload();
                }
            };
            Effect::watch(move || session.over().get(), again, false);
            let here = move || {
                format!(
                    "{}{}",
                    location.pathname.get(),
                    location
                        .search
                        .with(|search| { if search.is_empty() { String::new() } else { format!("?{search}") } })
                )
            };
            view! {
                <EmptyState
                    title="You are signed out"
                    body="Sign in to go on where you were.".to_owned()
                    icon=IconName::User
                    action=ViewFn::from(move || {
                        let href = sign_in_href(&here());
                        view! { <a href=href rel="external" class="font-semibold text-accent-ink underline">"Sign in"</a> }
                    })
                />
            }
            .into_any()
        }
        error => view! { <ErrorState title="This could not be shown" body=error.to_string() /> }.into_any(),
    }
}

/// In place of a page with a form that could not be opened. Where the form was sent and nobody is signed in
/// any more, it asks to sign in and keeps what was typed.
#[component]
pub fn NotOpened(
    error: ApiError,
    /// The address of the page.
    path: String,
    /// The form as it was sent, if it was.
    sent: Option<Replay>,
) -> impl IntoView {
    match sent {
        Some(sent) if error == ApiError::SignedOut => view! { <SignInAgain path sent /> }.into_any(),
        _ => view! { <Failed error /> }.into_any(),
    }
}

/// Why a form was not saved, above the form, which keeps what was typed. Somebody whose session ended
/// meanwhile is asked to sign in over the page, and sends it again.
#[component]
pub fn NotSaved(#[prop(into)] error: Signal<Option<ApiError>>) -> impl IntoView {
    let session = use_session();
    Effect::new(move |_| {
        if error.get() == Some(ApiError::SignedOut) {
            session.ask();
        }
    });
    let words = move |error: ApiError| match error {
        ApiError::SignedOut if session.over().get() => view! {
            "You were signed out before this was sent. "
            <button type="button" class="min-h-6 font-semibold underline" on:click=move |_| session.ask()>
                "Sign in"
            </button>
            ", then send it again."
        }
        .into_any(),
        ApiError::SignedOut => "You are signed in again. Send it once more.".into_any(),
        error => error.to_string().into_any(),
    };
    move || {
        error.get().map(|error| {
            view! {
                <div class="mb-4">
                    <Banner tone=Tone::Danger title="Not saved">{move || words(error.clone())}</Banner>
                </div>
            }
        })
    }
}

/// There is nothing here, or nothing that this person may see.
#[component]
pub fn NotFound() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(axum::http::StatusCode::NOT_FOUND);
    }
    view! {
        <Title text="Not found" />
        <h1 class="sr-only">"Not found"</h1>
        <EmptyState
            title="There is nothing here"
            body="The address may be mistyped, or what it names is not yours to see.".to_owned()
            icon=IconName::Search
            action=ViewFn::from(|| view! { <LinkButton href="/">"Go to the start"</LinkButton> })
        />
    }
}
