//! `/notifications`: what one was told, how one wants to be told, and in the demo the e-mail.

use kernel::{ApiError, Replay};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use people::ui::{Failed, replay};
use ui::{Button, ButtonSize, PageHeader, Panel, Skeleton, TimeMode, TimeText, use_live, use_toaster};

use super::{
    bell::follow,
    list::{NotificationList, Shown},
    settings::SettingsPanel,
};
use crate::{
    api::list_notifications,
    model::{Entries, KeptMail, Settings},
};

/// The page, for staff and requesters alike.
#[component]
pub fn NotificationsPage() -> impl IntoView {
    let address = use_query_map();
    let before = Memo::new(move |_| address.with(|map| map.get("before").and_then(|text| text.parse().ok())));
    let sent = StoredValue::new(replay());
    let (live, heard) = (use_live(), StoredValue::new(0));
    let page = Resource::new(
        move || before.get(),
        move |before| {
            heard.set_value(live.position());
            list_notifications(before)
        },
    );
    view! {
        <Title text="Notifications" />
        <PageHeader title="Notifications" subtitle=Some("What happened, and why you were told.".to_owned()) />
        <Transition fallback=|| view! { <Skeleton lines=8 /> }>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(entries) => {
                        view! { <Opened entries heard=heard.get_value() sent=sent.get_value() /> }.into_any()
                    }
                    Err(error) => view! { <Failed error /> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Opened(
    entries: Entries,
    /// Where in the page's news they were loaded.
    heard: u64,
    /// The form as it was sent without JavaScript, if it was not accepted.
    sent: Option<Replay>,
) -> impl IntoView {
    let Entries { rows, earlier, unread, settings, mail } = entries;
    let shown = Shown {
        rows: RwSignal::new(rows),
        earlier: RwSignal::new(earlier),
        unread: RwSignal::new(unread),
        toasts: use_toaster(),
    };
    let renew = Callback::new(move |()| leptos::task::spawn_local(shown.renew()));
    follow(heard, renew);
    let settings = match &sent {
        Some(sent) if sent.fields.get("intent") == Settings::INTENT => Settings::from_fields(&sent.fields),
        _ => settings,
    };
    let failure = sent.and_then(|sent| sent.error);
    view! {
        <div class="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem]">
            <Panel title="Notifications" actions=ViewFn::from(move || view! { <ReadAll shown /> })>
                <NotificationList shown />
                <Earlier shown />
            </Panel>
            <div class="grid gap-4">
                <SettingsPanel settings failure />
                {mail.map(|mail| view! { <MailPanel mail /> })}
            </div>
        </div>
    }
}

#[component]
fn ReadAll(shown: Shown) -> impl IntoView {
    move || {
        (shown.unread.get() > 0).then(|| {
            view! {
                <form
                    method="post"
                    action="/notifications"
                    on:submit=move |event| {
                        event.prevent_default();
                        shown.read(None);
                    }
                >
                    <input type="hidden" name="intent" value="read_all" />
                    <Button kind="submit" size=ButtonSize::Sm>"Mark all as read"</Button>
                </form>
            }
        })
    }
}

/// Those before the last that is shown: fetched, or another page where there are no scripts.
#[component]
fn Earlier(shown: Shown) -> impl IntoView {
    let busy = RwSignal::new(false);
    let done = Callback::new(move |outcome: Result<(), ApiError>| {
        if let Err(error) = outcome {
            shown.toasts.error(error.to_string());
        }
        busy.set(false);
    });
    let click = move |_| {
        busy.set(true);
        shown.step_back(done);
    };
    move || {
        shown.earlier.get().then(|| {
            let before = shown.rows.with_untracked(|rows| rows.last().map(|entry| entry.id)).unwrap_or_default();
            let href = format!("/notifications?before={before}");
            view! {
                <div class="mt-3">
                    <span class="needs-scripts">
                        <Button size=ButtonSize::Sm busy on:click=click>"Earlier notifications"</Button>
                    </span>
                    <noscript><a class="link" href=href>"Earlier notifications"</a></noscript>
                </div>
            }
        })
    }
}

/// What would have been sent, where the demo has no mail server.
#[component]
fn MailPanel(mail: Vec<KeptMail>) -> impl IntoView {
    let none = mail.is_empty().then(|| view! { <p class="text-sm text-muted">"Nothing yet."</p> });
    let letters = mail.into_iter().map(|letter| {
        view! {
            <li>
                <details class="rounded-lg border border-line p-3">
                    <summary class="cursor-pointer font-medium wrap-anywhere">{letter.subject}</summary>
                    <p class="mt-2 text-xs text-muted wrap-anywhere">
                        "To " {letter.to} " · " <TimeText at=letter.at mode=TimeMode::Full />
                    </p>
                    <pre class="mt-2 text-xs whitespace-pre-wrap wrap-anywhere">{letter.text}</pre>
                </details>
            </li>
        }
    });
    view! {
        <Panel title="E-mail">
            <p class="mb-3 text-sm text-muted">
                "This demo sends no e-mail. Here is yours, as it would have been sent a minute after the first change it tells."
            </p>
            {none}
            <ul class="grid gap-2">{letters.collect_view()}</ul>
        </Panel>
    }
}
