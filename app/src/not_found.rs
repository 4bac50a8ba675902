//! The page for an address that is not there, or not for this person to see: the two look the same.

use leptos::prelude::*;
use people::ui::NotFound;

/// No page has this address.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! { <NotFound /> }
}
