//! The button that saves: at the head of the form, and on a phone within reach of the thumb. And how it is
//! told from the buttons that only ask the server for something.

use leptos::prelude::*;
use ui::{Button, ButtonVariant};

/// Whether a form is sent by a button with an intent of its own, which the server answers with the page: then
/// the browser sends it, whether the program is there or not.
pub fn asks_the_server(event: &leptos::ev::SubmitEvent) -> bool {
    event.submitter().is_some_and(|button| button.get_attribute("name").as_deref() == Some("intent"))
}

/// Beside the heading, from 640 px on.
#[component]
pub fn SaveAtHead(busy: RwSignal<bool>) -> impl IntoView {
    view! {
        <span class="hidden sm:block">
            <Button kind="submit" variant=ButtonVariant::Primary busy>"Save"</Button>
        </span>
    }
}

/// Above the bar of a phone, wherever the form is scrolled to.
#[component]
pub fn SaveAtFoot(busy: RwSignal<bool>) -> impl IntoView {
    view! {
        <div class="sticky bottom-16 z-10 mt-4 flex justify-end sm:hidden">
            <Button kind="submit" variant=ButtonVariant::Primary busy>"Save"</Button>
        </div>
    }
}
