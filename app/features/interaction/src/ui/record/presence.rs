//! Who else is at the record, and who types.

use std::time::Duration;

use kernel::InteractionNumber;
use leptos::{prelude::*, task::spawn_local};
use ui::Avatar;
use uuid::Uuid;

use crate::{
    api::{be_present, leave_page},
    model::{PRESENCE_BEAT, Present},
};

/// For how many beats after a key somebody types.
const TYPES_FOR: u8 = 2;

/// This page's presence at the record, and the others'. A handle: cheap to copy.
#[derive(Clone, Copy, Debug)]
pub struct Presence {
    number: InteractionNumber,
    others: RwSignal<Vec<Present>>,
    /// This page, while it is open; made in the browser.
    page: StoredValue<Option<Uuid>>,
    /// How many beats are left in which somebody types here.
    types: StoredValue<u8>,
}

impl Presence {
    /// Begins once the page is alive, and ends with the caller's owner, or while nobody can look at the page.
    pub fn new(number: InteractionNumber) -> Self {
        let presence = Self {
            number,
            others: RwSignal::new(Vec::new()),
            page: StoredValue::new(None),
            types: StoredValue::new(0),
        };
        Effect::new(move |_| presence.begin());
        presence
    }

    fn begin(self) {
        self.come();
        let every = Duration::from_secs(PRESENCE_BEAT);
        let timer = set_interval_with_handle(
            move || {
                self.types.try_update_value(|beats| *beats = beats.saturating_sub(1));
                self.beat();
            },
            every,
        );
        let hidden = window_event_listener_untyped("visibilitychange", move |_| {
            if document().hidden() { self.go() } else { self.come() }
        });
        let closed = window_event_listener_untyped("pagehide", move |_| self.go());
        on_cleanup(move || {
            if let Ok(timer) = timer {
                timer.clear();
            }
            hidden.remove();
            closed.remove();
            self.go();
        });
    }

    fn come(self) {
        if !document().hidden() {
            self.page.set_value(Some(Uuid::new_v4()));
            self.beat();
        }
    }

    fn go(self) {
        let page = self.page.try_update_value(Option::take).flatten();
        if let Some(page) = page {
            say_goodbye(page);
        }
    }

    /// Says that the page is here, and learns who else is.
    pub fn beat(self) {
        let Some(page) = self.page.try_get_value().flatten() else { return };
        let typing = self.types.try_get_value().unwrap_or_default() > 0;
        spawn_local(async move {
            if let Ok(others) = be_present(self.number, page, typing).await {
                // Without a change nothing is drawn anew.
                self.others.try_maybe_update(|shown| {
                    let changed = *shown != others;
                    *shown = others;
                    (changed, ())
                });
            }
        });
    }

    /// Somebody types here.
    pub fn typed(self) {
        let began = self.types.try_update_value(|beats| std::mem::replace(beats, TYPES_FOR) == 0);
        if began == Some(true) {
            self.beat();
        }
    }
}

/// Sent even while the page is being closed.
fn say_goodbye(page: Uuid) {
    use leptos::server_fn::ServerFn;
    let path = <crate::api::LeavePage as ServerFn>::PATH;
    let sent = web_sys::UrlSearchParams::new().ok().and_then(|fields| {
        fields.append("page", &page.to_string());
        window().navigator().send_beacon_with_opt_url_search_params(path, Some(&fields)).ok()
    });
    if sent != Some(true) {
        spawn_local(async move {
            // Whoever leaves without a word is gone a few seconds later.
            let _ = leave_page(page).await;
        });
    }
}

/// The others, in a line.
#[component]
pub fn Others(presence: Presence) -> impl IntoView {
    let others = presence.others;
    move || {
        let others = others.get();
        (!others.is_empty()).then(|| {
            let avatars =
                others.iter().take(3).map(|other| view! { <Avatar name=other.name.clone() /> }).collect_view();
            view! {
                <span class="inline-flex min-w-0 items-center gap-1.5 text-sm text-muted">
                    <span class="flex -space-x-1">{avatars}</span>
                    <span class="truncate">{words(&others)}</span>
                </span>
            }
        })
    }
}

/// Who types, or else who is here.
fn words(others: &[Present]) -> String {
    let typing: Vec<&Present> = others.iter().filter(|other| other.typing).collect();
    let (who, does) = if typing.is_empty() { (others.iter().collect(), "here") } else { (typing, "typing …") };
    match who.as_slice() {
        [one] => format!("{} is {does}", one.name),
        [one, two] => format!("{} and {} are {does}", one.name, two.name),
        [one, more @ ..] => format!("{} and {} others are {does}", one.name, more.len()),
        [] => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use kernel::PersonId;

    use super::*;

    fn present(name: &str, typing: bool) -> Present {
        Present { number: InteractionNumber(1), person: PersonId(1), name: name.into(), typing }
    }

    #[test]
    fn who_types_matters_more_than_who_looks() {
        let [ada, bo, cy] = ["Ada", "Bo", "Cy"].map(|name| present(name, false));
        assert_eq!(words(std::slice::from_ref(&ada)), "Ada is here");
        assert_eq!(words(&[ada.clone(), bo.clone()]), "Ada and Bo are here");
        assert_eq!(words(&[ada.clone(), bo, cy]), "Ada and 2 others are here");
        assert_eq!(words(&[ada, present("Bo", true)]), "Bo is typing …");
        assert_eq!(words(&[]), "");
    }
}
