//! What opens over the list and few need: it is drawn by [`ListTool`], which the application keeps in a part of the
//! WebAssembly that the list does not wait for.
//!
//! To add one: a variant of [`Tool`], its parameter in the address where it is a panel, its view in [`ListTool`].

use leptos::prelude::*;
use ui::{Icon, IconName};

use super::{
    advanced::AdvancedSearch, columns::ArrangeColumns, follow::Follow, select::Selecting, values::Values,
    views::ViewLinks,
};
use crate::{filter::Column, model::ListQuery};

/// A tool of the list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tool {
    /// Advanced Search; `more` has an empty line below the conditions, as there is one where there are none.
    Advanced { more: bool },
    /// Which columns there are, their order and widths.
    Columns,
    /// The views that the list may be opened as.
    Views,
    /// What can be done with rows that are selected; the rows have boxes while it is open.
    Select,
    /// The values of a column in the box of a quick filter, for as long as that is open.
    Values(Column, RwSignal<bool>),
    /// What follows what happens elsewhere.
    Follow,
}

/// The parameters that open a panel.
const ADVANCED: &str = "advanced";
const COLUMNS: &str = "arrange";
const VIEWS: &str = "views";
const SELECT: &str = "select";

impl Tool {
    /// The name and the value of the button that asks for one line more of Advanced Search.
    pub const MORE: (&str, &str) = (ADVANCED, "more");

    /// Which panel an address opens, by the parameters it gives.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Option<Self> {
        match get(ADVANCED) {
            Some(how) => Some(Self::Advanced { more: how == Self::MORE.1 }),
            None if get(COLUMNS).is_some() => Some(Self::Columns),
            None if get(SELECT).is_some() => Some(Self::Select),
            None => get(VIEWS).map(|_| Self::Views),
        }
    }

    /// Its parameter; of what is no panel, that of the one where the same is done.
    fn parameter(self) -> &'static str {
        match self {
            Self::Columns => COLUMNS,
            Self::Views => VIEWS,
            Self::Select => SELECT,
            Self::Advanced { .. } | Self::Values(..) | Self::Follow => ADVANCED,
        }
    }

    /// What the address says that opens it.
    pub fn said(self) -> String {
        format!("{}=1", self.parameter())
    }

    /// The address of a list with this panel open.
    pub fn href(self, query: &ListQuery) -> String {
        // What is done with the rows that are there leaves them there.
        let stays = matches!(self, Self::Columns | Self::Select);
        let href = if stays { query.href() } else { query.first_page().href() };
        format!("{href}&{}", self.said())
    }

    /// The field that keeps the panel open where its form is sent without JavaScript.
    pub fn field(self) -> AnyView {
        view! { <input type="hidden" name=self.parameter() value="1" /> }.into_any()
    }

    fn is(self, opened: Memo<Option<Self>>) -> bool {
        opened.get().is_some_and(|opened| opened.parameter() == self.parameter())
    }

    /// The button that opens and closes the panel over a list.
    pub fn toggle(self, query: &ListQuery, label: &str, opened: Memo<Option<Self>>) -> AnyView {
        let (open, close) = (self.href(query), query.href());
        let icon = match self {
            Self::Columns => IconName::Settings,
            Self::Views => IconName::List,
            Self::Select => IconName::Check,
            Self::Advanced { .. } | Self::Values(..) | Self::Follow => IconName::Filter,
        };
        view! {
            <a
                href=move || if self.is(opened) { close.clone() } else { open.clone() }
                role="button"
                aria-expanded=move || if self.is(opened) { "true" } else { "false" }
                class="inline-flex min-h-7 max-w-full min-w-0 items-center gap-1.5 rounded-full px-3 text-sm text-accent-ink hover:bg-hover aria-expanded:bg-accent-tint"
            >
                <Icon name=icon />
                <span class="truncate">{label.to_owned()}</span>
            </a>
        }
        .into_any()
    }
}

/// Whether the query string of an address, with its `?`, opens a panel.
pub fn opens_tool(search: &str) -> bool {
    let names = || search.trim_start_matches('?').split('&').filter_map(|field| field.split('=').next());
    Tool::read(|name| names().find(|given| *given == name).map(ToOwned::to_owned)).is_some()
}

/// How the application draws [`ListTool`], as context of the list.
#[derive(Clone)]
pub struct Tools(pub ViewFn);

/// What the list tells the tool that it opened, as context.
#[derive(Clone, Copy)]
pub struct Opened {
    pub tool: Tool,
    pub query: Memo<ListQuery>,
    /// Changes whenever other rows are shown.
    pub shown: Signal<u32>,
}

/// The tool that the list opened.
///
/// # Panics
/// Outside of a list that opened one.
#[component]
pub fn ListTool() -> impl IntoView {
    let Opened { tool, query, shown } = expect_context();
    match tool {
        Tool::Advanced { more } => view! { <AdvancedSearch query more /> }.into_any(),
        Tool::Columns => view! { <ArrangeColumns query /> }.into_any(),
        Tool::Views => view! { <ViewLinks query /> }.into_any(),
        Tool::Select => view! { <Selecting query shown /> }.into_any(),
        Tool::Values(column, open) => view! { <Values query column open /> }.into_any(),
        Tool::Follow => view! { <Follow list=expect_context() /> }.into_any(),
    }
}
