//! The button that saves: at the head of the form, and on a phone within reach of the thumb.

use leptos::prelude::*;
use ui::{Button, ButtonVariant};

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
