//! My Requests: what a person asked for, and what became of it.

use kernel::{ApiError, InteractionNumber, Replay};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map, use_query_map},
};
use people::ui::{Failed, NotOpened, replay};
use ui::{
    EmptyState, IconName, LinkTabs, OnPhone, PageHeader, Pager, Panel, Skeleton, TabItem, Table, Td, Th, TimeMode,
    TimeText, use_live,
};

use super::{
    StatusBadge,
    attachments::{Attachments, AttachmentsPanel},
    comments::{CommentsPanel, Conversation, comments_before},
    follow::{follow, refetch},
    watchers::WatchersPanel,
};
use crate::{
    api::{list_my_interactions, load_my_interaction},
    model::{AttachmentForm, MyInteraction, MyRequests, MyRow, MyTab, Side, Watching},
};

/// `/my-requests`.
#[component]
pub fn MyRequestsPage() -> impl IntoView {
    let address = use_query_map();
    let tab = Memo::new(move |_| address.with(|map| MyTab::read(map.get("tab").as_deref())));
    let after = Memo::new(move |_| address.with(|map| map.get("after").and_then(|text| text.parse().ok())));
    let page = Resource::new(move || (tab.get(), after.get()), |(tab, after)| list_my_interactions(tab, after));
    view! {
        <Title text="My Requests" />
        <PageHeader
            title="My Requests"
            subtitle=Some("Your conversations with the service desk, and what came of them.".to_owned())
        />
        <Transition fallback=|| view! { <Skeleton lines=8 /> }>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(requests) => view! { <Interactions tab=tab.get_untracked() requests /> }.into_any(),
                    Err(error) => view! { <Failed error /> }.into_any(),
                }
            })}
        </Transition>
    }
}

/// The Interaction section with its two tabs.
#[component]
fn Interactions(tab: MyTab, requests: MyRequests) -> impl IntoView {
    let tabs: Vec<TabItem> = [(MyTab::Mine, requests.mine), (MyTab::Others, requests.others)]
        .map(|(of, count)| TabItem {
            href: of.href(None),
            label: of.label().to_owned(),
            count: Some(count.to_string()),
            current: of == tab,
        })
        .into();
    let next = requests.page.after.map(|cursor| tab.href(Some(&cursor)));
    let rows = requests.page.rows;
    view! {
        <Panel title="Interactions">
            <div class="mb-3">
                <LinkTabs label="Interactions for" items=tabs as_tabs=true />
            </div>
            <div role="tabpanel" aria-label=tab.label()>
            {if rows.is_empty() {
                let body = match tab {
                    MyTab::Mine => "When you contact the service desk, your conversation shows up here.",
                    MyTab::Others => "What you ask for on behalf of somebody else shows up here.",
                };
                view! { <EmptyState title="No records found" body=body.to_owned() icon=IconName::Inbox /> }.into_any()
            } else {
                view! {
                    <Table label="My interactions">
                        <thead>
                            <tr>
                                <Th>"Number"</Th>
                                <Th>"Summary"</Th>
                                <Th>"Status"</Th>
                                <Th>"Requested For"</Th>
                                <Th>"Created On"</Th>
                                <Th>"Last update"</Th>
                            </tr>
                        </thead>
                        <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
                    </Table>
                    <Pager previous=None next />
                }
                .into_any()
            }}
            </div>
        </Panel>
    }
}

fn row(row: MyRow) -> AnyView {
    let number = row.number.to_string();
    let href = format!("/my-requests/{number}");
    view! {
        <tr>
            <Td phone=OnPhone::Meta class="whitespace-nowrap tabular-nums">
                <a href=href class="row-link">{number}</a>
            </Td>
            <Td phone=OnPhone::Title><span>{row.summary}</span></Td>
            <Td phone=OnPhone::End class="whitespace-nowrap"><StatusBadge status=row.status /></Td>
            <Td phone=OnPhone::Meta class="whitespace-nowrap">{row.requested_for}</Td>
            <Td phone=OnPhone::Meta class="whitespace-nowrap tabular-nums">
                <TimeText at=row.created_on mode=TimeMode::Full />
            </Td>
            <Td phone=OnPhone::Hidden class="whitespace-nowrap tabular-nums">
                <TimeText at=row.updated_at mode=TimeMode::Full />
            </Td>
        </tr>
    }
    .into_any()
}

