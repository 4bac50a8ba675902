//! The form that relates an interaction to another one.

use kernel::{ApiError, FieldErrors, InteractionNumber, Replay};
use leptos::{html, prelude::*, task::spawn_local};
use people::ui::NotSaved;
use ui::{
    Button, ButtonSize, ButtonVariant, Choice, Combobox, combo_search, focus_first_invalid, focus_returned, use_toaster,
};

use super::Asked;
use crate::{
    api::{find_relatable, relate_interaction},
    model::{Relatable, RelationDraft, RelationKind, Side},
};

fn choice_of(found: Relatable) -> Choice {
    let number = found.number.to_string();
    let detail = format!("{} · {}", found.status.label(), found.summary);
    Choice { value: number.clone(), label: number, detail, ..Choice::default() }
}

/// The form for one kind. It posts to the record's page, with and without JavaScript.
#[component]
pub fn AddRelation(
    number: InteractionNumber,
    kind: RelationKind,
    asked: Asked,
    /// The form as it was sent without JavaScript, if it was not accepted.
    sent: Option<Replay>,
    changed: Callback<()>,
) -> impl IntoView {
    let typed = sent.as_ref().map(|sent| RelationDraft::from_fields(&sent.fields).other).unwrap_or_default();
    let (text, choice) = (RwSignal::new(typed), RwSignal::new(None::<Choice>));
    let errors = RwSignal::new(sent.as_ref().map(Replay::errors).unwrap_or_default());
    let failure = RwSignal::new(None::<ApiError>);
    let busy = RwSignal::new(false);
    let node = NodeRef::<html::Form>::new();
    let toasts = use_toaster();
    focus_returned(node);
    let search = combo_search(move |text: String, _| async move {
        let found = find_relatable(number, text).await.map_err(|error| error.to_string())?;
        Ok(found.into_iter().map(choice_of).collect())
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        failure.set(None);
        errors.set(FieldErrors::default());
        busy.set(true);
        let draft = RelationDraft { kind: kind.key().to_owned(), other: text.get_untracked() };
        spawn_local(async move {
            match relate_interaction(number, draft).await {
                Ok(other) => {
                    toasts.success(format!("{other} is {} {number}.", kind.of_this()));
                    asked.try_set(None);
                    changed.try_run(());
                }
                Err(ApiError::Invalid(wrong)) => {
                    errors.try_set(wrong);
                    if let Some(node) = node.try_get_untracked().flatten() {
                        focus_first_invalid(&node);
                    }
                }
                Err(error) => {
                    failure.try_set(Some(error));
                }
            }
            busy.try_set(false);
        });
    };
    view! {
        <form
            node_ref=node
            method="post"
            action=Side::Desk.page(number)
            novalidate
            aria-label=kind.add_label()
            class="grid gap-2 border-b border-line pb-3"
            on:submit=submit
        >
            <input type="hidden" name=RelationDraft::KIND value=kind.key() />
            <NotSaved error=failure />
            // The button stands beside the box: below it the list of what is found would cover it.
            <div class="flex items-start gap-2">
                <div class="min-w-0 flex-1">
                    <Combobox
                        name=RelationDraft::OTHER
                        label=kind.label()
                        text
                        choice
                        search
                        error=Signal::derive(move || errors.read().get(RelationDraft::OTHER).map(ToOwned::to_owned))
                        hint="A number, or words of the summary"
                    />
                </div>
                <div class="pt-6">
                    <Button kind="submit" variant=ButtonVariant::Primary busy>{kind.add_label()}</Button>
                </div>
            </div>
            <div class="needs-scripts">
                <Button size=ButtonSize::Sm on:click=move |_| asked.set(None)>"Cancel"</Button>
            </div>
        </form>
    }
}
