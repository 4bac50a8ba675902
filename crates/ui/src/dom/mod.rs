//! Small helpers round the DOM that several components share.
//!
//! The important one is [`bind_text`]. A property such as `prop:value` is
//! written at hydration and would wipe out what a person typed while the wasm
//! was still loading. So controls carry their first value as an attribute (the
//! server's HTML has it too) and are tied to their signal by an effect, which
//! looks first: a value that differs from the control's default was typed by a
//! person and is taken into the signal.

use leptos::html::ElementType;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlFormElement, HtmlInputElement, HtmlTextAreaElement};

/// A control that holds one text.
pub(crate) trait TextControl: JsCast + Clone + 'static {
    fn text(&self) -> String;
    fn set_text(&self, text: &str);
    /// What the HTML said when the page arrived.
    fn default_text(&self) -> String;
}

impl TextControl for HtmlInputElement {
    fn text(&self) -> String {
        self.value()
    }
    fn set_text(&self, text: &str) {
        self.set_value(text);
    }
    fn default_text(&self) -> String {
        self.default_value()
    }
}

impl TextControl for HtmlTextAreaElement {
    fn text(&self) -> String {
        self.value()
    }
    fn set_text(&self, text: &str) {
        self.set_value(text);
    }
    fn default_text(&self) -> String {
        // Reading it does not fail; were it to, the text counts as untouched.
        self.default_value().unwrap_or_else(|_| self.value())
    }
}

/// Keeps a text control and its signal the same, both ways except for the
/// `input` event, which the component handles itself.
///
/// `adopted` is called once, when the control already held something a person
/// had typed before hydration; the signal is set by then.
pub(crate) fn bind_text<E>(node: NodeRef<E>, value: RwSignal<String>, adopted: impl Fn() + Send + Sync + 'static)
where
    E: ElementType + 'static,
    E::Output: TextControl,
{
    Effect::new(move |tied: Option<bool>| {
        let text = value.get();
        let Some(control) = node.get() else {
            return false;
        };
        let shown = control.text();
        if tied != Some(true) && shown != control.default_text() && shown != text {
            value.set(shown);
            adopted();
        } else if shown != text {
            control.set_text(&text);
        }
        true
    });
}

/// The ids that describe a control, joined for `aria-describedby`; `None` when
/// there is none.
#[must_use]
pub fn describe(ids: impl IntoIterator<Item = Option<String>>) -> Option<String> {
    let ids: Vec<String> = ids.into_iter().flatten().collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

/// A text made fit for an `id`: lower-case letters and digits, joined by `-`.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// Moves the focus to the first control of `form` that is marked
/// `aria-invalid`. It waits until the errors of this turn are in the page, so
/// it can be called right after the error signals were set. Does nothing when
/// every control is valid.
pub fn focus_first_invalid(form: &HtmlFormElement) {
    let form = form.clone();
    set_timeout(
        move || {
            focus_control(&form, "[aria-invalid=\"true\"]");
        },
        std::time::Duration::ZERO,
    );
}

/// Moves the focus to the first control below `root` that matches `selector`, if there is one.
pub fn focus_control(root: &web_sys::Element, selector: &str) {
    let found = root.query_selector(selector).ok().flatten();
    if let Some(control) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        // A control that was taken away meanwhile needs no focus.
        let _ = control.focus();
    }
}

/// For a form that the server may have sent back with errors: once the page is
/// hydrated, its first wrong control has the focus.
pub fn focus_returned(form: NodeRef<leptos::html::Form>) {
    Effect::new(move || {
        if let Some(form) = form.get() {
            focus_first_invalid(&form);
        }
    });
}

/// Escapes a text for use as HTML content.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Every element below `root` that matches `selector`, in document order.
pub(crate) fn all(root: &web_sys::Element, selector: &str) -> Vec<HtmlElement> {
    let Ok(list) = root.query_selector_all(selector) else {
        return Vec::new();
    };
    (0..list.length()).filter_map(|i| list.item(i)?.dyn_into().ok()).collect()
}

/// Scrolls as little as shows the whole element.
pub(crate) fn scroll_to(element: &web_sys::Element) {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_joined_and_none_is_none() {
        assert_eq!(describe([Some("a".into()), None, Some("b".into())]).as_deref(), Some("a b"));
        assert_eq!(describe([None, None]), None);
    }

    #[test]
    fn slugs_are_fit_for_ids() {
        assert_eq!(slug("Service Requests"), "service-requests");
        assert_eq!(slug("  Überfällig (3) "), "überfällig-3");
    }

    #[test]
    fn html_is_escaped() {
        assert_eq!(escape("</textarea> & co"), "&lt;/textarea&gt; &amp; co");
    }
}
