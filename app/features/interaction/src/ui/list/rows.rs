//! The table of interactions and the links to the pages before and after.

use kernel::Page;
use leptos::prelude::*;
use ui::{
    Badge, EmptyState, IconName, Mark, OnPhone, Pager, SortLink, SortState, Table, Td, Th, TimeMode, TimeText, Tone,
};

use crate::{
    model::{ListQuery, ListRow, Sort, SortField},
    ui::StatusBadge,
};

/// One page of rows.
#[component]
pub fn Rows(query: ListQuery, page: Page<ListRow>) -> impl IntoView {
    if page.rows.is_empty() {
        let body = if query.days.is_some() {
            "Nothing was reported in this time. Look at all days, or another scope."
        } else {
            "As soon as a conversation is logged here, it shows up."
        };
        return view! { <EmptyState title="No interactions" body=body.to_owned() icon=IconName::Inbox /> }.into_any();
    }
    let first = query.first_page();
    let previous = page.before.map(|cursor| ListQuery { before: Some(cursor), ..first.clone() }.href());
    let next = page.after.map(|cursor| ListQuery { after: Some(cursor), ..first.clone() }.href());
    let headers = SortField::ALL.map(|field| header(&first, field));
    let rows = page.rows.into_iter().map(row).collect_view();
    view! {
        <Table label="Interactions">
            <thead>
                <tr>{headers.collect_view()}</tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
        <Pager previous next />
    }
    .into_any()
}

/// A column's header: a link that sorts by it, or the other way round where it already does.
fn header(query: &ListQuery, field: SortField) -> AnyView {
    let current = query.sort.field == field;
    let state = match (current, query.sort.descending) {
        (false, _) => SortState::None,
        (true, false) => SortState::Asc,
        (true, true) => SortState::Desc,
    };
    let descending = current && !query.sort.descending;
    let href = ListQuery { sort: Sort { field, descending }, ..query.clone() }.href();
    view! { <Th sort=Some(SortLink { href, state })>{field.label()}</Th> }.into_any()
}

/// The whole row opens the record: its link covers it.
fn row(row: ListRow) -> AnyView {
    let number = row.number.to_string();
    let href = format!("/interactions/{number}");
    let dash = || view! { <span class="text-muted" aria-label="none">"–"</span> }.into_any();
    let text = move |value: Option<String>| value.map_or_else(dash, |value| view! { <span>{value}</span> }.into_any());
    view! {
        <tr>
            <Td phone=OnPhone::Meta class="whitespace-nowrap tabular-nums">
                <a href=href class="row-link font-medium text-accent-ink">{number}</a>
            </Td>
            <Td phone=OnPhone::Meta class="max-w-28 truncate">{row.company}</Td>
            <Td phone=OnPhone::Title>
                <span title=row.summary.clone()>{row.summary.clone()}</span>
            </Td>
            <Td phone=OnPhone::End class="whitespace-nowrap"><StatusBadge status=row.status /></Td>
            <Td phone=OnPhone::Hidden class="max-w-28 truncate">{text(row.group)}</Td>
            <Td phone=OnPhone::Hidden class="max-w-28 truncate">{text(row.individual)}</Td>
            <Td phone=OnPhone::Meta class="max-w-28 truncate">{row.requested_for}</Td>
            <Td phone=OnPhone::Meta>
                {if row.vip {
                    view! { <Badge tone=Tone::Purple mark=Mark::None>"VIP"</Badge> }.into_any()
                } else {
                    view! { <span class="sr-only">"No"</span> }.into_any()
                }}
            </Td>
            <Td phone=OnPhone::Hidden class="max-w-28 truncate">{row.requested_by}</Td>
            <Td phone=OnPhone::Hidden class="max-w-28 truncate">{row.reason}</Td>
            <Td phone=OnPhone::Meta class="whitespace-nowrap tabular-nums">
                <TimeText at=row.created_on mode=TimeMode::Full />
            </Td>
        </tr>
    }
    .into_any()
}
