//! Files on their way: one after the other, each with how far it is.

use kernel::{ApiError, in_address};
use leptos::prelude::*;
use ui::{
    ButtonSize, Icon, IconButton, IconName, ProgressBar, Toasts,
    upload::{PickedFile, Sent, Upload},
    use_toaster,
};

use super::Attachments;
use crate::{
    model::{
        ATTACHMENT_LIMIT, ATTACHMENTS_AT_ONCE, Side, attachments_path, clean_name, size_text, too_large, too_many,
    },
    ui::follow::refetch,
};

/// A file that is to be sent.
#[derive(Clone, Debug)]
struct Waiting {
    key: u64,
    file: PickedFile,
    internal: bool,
}

/// A file as its line shows it.
#[derive(Clone, Debug)]
pub struct Row {
    key: u64,
    name: String,
    size: u64,
    /// From 0 to 1.
    progress: RwSignal<f64>,
    failure: RwSignal<Option<String>>,
}

/// The files on their way. A handle: cheap to copy.
#[derive(Clone, Copy)]
pub struct Queue {
    attachments: Attachments,
    /// Fetches what is shown after a file was added.
    renew: Callback<()>,
    toasts: Toasts,
    rows: RwSignal<Vec<Row>>,
    waiting: StoredValue<Vec<Waiting>>,
    /// The one that is being sent.
    current: StoredValue<Option<(u64, Upload)>>,
    next: StoredValue<u64>,
    /// Those that were added and nobody was told of yet.
    added: StoredValue<Vec<String>>,
}

impl Queue {
    pub fn new(attachments: Attachments, changed: Callback<()>) -> Self {
        let renew = refetch(move || async move {
            attachments.renew().await;
            changed.try_run(());
        });
        Self {
            attachments,
            renew,
            toasts: use_toaster(),
            rows: RwSignal::new(Vec::new()),
            waiting: StoredValue::new(Vec::new()),
            current: StoredValue::new(None),
            next: StoredValue::new(0),
            added: StoredValue::new(Vec::new()),
        }
    }

    /// Sends files. Too many of them are refused as a whole, one that is too large by itself.
    pub fn add(self, files: Vec<PickedFile>, internal: bool) -> Option<String> {
        if files.len() > ATTACHMENTS_AT_ONCE {
            let names: Vec<String> = files.iter().map(|file| clean_name(&file.name())).collect();
            return Some(too_many(&names));
        }
        for file in files {
            let key = self.next.try_update_value(|next| {
                *next += 1;
                *next
            })?;
            let (name, size) = (clean_name(&file.name()), file.size());
            let failure = (size > ATTACHMENT_LIMIT).then(|| too_large(&name));
            if failure.is_none() {
                self.waiting.update_value(|waiting| waiting.push(Waiting { key, file, internal }));
            }
            let row = Row { key, name, size, progress: RwSignal::new(0.0), failure: RwSignal::new(failure) };
            self.rows.update(|rows| rows.push(row));
        }
        self.send_next();
        None
    }

    /// Sends the file that waits longest, unless one is being sent.
    fn send_next(self) {
        if self.current.try_with_value(Option::is_some) != Some(false) {
            return;
        }
        let next = self.waiting.try_update_value(|waiting| (!waiting.is_empty()).then(|| waiting.remove(0)));
        let Some(Waiting { key, file, internal }) = next.flatten() else { return self.tell() };
        let Some(row) = self.row(key) else { return self.send_next() };
        let Attachments { number, side, .. } = self.attachments;
        let side = if side == Side::Desk { "desk" } else { "own" };
        let (path, name) = (attachments_path(number), in_address(&row.name));
        let address = format!("{path}?side={side}&internal={internal}&name={name}");
        let progress = move |part| {
            row.progress.try_set(part);
        };
        let upload = Upload::start(address, file, progress, move |sent| self.ended(key, sent));
        self.current.set_value(Some((key, upload)));
    }

