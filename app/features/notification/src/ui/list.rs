//! The notifications, newest first.

use kernel::ApiError;
use leptos::{prelude::*, task::spawn_local};
use ui::{Badge, Button, ButtonSize, ButtonVariant, EmptyState, IconName, Mark, TimeMode, TimeText, Toasts, Tone};

use crate::{
    api::{list_notifications, read_all_notifications, read_notification},
    model::{Entry, Line},
};

/// What is shown. A handle: cheap to copy.
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    pub rows: RwSignal<Vec<Entry>>,
    pub earlier: RwSignal<bool>,
    pub unread: RwSignal<i64>,
    pub toasts: Toasts,
}

impl Shown {
    /// Fetches the newest and puts them over those that are shown.
    pub async fn renew(self) {
        let Ok(fresh) = list_notifications(None).await else { return };
        let Some(mut rows) = self.rows.try_get_untracked() else { return };
        self.unread.set(fresh.unread);
        let oldest = fresh.rows.last().map_or(i64::MAX, |entry| entry.id);
        let meets = !fresh.earlier || rows.first().is_some_and(|entry| entry.id >= oldest);
        if meets {
            rows.retain(|entry| entry.id < oldest);
            self.rows.set(fresh.rows.into_iter().chain(rows).collect());
        } else {
            self.earlier.set(fresh.earlier);
            self.rows.set(fresh.rows);
        }
    }

    /// Marks one as read, or all of them, here and on the server.
    pub fn read(self, id: Option<i64>) {
        let toasts = self.toasts;
        self.unread.update(|unread| *unread = if id.is_some() { (*unread - 1).max(0) } else { 0 });
        self.rows.update(|rows| {
            for entry in rows.iter_mut().filter(|entry| id.is_none_or(|id| entry.id == id)) {
                entry.unread = false;
            }
        });
        spawn_local(async move {
            // The page may be gone by now: a link was followed.
            let read = match id {
                Some(id) => read_notification(id).await,
                None => read_all_notifications().await,
            };
            if let Err(error) = read {
                toasts.error(error.to_string());
            }
        });
    }

    /// Fetches those before the last that is shown.
    pub fn step_back(self, done: Callback<Result<(), ApiError>>) {
        spawn_local(async move {
            let Some(before) = self.rows.try_with_untracked(|rows| rows.last().map(|entry| entry.id)) else { return };
            let more = list_notifications(before).await;
            done.try_run(more.map(|more| {
                self.rows.update(|rows| rows.extend(more.rows));
                self.earlier.set(more.earlier);
            }));
        });
    }
}

/// Newest first; those that are unread stand out.
#[component]
pub fn NotificationList(shown: Shown) -> impl IntoView {
    let none = move || {
        shown.rows.read().is_empty().then(|| {
            let body = "What happens to what is yours, what you watch and what you asked for shows up here.";
            view! { <EmptyState title="No notifications" body=body.to_owned() icon=IconName::Bell /> }
        })
    };
    // A row is made anew where it says something else.
    let key = |entry: &Entry| (entry.id, entry.unread, entry.lines.len());
    view! {
        {none}
        <ol class="divide-y divide-line" aria-label="Notifications, newest first">
            <For each=move || shown.rows.get() key let:entry>
                <Row shown entry />
            </For>
        </ol>
    }
}

#[component]
fn Row(shown: Shown, entry: Entry) -> impl IntoView {
    let Entry { id, label, title, path, why, lines, at, unread } = entry;
    // A link that is opened in another tab is opened, too.
    let opened = move || {
        if unread {
            shown.read(Some(id));
        }
    };
    let look = if unread { "notification border-l-2 border-l-accent py-3 pl-3" } else { "notification py-3 pl-3.5" };
    let name = format!("{label} {title}");
    view! {
        <li class=look>
            <div class="flex flex-wrap items-baseline justify-between gap-x-3 gap-y-1">
                <a
                    href=path
                    class="min-w-0 wrap-anywhere"
                    class:font-semibold=unread
                    on:click=move |_| opened()
                    on:auxclick=move |_| opened()
                >
                    {name}
                </a>
                <span class="flex items-center gap-2 text-xs text-muted">
                    {unread.then(|| view! { <Badge tone=Tone::Accent mark=Mark::Dot>"Unread"</Badge> })}
                    <TimeText at mode=TimeMode::Full />
                </span>
            </div>
            <ul class="mt-1 grid gap-1 text-sm">{lines.into_iter().map(line).collect_view()}</ul>
            <div class="mt-1 flex flex-wrap items-center justify-between gap-3">
                <p class="text-xs text-muted">{why}</p>
                {unread
                    .then(|| {
                        view! {
                            <form
                                method="post"
                                action="/notifications"
                                on:submit=move |event| {
                                    event.prevent_default();
                                    shown.read(Some(id));
                                }
                            >
                                <input type="hidden" name="intent" value="read" />
                                <input type="hidden" name="id" value=id.to_string() />
                                <Button kind="submit" size=ButtonSize::Sm variant=ButtonVariant::Ghost>
                                    "Mark as read"
                                </Button>
                            </form>
                        }
                    })}
            </div>
        </li>
    }
}

fn line(line: Line) -> impl IntoView {
    view! {
        <li class="wrap-anywhere">
            <span class="font-medium">{line.who}</span>
            " "
            {line.what}
            {line.quote.map(|quote| view! { <blockquote class="mt-1 border-l-2 border-line pl-3 whitespace-pre-wrap text-muted">{quote}</blockquote> })}
        </li>
    }
}
