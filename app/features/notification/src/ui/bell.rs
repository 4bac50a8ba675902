//! The bell in the header, with how many notifications are unread.

use leptos::{prelude::*, task::spawn_local};
use people::ui::current_person;
use ui::{Icon, IconName, News, use_live};

use crate::api::count_unread;

/// Beyond this many it says so.
const MOST: i64 = 99;

/// What a person's own pages are told where their notifications are different.
pub(super) const CHANGED: &str = "notification.changed";

/// Runs `changed` whenever the person's notifications are different, or may be.
pub(super) fn follow(position: u64, changed: Callback<()>) {
    let live = use_live();
    Effect::new(move |_| {
        let heard = Callback::new(move |news: News| match news {
            News::Event(event) if event.kind != CHANGED => {}
            News::Event(_) | News::Reset => changed.run(()),
        });
        live.listen(position, heard);
    });
}

/// The link to the notifications. Its number comes with the page, and is fetched anew when it is told to be different.
#[component]
pub fn Bell() -> impl IntoView {
    let unread = RwSignal::new(current_person().map(|me| me.unread).unwrap_or_default());
    let fetch = Callback::new(move |()| {
        spawn_local(async move {
            if let Ok(now) = count_unread().await {
                unread.try_set(now);
            }
        });
    });
    follow(use_live().position(), fetch);
    let number = move || match unread.get() {
        0 => None,
        many if many > MOST => Some(format!("{MOST}+")),
        some => Some(some.to_string()),
    };
    let name = move || match number() {
        None => "Notifications".to_owned(),
        Some(number) => format!("Notifications, {number} unread"),
    };
    view! {
        <a
            href="/notifications"
            class="flex min-h-8 min-w-8 items-center justify-center gap-1 rounded px-1.5 hover:bg-hover"
            aria-label=name
        >
            <Icon name=IconName::Bell />
            {move || {
                number()
                    .map(|number| {
                        view! {
                            <span class="text-xs font-semibold text-accent-ink tabular-nums" aria-hidden="true">
                                {number}
                            </span>
                        }
                    })
            }}
        </a>
    }
}
