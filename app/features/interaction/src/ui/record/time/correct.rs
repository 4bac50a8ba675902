//! Correcting a segment: its start and its end, for a reason.

use kernel::{ApiError, FieldErrors, Replay};
use leptos::{html, prelude::*, task::spawn_local};
use people::ui::NotSaved;
use ui::{Button, ButtonSize, MomentField, TextField, focus_first_invalid, focus_returned, use_toaster};

use super::Time;
use crate::{
    api::correct_time,
    model::{Segment, TimeDraft},
};

/// Folded away until it is asked for; a real form without scripts.
#[component]
pub fn Correct(
    time: Time,
    segment: Segment,
    sent: StoredValue<Option<Replay>>,
    changed: Callback<()>,
) -> impl IntoView {
    let id = segment.id;
    let sent = sent.get_value().filter(|sent| sent.fields.get(TimeDraft::SEGMENT) == id.to_string());
    let draft = sent.as_ref().map_or_else(|| TimeDraft::of(&segment), |sent| TimeDraft::from_fields(&sent.fields));
    let open = sent.is_some();
    let errors = RwSignal::new(sent.as_ref().map(Replay::errors).unwrap_or_default());
    let refused = sent.and_then(|sent| sent.error).filter(|error| !matches!(error, ApiError::Invalid(_)));
    let failure = RwSignal::new(refused);
    let [start, end, reason] = [draft.start, draft.end, draft.reason].map(RwSignal::new);
    let (busy, node) = (RwSignal::new(false), NodeRef::<html::Form>::new());
    focus_returned(node);
    let toasts = use_toaster();
    let (number, label) = (time.number, segment.label());
    let form = format!("Correct {label}");
    let error = move |name: &'static str| Signal::derive(move || errors.read().get(name).map(ToOwned::to_owned));
    let show = move |wrong: FieldErrors| {
        errors.try_set(wrong);
        if let Some(node) = node.try_get_untracked().flatten() {
            focus_first_invalid(&node);
        }
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        failure.set(None);
        let draft =
            TimeDraft { start: start.get_untracked(), end: end.get_untracked(), reason: reason.get_untracked() };
        let ledger = time.record.with_untracked(|record| record.ledger.clone());
        // A browser's clock may be wrong: what lies in the future the server says.
        if let Err(wrong) = draft.check(&segment, &ledger, FAR) {
            show(wrong);
            return;
        }
        errors.set(FieldErrors::default());
        busy.set(true);
        spawn_local(async move {
            match correct_time(number, id, draft).await {
                Ok(()) => {
                    toasts.success("The time was corrected.");
                    time.renew().await;
                    changed.try_run(());
                }
                Err(ApiError::Invalid(wrong)) => show(wrong),
                Err(error) => {
                    failure.try_set(Some(error));
                }
            }
            busy.try_set(false);
        });
    };
    view! {
        <details class="mt-1" open=open>
            <summary class="min-h-6 cursor-pointer text-xs">
                "Correct" <span class="sr-only">{format!(" {label}")}</span>
            </summary>
            <form
                node_ref=node
                method="post"
                action=format!("/interactions/{number}")
                novalidate
                aria-label=form
                class="mt-2 grid gap-3"
                on:submit=save
            >
                <input type="hidden" name=TimeDraft::SEGMENT value=id.to_string() />
                <NotSaved error=failure />
                <MomentField
                    id=format!("segment-{id}-start")
                    name=TimeDraft::START
                    label="Start"
                    value=start
                    seconds=true
                    error=error(TimeDraft::START)
                />
                <MomentField
                    id=format!("segment-{id}-end")
                    name=TimeDraft::END
                    label="End"
                    value=end
                    seconds=true
                    error=error(TimeDraft::END)
                />
                <TextField
                    id=format!("segment-{id}-reason")
                    name=TimeDraft::REASON
                    label="Reason for correction"
                    value=reason
                    required=true
                    error=error(TimeDraft::REASON)
                />
                <div>
                    <Button kind="submit" size=ButtonSize::Sm busy>"Save correction"</Button>
                </div>
            </form>
        </details>
    }
}

/// Later than anything.
const FAR: time::OffsetDateTime = time::macros::datetime!(9999-12-31 23:59:59 UTC);
