//! A text that may be long, where others stand beside it: its beginning, to be opened.
//!
//! `<details>`, so it opens by keyboard and without scripts.

use leptos::prelude::*;

/// A text, with its line breaks. From 160 characters on only its beginning is shown
/// until it is opened.
#[component]
pub fn LongText(
    /// The text.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    let Some(beginning) = beginning(&text) else {
        return view! { <span class="whitespace-pre-wrap">{text}</span> }.into_any();
    };
    view! {
        <details class="long-text">
            <summary>
                <span class="long-text-closed">{beginning}</span>
                <span class="long-text-open">"Show less"</span>
            </summary>
            <p>{text}</p>
        </details>
    }
    .into_any()
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
