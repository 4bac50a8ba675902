//! The menu `More actions` of a record.

use kernel::InteractionNumber;
use leptos::prelude::*;
use ui::{Menu, MenuItem};

use crate::{
    model::{RelationKind, Side},
    ui::relations::Asked,
};

/// The menu. Without JavaScript it asks for the page with the form that is wanted.
#[component]
pub fn MoreActions(number: InteractionNumber, asked: Asked) -> impl IntoView {
    let items = RelationKind::ALL.map(|kind| {
        let ask = move |_| asked.set(Some(kind));
        view! {
            <MenuItem kind="submit" on:click=ask attr:name="relate" attr:value=kind.key()>{kind.add_label()}</MenuItem>
        }
    });
    view! {
        <form method="get" action=format!("{}#related-tasks", Side::Desk.page(number)) on:submit=|event| event.prevent_default()>
            <Menu label="More actions">{items.into_iter().collect_view()}</Menu>
        </form>
    }
}
