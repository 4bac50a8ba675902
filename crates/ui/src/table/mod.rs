//! Real tables: dense rows, a sticky header, sorting by links.
//!
//! Write `<thead>` and `<tbody>` always: the browser adds a missing `<tbody>`
//! and hydration would then not find its rows.
//!
//! ```ignore
//! <Table label="Orders">
//!     <thead><tr>
//!         <Th sort=SortLink { href, state: SortState::Desc }>"Number"</Th>
//!         <Th>"Title"</Th>
//!         <Th align=Align::End>"Amount"</Th>
//!     </tr></thead>
//!     <tbody>
//!         <tr>
//!             <Td phone=OnPhone::End>"A-1"</Td>
//!             <Td phone=OnPhone::Title><a href="/a-1">"Paper"</a></Td>
//!             <Td align=Align::End label="Amount">"12.00"</Td>
//!         </tr>
//!     </tbody>
//! </Table>
//! ```
//!
//! Below 640 px each row becomes a card of two lines, by style sheet alone: the
//! cells say with [`OnPhone`] where they go, the header becomes a strip of its
//! sort links. The roles are written out, because some browsers forget a table
//! once its `display` changes. A row with `data-current` or `aria-selected="true"`
//! is marked; a link with the class `row-link` makes the whole row its target.
//!
//! A table of many rows has its body written at once as HTML ([`WrittenRows`]): five
//! hundred cells as components cost the server milliseconds, and the browser the
//! same again to take them over (`docs/adr/0012-long-tables-as-text.md`).

mod resize;

use leptos::html;
use leptos::prelude::*;
use maud::Markup;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use crate::icon::{Icon, IconName};
use crate::time_text::localise;

pub use resize::drag_columns;

/// Which way a column is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SortState {
    /// Not by this column.
    #[default]
    None,
    /// Smallest first.
    Asc,
    /// Largest first.
    Desc,
}

/// The link in a sortable column header.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SortLink {
    /// The address of the list sorted by this column (the other way, when it
    /// already is).
    pub href: String,
    /// How the list is sorted now.
    pub state: SortState,
}

impl SortState {
    const fn aria(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Asc => "ascending",
            Self::Desc => "descending",
        }
    }

    const fn icon(self) -> IconName {
        match self {
            Self::None => IconName::SortNone,
            Self::Asc => IconName::SortUp,
            Self::Desc => IconName::SortDown,
        }
    }
}

/// To which side the content of a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// Where reading begins.
    #[default]
    Start,
    /// At the end, in figures of one width: for numbers.
    End,
}

/// Where a cell goes when its row is a card on a phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnPhone {
    /// The second line, small; with its label before it when it has one.
    #[default]
    Meta,
    /// The first line, at the left, in bold.
    Title,
    /// The first line, at the right.
    End,
    /// Not shown.
    Hidden,
}

/// A table that scrolls in its own frame when it is too wide or too long. The
/// frame can then be focused and scrolled by keyboard.
#[component]
pub fn Table(
    /// The accessible name.
    #[prop(into)]
    label: String,
    /// How wide each column is, in pixels, whatever is in it; without them each is as wide as there is room.
    #[prop(default = None)]
    widths: Option<Vec<u16>>,
    /// Lower rows.
    #[prop(optional)]
    compact: bool,
    /// `<thead>` and `<tbody>`.
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let fixed = widths.is_some();
    // It is there without widths too: who drags a column sets them in it.
    let columns = maud::html! { @for width in widths.into_iter().flatten() { col width=(width); } }.into_string();
    let scrolls = watch_overflow(node);
    let frame_label = format!("{label}, scrollable");
    view! {
        <div
            node_ref=node
            class="tbl-frame"
            tabindex=move || scrolls.get().then_some("0")
            role=move || scrolls.get().then_some("region")
            aria-label=move || scrolls.get().then(|| frame_label.clone())
        >
            <table class="tbl" class:is-fixed=fixed class:is-compact=compact role="table" aria-label=label>
                <colgroup inner_html=columns></colgroup>
                {children()}
            </table>
        </div>
    }
    .into_any()
}

