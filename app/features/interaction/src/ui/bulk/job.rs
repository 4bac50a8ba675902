//! `/interactions/bulk/ID`: how far a job is, what it could not change, and the button that takes it back.

use std::time::Duration;

use kernel::{ApiError, Replay};
use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map},
};
use people::ui::{Failed, NotSaved, replay};
use time::OffsetDateTime;
use ui::{
    Button, LinkButton, OnPhone, PageHeader, Panel, ProgressBar, Skeleton, Table, Td, Th, TimeText, browser_now,
    once_alive,
};

use super::{interactions, preview::figure};
use crate::{
    api::{load_bulk, undo_bulk},
    model::{BulkFailure, BulkJob, FAILURES, bulk_page},
    ui::{links::whole_failure_of, list_href},
};

/// How often a job that runs is looked at.
const LOOK: Duration = Duration::from_secs(1);

/// The page, for who began it.
#[component]
pub fn BulkJobPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|map| map.get("job").and_then(|text| text.parse::<i64>().ok())));
    let sent = StoredValue::new(id.get_untracked().zip(replay()));
    let loaded = Resource::new(
        move || id.get(),
        move |id| async move {
            match id {
                Some(id) => load_bulk(id).await,
                None => Err(ApiError::NotFound),
            }
        },
    );
    view! {
        <Suspense fallback=|| view! { <Skeleton lines=8 /> }>
            {move || Suspend::new(async move {
                match loaded.await {
                    Ok(job) => {
                        let sent = sent.get_value().filter(|(to, _)| *to == job.id).map(|(_, sent)| sent);
                        view! { <Loaded job sent /> }.into_any()
                    }
                    Err(error) => view! { <Failed error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Loaded(
    job: BulkJob,
    /// The form as it was sent without JavaScript, if it was not accepted.
    sent: Option<Replay>,
) -> impl IntoView {
    let title = job.title.clone();
    let subtitle = Some(format!("Job {} · {}", job.id, interactions(job.total)));
    let job = RwSignal::new(job);
    let failed = Memo::new(move |_| job.with(|job| (job.failures.clone(), job.failed)));
    let trouble = watch(job);
    let actions = ViewFn::from(|| view! { <LinkButton href=list_href()>"Back to the list"</LinkButton> });
    view! {
        <Title text=title.clone() />
        <PageHeader title subtitle actions />
        <div class="grid grid-cols-1 gap-4">
            <Panel title="Progress">
                <Progress job />
                <NotSaved error=trouble />
                <Undo job sent />
            </Panel>
            {move || {
                let (failures, failed) = failed.get();
                (failed > 0).then(|| view! { <Failures failures failed /> })
            }}
        </div>
    }
}

/// Looks at the job once a second while it runs and, after that, until it can be undone no more: the server says so, whose
/// clock counts. Gives why it cannot be looked at.
fn watch(job: RwSignal<BulkJob>) -> RwSignal<Option<ApiError>> {
    let trouble = RwSignal::new(None::<ApiError>);
    let id = job.with_untracked(|job| job.id);
    let (over, until) = (Memo::new(move |_| job.read().is_over()), Memo::new(move |_| job.read().undo_until));
    let loading = StoredValue::new(false);
    let look = move || {
        let waits = until.try_get_untracked().flatten().is_some_and(|until| until >= browser_now());
        if over.try_get_untracked() == Some(true) && waits || loading.try_get_value() != Some(false) {
            return;
        }
        loading.set_value(true);
        spawn_local(async move {
            let looked = load_bulk(id).await;
            // What is gone does not come back.
            loading.try_set_value(looked == Err(ApiError::NotFound));
            trouble.try_set(looked.as_ref().err().cloned());
            if let Ok(fresh) = looked {
                job.try_set(fresh);
            }
        });
    };
    once_alive(move || {
        if over.get() && until.get().is_none() {
            return;
        }
        let timer = set_interval_with_handle(look, LOOK);
        on_cleanup(move || {
            if let Ok(timer) = timer {
                timer.clear();
            }
        });
    });
    trouble
}

#[component]
fn Progress(job: RwSignal<BulkJob>) -> impl IntoView {
    let share = Signal::derive(move || {
        let job = job.read();
        let part = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        part(job.done()) / part(job.total).max(1.0)
    });
    let over = Memo::new(move |_| job.read().finished_at);
    let done = move || job.with(|job| format!("{} of {} done.", job.done(), job.total));
    let is_over = move || over.get().is_some();
    let (changed, same) = (move || job.read().changed, move || job.read().same);
    let failed = move || job.read().failed;
    view! {
        <ProgressBar label="Progress" value=share />
        {move || {
            (!is_over())
                .then(|| {
                    view! { <p class="mt-2 text-sm">{done} " You may leave this page: the job goes on."</p> }
                })
        }}
        // Read out once, when it is over.
        <p class="mt-2 text-sm" role="status">
            {move || is_over().then(done)}
        </p>
        <p class="text-xs text-muted">
            "Begun " <TimeText at=job.with_untracked(|job| job.begun_at) />
            {move || over.get().map(|at: OffsetDateTime| view! { ", over since " <TimeText at /> })}
        </p>
        <dl class="mt-3 grid grid-cols-3 gap-3 sm:max-w-md">
            {move || figure("Changed", changed())}
            {move || figure("Were so already", same())}
            {move || figure("Failed", failed())}
        </dl>
        <noscript>
            <p class="mt-3">
                <a class="link" href=job.with_untracked(|job| bulk_page(job.id))>"Look again"</a>
            </p>
        </noscript>
    }
}

/// The button, and until when; or what was done about it.
#[component]
fn Undo(job: RwSignal<BulkJob>, sent: Option<Replay>) -> impl IntoView {
    let id = job.with_untracked(|job| job.id);
    let (until, undone) = (Memo::new(move |_| job.read().undo_until), Memo::new(move |_| job.read().undone_by));
    let undoes = job.with_untracked(|job| job.undoes);
    let failure = whole_failure_of(sent.as_ref());
    let busy = RwSignal::new(false);
    let navigate = StoredValue::new(use_navigate());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            match undo_bulk(id).await {
                Ok(undo) => {
                    navigate.try_with_value(|go| go(&bulk_page(undo), NavigateOptions::default()));
                }
                Err(error) => {
                    let why = crate::ui::links::sentence(&error);
                    failure.try_set(Some(if error.fields().is_empty() { error } else { ApiError::Malformed(why) }));
                }
            }
            busy.try_set(false);
        });
    };
    view! {
        <div class="mt-4">
            <NotSaved error=failure />
            {move || {
                until
                    .get()
                    .map(|at| {
                        view! {
                            <form method="post" action=bulk_page(id) class="flex flex-wrap items-center gap-3" on:submit=submit>
                                <Button kind="submit" busy>"Undo"</Button>
                                <span class="text-sm text-muted">"Until " <TimeText at /></span>
                            </form>
                        }
                    })
            }}
            {move || undone.get().map(|undo| other("It was undone", undo))}
            {undoes.map(|first| other("It takes back", first))}
        </div>
    }
}

/// A line that leads to another job.
fn other(words: &'static str, job: i64) -> impl IntoView {
    view! {
        <p class="text-sm">
            {words} ": " <a class="link" href=bulk_page(job)>{format!("job {job}")}</a>
        </p>
    }
}

#[component]
fn Failures(failures: Vec<BulkFailure>, failed: usize) -> impl IntoView {
    let rows = failures.into_iter().map(|BulkFailure { number, why }| {
        view! {
            <tr>
                <Td phone=OnPhone::Title>
                    <a class="link" href=format!("/interactions/{number}")>{number.to_string()}</a>
                </Td>
                <Td class="whitespace-normal">{why}</Td>
            </tr>
        }
    });
    view! {
        <Panel title="Failures">
            <Table label="Failures">
                <thead>
                    <tr>
                        <Th>"Number"</Th>
                        <Th>"Why"</Th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </Table>
            {(failed > FAILURES)
                .then(|| {
                    view! { <p class="mt-2 text-xs text-muted">{format!("and {} more.", interactions(failed - FAILURES))}</p> }
                })}
        </Panel>
    }
}
