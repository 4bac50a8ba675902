//! The region `Attachments`: the files of an interaction, and how to add more.
//!
//! It stands on the record, where the desk may mark a file as internal, and on the requester's page, where there is no
//! inside. Files are dropped onto the region, pasted, or chosen; each is sent by itself, so that one that is refused
//! keeps no other back. Without scripts a form sends all that were chosen at once.

mod add;
mod list;
mod queue;
mod remove;

use add::AddForm;
use kernel::{ApiError, InteractionNumber, Replay};
use leptos::{ev, prelude::*};
use list::AttachmentList;
use queue::Queue;
use remove::{AskAgain, Removal};
use ui::{Panel, upload};

use crate::{
    api::load_attachments,
    model::{Attachment, AttachmentForm, Side},
};

/// What is shown of the files. A handle: cheap to copy.
#[derive(Clone, Copy, Debug)]
pub struct Attachments {
    number: InteractionNumber,
    side: Side,
    rows: RwSignal<Vec<Attachment>>,
}

impl Attachments {
    pub fn new(number: InteractionNumber, side: Side, opened: Vec<Attachment>) -> Self {
        Self { number, side, rows: RwSignal::new(opened) }
    }

    /// Shows the files as they were loaded.
    pub fn show(self, rows: Vec<Attachment>) {
        self.rows.try_set(rows);
    }

    /// Fetches the files.
    pub async fn renew(self) {
        if let Ok(rows) = load_attachments(self.number, self.side).await {
            self.show(rows);
        }
    }
}

/// The region.
#[component]
pub fn AttachmentsPanel(
    attachments: Attachments,
    /// Whether the reader may add files.
    may_attach: bool,
    /// The region's form as it was sent without JavaScript, if it was and is not done.
    sent: Option<Replay>,
    /// Run after files were added or one was removed.
    changed: Callback<()>,
) -> impl IntoView {
    let internal = RwSignal::new(sent.as_ref().is_some_and(|sent| sent.fields.get(AttachmentForm::INTERNAL) == "true"));
    let queue = Queue::new(attachments, changed);
    let error = RwSignal::new(sent.as_ref().and_then(complaint));
    let add = Callback::new(move |files: Vec<upload::PickedFile>| {
        let refused = queue.add(files, internal.get_untracked());
        error.set(refused);
    });
    let over = RwSignal::new(false);
    let drag = move |event: ev::DragEvent| {
        if may_attach && upload::drags_files(&event) {
            event.prevent_default();
            over.set(true);
        }
    };
    let drop = move |event: ev::DragEvent| {
        over.set(false);
        if may_attach && upload::drags_files(&event) {
            event.prevent_default();
            add.run(upload::dropped(&event));
        }
    };
    if may_attach {
        paste(add);
        miss_nothing();
    }
    let removal = Removal::new(attachments, changed);
    view! {
        <Panel
            title="Attachments"
            class:drop-target=over
            on:dragenter=drag
            on:dragover=drag
            on:dragleave=move |_| over.set(false)
            on:drop=drop
        >
            {sent.map(|sent| view! { <AskAgain attachments sent /> })}
            {may_attach.then(|| view! { <AddForm attachments internal error add queue /> })}
            <AttachmentList attachments removal />
        </Panel>
    }
}

/// Files that are pasted anywhere on the page, while the region is there.
fn paste(add: Callback<Vec<upload::PickedFile>>) {
    Effect::new(move |_| {
        let pasted = window_event_listener(ev::paste, move |event| {
            let files = upload::pasted(&event);
            if !files.is_empty() {
                event.prevent_default();
                add.run(files);
            }
        });
        on_cleanup(move || pasted.remove());
    });
}

/// A file that is dropped beside the region is not opened in place of the page, with all that was typed there.
fn miss_nothing() {
    Effect::new(move |_| {
        let hold = |event: ev::DragEvent| {
            if upload::drags_files(&event) {
                event.prevent_default();
            }
        };
        let (over, dropped) = (window_event_listener(ev::dragover, hold), window_event_listener(ev::drop, hold));
        on_cleanup(move || {
            over.remove();
            dropped.remove();
        });
    });
}

/// What the form that was sent has to be told.
fn complaint(sent: &Replay) -> Option<String> {
    let asks = AttachmentForm::removes(&sent.fields).is_some();
    match &sent.error {
        Some(ApiError::Invalid(errors)) => errors.get(AttachmentForm::FILES).map(ToOwned::to_owned),
        Some(error) => Some(error.to_string()),
        // Somebody signed in again meanwhile.
        None if !asks => Some("Please choose your files again: they could not be kept while you signed in.".to_owned()),
        None => None,
    }
}
