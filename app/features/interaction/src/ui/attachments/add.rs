//! Where files are chosen. The form posts to the page it stands on, and is sent by itself where there are scripts.

use leptos::{html, prelude::*};
use ui::{Button, Checkbox, FileField, upload};

use super::{
    Attachments,
    queue::{Queue, Uploads},
};
use crate::model::{AttachmentForm, Side};

#[component]
pub fn AddForm(
    attachments: Attachments,
    /// Whether what is added is for staff alone.
    internal: RwSignal<bool>,
    /// Why nothing was added.
    error: RwSignal<Option<String>>,
    add: Callback<Vec<upload::PickedFile>>,
    queue: Queue,
) -> impl IntoView {
    let Attachments { number, side, .. } = attachments;
    let node = NodeRef::<html::Input>::new();
    let take = move || {
        let files = node.get_untracked().map(|control| upload::take_chosen(&control)).unwrap_or_default();
        if !files.is_empty() {
            add.run(files);
        }
    };
    // What was chosen before the page came alive.
    Effect::new(move |_| {
        if node.get().is_some() {
            take();
        }
    });
    let mark = (side == Side::Desk).then(|| {
        view! { <Checkbox name=AttachmentForm::INTERNAL id="attachments-internal" label="Internal" checked=internal /> }
    });
    view! {
        <form
            method="post"
            enctype="multipart/form-data"
            action=side.page(number)
            aria-label="Upload"
            class="mb-4 grid gap-3"
            on:submit=move |event| {
                event.prevent_default();
                take();
            }
        >
            {mark}
            <FileField
                name=AttachmentForm::FILES
                id="attachments-files"
                label="Attach files"
                hint="Up to 20 files of 5 MiB each. Choose them, drop them here, or paste a picture."
                error
                node
                on:change=move |_| take()
            />
            <noscript>
                <Button kind="submit">"Upload"</Button>
            </noscript>
        </form>
        <Uploads queue />
    }
}