/// Whether the frame holds more than it shows, now and after every change of its
/// size.
fn watch_overflow(node: NodeRef<html::Div>) -> RwSignal<bool> {
    let scrolls = RwSignal::new(false);
    Effect::new(move || {
        let Some(frame) = node.get() else { return };
        let measured = frame.clone();
        let measure = Closure::<dyn FnMut()>::new(move || {
            let over = measured.scroll_width() > measured.client_width() + 1
                || measured.scroll_height() > measured.client_height() + 1;
            if scrolls.try_get_untracked().is_some_and(|was| was != over) {
                scrolls.set(over);
            }
        });
        let Ok(observer) = web_sys::ResizeObserver::new(measure.as_ref().unchecked_ref()) else {
            return;
        };
        observer.observe(&frame);
        for table in crate::dom::all(&frame, "table") {
            observer.observe(&table);
        }
        let kept = send_only_here((observer, measure));
        on_cleanup(move || {
            if let Some((observer, _)) = kept.try_update_value(Option::take).flatten() {
                observer.disconnect();
            }
        });
    });
    scrolls
}

/// A place for a value of the browser that stays on its thread.
fn send_only_here<T: 'static>(value: T) -> StoredValue<Option<T>, LocalStorage> {
    StoredValue::new_local(Some(value))
}

/// The header of a column. With `sort`, its words are a link.
#[component]
pub fn Th(
    /// Makes the header a link that sorts.
    #[prop(optional, into)]
    sort: Signal<Option<SortLink>>,
    /// To which side it stands.
    #[prop(optional)]
    align: Align,
    /// Read by screen readers, not seen: for a column of buttons.
    #[prop(optional)]
    hidden: bool,
    /// Further classes: a width, say.
    #[prop(optional)]
    class: &'static str,
    /// Its words.
    children: Children,
) -> impl IntoView {
    let state = move || sort.read().as_ref().map(|sort| sort.state);
    let words = if hidden {
        view! { <span class="sr-only">{children()}</span> }.into_any()
    } else if sort.read_untracked().is_some() {
        view! {
            <a
                class="tbl-sort"
                href=move || sort.read().as_ref().map(|sort| sort.href.clone())
            >
                {children()}
                {move || state().map(|state| view! { <Icon name=state.icon() /> })}
            </a>
        }
        .into_any()
    } else {
        children()
    };
    view! {
        <th
            scope="col"
            role="columnheader"
            class=class
            class:is-end=align == Align::End
            class:is-sortable=sort.read_untracked().is_some()
            aria-sort=move || state().map(SortState::aria)
        >
            {words}
        </th>
    }
    .into_any()
}

/// A cell.
#[component]
pub fn Td(
    /// To which side it stands.
    #[prop(optional)]
    align: Align,
    /// Where it goes on a phone.
    #[prop(optional)]
    phone: OnPhone,
    /// On a phone, the word before its content: the column's name.
    #[prop(optional, into)]
    label: Option<String>,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    let place = match phone {
        OnPhone::Meta => "",
        OnPhone::Title => "on-title ",
        OnPhone::End => "on-end ",
        OnPhone::Hidden => "on-hidden ",
    };
    let side = match align {
        Align::Start => "",
        Align::End => "is-end ",
    };
    let class = format!("{place}{side}{class}");
    view! {
        <td role="cell" class=(!class.is_empty()).then_some(class) data-label=label>
            {children()}
        </td>
    }
    .into_any()
}

/// The `<tbody>` of a long table, its rows written with `maud`, which escapes what is
/// put into them. A cell is `td role="cell"`, with `on-title`, `on-end` or `on-hidden`
/// for its place on a phone (see [`OnPhone`]), `cut` for a name that may be cut short,
/// `digits` for what is compared by its digits; [`crate::written`] has the parts to
/// put in it. Classes are short, because there are hundreds of cells.
///
/// What the server rendered is taken over as it stands, whatever `rows` says then: a page need not
/// send its rows a second time as data. Moments get the reader's zone once the page is alive.
#[component]
pub fn WrittenRows(
    /// `<tr>`s.
    rows: Markup,
) -> impl IntoView {
    let node = NodeRef::<html::Tbody>::new();
    Effect::new(move || {
        if let Some(body) = node.get() {
            localise(&body);
        }
    });
    view! { <tbody node_ref=node inner_html=rows.into_string()></tbody> }.into_any()
}
