//! `/interactions/INT…`: the record, editable at the left, with what stands around it at the right.

mod actions;
mod audit;
mod edit;
mod facts;
mod past;
mod presence;
mod reopen;
mod stale;
mod tabs;
mod time;

use self::time::{Time, TimePanel};
use actions::MoreActions;
use audit::{Audit, AuditLog};
use edit::EditForm;
use facts::Facts;
use kernel::{ApiError, InteractionNumber};
use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::{
    components::Redirect,
    hooks::{use_params_map, use_query_map},
};
use past::PastPage;
use people::ui::{NotFound, NotOpened, current_person, replay};
use presence::{Others, Presence};
use reopen::Lineage;
use tabs::{TabStrip, WindowTabs};
use ui::{Badge, Mark, PageHeader, Skeleton, TimeText, Tone, use_live};

use super::{
    StatusBadge,
    attachments::{Attachments, AttachmentsPanel},
    comments::{CommentsPanel, Conversation, comments_before},
    follow::{Difference, follow, refetch},
    history::HistoryPanel,
    keep::Unsaved,
    links::Links,
    relations::{Asked, RelationsPanel, asked_at_first},
    watchers::WatchersPanel,
};
use crate::{
    api::load_record,
    model::{AttachmentForm, CommentDraft, Record, RecordPage, RelationDraft, Side, TimeDraft, Timer, Watching, facts},
};

/// The page: the record as it is, or as it was at the moment that the address names.
#[component]
pub fn RecordPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let number = Memo::new(move |_| params.with(|map| map.get("number").and_then(|text| text.parse().ok())));
    let as_of = Memo::new(move |_| query.with(|map| map.get("as_of")));
    let tabs = WindowTabs::new();
    view! {
        <TabStrip tabs current=number />
        {move || match as_of.get() {
            Some(text) => view! { <PastPage number=number.get() text /> }.into_any(),
            None => view! { <Now number tabs /> }.into_any(),
        }}
    }
}

