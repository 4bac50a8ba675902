//! Tables, tabs, moments, and what stands where content would.

use leptos::prelude::*;
use time::macros::datetime;

use crate::badge::{Badge, Mark, Tone};
use crate::button::{Button, ButtonSize};
use crate::icon::IconName;
use crate::menu::{Menu, MenuItem};
use crate::pager::Pager;
use crate::panel::{Card, Panel};
use crate::states::{EmptyState, ErrorState, Skeleton};
use crate::table::{Align, OnPhone, SortLink, SortState, Table, Td, Th};
use crate::tabs::{LinkTabs, Tab, TabItem, Tabs};
use crate::time_text::{TimeMode, TimeText};
use crate::written;

type Row = (&'static str, &'static str, &'static str, Tone, Mark, &'static str);

const ROWS: [Row; 5] = [
    ("A-0105", "Paper for the printers on the second floor", "Open", Tone::Info, Mark::Ring, "12.00"),
    ("A-0104", "Pens", "Packed", Tone::Accent, Mark::Half, "8.50"),
    (
        "A-0103",
        "A title that is far too long for its column and has to be cut somewhere, whatever the screen",
        "Waits",
        Tone::Warning,
        Mark::Pause,
        "1,204.90",
    ),
    ("A-0102", "Ink", "Sent", Tone::Success, Mark::Check, "99.00"),
    ("A-0101", "Envelopes", "Refused", Tone::Danger, Mark::Cross, "0.00"),
];

/// A list as it stands on a page: tabs, table, pager.
#[component]
pub(super) fn Tables() -> impl IntoView {
    let tabs = vec![tab("Open", Some("3"), true), tab("Packed", Some("12"), false), tab("All", None, false)];
    let sorted = |state| SortLink { href: "#tables".to_owned(), state };
    view! {
        <div class="xl:col-span-2" id="tables">
            <LinkTabs label="Orders by state" items=tabs />
            <div class="mt-3">
                <Table label="Orders">
                    <thead>
                        <tr>
                            <Th sort=sorted(SortState::Desc)>"Number"</Th>
                            <Th sort=sorted(SortState::None)>"Title"</Th>
                            <Th>"State"</Th>
                            <Th sort=sorted(SortState::None)>"Ordered"</Th>
                            <Th align=Align::End>"Price"</Th>
                            <Th hidden=true>"Actions"</Th>
                        </tr>
                    </thead>
                    <tbody>{ROWS.map(order).into_iter().collect_view()}</tbody>
                </Table>
            </div>
            <Pager
                previous=None
                next=Some("#tables".to_owned())
                summary=|| "1–5 of 230"
            />
        </div>
    }
    .into_any()
}

fn order((number, title, state, tone, mark, price): Row) -> AnyView {
    view! {
        <tr data-current=(number == "A-0104").then_some("")>
            <Td class="text-muted">{number}</Td>
            <Td phone=OnPhone::Title>
                <a class="row-link" href="#tables" title=title>
                    {title}
                </a>
            </Td>
            <Td phone=OnPhone::End>
                <Badge tone mark>
                    {state}
                </Badge>
            </Td>
            <Td>
                <TimeText at=datetime!(2026-11-21 08:05 UTC) />
            </Td>
            <Td align=Align::End label="Price">
                {price}
            </Td>
            <Td phone=OnPhone::Hidden>
                <span class="relative">
                    <Menu label=format!("Actions for {number}") size=ButtonSize::Sm>
                        <MenuItem href="#tables">"Open"</MenuItem>
                        <MenuItem danger=true>"Refuse"</MenuItem>
                    </Menu>
                </span>
            </Td>
        </tr>
    }
    .into_any()
}

fn tab(label: &str, count: Option<&str>, current: bool) -> TabItem {
    TabItem { href: "#tables".to_owned(), label: label.to_owned(), count: count.map(str::to_owned), current }
}

/// Tabs within a page, empty, loading and wrong, a card with moments.
#[component]
pub(super) fn Contents() -> impl IntoView {
    let leaf = |id: &str, label: &str, count: &str, view: ViewFn| Tab {
        id: id.to_owned(),
        label: label.to_owned(),
        count: Some(count.to_owned()),
        view,
    };
    let nothing = || {
        view! {
            <EmptyState
                title="No records found"
                body="What is ordered from here on will stand in this list."
                icon=IconName::Box
                action=|| view! { <Button size=ButtonSize::Sm>"New order"</Button> }
            />
        }
    };
    let tabs = vec![
        leaf("orders", "Orders", "0", nothing.into()),
        leaf("returns", "Returns", "2", (|| view! { <Skeleton lines=5 /> }).into()),
        leaf("notes", "Notes", "1", (|| view! { <p>"Rings twice."</p> }).into()),
    ];
    view! {
        <Panel title="Tabs and nothing yet">
            <Tabs label="Customer history" tabs />
        </Panel>
        <Panel title="Loading and wrong">
            <Skeleton />
            <ErrorState
                title="The list could not be loaded"
                body="The server did not answer. Nothing you typed is lost."
                retry="#loading-and-wrong"
            />
            <Card>
                <p class="flex flex-wrap gap-x-6 gap-y-1">
                    <TimeText at=datetime!(2026-11-21 08:05 UTC) />
                    <TimeText at=datetime!(2026-11-21 08:05 UTC) mode=TimeMode::Short />
                    <TimeText at=datetime!(2026-11-21 08:05 UTC) mode=TimeMode::Relative />
                </p>
                <div inner_html=written::prose("<p>Rings <strong>twice</strong>, then <code>goes round</code>:</p><ul><li>to the <a href=\"#tables\">back</a></li></ul><blockquote><p>Nobody was there.</p></blockquote>").into_string()></div>
                <div inner_html=written::long_text(&"Rings twice, then goes round to the back, where nobody has ever been seen. ".repeat(4)).into_string()></div>
            </Card>
        </Panel>
    }
    .into_any()
}
