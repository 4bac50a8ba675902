//! What the record follows and is followed by, and why it cannot be re-opened any more.

use kernel::InteractionNumber;
use leptos::prelude::*;
use time::OffsetDateTime;
use ui::{Banner, TimeText, Tone};

use crate::model::Record;

/// Under the heading; nothing where there is nothing to say.
#[component]
pub fn Lineage(
    record: RwSignal<Record>,
    /// When the record was read, by the server's clock.
    #[prop(into)]
    now: Signal<OffsetDateTime>,
    may_edit: bool,
) -> impl IntoView {
    let follows = Memo::new(move |_| record.read().follows);
    let followed_by = Memo::new(move |_| record.read().followed_by.clone());
    let over = Memo::new(move |_| {
        let record = record.read();
        let ended_at = record.ended_at.filter(|_| record.is_past_reopening(now.get()));
        ended_at.map(|at| (record.number, at, record.reopen_days))
    });
    view! {
        {move || {
            let lines = follows.get().map(|number| line("Follows ", vec![number]));
            let after = followed_by.get();
            let after = (!after.is_empty()).then(|| line("Followed by ", after));
            (lines.is_some() || after.is_some())
                .then(|| view! { <div class="mb-4 grid gap-1 text-sm">{lines} {after}</div> })
        }}
        {move || over.get().filter(|_| may_edit).map(|(number, at, days)| is_over(number, at, days))}
    }
}

fn line(words: &'static str, numbers: Vec<InteractionNumber>) -> impl IntoView {
    let links = numbers
        .into_iter()
        .map(|number| {
            let href = format!("/interactions/{number}");
            view! { <a class="link" href=href>{number.to_string()}</a> }
        })
        .collect_view();
    view! { <p class="flex flex-wrap gap-x-2">{words} {links}</p> }
}

fn is_over(number: InteractionNumber, at: OffsetDateTime, days: i32) -> impl IntoView {
    let href = format!("/interactions/new?follows={number}");
    let days = if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
    view! {
        <div class="mb-4">
            <Banner tone=Tone::Info>
                <p>
                    "It cannot be re-opened, because it ended on " <TimeText at /> ", more than " {days} " ago. "
                    <a class="link" href=href>"Log a new interaction that follows it"</a>
                </p>
            </Banner>
        </div>
    }
}
