//! What stands above the list to find something in it: the search box, the quick filters, the way to Advanced Search.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use ui::{Chord, Command, Dropdown, SearchField, focus_control, use_keys};

use super::tool::{Opened, Tool, Tools};
use crate::{
    filter::{Column, Filter, Names, Node, Operator},
    model::ListQuery,
};

/// What there is a quick filter for, in their order.
const QUICK: [Column; 7] =
    [Column::Status, Column::Group, Column::Individual, Column::Company, Column::Reason, Column::Through, Column::Vip];

/// The search box and everything beside it.
#[component]
pub fn Find(query: Memo<ListQuery>, opened: Memo<Option<Tool>>, shown: Signal<u32>) -> impl IntoView {
    view! {
        <div class="mb-3 flex flex-wrap items-center gap-2">
            <SearchBox query />
            <div class="drop-row">{QUICK.map(|column| view! { <Quick query column shown /> }).collect_view()}</div>
            {move || query.with(|query| Tool::Advanced { more: false }.toggle(query, "Advanced Search", opened))}
        </div>
    }
}

#[component]
fn SearchBox(query: Memo<ListQuery>) -> impl IntoView {
    let text = RwSignal::new(query.with_untracked(|query| query.q.clone()));
    Effect::watch(move || query.with(|query| query.q.clone()), move |q, _, _| text.set(q.clone()), false);
    let focus = || {
        if let Some(page) = document().document_element() {
            focus_control(&page, "#list-search");
        }
    };
    use_keys().offer(Command::new("search", "Search interactions", Some(Chord::plain('/')), focus));
    let navigate = use_navigate();
    let search = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let href = query.with_untracked(|query| query.searched(&text.get_untracked()).href());
        navigate(&href, NavigateOptions::default());
    };
    let others = move || {
        let mut fields = query.with(|query| query.first_page().fields());
        fields.retain(|(name, _)| *name != "q");
        if fields.is_empty() {
            fields.push(("scope", query.with(|query| query.scope.key().to_owned())));
        }
        let hidden = |(name, value)| view! { <input type="hidden" name=name value=value /> };
        fields.into_iter().map(hidden).collect_view()
    };
    view! {
        <form role="search" method="get" action="/interactions" class="w-full sm:w-60" on:submit=search>
            {others}
            <SearchField name="q" id="list-search" label="Search interactions" key="/" value=text />
        </form>
    }
}

/// The values of one column with their counts, each a list of its own.
#[component]
fn Quick(query: Memo<ListQuery>, column: Column, shown: Signal<u32>) -> impl IntoView {
    let open = RwSignal::new(false);
    let chosen = Memo::new(move |_| query.with(|query| said(&query.filter, column)));
    let label = Signal::derive(move || match chosen.get() {
        Some((_, words)) => format!("{}: {words}", short(column)),
        None => short(column).to_owned(),
    });
    let active = Signal::derive(move || chosen.read().is_some());
    let Tools(tools) = expect_context();
    let content = ViewFn::from(move || {
        provide_context(Opened { tool: Tool::Values(column, open), query, shown });
        tools.run()
    });
    view! { <Dropdown label active open without_scripts="Choose it in Advanced Search." content /> }
}

/// What a column is called on a narrow button.
fn short(column: Column) -> &'static str {
    match column {
        Column::Reason => "Reason",
        Column::Vip => "VIP",
        column => column.label(),
    }
}

/// The condition that a filter has on a column alone: as an address says it, and its value in words.
pub fn said(filter: &Filter, column: Column) -> Option<(String, String)> {
    let node = filter.0.iter().find(|node| matches!(node, Node::Is(condition) if condition.column() == column))?;
    let Node::Is(condition) = node else { return None };
    let value = condition.value().words(column, &Names::default());
    let words = match (condition.operator(), value) {
        (Operator::Is, Some(value)) => value,
        (operator, Some(value)) => format!("{} {value}", operator.label()),
        (operator, None) => operator.label().to_owned(),
    };
    Some((node.to_string(), words))
}
