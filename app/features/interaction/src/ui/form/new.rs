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
    ButtonVariant, Kbd, LinkButton, PageHeader, Panel, Skeleton, focus_first_invalid, focus_returned, use_toaster,
};
use uuid::Uuid;

use super::{AddPerson, FormFields, FormState, SaveAtFoot, SaveAtHead, asks_the_server};
use crate::{
    api::{create_interaction, load_history, open_form},
    model::{Draft, NewForm, Place, Status, Typed, same_form},
    ui::{
        history::HistoryPanel,
        keep::{self, FormKeeper, KeptNotice},
        list_href,
    },
};

/// The name of the field with what makes a second save of the same form no second record.
const SUBMISSION: &str = "submission";

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
    let submission = sent.as_ref().and_then(|sent| sent.fields.get(SUBMISSION).parse().ok());
    let submission = RwSignal::new(submission.unwrap_or(opened.submission));
    let was_sent = sent.is_some();
    let general = sent.and_then(|sent| sent.error).filter(|error| !matches!(error, ApiError::Invalid(_)));
    let failure = RwSignal::new(general);
    let keeper = kept(form, submission, opened.draft, was_sent);
    let busy = RwSignal::new(false);
    let node = NodeRef::<html::Form>::new();
    focus_returned(node);
    let save = saver(form, submission, keeper, busy, failure, node);
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
            <input type="hidden" name=SUBMISSION value=move || submission.get().to_string() />
            <PageHeader
                title="New interaction"
                subtitle=Some("Its number is given on save.".to_owned())
                actions=ViewFn::from(move || view! {
                    <span class="hidden items-center gap-1 text-xs text-muted lg:flex">
                        <Kbd>"Ctrl"</Kbd> <Kbd>"Enter"</Kbd> "saves"
                    </span>
                    <LinkButton href=list_href() variant=ButtonVariant::Ghost>"Cancel"</LinkButton>
                    <SaveAtHead busy />
                })
            />
            <input type="hidden" name="follows" value=move || form.field("follows").get() />
            <KeptNotice keeper />
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

/// Keeps the form with its `submission`, so that a save whose answer was lost is not made twice.
fn kept(form: FormState, submission: RwSignal<Uuid>, fresh: Draft, was_sent: bool) -> FormKeeper {
    let (place, fresh) = (Place::of_new(&fresh), StoredValue::new(fresh));
    let typed = Signal::derive(move || {
        let mut fields = form.draft().to_fields();
        fields.set(SUBMISSION, submission.get().to_string());
        Typed { fields, version: None }
    });
    let put = move |Typed { fields, .. }: Typed| {
        if let Ok(again) = fields.get(SUBMISSION).parse() {
            submission.set(again);
        }
        let draft = Draft::from_fields(&fields);
        spawn_local(async move {
            // What it offers must be its company's before it is filled in.
            if !draft.company.is_empty() {
                form.offer(&draft.company).await;
            }
            form.fill(&draft);
        });
    };
    let clear = move |()| {
        fresh.with_value(|fresh| form.fill(fresh));
        submission.set(Uuid::new_v4());
    };
    FormKeeper::new(keep::Form {
        place,
        typed,
        idle: Callback::new(move |Typed { fields, .. }: Typed| {
            fresh.with_value(|fresh| same_form(&Draft::from_fields(&fields), fresh))
        }),
        put: Callback::new(put),
        clear: Callback::new(clear),
        was_sent,
    })
}

/// Saves from the browser: checks, sends, and goes to the record or to the first wrong field.
fn saver(
    form: FormState,
    submission: RwSignal<Uuid>,
    keeper: FormKeeper,
    busy: RwSignal<bool>,
    failure: RwSignal<Option<ApiError>>,
    node: NodeRef<html::Form>,
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
        let sending = keeper.sending();
        spawn_local(async move {
            let outcome = create_interaction(draft, submission.get_untracked()).await;
            busy.set(false);
            sending.over(outcome.is_ok());
            match outcome {
                Ok(number) => {
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
