//! The box to make somebody else watch.

use kernel::{ApiError, CompanyId, FieldErrors, InteractionNumber, Replay};
use leptos::{html, prelude::*, task::spawn_local};
use people::ui::{NotSaved, PersonLookup};
use ui::{Button, Choice, focus_first_invalid, focus_returned, use_toaster};

use super::BOX;
use crate::{
    api::add_watcher,
    model::{Side, WatcherDraft, Watchers, Watching},
};

/// The box with its button. It posts to the record's page, with and without JavaScript.
#[component]
pub fn AddWatcher(
    number: InteractionNumber,
    watchers: Signal<Watchers>,
    /// The form as it was sent without JavaScript, if it was not accepted.
    sent: Option<Replay>,
    changed: Callback<()>,
) -> impl IntoView {
    let draft = sent.as_ref().map(|sent| WatcherDraft::from_fields(&sent.fields)).unwrap_or_default();
    let chosen = (!draft.person.is_empty()).then(|| Choice {
        value: draft.person.clone(),
        label: draft.text.clone(),
        ..Choice::default()
    });
    let (text, choice) = (RwSignal::new(draft.text), RwSignal::new(chosen));
    let errors = RwSignal::new(sent.as_ref().map(Replay::errors).unwrap_or_default());
    let failure = RwSignal::new(None::<ApiError>);
    let busy = RwSignal::new(false);
    let node = NodeRef::<html::Form>::new();
    let toasts = use_toaster();
    focus_returned(node);
    let show = move |wrong: FieldErrors| {
        errors.try_set(wrong);
        if let Some(node) = node.try_get_untracked().flatten() {
            focus_first_invalid(&node);
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let person = choice.with_untracked(|choice| choice.as_ref().map(|choice| choice.value.clone()));
        let draft = WatcherDraft { person: person.unwrap_or_default(), text: text.get_untracked() };
        failure.set(None);
        if let Err(wrong) = draft.check() {
            show(wrong);
            return;
        }
        errors.set(FieldErrors::default());
        busy.set(true);
        spawn_local(async move {
            let who = draft.text.clone();
            match add_watcher(number, draft).await {
                Ok(()) => {
                    choice.try_set(None);
                    text.try_set(String::new());
                    toasts.success(format!("{who} watches {number}."));
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
    let hint = if watchers.with_untracked(|watchers| watchers.outside) {
        "Name, email or phone; or an email address of somebody outside"
    } else {
        "Name, email or phone"
    };
    let any_company = Signal::stored(None::<CompanyId>);
    view! {
        <form node_ref=node method="post" action=Side::Desk.page(number) novalidate aria-label="Add a watcher" class="grid gap-2" on:submit=submit>
            <input type="hidden" name=Watching::FIELD value=Watching::Add.key() />
            <NotSaved error=failure />
            // The button stands beside the box: below it the list of the look-up would cover it.
            <div class="flex items-start gap-2">
                <div class="min-w-0 flex-1">
                    <PersonLookup
                        name=BOX
                        label="Watcher"
                        text
                        choice
                        company=any_company
                        cards=RwSignal::new(Vec::new())
                        error=Signal::derive(move || errors.read().get(BOX).map(ToOwned::to_owned))
                        hint=hint.to_owned()
                        required=false
                    />
                </div>
                <div class="pt-6">
                    <Button kind="submit" busy>"Add Watcher"</Button>
                </div>
            </div>
        </form>
    }
}
