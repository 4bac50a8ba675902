//! The page `/design`: every component in all its states, so that a change can
//! be looked at in one place and a browser test can walk over all of it.
//!
//! One file a group; a new component adds its states to the group it belongs to.
//! The examples are of a stationery shop, to keep the product's words out.

mod content;
mod fields;
mod messages;
mod scheme;

use leptos::prelude::*;

use crate::page_header::PageHeader;
use crate::theme::ThemeToggle;

use content::{Contents, Tables};
use fields::{Choices, Comboboxes, Jumps, Texts};
use messages::Messages;
use scheme::{Buttons, Icons, Schemes};

/// The page `/design`.
#[component]
pub fn Gallery() -> impl IntoView {
    view! {
        <PageHeader
            title="Design system"
            subtitle="Every component in all its states. Follows the theme chosen here."
            actions=|| view! { <ThemeToggle /> }
        />
        <div class="grid grid-cols-1 gap-4 xl:grid-cols-2">
            <Schemes />
            <Buttons />
            <Icons />
            <Texts />
            <div class="flex flex-col gap-4">
                <Choices />
                <Comboboxes />
                <Jumps />
            </div>
            <Tables />
            <Contents />
            <Messages />
        </div>
    }
    .into_any()
}
