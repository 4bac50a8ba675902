//! The frame round every control: label, required mark, counter, hint and
//! error, and the ids that tie them to the control.
//!
//! The mark is outside the label, so the accessible name is the label and
//! nothing else. A new kind of field builds a [`Frame`], puts
//! [`Frame::described_by`] and [`Frame::invalid`] on its control, and hands it to
//! [`Frame::wrap`].

use leptos::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use crate::dom::describe;
use crate::icon::{Icon, IconName};

/// What a field says around its control.
#[derive(Clone)]
pub(crate) struct Frame {
    /// The id of the control.
    pub id: String,
    /// The visible label.
    pub label: String,
    /// A line of help.
    pub hint: Option<String>,
    /// What is wrong.
    pub error: Signal<Option<String>>,
    /// Marked as required.
    pub required: Signal<bool>,
    /// The text that is counted, and how many characters it may have.
    pub counted: Option<(Signal<String>, usize)>,
}

impl Frame {
    fn hint_id(&self) -> String {
        format!("{}-hint", self.id)
    }

    fn error_id(&self) -> String {
        format!("{}-error", self.id)
    }

    fn count_id(&self) -> String {
        format!("{}-count", self.id)
    }

    /// For the control's `aria-describedby`; `extra` names one more element.
    pub fn described_by(&self, extra: Option<String>) -> Signal<Option<String>> {
        let error = self.error;
        let error_id = self.error_id();
        let hint_id = self.hint.is_some().then(|| self.hint_id());
        let count_id = self.counted.is_some().then(|| self.count_id());
        Signal::derive(move || {
            let error_id = error.read().is_some().then(|| error_id.clone());
            describe([error_id, hint_id.clone(), extra.clone(), count_id.clone()])
        })
    }

    /// For the control's `aria-invalid`.
    pub fn invalid(&self) -> Signal<Option<&'static str>> {
        let error = self.error;
        Signal::derive(move || error.read().is_some().then_some("true"))
    }

    /// For the control's `aria-required`.
    pub fn must(&self) -> Signal<Option<&'static str>> {
        let required = self.required;
        Signal::derive(move || required.get().then_some("true"))
    }

    /// The whole field round its control.
    pub fn wrap(self, control: AnyView) -> AnyView {
        let Self { ref id, ref label, error, required, counted, .. } = self;
        let error_id = self.error_id();
        let hint_id = self.hint_id();
        let count_id = self.count_id();
        view! {
            <div class="field">
                <div class="field-head">
                    <label class="field-label" for=id.clone()>
                        {label.clone()}
                    </label>
                    {move || required.get().then(|| view! { <RequiredMark /> })}
                    {counted
                        .map(|(value, limit)| view! { <Counter value limit id=count_id /> })}
                </div>
                {control}
                {move || error.get().map(|error| error_line(error_id.clone(), error))}
                {self
                    .hint
                    .map(|hint| {
                        view! {
                            <p id=hint_id class="field-hint">
                                {hint}
                            </p>
                        }
                    })}
            </div>
        }
        .into_any()
    }
}

/// The text of an error, with its sign.
pub(crate) fn error_line(id: String, error: String) -> AnyView {
    view! {
        <p id=id class="field-error">
            <Icon name=IconName::Alert />
            <span>{error}</span>
        </p>
    }
    .into_any()
}

/// The mark for the eye that a field is required; `aria-required` says it to
/// screen readers.
#[component]
pub(crate) fn RequiredMark() -> impl IntoView {
    view! {
        <span class="field-mark" aria-hidden="true" title="Required">
            "*"
        </span>
    }
    .into_any()
}

/// How many characters a reader sees in `text`: its grapheme clusters (UAX 29,
/// extended). A flag or a family emoji counts as one.
#[must_use]
pub fn characters(text: &str) -> usize {
    if text.is_ascii() && !text.contains('\r') {
        return text.len();
    }
    text.graphemes(true).count()
}

/// What the counter of a limited text reads.
#[must_use]
pub fn counter_text(count: usize, limit: usize) -> String {
    format!("{count} / {limit}")
}

/// How full a limited text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// Room enough.
    Fine,
    /// A tenth or less is left.
    Near,
    /// Past the limit.
    Over,
}

impl Fill {
    /// How full `count` of `limit` is.
    #[must_use]
    pub const fn of(count: usize, limit: usize) -> Self {
        if count > limit {
            Self::Over
        } else if count * 10 >= limit * 9 {
            Self::Near
        } else {
            Self::Fine
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Fine => "counter",
            Self::Near => "counter counter-near",
            Self::Over => "counter counter-over",
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Fine => "",
            Self::Near => "Almost at the limit",
            Self::Over => "Over the limit",
        }
    }
}

/// The live counter of a limited text, `N / 500`. It changes colour near the
/// limit, and says so once to screen readers; it never cuts what is typed.
#[component]
pub fn Counter(
    /// The text that is counted.
    #[prop(into)]
    value: Signal<String>,
    /// How many characters it may have.
    limit: usize,
    /// The id the control's `aria-describedby` names.
    #[prop(into)]
    id: String,
) -> impl IntoView {
    let count = Memo::new(move |_| value.with(|text| characters(text)));
    let fill = Memo::new(move |_| Fill::of(count.get(), limit));
    view! {
        <span class=move || fill.get().class()>
            <span id=id>{move || counter_text(count.get(), limit)}</span>
            <span class="sr-only" aria-live="polite">
                {move || fill.get().words()}
            </span>
        </span>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_what_a_reader_sees() {
        assert_eq!(characters(""), 0);
        assert_eq!(characters("plain"), 5);
        assert_eq!(characters("e\u{301}a"), 2, "a letter with its accent is one");
        assert_eq!(characters("👨‍👩‍👧‍👦🇩🇪"), 2, "a family and a flag");
        assert_eq!(characters("a\r\nb"), 3, "a line break is one");
        assert_eq!(characters("நி"), 1);
    }

    #[test]
    fn the_counter_reads_plainly() {
        assert_eq!(counter_text(0, 500), "0 / 500");
        assert_eq!(counter_text(1234, 5000), "1234 / 5000");
    }

    #[test]
    fn the_counter_warns_near_and_past_the_limit() {
        assert_eq!(Fill::of(449, 500), Fill::Fine);
        assert_eq!(Fill::of(450, 500), Fill::Near);
        assert_eq!(Fill::of(500, 500), Fill::Near);
        assert_eq!(Fill::of(501, 500), Fill::Over);
    }
}
