//! Text that people wrote with marks in it, as HTML.

use maud::{Markup, PreEscaped, html};

/// HTML made from what a person wrote: paragraphs, lists, links, code, tables. A word that is too long
/// breaks, and a wide table or a line of code scrolls in its own box.
///
/// The HTML is shown as it is: whoever passes it has made it safe.
#[must_use]
pub fn prose(safe: &str) -> Markup {
    html! { div class="prose" { (PreEscaped(safe)) } }
}
