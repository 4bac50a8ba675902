//! A text that may be long, where others stand beside it: its beginning, to be opened.
//!
//! `<details>`, so it opens by keyboard and without scripts.

use maud::{Markup, html};

/// A text, with its line breaks. From 160 characters on only its beginning is shown
/// until it is opened.
#[must_use]
pub fn long_text(text: &str) -> Markup {
    html! {
        @if let Some(beginning) = beginning(text) {
            details class="long-text" {
                summary {
                    span class="long-text-closed" { (beginning) }
                    span class="long-text-open" { "Show less" }
                }
                p { (text) }
            }
        } @else {
            span class="whitespace-pre-wrap" { (text) }
        }
    }
}

/// The first 160 characters of a longer text.
fn beginning(text: &str) -> Option<String> {
    let (end, _) = text.char_indices().nth(160)?;
    Some(format!("{}…", text[..end].trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_long_text_has_a_beginning() {
        assert_eq!(beginning(&"ä".repeat(160)), None);
        assert_eq!(beginning(&"ä".repeat(161)), Some(format!("{}…", "ä".repeat(160))));
    }
}
