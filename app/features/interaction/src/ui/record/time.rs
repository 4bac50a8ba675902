//! The region `Time`: how long whoever asked waited and how long agents worked, live; one's own timer; the ledger.

mod correct;

use std::time::Duration as Beat;

use correct::Correct;
use kernel::{ApiError, InteractionNumber, Replay};
use leptos::{prelude::*, task::spawn_local};
use people::ui::NotSaved;
use time::{Duration, OffsetDateTime};
use ui::{Button, ButtonSize, Panel, TimeText, browser_now};

use crate::{
    api::{load_time, press_timer},
    model::{Keeper, Record, Segment, SegmentKind, Timer, length_text},
};

/// The most segments that are shown.
const SHOWN: usize = 50;

/// The time of the record that is shown. A handle: cheap to copy.
#[derive(Clone, Copy, Debug)]
pub struct Time {
    number: InteractionNumber,
    record: RwSignal<Record>,
    /// When the ledger was read, by the server's clock.
    read_at: RwSignal<OffsetDateTime>,
    keeper: Option<Keeper>,
}

impl Time {
    pub fn new(record: RwSignal<Record>, read_at: RwSignal<OffsetDateTime>, keeper: Option<Keeper>) -> Self {
        Self { number: record.with_untracked(|record| record.number), record, read_at, keeper }
    }

    /// Fetches the ledger.
    pub async fn renew(self) {
        if let Ok(sheet) = load_time(self.number).await {
            self.record.try_update(|record| record.ledger = sheet.ledger);
            self.read_at.try_set(sheet.now);
        }
    }

    /// Whether somebody still waits for a first response.
    pub fn is_waiting(self) -> bool {
        self.record.try_with_untracked(|record| record.ledger.is_waiting(record.status)).unwrap_or_default()
    }

    /// The server's time: when the ledger was read and, in the browser, on from there while anything runs.
    fn now(self) -> Signal<OffsetDateTime> {
        let Self { record, read_at, .. } = self;
        let now = RwSignal::new(read_at.get_untracked());
        let runs = Memo::new(move |_| {
            let record = record.read();
            record.ledger.is_waiting(record.status) || record.ledger.0.iter().any(Segment::runs)
        });
        Effect::new(move |_| {
            let ahead = read_at.get() - browser_now();
            now.set(read_at.get_untracked());
            if !runs.get() {
                return;
            }
            let tick = move || {
                // The page may be gone by now.
                let _ = now.try_set(browser_now() + ahead);
            };
            let timer = set_interval_with_handle(tick, Beat::from_secs(1));
            on_cleanup(move || {
                if let Ok(timer) = timer {
                    timer.clear();
                }
            });
        });
        now.into()
    }
}

/// The region.
#[component]
pub fn TimePanel(
    time: Time,
    /// The timer or the correction as it was sent without JavaScript, if it was not accepted.
    sent: Option<Replay>,
    /// Run after the ledger was changed here.
    changed: Callback<()>,
) -> impl IntoView {
    let Time { record, keeper, .. } = time;
    let now = time.now();
    let duration = move || length_text(record.read().ledger.duration(now.get()));
    let wait = move || {
        let record = record.read();
        record.ledger.wait(record.reported_on, record.status, now.get()).map_or_else(|| "–".to_owned(), length_text)
    };
    let held = move || {
        let held = record.read().ledger.held(now.get());
        (held > Duration::ZERO).then(|| fact("On hold", length_text(held)))
    };
    view! {
        <Panel title="Time">
            <dl class="grid grid-cols-2 gap-3">
                {move || fact("Duration", duration())}
                {move || fact("Wait time", wait())}
                {held}
            </dl>
            {keeper.map(|keeper| view! { <TimerForm time keeper sent=sent.clone() changed /> })}
            <Segments time now sent changed />
        </Panel>
    }
}

fn fact(label: &'static str, value: String) -> impl IntoView {
    view! {
        <div>
            <dt class="text-xs text-muted">{label}</dt>
            <dd class="tabular-nums">{value}</dd>
        </div>
    }
}

