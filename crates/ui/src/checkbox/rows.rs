//! The boxes before the rows of a long table, which are written as HTML and have no life of their own.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

use crate::dom::all;

/// The boxes of a table. A handle: cheap to copy.
#[derive(Debug, Clone, Copy)]
pub struct Boxes {
    selector: &'static str,
    changed: Callback<Vec<(String, bool)>>,
}

/// Follows the boxes that a selector finds for as long as the calling component is there: `changed` gets the values of those
/// that somebody ticked or cleared. With Shift, all from the one before on become as this one. Nothing happens on the server.
pub fn checked_boxes(selector: &'static str, changed: Callback<Vec<(String, bool)>>) -> Boxes {
    let boxes = Boxes { selector, changed };
    let last = StoredValue::new(None::<String>);
    Effect::new(move || {
        let clicked = window_event_listener(ev::click, move |event| {
            let clicked = event.target().and_then(|at| at.dyn_into::<HtmlInputElement>().ok());
            let Some(clicked) = clicked.filter(|input| input.matches(selector).unwrap_or_default()) else { return };
            let inputs = boxes.inputs();
            let place = |value: &str| inputs.iter().position(|input| input.value() == value);
            let (Some(here), on) = (place(&clicked.value()), clicked.checked()) else { return };
            let before = last.try_update_value(|last| last.replace(clicked.value())).flatten();
            let from = before.filter(|_| event.shift_key()).and_then(|before| place(&before)).unwrap_or(here);
            boxes.turn(&inputs[here.min(from)..=here.max(from)], on);
        });
        on_cleanup(move || clicked.remove());
    });
    boxes
}

impl Boxes {
    fn inputs(self) -> Vec<HtmlInputElement> {
        let Some(page) = document().document_element() else { return Vec::new() };
        all(&page, self.selector).into_iter().filter_map(|element| element.dyn_into().ok()).collect()
    }

    fn turn(self, inputs: &[HtmlInputElement], on: bool) {
        let changed = inputs.iter().map(|input| {
            input.set_checked(on);
            (input.value(), on)
        });
        self.changed.try_run(changed.collect());
    }

    /// Ticks those that are there; clears them where all are ticked.
    pub fn turn_all(self) {
        let inputs = self.inputs();
        let on = !inputs.iter().all(HtmlInputElement::checked);
        self.turn(&inputs, on);
    }

    /// Shows these values as ticked and no others, and marks their rows.
    #[expect(clippy::needless_pass_by_value, reason = "it comes from a frame's closure, which has no use for it")]
    pub fn check(self, values: Vec<String>) {
        for input in self.inputs() {
            let on = values.contains(&input.value());
            input.set_checked(on);
            if let Some(row) = input.closest("tr").ok().flatten() {
                mark(&row, on);
            }
        }
    }
}

fn mark(row: &Element, on: bool) {
    // The name is a lawful one.
    let _ = if on { row.set_attribute("aria-selected", "true") } else { row.remove_attribute("aria-selected") };
}