    /// Says what was added, once all of it is.
    fn tell(self) {
        match self.added.try_update_value(std::mem::take).unwrap_or_default().as_slice() {
            [] => {}
            [name] => self.toasts.success(format!("“{name}” was attached.")),
            names => self.toasts.success(format!("{} files were attached.", names.len())),
        }
    }

    fn row(self, key: u64) -> Option<Row> {
        self.rows.try_with_untracked(|rows| rows.iter().find(|row| row.key == key).cloned())?
    }

    fn ended(self, key: u64, sent: Sent) {
        self.current.try_update_value(|current| *current = None);
        let Some(row) = self.row(key) else { return self.send_next() };
        match outcome(sent) {
            Ok(()) => {
                self.forget(key);
                self.added.try_update_value(|added| added.push(row.name));
                self.renew.try_run(());
            }
            Err(error) => {
                row.failure.try_set(Some(error.to_string()));
            }
        }
        self.send_next();
    }

    /// Takes a file's line away; one that is on its way is broken off.
    fn forget(self, key: u64) {
        self.waiting.try_update_value(|waiting| waiting.retain(|file| file.key != key));
        self.rows.try_update(|rows| rows.retain(|row| row.key != key));
        let cancelled = self.current.try_update_value(|current| current.take_if(|(sending, _)| *sending == key));
        if let Some((_, upload)) = cancelled.flatten() {
            upload.cancel();
            self.send_next();
        }
    }
}

/// What the server made of a file.
fn outcome(sent: Sent) -> Result<(), ApiError> {
    match sent {
        Sent::Answered { status: 200, .. } => Ok(()),
        Sent::Answered { status, body } => Err(match serde_json::from_str(&body) {
            Ok(ApiError::Invalid(errors)) => {
                ApiError::Malformed(errors.0.into_iter().map(|error| error.message).collect::<Vec<_>>().join(" "))
            }
            Ok(error) => error,
            Err(_) if status == 413 => ApiError::TooLarge("A file may have 5 MiB (5,242,880 bytes) at most.".into()),
            Err(_) if status == 503 => ApiError::Unavailable,
            Err(_) => ApiError::Internal,
        }),
        Sent::Unreachable => {
            Err(ApiError::Malformed("The file could not be sent. Nothing of it was kept; please try again.".into()))
        }
    }
}

/// The files on their way, and those that did not arrive with why.
#[component]
pub fn Uploads(queue: Queue) -> impl IntoView {
    let rows = queue.rows;
    let some = Memo::new(move |_| !rows.read().is_empty());
    move || {
        some.get().then(|| {
            view! {
                <ul class="mb-4 grid gap-2" aria-label="Uploads">
                    <For each=move || rows.get() key=|row| row.key let:row>
                        <Line row queue />
                    </For>
                </ul>
            }
        })
    }
}

#[component]
fn Line(row: Row, queue: Queue) -> impl IntoView {
    let Row { key, name, size, progress, failure } = row;
    let bar = StoredValue::new(format!("Uploading {name}"));
    let button = StoredValue::new(name.clone());
    view! {
        <li class="flex items-center gap-3 rounded-lg border border-line p-2">
            <Icon name=IconName::Upload />
            <div class="min-w-0 flex-1">
                <p class="flex flex-wrap items-baseline gap-x-2 text-sm">
                    <span class="min-w-0 font-medium wrap-anywhere">{name}</span>
                    <span class="text-xs text-muted">{size_text(size)}</span>
                </p>
                {move || match failure.get() {
                    Some(why) => view! { <p role="alert" class="text-sm text-danger wrap-anywhere">{why}</p> }.into_any(),
                    None => view! { <ProgressBar label=bar.get_value() value=progress /> }.into_any(),
                }}
            </div>
            {move || {
                let verb = if failure.read().is_some() { "Dismiss" } else { "Cancel" };
                let label = format!("{verb} {}", button.get_value());
                view! {
                    <IconButton label icon=IconName::X size=ButtonSize::Sm on:click=move |_| queue.forget(key) />
                }
            }}
        </li>
    }
}
