//! Text that people wrote with marks in it, as HTML.

use leptos::prelude::*;

/// HTML made from what a person wrote: paragraphs, lists, links, code, tables. A word that is too long
/// breaks, and a wide table or a line of code scrolls in its own box.
///
/// The HTML is shown as it is: whoever passes it has made it safe.
#[component]
pub fn Prose(
    /// Safe HTML.
    #[prop(into)]
    html: String,
) -> impl IntoView {
    view! { <div class="prose" inner_html=html></div> }.into_any()
}
