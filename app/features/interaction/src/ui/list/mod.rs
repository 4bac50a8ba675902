//! The list of interactions. Everything it shows is in its address.

mod advanced;
mod columns;
mod find;
mod follow;
mod live;
mod narrowed;
mod rows;
mod select;
mod tool;
mod values;
mod views;

pub use tool::{ListTool, opens_tool};

use std::time::Duration;

use find::Find;
use kernel::{Cursor, Page};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use live::Listens;
use narrowed::Narrowed;
use people::ui::{Failed, current_person};
use rows::Rows;
use serde::{Deserialize, Serialize};
use tool::{Opened, Tool, Tools};
use ui::{
    ButtonVariant, Chord, Command, Icon, IconName, LinkButton, LinkTabs, PageHeader, Skeleton, TabItem, click_in_row,
    step_focus, use_keys, use_live,
};
use views::views_button;

use super::misread::{Misread, sentences};
use crate::{
    api::list_interactions,
    model::{Counts, ListPage, ListQuery, ListRow, Scope, Told, export_href},
};

/// How long the list has the browser for itself before it listens to what happens elsewhere: nothing is missed meanwhile.
const ALIVE: Duration = Duration::from_secs(1);

/// A page as it is shown. The rows of a page that the server rendered stand in its document, and the browser takes
/// them over from there: they are not sent a second time as data.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Shown {
    #[serde(skip)]
    rows: Vec<ListRow>,
    is_empty: bool,
    before: Option<Cursor>,
    after: Option<Cursor>,
    counts: Counts,
    told: Told,
    called: String,
    may_save: bool,
    newest: i64,
}

impl From<ListPage> for Shown {
    fn from(ListPage { page, counts, told, called, may_save, newest }: ListPage) -> Self {
        let Page { rows, before, after } = page;
        Self { is_empty: rows.is_empty(), rows, before, after, counts, told, called, may_save, newest }
    }
}

/// `/interactions`.
#[component]
pub fn InteractionsPage(
    /// [`ListTool`], which few open: the application says how it comes.
    tool: ViewFn,
) -> impl IntoView {
    let address = use_query_map();
    let read = Memo::new(move |_| address.with(|map| ListQuery::read(|name| map.get_all(name).unwrap_or_default())));
    let query = Memo::new(move |_| read.get().0);
    let opened = Memo::new(move |_| address.with(|map| Tool::read(|name| map.get(name))));
    let live = use_live();
    let heard = StoredValue::new(0);
    // The rows that the server made are in its document alone: with boxes before them they are made anew.
    let selecting = Memo::new(move |_| opened.get() == Some(Tool::Select));
    let page = Resource::new(
        move || (query.get(), selecting.get()),
        move |(query, _)| {
            heard.set_value(live.position());
            async move { list_interactions(query).await.map(Shown::from) }
        },
    );
    let listens = Listens::new(page, query, heard);
    let shown = listens.shown.into();
    offer_steps(query, selecting);
    let may_create = current_person().is_some_and(|me| me.writes());
    let actions = ViewFn::from(move || {
        let new = may_create.then(|| {
            view! {
                <LinkButton href="/interactions/new" variant=ButtonVariant::Primary>
                    <Icon name=IconName::Plus />
                    "New interaction"
                </LinkButton>
            }
        });
        view! {
            // The server says that it is a file: whose session ended is led to sign in, and saves no page.
            <LinkButton href=Signal::derive(move || query.with(export_href)) attr:rel="external">
                <Icon name=IconName::Download />
                "Export CSV"
            </LinkButton>
            {new}
        }
    });
    provide_context(Tools(tool.clone()));
    let follows = RwSignal::new(false);
    Effect::new(move |_| {
        set_timeout(
            move || {
                let _ = follows.try_set(true);
            },
            ALIVE,
        );
    });
    let follow = tool.clone();
    view! {
        <Title text="Interactions" />
        <PageHeader title="Interactions" actions />
        {move || {
            follows
                .get()
                .then(|| {
                    provide_context(listens);
                    provide_context(Opened { tool: Tool::Follow, query, shown });
                    follow.run()
                })
        }}
        <Find query opened shown />
        {move || {
            opened
                .get()
                .map(|opened| {
                    provide_context(Opened { tool: opened, query, shown });
                    tool.run()
                })
        }}
        <Misread sentences=Signal::derive(move || read.with(|read| sentences(&read.1))) />
        <Transition fallback=|| view! { <Skeleton lines=12 /> }>
            {move || Suspend::new(async move {
                let query = query.get_untracked();
                match page.await {
                    Ok(page) => {
                        let counts = listens.know(&query, &page);
                        let views = views_button(&query, &page, read.with_untracked(|read| read.1.is_empty()), opened);
                        view! {
                            <Controls query=query.clone() counts opened views />
                            <Narrowed query=query.clone() told=page.told.clone() opened />
                            <Rows query page listens selecting=selecting.get_untracked() />
                        }
                        .into_any()
                    }
                    Err(error) => view! { <Failed error /> }.into_any(),
                }
            })}
        </Transition>
    }
}

/// From row to row by keys; Enter opens the row, which is a link, and a key selects it.
fn offer_steps(query: Memo<ListQuery>, selecting: Memo<bool>) {
    let keys = use_keys();
    let step = |back| move || step_focus(".row-link", back);
    let navigate = use_navigate();
    keys.offer(Command::new("select", "Select interactions", Some(Chord::plain('x')), move || {
        if selecting.get_untracked() {
            click_in_row(".pick input");
        } else {
            navigate(&query.with_untracked(|query| Tool::Select.href(query)), NavigateOptions::default());
        }
    }));
    keys.offer(Command::new("next", "Next interaction", Some(Chord::plain('j')), step(false)));
    keys.offer(Command::new("previous", "Previous interaction", Some(Chord::plain('k')), step(true)));
}

/// The scopes with their counts, what the list is called and how it is shown, and the toggle of the last 30 days.
#[component]
fn Controls(query: ListQuery, counts: RwSignal<Counts>, opened: Memo<Option<Tool>>, views: AnyView) -> impl IntoView {
    let first = query.first_page();
    let columns = Tool::Columns.toggle(&query, "Columns", opened);
    let writes = current_person().is_some_and(|me| me.writes());
    let select = writes.then(|| Tool::Select.toggle(&query, "Select", opened));
    let tab = {
        let (first, current) = (first.clone(), query.scope);
        move |scope| TabItem {
            href: ListQuery { scope, ..first.clone() }.href(),
            label: scope.label().to_owned(),
            count: counts.read().of(scope).text(),
            current: scope == current,
        }
    };
    let tabs = Signal::derive(move || Scope::ALL.map(&tab).to_vec());
    let recent = query.days == Some(ListQuery::RECENT);
    let days = if recent { None } else { Some(ListQuery::RECENT) };
    let toggle = ListQuery { days, ..first }.href();
    view! {
        <div class="mb-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
            <LinkTabs label="Scope" items=tabs />
            <div class="flex flex-wrap items-center gap-2">
                {views} {columns} {select}
                <a
                    href=toggle
                    role="button"
                    aria-pressed=if recent { "true" } else { "false" }
                    class="inline-flex min-h-7 items-center gap-1.5 rounded-full border border-control px-3 text-sm aria-pressed:border-accent aria-pressed:bg-accent-tint aria-pressed:text-accent-ink"
                >
                    <Icon name=IconName::Clock />
                    "Last 30 days"
                </a>
            </div>
        </div>
    }
}
