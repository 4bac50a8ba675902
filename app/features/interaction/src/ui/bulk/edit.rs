//! `/interactions/bulk?…`: changes the interactions that the address names.

use kernel::{ApiError, Replay};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use people::ui::{NotOpened, NotSaved, replay};
use ui::{Button, ButtonVariant, EmptyState, Icon, IconName, LinkButton, PageHeader, Panel, Skeleton, focus_returned};

use super::{fields::BulkFields, interactions, preview::PreviewPanel, state::Editing};
use crate::{
    api::{open_bulk, preview_bulk},
    model::{BulkDraft, BulkForm, Preview, SELECTION, Selection, SelectionError},
    ui::misread::{Misread, sentences},
};

/// What the page opens with: the form and, where the form was sent to ask, what it would do.
type Opened = (Result<BulkForm, ApiError>, Option<Result<Preview, ApiError>>);

/// The page.
#[component]
pub fn BulkEditPage() -> impl IntoView {
    let address = use_query_map();
    let read = Memo::new(move |_| address.with(|map| Selection::read(|name| map.get_all(name).unwrap_or_default())));
    // What was sent is about what the page opened with.
    let sent = StoredValue::new(replay().map(|sent| (read.get_untracked().0, sent)));
    let sent_to = move |selection: &Selection| sent.get_value().filter(|(to, _)| to == selection).map(|(_, sent)| sent);
    let opened = Resource::new(
        move || read.get(),
        move |(selection, wrong)| async move {
            if let Some(error) = wrong.iter().find(|error| SelectionError::widens(error)) {
                return (Err(ApiError::field(SELECTION, error.to_string())), None);
            }
            let asks = sent_to(&selection);
            let form = open_bulk(selection.clone()).await;
            let asks = asks.filter(|sent| sent.fields.get("intent") == BulkDraft::PREVIEW);
            let preview = match asks.filter(|sent| form.is_ok() && sent.error.is_none()) {
                Some(sent) => Some(preview_bulk(selection, BulkDraft::from_fields(&sent.fields)).await),
                None => None,
            };
            (form, preview)
        },
    );
    view! {
        <Title text="Edit interactions" />
        <Suspense fallback=|| view! { <Skeleton lines=10 /> }>
            {move || Suspend::new(async move {
                let (opened, asked): Opened = opened.await;
                let (selection, wrong) = read.get_untracked();
                match opened {
                    Ok(opened) => {
                        let sent = sent_to(&selection);
                        view! { <Misread sentences=sentences(&wrong) /> <Filling selection opened sent asked /> }.into_any()
                    }
                    Err(error) => view! { <Nothing selection error sent=sent.get_value().map(|(_, sent)| sent) /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// Nothing can be changed: says why.
#[component]
fn Nothing(selection: Selection, error: ApiError, sent: Option<Replay>) -> impl IntoView {
    let why = error.fields().get(SELECTION).map(ToOwned::to_owned);
    match why {
        Some(why) => {
            let back = selection.list_href();
            view! {
                <PageHeader title="Edit interactions" />
                <EmptyState
                    title="There is nothing to change"
                    body=why
                    icon=IconName::List
                    action=ViewFn::from(move || {
                        let back = back.clone();
                        view! { <LinkButton href=back>"Back to the list"</LinkButton> }
                    })
                />
            }
            .into_any()
        }
        None => view! { <NotOpened error path=selection.href() sent /> }.into_any(),
    }
}

#[component]
fn Filling(
    selection: Selection,
    opened: BulkForm,
    /// The form as it was sent without JavaScript, if the page shows it again.
    sent: Option<Replay>,
    /// What it would do, where that was asked without JavaScript.
    asked: Option<Result<Preview, ApiError>>,
) -> impl IntoView {
    let total = opened.total;
    let (action, export, back) = (selection.href(), selection.export_href(), selection.list_href());
    let editing = Editing::new(selection, opened, sent, asked);
    let Editing { form, action: chosen, watcher, submission, preview, failure, node, .. } = editing;
    focus_returned(node);
    let send = editing.sender();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let changes = event.submitter().and_then(|button| button.get_attribute("value"));
        if changes.as_deref() == Some(BulkDraft::CHANGE) { send() } else { editing.ask() }
    };
    let actions = ViewFn::from(move || {
        let (export, back) = (export.clone(), back.clone());
        view! {
            <LinkButton href=back variant=ButtonVariant::Ghost>
                <Icon name=IconName::ArrowLeft />
                "Back to the list"
            </LinkButton>
            // The server says that it is a file.
            <LinkButton href=export attr:rel="external">
                <Icon name=IconName::Download />
                "Export CSV"
            </LinkButton>
        }
    });
    view! {
        <PageHeader title=format!("Edit {}", interactions(total)) actions />
        <div class="grid grid-cols-1 items-start gap-4 lg:grid-cols-[22rem_minmax(0,1fr)]">
            <form node_ref=node method="post" action=action novalidate aria-label="Edit many" on:submit=submit>
                <input type="hidden" name=BulkDraft::SUBMISSION value=move || submission.get().to_string() />
                <NotSaved error=failure />
                <Panel title="What changes">
                    <BulkFields form action=chosen watcher />
                    <Buttons editing />
                </Panel>
            </form>
            <PreviewPanel preview />
        </div>
    }
}

/// To ask, and once that was answered, to do it.
#[component]
fn Buttons(editing: Editing) -> impl IntoView {
    let Editing { preview, busy, .. } = editing;
    let changes = Memo::new(move |_| preview.read().as_ref().map_or(0, |preview| preview.changes));
    let total = move || preview.read().as_ref().map_or(0, |preview| preview.total).to_string();
    view! {
        <div class="mt-5 flex flex-wrap gap-2">
            <Button kind="submit" name="intent" value=BulkDraft::PREVIEW busy>"Preview"</Button>
            {move || {
                let changes = changes.get();
                (changes > 0)
                    .then(|| {
                        view! {
                            <input type="hidden" name=BulkDraft::PREVIEWED value=untrack(|| editing.draft().mark()) />
                            <input type="hidden" name=BulkDraft::TOTAL value=total />
                            <Button
                                kind="submit"
                                name="intent"
                                value=BulkDraft::CHANGE
                                variant=ButtonVariant::Primary
                                busy
                            >
                                {format!("Change {}", interactions(changes))}
                            </Button>
                        }
                    })
            }}
        </div>
    }
}