/// As it is. A requester is led to their own view of the record.
#[component]
fn Now(number: Memo<Option<InteractionNumber>>, tabs: WindowTabs) -> impl IntoView {
    let before = comments_before(use_query_map());
    let staff = current_person().is_none_or(|me| me.is_staff());
    // What was sent is of the record that the page opened with, and not of the next one.
    let sent = StoredValue::new(number.get_untracked().zip(replay()));
    let sent_to = move |number| sent.get_value().filter(|(to, _)| *to == number).map(|(_, sent)| sent);
    let (live, heard, loads) = (use_live(), StoredValue::new(0), StoredValue::new(0_u32));
    let loaded = Resource::new(
        move || (number.get().filter(|_| staff), before.get()),
        move |(number, before): (Option<InteractionNumber>, Option<i64>)| {
            heard.set_value(live.position());
            async move {
                match number {
                    Some(number) => load_record(number, before).await,
                    None => Err(ApiError::NotFound),
                }
            }
        },
    );
    if !staff {
        let mine = move || number.get().map(|number| format!("/my-requests/{number}"));
        return view! {
            {move || match mine() {
                Some(path) => view! { <Redirect path /> }.into_any(),
                None => view! { <NotFound /> }.into_any(),
            }}
        }
        .into_any();
    }
    view! {
        <Transition fallback=|| view! { <Skeleton lines=14 /> }>
            {move || Suspend::new(async move {
                match loaded.await {
                    Ok(page) => {
                        // Built anew each time: what stands in the boxes of one record is not for the next.
                        let load = loads.try_update_value(|loads| {
                            *loads += 1;
                            *loads
                        });
                        view! {
                            <For
                                each=move || [page.clone()]
                                key=move |_| load
                                children=move |page| {
                                    let sent = sent_to(page.record.number);
                                    view! { <Loaded page heard=heard.get_value() sent tabs /> }
                                }
                            />
                        }
                        .into_any()
                    }
                    Err(error) => {
                        let number = number.get_untracked();
                        if let (ApiError::NotFound, Some(number)) = (&error, number) {
                            Effect::new(move |_| tabs.forget(number));
                        }
                        let path = number.map(|number| format!("/interactions/{number}")).unwrap_or_default();
                        view! { <NotOpened error path sent=number.and_then(sent_to) /> }.into_any()
                    }
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Loaded(
    page: RecordPage,
    /// Where in the page's news it was loaded.
    heard: u64,
    mut sent: Option<kernel::Replay>,
    tabs: WindowTabs,
) -> impl IntoView {
    let (id, reported_on) = (page.record.number, page.record.reported_on);
    let record = RwSignal::new(page.record);
    Effect::new(move |_| record.with(|record| tabs.open(id, &record.summary)));
    let unsaved = Unsaved::provide();
    Effect::new(move |_| tabs.mark(id, unsaved.get()));
    let audit = Audit::new(id, page.audit);
    let history = RwSignal::new(Some(page.history));
    let links = Links::new(id, page.links);
    let attachments = Attachments::new(id, Side::Desk, page.attachments);
    let now = RwSignal::new(page.now);
    let time = Time::new(record, now, page.keeper);
    let refresh = Callback::new(move |fresh: RecordPage| {
        record.set(fresh.record);
        now.set(fresh.now);
        audit.show(fresh.audit);
        attachments.show(fresh.attachments);
        history.set(Some(fresh.history));
        links.show(fresh.links);
    });
    let conversation = Conversation::new(id, Side::Desk, page.conversation);
    // The form beside it keeps what it was opened with: only what a comment changes is shown anew.
    let posted = Callback::new(move |()| spawn_local(audit.renew()));
    let linked = Callback::new(move |()| {
        spawn_local(links.renew());
        spawn_local(audit.renew());
    });
    let comment = sent.take_if(|sent| CommentDraft::is_sent_by(&sent.fields));
    let timed = sent.take_if(|sent| Timer::is_sent_by(&sent.fields) || TimeDraft::is_sent_by(&sent.fields));
    let watching = sent.take_if(|sent| Watching::is_sent_by(&sent.fields));
    let relating = sent.take_if(|sent| RelationDraft::is_sent_by(&sent.fields));
    let address = use_query_map().with_untracked(|map| map.get("relate"));
    let asked = asked_at_first(relating.as_ref(), address.as_deref());
    let files = sent.take_if(|sent| AttachmentForm::is_sent_by(&sent.fields));
    let presence = Presence::new(id);
    let arrived = RwSignal::new(None);
    let may_edit = page.may_edit;
    let renew = refetch(move || async move {
        if let Ok(fresh) = load_record(id, None).await {
            // A form first sees what of it somebody is changing.
            if may_edit {
                arrived.try_set(Some(fresh));
            } else {
                refresh.try_run(fresh);
            }
        }
    });
    let differs = Callback::new(move |difference| match difference {
        Difference::Presence => presence.beat(),
        Difference::Time => {
            spawn_local(time.renew());
            spawn_local(audit.renew());
        }
        Difference::Comments => {
            spawn_local(conversation.renew());
            spawn_local(audit.renew());
            // A response ends the waiting.
            if time.is_waiting() {
                spawn_local(time.renew());
            }
        }
        Difference::Links => linked.run(()),
        Difference::Attachments => {
            spawn_local(attachments.renew());
            spawn_local(audit.renew());
        }
        Difference::Record(version) if record.with_untracked(|record| record.version >= version) => {
            spawn_local(audit.renew());
        }
        Difference::Record(_) => renew.run(()),
        Difference::Anything => {
            renew.run(());
            spawn_local(conversation.renew());
            spawn_local(attachments.renew());
            presence.beat();
        }
    });
    follow(id, heard, differs);
    view! {
        <Title text=id.to_string() />
        <Heading record presence asked=page.may_edit.then_some(asked) />
        <Lineage record now may_edit />
        <div on:input=move |_| presence.typed() class="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem] xl:grid-cols-[minmax(0,1fr)_24rem]">
            <div class="grid min-w-0 grid-cols-1 gap-4">
                {if page.may_edit {
                    view! { <EditForm record now choices=page.choices sent arrived refresh /> }.into_any()
                } else {
                    view! { <Facts facts=Signal::derive(move || facts(&record.read())) reported_on /> }.into_any()
                }}
                <CommentsPanel conversation may_comment=page.may_comment sent=comment posted />
                <AttachmentsPanel attachments may_attach=page.may_attach sent=files changed=posted />
                <AuditLog audit />
            </div>
            <div class="grid min-w-0 grid-cols-1 gap-4">
                <TimePanel time sent=timed changed=posted />
                <HistoryPanel history />
                <RelationsPanel
                    number=id
                    related=links.related
                    asked
                    may_relate=page.may_edit
                    sent=relating
                    changed=linked
                />
                <WatchersPanel
                    number=id
                    side=Side::Desk
                    watchers=links.watchers
                    may_keep=page.may_edit
                    sent=watching
                    changed=linked
                />
            </div>
        </div>
    }
}

/// Number, summary, and what matters most at a glance.
#[component]
fn Heading(
    record: RwSignal<Record>,
    presence: Presence,
    /// What the menu of those who may edit asks for.
    asked: Option<Asked>,
) -> impl IntoView {
    let number = record.with_untracked(|record| record.number);
    let title = Signal::derive(move || record.read().summary.clone());
    let subtitle = Signal::derive(move || {
        let record = record.read();
        Some(format!("{} · {}", record.number, record.company.name))
    });
    let badges = move || {
        let (vip, status, priority, reported_on) = {
            let record = record.read();
            (record.vip, record.status, record.priority.priority_label(), record.reported_on)
        };
        view! {
            <div class="flex flex-wrap items-center gap-2">
                <Others presence />
                {vip.then(|| view! { <Badge tone=Tone::Purple mark=Mark::None>"VIP"</Badge> })}
                <StatusBadge status />
                <Badge mark=Mark::None>{priority} " priority"</Badge>
                <span class="text-xs text-muted">"Reported " <TimeText at=reported_on /></span>
            </div>
        }
    };
    let actions = move || {
        view! {
            {badges}
            {asked.map(|asked| view! { <MoreActions number asked /> })}
        }
    };
    view! { <PageHeader title subtitle actions=ViewFn::from(actions) /> }
}