/// `/my-requests/INT…`: one interaction, as its requester sees it.
#[component]
pub fn MyInteractionPage() -> impl IntoView {
    let params = use_params_map();
    let number = Memo::new(move |_| params.with(|map| map.get("number").and_then(|text| text.parse().ok())));
    let before = comments_before(use_query_map());
    let sent = StoredValue::new(replay());
    let (live, heard) = (use_live(), StoredValue::new(0));
    let loaded = Resource::new(
        move || (number.get(), before.get()),
        move |(number, before): (Option<InteractionNumber>, Option<i64>)| {
            heard.set_value(live.position());
            async move {
                match number {
                    Some(number) => load_my_interaction(number, before).await,
                    None => Err(ApiError::NotFound),
                }
            }
        },
    );
    view! {
        <Transition fallback=|| view! { <Skeleton lines=8 /> }>
            {move || Suspend::new(async move {
                match loaded.await {
                    Ok(mine) => view! { <Mine mine heard=heard.get_value() sent=sent.get_value() /> }.into_any(),
                    Err(error) => {
                        let path = number.get_untracked().map(|number| Side::Own.page(number)).unwrap_or_default();
                        view! { <NotOpened error path sent=sent.get_value() /> }.into_any()
                    }
                }
            })}
        </Transition>
    }
}

#[component]
fn Mine(
    mine: MyInteraction,
    /// Where in the page's news it was loaded.
    heard: u64,
    /// One of its forms as it was sent without JavaScript, if it was not accepted.
    sent: Option<Replay>,
) -> impl IntoView {
    let number = mine.number;
    let conversation = Conversation::new(number, Side::Own, mine.conversation.clone());
    let attachments = Attachments::new(number, Side::Own, mine.attachments.clone());
    let mut comment = sent;
    let files = comment.take_if(|sent| AttachmentForm::is_sent_by(&sent.fields));
    let mine = RwSignal::new(mine);
    let watchers = Signal::derive(move || mine.read().watchers.clone());
    let watching = comment.take_if(|sent| Watching::is_sent_by(&sent.fields));
    let navigate = StoredValue::new(use_navigate());
    let renew = refetch(move || async move {
        match load_my_interaction(number, None).await {
            Ok(fresh) => {
                attachments.show(fresh.attachments.clone());
                mine.try_set(fresh);
                conversation.renew().await;
            }
            // Seen by watching alone, and that is over.
            Err(ApiError::NotFound) => {
                navigate.try_with_value(|go| go(&MyTab::Mine.href(None), NavigateOptions::default()));
            }
            Err(_) => {}
        }
    });
    follow(number, heard, Callback::new(move |_| renew.run(())));
    let title = Signal::derive(move || mine.read().summary.clone());
    view! {
        <Title text=number.to_string() />
        <PageHeader title subtitle=Some(number.to_string()) actions=ViewFn::from(move || view! {
            {move || view! { <StatusBadge status=mine.read().status /> }}
        }) />
        <div class="grid max-w-3xl gap-4">
            <Panel title="Details">{move || mine.with(facts)}</Panel>
            <CommentsPanel
                conversation
                may_comment=true
                sent=comment
                posted=renew
            />
            <WatchersPanel number side=Side::Own watchers may_keep=false sent=watching changed=renew />
            <AttachmentsPanel attachments may_attach=true sent=files changed=renew />
        </div>
    }
}

/// What was asked, and how far it is.
fn facts(mine: &MyInteraction) -> impl IntoView + use<> {
    let facts = [
        ("Company", mine.company.clone()),
        ("Reason for Interaction", mine.reason.clone()),
        ("Requested For", mine.requested_for.clone()),
        ("Requested By", mine.requested_by.clone()),
        ("Through", mine.through.label().to_owned()),
    ];
    let facts = facts.map(|(label, value)| {
        view! {
            <div>
                <dt class="text-xs text-muted">{label}</dt>
                <dd>{value}</dd>
            </div>
        }
    });
    let description = if mine.description.is_empty() { "No description".to_owned() } else { mine.description.clone() };
    view! {
        <dl class="grid gap-4 sm:grid-cols-2">
            {facts.collect_view()}
            <div>
                <dt class="text-xs text-muted">"Created On"</dt>
                <dd><TimeText at=mine.created_on /></dd>
            </div>
            <div>
                <dt class="text-xs text-muted">"Last update"</dt>
                <dd><TimeText at=mine.updated_at /></dd>
            </div>
            <div class="sm:col-span-2">
                <dt class="text-xs text-muted">"Description"</dt>
                <dd class="whitespace-pre-wrap wrap-anywhere">{description}</dd>
            </div>
        </dl>
    }
}
