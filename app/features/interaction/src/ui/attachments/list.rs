//! The files themselves.

use leptos::prelude::*;
use ui::{Badge, ButtonSize, Icon, IconButton, IconName, Mark, TimeMode, TimeText, Tone};

use super::{
    Attachments,
    remove::{Removal, RemovalDialog},
};
use crate::model::{Attachment, AttachmentForm, FileKind, size_text};

/// Newest first.
#[component]
pub fn AttachmentList(attachments: Attachments, removal: Removal) -> impl IntoView {
    let rows = attachments.rows;
    let none = move || rows.read().is_empty().then(|| view! { <p class="text-sm text-muted">"No files yet."</p> });
    view! {
        {none}
        <ul class="grid gap-2" aria-label="Attached files">
            <For each=move || rows.get() key=|file| file.id let:file>
                <Entry file attachments removal />
            </For>
        </ul>
        <span class="needs-scripts">
            <RemovalDialog removal />
        </span>
    }
}

/// One file. An internal one says so in a word, a sign and a colour.
#[component]
fn Entry(file: Attachment, attachments: Attachments, removal: Removal) -> impl IntoView {
    let look = if file.internal {
        "attachment flex items-center gap-3 rounded-lg border border-warning/30 bg-warning-tint p-2"
    } else {
        "attachment flex items-center gap-3 rounded-lg border border-line p-2"
    };
    let href = file.href(attachments.number);
    // What is shown in place opens beside this page.
    let target = file.kind.is_viewed().then_some("_blank");
    let download = format!("Download {}", file.name);
    view! {
        <li class=look>
            <Thumbnail kind=file.kind href=href.clone() />
            <div class="min-w-0 flex-1">
                <a class="link font-medium wrap-anywhere" href=href.clone() target=target rel="external noopener">
                    {file.name.clone()}
                </a>
                <p class="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-muted">
                    <span>{size_text(file.size)}</span>
                    <span class="wrap-anywhere">{file.who.clone()}</span>
                    {(!file.by_desk).then(|| view! { <Badge tone=Tone::Info mark=Mark::None>"Requester"</Badge> })}
                    {file.internal
                        .then(|| {
                            view! {
                                <span class="inline-flex items-center gap-1 font-semibold text-warning">
                                    <Icon name=IconName::Lock />
                                    "Internal"
                                </span>
                            }
                        })}
                    <TimeText at=file.at mode=TimeMode::Full />
                </p>
            </div>
            <a
                class="btn btn-ghost btn-icon btn-sm"
                href=format!("{href}?download=1")
                rel="external"
                aria-label=download.clone()
                title=download
            >
                <Icon name=IconName::Download />
            </a>
            {file.may_remove.then(|| view! { <RemoveButton file attachments removal /> })}
        </li>
    }
}

/// A picture of itself, of a size that is known before it is there; a sign for anything else.
#[component]
fn Thumbnail(kind: FileKind, href: String) -> impl IntoView {
    if kind.is_image() {
        view! {
            <img
                src=href
                alt=""
                width="40"
                height="40"
                loading="lazy"
                decoding="async"
                class="size-10 flex-none rounded border border-line object-cover"
            />
        }
        .into_any()
    } else {
        view! {
            <span class="grid size-10 flex-none place-items-center rounded border border-line text-muted">
                <Icon name=IconName::File />
            </span>
        }
        .into_any()
    }
}

/// Asks first: in a dialog, or on the page that the form leads to.
#[component]
fn RemoveButton(file: Attachment, attachments: Attachments, removal: Removal) -> impl IntoView {
    let (id, label) = (file.id.to_string(), format!("Remove {}", file.name));
    let file = StoredValue::new(file);
    view! {
        <form
            method="post"
            action=format!("{}#attachments", attachments.side.page(attachments.number))
            on:submit=move |event| {
                event.prevent_default();
                file.with_value(|file| removal.ask(file));
            }
        >
            <input type="hidden" name=AttachmentForm::REMOVE value=id />
            <IconButton label kind="submit" icon=IconName::Trash size=ButtonSize::Sm />
        </form>
    }
}
