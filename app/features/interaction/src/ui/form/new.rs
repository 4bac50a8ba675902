//! `/interactions/new`.

use kernel::{ApiError, FieldErrors, InteractionNumber, PersonId, Replay};
use leptos::{html, prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use people::ui::{NotOpened, NotSaved, replay};
use ui::{
    Banner, ButtonVariant, Kbd, LinkButton, PageHeader, Panel, Skeleton, Tone, focus_first_invalid, focus_returned,
    use_toaster,
};
use uuid::Uuid;

use super::{
    AddPerson, FormFields, FormState, SaveAtFoot, SaveAtHead, asks_the_server,
    keep::{Kept, forget, keep, kept, place},
};
use crate::{
    api::{create_interaction, load_history, open_form},
    model::{Draft, NewForm, Status},
    ui::history::HistoryPanel,
};

/// The page: the form at the left, the caller's history at the right.
#[component]
pub fn NewInteractionPage() -> impl IntoView {
    let sent = replay();
    let company = sent.as_ref().and_then(|replay| replay.fields.get("company").parse().ok());
    let sent = StoredValue::new(sent);
    let address = use_query_map();
    let follows = Memo::new(move |_| {
        address.with(|map| map.get("follows").and_then(|text| text.parse::<InteractionNumber>().ok()))
    });
    let opened = Resource::new(move || follows.get(), move |follows| open_form(company, follows));
    view! {
        <Title text="New interaction" />
        <Suspense fallback=|| view! { <Skeleton lines=12 /> }>
            {move || Suspend::new(async move {
                match opened.await {
                    Ok(opened) => {
                        view! { <Filling opened sent=sent.get_value() /> }.into_any()
                    }
                    Err(error) => {
                        let path = "/interactions/new".to_owned();
                        view! { <NotOpened error path sent=sent.get_value() /> }.into_any()
                    }
                }
            })}
        </Suspense>
    }
}

#[component]
fn Filling(
    opened: NewForm,
    /// The form as it was sent without JavaScript, if it was not accepted.
    sent: Option<Replay>,
) -> impl IntoView {
    let draft = sent.as_ref().map_or_else(|| opened.draft.clone(), |sent| Draft::from_fields(&sent.fields));
    let form = FormState::new(&draft, opened.choices, sent.as_ref());
    let (fresh, place) = (StoredValue::new(opened.draft), StoredValue::new(place(&draft.follows)));
    let submission = sent.as_ref().and_then(|sent| sent.fields.get("submission").parse().ok());
    let submission = RwSignal::new(submission.unwrap_or(opened.submission));
    let was_sent = sent.is_some();
    let general = sent.and_then(|sent| sent.error).filter(|error| !matches!(error, ApiError::Invalid(_)));
    let failure = RwSignal::new(general);
    let restored = RwSignal::new(false);
    if !was_sent {
        restore(form, submission, restored, fresh, place);
    }
    Effect::watch(
        move || form.draft(),
        move |draft, _, _| {
            let kept = Kept { draft: draft.clone(), submission: submission.get_untracked() };
            place.with_value(|place| keep(place, &kept));
        },
        false,
    );
    let busy = RwSignal::new(false);
    let node = NodeRef::<html::Form>::new();
    focus_returned(node);
    let save = saver(form, submission, busy, failure, node, place);
    let history = caller_history(form);
    let add_to = RwSignal::new(None);
    let save_by_key = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            save();
        }
    };
    view! {
        <form
            node_ref=node
            method="post"
            action="/interactions/new"
            novalidate
            aria-label="New interaction"
            on:submit=move |event| {
                if asks_the_server(&event) {
                    return;
                }
                event.prevent_default();
                save();
            }
            on:keydown=save_by_key
        >
            <input type="hidden" name="submission" value=move || submission.get().to_string() />
            <PageHeader
                title="New interaction"
                subtitle=Some("Its number is given on save.".to_owned())
                actions=ViewFn::from(move || view! {
                    <span class="hidden items-center gap-1 text-xs text-muted lg:flex">
                        <Kbd>"Ctrl"</Kbd> <Kbd>"Enter"</Kbd> "saves"
                    </span>
                    <LinkButton href="/interactions" variant=ButtonVariant::Ghost>"Cancel"</LinkButton>
                    <SaveAtHead busy />
                })
            />
            <input type="hidden" name="follows" value=move || form.field("follows").get() />
            <Restored restored form submission afresh=(fresh, opened.submission) place />
            <Follows form />
            <NotSaved error=failure />
            <div class="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem] xl:grid-cols-[minmax(0,1fr)_24rem]">
                <Panel title="Details">
                    <FormFields form is_new=true statuses=Status::initial().to_vec() reported_on=opened.now add_to />
                </Panel>
                <HistoryPanel history />
            </div>
            <SaveAtFoot busy />
        </form>
        <AddPerson form add_to />
    }
}

