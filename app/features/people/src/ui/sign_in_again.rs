//! Signing in again over a page that outlived its session: everything on it stays.

use kernel::{ApiError, FieldErrors};
use leptos::{html, prelude::*, task::spawn_local};
use ui::{Banner, Button, ButtonVariant, Dialog, TextField, Tone, focus_control, focus_first_invalid, use_toaster};

use super::{current_person, use_session};
use crate::api::sign_in_again;

/// The dialog, for the person of the page and nobody else.
#[component]
pub fn SignInDialog() -> impl IntoView {
    let session = use_session();
    let open = session.asking();
    let me = StoredValue::new(current_person());
    let email = RwSignal::new(me.with_value(|me| me.as_ref().map(|me| me.email.clone())).unwrap_or_default());
    let password = RwSignal::new(String::new());
    let errors = RwSignal::new(FieldErrors::default());
    let failure = RwSignal::new(None::<ApiError>);
    let busy = RwSignal::new(false);
    let form = NodeRef::<html::Form>::new();
    let toasts = use_toaster();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        errors.set(FieldErrors::default());
        spawn_local(async move {
            let outcome = sign_in_again(email.get_untracked(), password.get_untracked()).await;
            busy.set(false);
            match (outcome, me.get_value()) {
                (Ok(person), Some(me)) => {
                    password.set(String::new());
                    session.resume(&me, person);
                    open.set(false);
                    toasts.success("You are signed in again.");
                }
                (Ok(_), None) => {}
                (Err(ApiError::Invalid(wrong)), _) => {
                    errors.set(wrong);
                    if let Some(form) = form.get_untracked() {
                        focus_first_invalid(&form);
                    }
                }
                (Err(error), _) => failure.set(Some(error)),
            }
        });
    };
    Effect::new(move |_| {
        if let (true, Some(form)) = (open.get(), form.get()) {
            request_animation_frame(move || focus_control(&form, "[name=password]"));
        }
    });
    let wrong = Signal::derive(move || errors.read().get("password").map(ToOwned::to_owned));
    view! {
        <Dialog open title="Sign in to go on">
            <form node_ref=form on:submit=submit novalidate class="grid gap-4">
                <p class="text-muted">"You were signed out. The page stays as it is, with what you typed."</p>
                {move || failure.get().map(|error| view! { <Banner tone=Tone::Danger>{error.to_string()}</Banner> })}
                <TextField
                    name="email"
                    label="Email"
                    kind="email"
                    value=email
                    read_only=true
                    autocomplete="username"
                    id="again-email"
                />
                <TextField
                    name="password"
                    label="Password"
                    kind="password"
                    value=password
                    required=true
                    error=wrong
                    autocomplete="current-password"
                    id="again-password"
                />
                <div class="flex items-center justify-between gap-2">
                    <a class="link" href="/login" rel="external">"Sign in as somebody else"</a>
                    <Button kind="submit" variant=ButtonVariant::Primary busy>"Sign in"</Button>
                </div>
            </form>
        </Dialog>
    }
}
