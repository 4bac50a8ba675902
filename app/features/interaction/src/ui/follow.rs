//! An open page follows what happens to its record elsewhere.

use std::future::Future;

use kernel::InteractionNumber;
use leptos::{prelude::*, task::spawn_local};
use ui::{News, use_live};

/// What about the record is different.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// The record itself, since this version.
    Record(i32),
    /// What people say about it.
    Comments,
    /// Who watches it, or what it belongs together with.
    Links,
    /// Its files.
    Attachments,
    /// What its time goes into.
    Time,
    /// Who is at it.
    Presence,
    /// Anything: some news were missed.
    Anything,
}

impl Difference {
    /// What a piece of news says about a record, if anything.
    fn of(news: &News, number: InteractionNumber) -> Option<Self> {
        match news {
            News::Reset => Some(Self::Anything),
            News::Event(event) if event.id == number.0 => match event.kind.strip_prefix("interaction.")? {
                "commented" => Some(Self::Comments),
                "attached" | "attachment_removed" => Some(Self::Attachments),
                "timer_started" | "timer_paused" | "time_corrected" => Some(Self::Time),
                "presence" => Some(Self::Presence),
                "watched" | "unwatched" | "related" | "unrelated" => Some(Self::Links),
                _ => Some(Self::Record(event.version)),
            },
            News::Event(_) => None,
        }
    }
}

/// Tells `changed` what happens to a record from now on, and what did since `position` in the page's news.
pub fn follow(number: InteractionNumber, position: u64, changed: Callback<Difference>) {
    let live = use_live();
    Effect::new(move |_| {
        let heard = Callback::new(move |news: News| {
            if let Some(difference) = Difference::of(&news, number) {
                changed.run(difference);
            }
        });
        live.listen(position, heard);
    });
}

/// Fetches something again each time it is asked to: never twice at once, and once more where it was asked meanwhile.
pub fn refetch<F: Future<Output = ()> + 'static>(
    fetch: impl Fn() -> F + Clone + Send + Sync + 'static,
) -> Callback<()> {
    let asked = StoredValue::new(Asked::No);
    Callback::new(move |()| {
        let before = asked.try_update_value(|asked| {
            let before = *asked;
            *asked = if before == Asked::No { Asked::Once } else { Asked::Again };
            before
        });
        if before != Some(Asked::No) {
            return;
        }
        let fetch = fetch.clone();
        spawn_local(async move {
            loop {
                fetch().await;
                // The page may be gone by now.
                let again = asked.try_update_value(|asked| {
                    let again = *asked == Asked::Again;
                    *asked = if again { Asked::Once } else { Asked::No };
                    again
                });
                if again != Some(true) {
                    break;
                }
            }
        });
    })
}

/// How often something was asked for that is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    No,
    Once,
    Again,
}

#[cfg(test)]
mod tests {
    use kernel::LiveEvent;

    use super::*;

    fn event(kind: &str, id: i64) -> News {
        News::Event(LiveEvent { kind: kind.into(), id, version: 3 })
    }

    #[test]
    fn only_what_is_about_the_record_matters() {
        let of = |news| Difference::of(&news, InteractionNumber(7));
        assert_eq!(of(event("interaction.updated", 7)), Some(Difference::Record(3)));
        assert_eq!(of(event("interaction.commented", 7)), Some(Difference::Comments));
        assert_eq!(of(event("interaction.attached", 7)), Some(Difference::Attachments));
        assert_eq!(of(event("interaction.attachment_removed", 7)), Some(Difference::Attachments));
        assert_eq!(of(event("interaction.timer_paused", 7)), Some(Difference::Time));
        assert_eq!(of(event("interaction.presence", 7)), Some(Difference::Presence));
        assert_eq!(of(event("interaction.related", 7)), Some(Difference::Links));
        assert_eq!(of(event("interaction.updated", 8)), None);
        assert_eq!(of(event("incident.updated", 7)), None);
        assert_eq!(of(News::Reset), Some(Difference::Anything));
    }
}
