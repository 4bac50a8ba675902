//! The box in the header of every page.

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use ui::{Chord, Command, JumpBox, focus_control, use_keys};

use super::search_href;
use crate::model::PAGE;

/// The box, with what is searched for on the page that shows it.
#[component]
pub fn GlobalSearch(
    /// [`super::SearchOffers`], which come later than the page: the application says how.
    offers: ViewFn,
) -> impl IntoView {
    let (location, navigate) = (use_location(), use_navigate());
    let shown = move || {
        let on_page = location.pathname.with(|path| path == PAGE);
        if on_page { location.query.with(|query| query.get("q").unwrap_or_default()) } else { String::new() }
    };
    let text = RwSignal::new(untrack(shown));
    Effect::watch(shown, move |now, _, _| text.set(now.clone()), false);
    let focus = || {
        if let Some(page) = document().document_element() {
            focus_control(&page, "#global-search");
        }
    };
    use_keys().offer(Command::new("find", "Search everything", Some(Chord::plain('s')), focus));
    let send = Callback::new(move |text: String| navigate(&search_href(&text), NavigateOptions::default()));
    view! { <JumpBox id="global-search" action=PAGE label="Global search" key="s" text send offers /> }
}