/// One's own timer.
#[component]
fn TimerForm(time: Time, keeper: Keeper, sent: Option<Replay>, changed: Callback<()>) -> impl IntoView {
    let Time { number, record, .. } = time;
    let person = keeper.person;
    let runs = Memo::new(move |_| record.read().ledger.running(person).is_some());
    let held = Memo::new(move |_| !runs.get() && SegmentKind::timed_in(record.read().status).is_none());
    let words = move || {
        let record = record.read();
        if runs.get() {
            "Pause"
        } else if record.ledger.is_paused(person, record.status) {
            "Resume"
        } else {
            "Start timer"
        }
    };
    let timer = move || if runs.get() { Timer::Pause } else { Timer::Start };
    let sent = sent.filter(|sent| Timer::is_sent_by(&sent.fields)).and_then(|sent| sent.error);
    let (busy, failure) = (RwSignal::new(false), RwSignal::new(sent.map(plain)));
    let press = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        let timer = untrack(timer);
        spawn_local(async move {
            match press_timer(number, timer).await {
                Ok(()) => {
                    time.renew().await;
                    changed.try_run(());
                }
                Err(error) => {
                    failure.try_set(Some(plain(error)));
                }
            }
            busy.try_set(false);
        });
    };
    view! {
        <form method="post" action=format!("/interactions/{number}") aria-label="Timer" class="mt-3" on:submit=press>
            <NotSaved error=failure />
            <input type="hidden" name=Timer::NAME value=move || timer().key() />
            <p class="text-sm text-muted" hidden=move || !held.get()>
                "It is on hold: the timer starts again when it is In Progress."
            </p>
            <div hidden=move || held.get()>
                <Button kind="submit" size=ButtonSize::Sm busy>{words}</Button>
            </div>
        </form>
    }
}

/// A refusal of the timer, which has no field to stand at.
fn plain(error: ApiError) -> ApiError {
    let said = error.fields().get(Timer::NAME).map(ToOwned::to_owned);
    said.map_or(error, ApiError::Malformed)
}

/// The ledger, the latest first.
#[component]
fn Segments(time: Time, now: Signal<OffsetDateTime>, sent: Option<Replay>, changed: Callback<()>) -> impl IntoView {
    let record = time.record;
    let all = Memo::new(move |_| record.read().ledger.0.len());
    let latest = move || record.read().ledger.0.iter().rev().take(SHOWN).cloned().collect::<Vec<_>>();
    let open = sent.is_some();
    let sent = StoredValue::new(sent);
    let key = |segment: &Segment| (segment.id, segment.started_at, segment.ended_at);
    view! {
        <details class="mt-3" open=open hidden=move || all.get() == 0>
            <summary class="min-h-6 cursor-pointer text-sm">{move || format!("Segments ({})", all.get())}</summary>
            <ol class="mt-2 grid gap-2" aria-label="Segments, latest first">
                <For each=latest key=key let:segment>
                    <Entry time segment now sent changed />
                </For>
            </ol>
            <p class="mt-2 text-xs text-muted" hidden=move || all.get() <= SHOWN>
                {format!("The latest {SHOWN} are shown.")}
            </p>
        </details>
    }
}

#[component]
fn Entry(
    time: Time,
    segment: Segment,
    now: Signal<OffsetDateTime>,
    sent: StoredValue<Option<Replay>>,
    changed: Callback<()>,
) -> impl IntoView {
    let (started_at, ended_at, label) = (segment.started_at, segment.ended_at, segment.label());
    let corrects = time.keeper.is_some_and(|keeper| keeper.corrects(&segment));
    let measured = segment.clone();
    let length = move || length_text(measured.length(now.get()));
    let end = match ended_at {
        Some(at) => view! { <TimeText at /> }.into_any(),
        None => view! { <span class="font-medium text-accent-ink">"running"</span> }.into_any(),
    };
    view! {
        <li class="rounded-lg border border-line p-2 text-sm">
            <div class="flex flex-wrap justify-between gap-x-3">
                <span class="font-medium wrap-anywhere">{label}</span>
                <span class="tabular-nums">{length}</span>
            </div>
            <p class="text-xs text-muted"><TimeText at=started_at /> " – " {end}</p>
            {corrects.then(|| view! { <Correct time segment sent changed /> })}
        </li>
    }
}
