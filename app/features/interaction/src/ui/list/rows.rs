//! The table of interactions and the links to the pages before and after.

use kernel::marked;
use leptos::prelude::*;
use maud::{Markup, html};
use ui::{EmptyState, IconName, Mark, Pager, SortLink, SortState, Table, Th, Tone, WrittenRows, keep_place, written};

use super::{Shown, live::Listens, select::FORM, tool::Tool};
use crate::{
    model::{Columns, Density, ListColumn, ListQuery, ListRow, Sort, SortField},
    ui::status::written_status,
};

/// One page of rows.
#[component]
pub fn Rows(
    query: ListQuery,
    page: Shown,
    listens: Listens,
    /// Whether there is a box before each.
    selecting: bool,
) -> impl IntoView {
    listens.show();
    keep_place(".tbl-frame", ".row-link");
    if page.is_empty {
        let body = if query.is_narrowed() {
            "Nothing here fits all of that. Take a condition away, or look in another scope."
        } else if query.days.is_some() {
            "Nothing was reported in this time. Look at all days, or another scope."
        } else {
            "As soon as a conversation is logged here, it shows up."
        };
        return view! { <EmptyState title="No interactions" body=body.to_owned() icon=IconName::Inbox /> }.into_any();
    }
    let first = query.first_page();
    // Who selects goes on selecting on the next page.
    let turn = |query: ListQuery| {
        let href = query.href();
        if selecting { format!("{href}&{}", Tool::Select.said()) } else { href }
    };
    let previous = page.before.map(|cursor| turn(ListQuery { before: Some(cursor), ..first.clone() }));
    let next = page.after.map(|cursor| turn(ListQuery { after: Some(cursor), ..first.clone() }));
    let headers: Vec<AnyView> = query.columns.iter().map(|column| header(&first, column.field)).collect();
    let rows = written_rows(&page.rows, &query.columns, &page.told.words, selecting);
    let boxes = selecting.then_some(BOX_WIDTH);
    let widths = query.columns.has_widths().then(|| boxes.into_iter().chain(query.columns.iter().map(width)).collect());
    let over_boxes = selecting.then(|| view! { <Th hidden=true>"Selected"</Th> });
    view! {
        <Table label="Interactions" widths compact=query.density == Density::Compact>
            <thead>
                <tr>{over_boxes} {headers}</tr>
            </thead>
            <WrittenRows rows />
        </Table>
        <Pager previous next />
    }
    .into_any()
}

/// How wide a column is where the others are as wide as somebody said, in pixels.
fn width(column: ListColumn) -> u16 {
    column.width.unwrap_or(match column.field {
        SortField::Summary => 320,
        SortField::Vip => 72,
        SortField::Status => 168,
        SortField::Created => 144,
        _ => 112,
    })
}

/// A column's header: a link that sorts by it, or the other way round where it already does.
fn header(query: &ListQuery, field: SortField) -> AnyView {
    let order = query.order();
    let current = order.field == field;
    let state = match (current, order.descending) {
        (false, _) => SortState::None,
        (true, false) => SortState::Asc,
        (true, true) => SortState::Desc,
    };
    let descending = current && !order.descending;
    let href = query.sorted(Sort { field, descending }).href();
    view! { <Th sort=Some(SortLink { href, state })>{field.label()}</Th> }.into_any()
}

/// The width of the column of boxes, in pixels.
const BOX_WIDTH: u16 = 32;

/// The rows as HTML. The whole row opens the record: its link covers all but the box.
fn written_rows(rows: &[ListRow], columns: &Columns, words: &[String], boxes: bool) -> Markup {
    html! {
        @for row in rows {
            tr {
                @if boxes {
                    @let number = row.number.to_string();
                    td role="cell" class="pick" {
                        label { input type="checkbox" form=(FORM) name="pick" value=(number) aria-label={ "Select " (number) }; }
                    }
                }
                @for column in columns.iter() { (cell(row, column.field, words)) }
            }
        }
    }
}

/// A text with its marks.
fn pieces<T: maud::Render>(pieces: &[(bool, T)]) -> Markup {
    html! { @for (mark, piece) in pieces { @if *mark { mark { (piece) } } @else { (piece) } } }
}

fn cell(row: &ListRow, field: SortField, words: &[String]) -> Markup {
    let found = |text: &str| pieces(&marked(text, words));
    let text = |value: &Option<String>| value.as_ref().map_or_else(written::none, |value| html! { span { (value) } });
    match field {
        SortField::Number => {
            let number = row.number.to_string();
            html! { td role="cell" class="digits" { a class="row-link" href={ "/interactions/" (number) } { (number) } } }
        }
        SortField::Company => html! { td role="cell" class="cut" { (row.company) } },
        SortField::Summary => {
            html! {
                td role="cell" class="on-title" {
                    span title=(row.summary) { (found(&row.summary)) }
                    @if !row.excerpt.is_empty() { span class="row-excerpt" { (pieces(&row.excerpt)) } }
                }
            }
        }
        SortField::Status => html! { td role="cell" class="on-end" { (written_status(row.status)) } },
        SortField::Group => html! { td role="cell" class="on-hidden cut" { (text(&row.group)) } },
        SortField::Individual => html! { td role="cell" class="on-hidden cut" { (text(&row.individual)) } },
        SortField::RequestedFor => html! { td role="cell" class="cut" { (found(&row.requested_for)) } },
        SortField::Vip => html! {
            td role="cell" {
                @if row.vip { (written::badge(Tone::Purple, Mark::None, "VIP")) }
                @else { span class="sr-only" { "No" } }
            }
        },
        SortField::RequestedBy => html! { td role="cell" class="on-hidden cut" { (found(&row.requested_by)) } },
        SortField::Reason => html! { td role="cell" class="on-hidden cut" { (row.reason) } },
        SortField::Created | SortField::Match => {
            html! { td role="cell" class="digits" { (written::moment(row.created_on)) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;
    use crate::model::Status;

    #[test]
    fn script_in_a_text_stays_text() {
        let bad = "<script>alert(1)</script>\"'".to_owned();
        let row = ListRow {
            number: "INT0000001".parse().unwrap(),
            company: bad.clone(),
            summary: bad.clone(),
            status: Status::New,
            group: Some(bad.clone()),
            individual: Some(bad.clone()),
            requested_for: bad.clone(),
            vip: true,
            requested_by: bad.clone(),
            reason: bad.clone(),
            created_on: datetime!(2026-11-21 08:05 UTC),
            excerpt: vec![(true, bad.clone())],
        };
        let written = written_rows(&[row], &Columns::default(), &["script".to_owned()], true).into_string();
        assert!(!written.contains("<script"), "{written}");
        assert_eq!(written.matches("&lt;script&gt;alert(1)&lt;/script&gt;&quot;").count(), 6);
        assert_eq!(written.matches("&lt;<mark>script</mark>&gt;alert(1)&lt;/<mark>script</mark>&gt;&quot;").count(), 3);
    }
}
