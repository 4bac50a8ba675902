//! Removing a file: whoever wants it is asked first, in a dialog, or on the page that comes back without scripts.

use kernel::{AttachmentId, Replay};
use leptos::{prelude::*, task::spawn_local};
use ui::{Banner, Button, ButtonVariant, Dialog, LinkButton, Toasts, Tone, use_toaster};

use super::Attachments;
use crate::{
    api::remove_attachment,
    model::{Attachment, AttachmentForm},
};

/// The file that somebody wants to remove. A handle: cheap to copy.
#[derive(Clone, Copy)]
pub struct Removal {
    attachments: Attachments,
    changed: Callback<()>,
    toasts: Toasts,
    open: RwSignal<bool>,
    asked: RwSignal<Option<(AttachmentId, String)>>,
    busy: RwSignal<bool>,
}

impl Removal {
    pub fn new(attachments: Attachments, changed: Callback<()>) -> Self {
        Self {
            attachments,
            changed,
            toasts: use_toaster(),
            open: RwSignal::new(false),
            asked: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    /// Asks whether a file is to be removed.
    pub fn ask(self, file: &Attachment) {
        self.asked.set(Some((file.id, file.name.clone())));
        self.open.set(true);
    }

    fn remove(self) {
        let Some((id, name)) = self.asked.get_untracked() else { return };
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let Attachments { number, side, .. } = self.attachments;
        spawn_local(async move {
            match remove_attachment(number, side, id).await {
                Ok(()) => self.toasts.success(format!("“{name}” was removed.")),
                Err(error) => self.toasts.error(error.to_string()),
            }
            // The page may be gone by now.
            self.busy.try_set(false);
            self.open.try_set(false);
            self.attachments.renew().await;
            self.changed.try_run(());
        });
    }
}

/// The question, in a dialog.
#[component]
pub fn RemovalDialog(removal: Removal) -> impl IntoView {
    let Removal { open, asked, busy, .. } = removal;
    let question = move || asked.read().as_ref().map(|(_, name)| question(name));
    view! {
        <Dialog open title="Remove attachment">
            <p class="mb-4 wrap-anywhere">{question}</p>
            <div class="flex flex-wrap justify-end gap-2">
                <Button on:click=move |_| open.set(false)>"Cancel"</Button>
                <Button variant=ButtonVariant::Danger busy on:click=move |_| removal.remove()>"Remove"</Button>
            </div>
        </Dialog>
    }
}

fn question(name: &str) -> String {
    format!("Remove “{name}” for everybody? This cannot be undone.")
}

/// The question on the page that comes back without scripts.
#[component]
pub fn AskAgain(attachments: Attachments, sent: Replay) -> impl IntoView {
    let Attachments { number, side, rows } = attachments;
    let asked = match (&sent.error, AttachmentForm::removes(&sent.fields)) {
        (None, Some(Ok(id))) => rows.with_untracked(|rows| rows.iter().find(|file| file.id == id).cloned()),
        _ => None,
    };
    // Where files cannot be added, the form that would say so is not there.
    let failed = sent.error.filter(|_| AttachmentForm::removes(&sent.fields).is_some());
    view! {
        {failed.map(|error| view! { <Banner tone=Tone::Danger title="Not removed">{error.to_string()}</Banner> })}
        {asked
            .map(|file| {
                let page = format!("{}#attachments", side.page(number));
                view! {
                    <form method="post" action=side.page(number) class="mb-4 grid gap-3" aria-label="Remove attachment">
                        <Banner tone=Tone::Warning title="Remove attachment">
                            {question(&file.name)}
                        </Banner>
                        <input type="hidden" name=AttachmentForm::REMOVE value=file.id.to_string() />
                        <input type="hidden" name=AttachmentForm::SURE value="true" />
                        <div class="flex flex-wrap gap-2">
                            <Button kind="submit" variant=ButtonVariant::Danger>"Remove"</Button>
                            <LinkButton href=page>"Cancel"</LinkButton>
                        </div>
                    </form>
                }
            })}
    }
}