/// Offers a form that was left again, with what its company offers.
fn restore(
    form: FormState,
    submission: RwSignal<Uuid>,
    restored: RwSignal<bool>,
    fresh: StoredValue<Draft>,
    place: StoredValue<String>,
) {
    Effect::new(move |_| {
        let left = place.with_value(|place| kept(place));
        let Some(left) = left.filter(|left| fresh.with_value(|fresh| left.draft != *fresh)) else { return };
        submission.set(left.submission);
        spawn_local(async move {
            if !left.draft.company.is_empty() {
                form.offer(&left.draft.company).await;
            }
            form.fill(&left.draft);
            restored.set(true);
        });
    });
}

/// Saves from the browser: checks, sends, and goes to the record or to the first wrong field.
fn saver(
    form: FormState,
    submission: RwSignal<Uuid>,
    busy: RwSignal<bool>,
    failure: RwSignal<Option<ApiError>>,
    node: NodeRef<html::Form>,
    place: StoredValue<String>,
) -> impl Fn() + Copy + 'static {
    let navigate = StoredValue::new(use_navigate());
    let toasts = use_toaster();
    let show = move |errors: FieldErrors| {
        form.errors.set(errors);
        if let Some(node) = node.get_untracked() {
            focus_first_invalid(&node);
        }
    };
    move || {
        if busy.get_untracked() {
            return;
        }
        failure.set(None);
        let draft = untrack(|| form.draft());
        if let Err(errors) = draft.check() {
            show(errors);
            return;
        }
        busy.set(true);
        form.errors.set(FieldErrors::default());
        spawn_local(async move {
            let outcome = create_interaction(draft, submission.get_untracked()).await;
            busy.set(false);
            match outcome {
                Ok(number) => {
                    place.with_value(|place| forget(place));
                    toasts.success(format!("{number} was saved."));
                    navigate.with_value(|go| go(&format!("/interactions/{number}"), NavigateOptions::default()));
                }
                Err(error) if error.fields().is_empty() => failure.set(Some(error)),
                Err(error) => show(error.fields()),
            }
        });
    }
}

/// The history of the person chosen as Requested For.
fn caller_history(form: FormState) -> Signal<Option<crate::model::History>> {
    let person = Memo::new(move |_| form.requested_for.choice.get().and_then(|choice| choice.value.parse().ok()));
    let history = RwSignal::new(None);
    Effect::new(move |_| {
        let person: Option<PersonId> = person.get();
        history.set(None);
        if let Some(person) = person {
            spawn_local(async move {
                let loaded = load_history(person).await.ok();
                let still = form
                    .requested_for
                    .choice
                    .with_untracked(|choice| choice.as_ref().is_some_and(|choice| choice.value == person.to_string()));
                if still {
                    history.set(loaded);
                }
            });
        }
    });
    history.into()
}

/// Says which interaction the new one follows.
#[component]
fn Follows(form: FormState) -> impl IntoView {
    let follows = form.field("follows");
    move || {
        let number = follows.get();
        (!number.is_empty()).then(|| {
            let href = format!("/interactions/{number}");
            view! {
                <p class="mb-4 text-sm">"Follows " <a class="link" href=href>{number}</a></p>
            }
        })
    }
}

/// Says that a form left before is back, and offers to begin anew.
#[component]
fn Restored(
    restored: RwSignal<bool>,
    form: FormState,
    submission: RwSignal<Uuid>,
    /// The form as it opened, and its submission.
    afresh: (StoredValue<Draft>, Uuid),
    place: StoredValue<String>,
) -> impl IntoView {
    let (fresh, named) = afresh;
    let discard = move |_| {
        fresh.with_value(|fresh| form.fill(fresh));
        submission.set(named);
        place.with_value(|place| forget(place));
        restored.set(false);
    };
    move || {
        restored.get().then(|| {
            view! {
                <div class="mb-4">
                    <Banner tone=Tone::Info>
                        "What you typed before is back. "
                        <button type="button" class="min-h-6 font-semibold underline" on:click=discard>
                            "Start afresh"
                        </button>
                    </Banner>
                </div>
            }
        })
    }
}
