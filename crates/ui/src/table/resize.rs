//! Columns that can be made wider and narrower by dragging the edges of their headers, while somebody arranges them.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

use crate::dom::all;

/// How near to its edge a header is taken hold of, in pixels.
const EDGE: f64 = 10.0;
/// The narrowest a column becomes.
const NARROWEST: f64 = 40.0;

/// An edge that is being dragged.
struct Drag {
    table: Element,
    pointer: i32,
    place: usize,
    /// Where the pointer was, and how wide the columns were then.
    from: i32,
    widths: Vec<f64>,
    by: i32,
    moved: bool,
}

impl Drag {
    /// Takes hold of the edge under the pointer, if there is one.
    fn begin(event: &PointerEvent) -> Option<Self> {
        let header = event.target()?.dyn_into::<Element>().ok()?.closest("th").ok()??;
        let from = event.client_x();
        if event.button() != 0 || header.get_bounding_client_rect().right() - f64::from(from) > EDGE {
            return None;
        }
        let table = header.closest(".tbl").ok()??;
        let headers = all(&table, "th");
        let place = headers.iter().position(|other| header.eq(other))?;
        let widths = headers.iter().map(|header| header.get_bounding_client_rect().width()).collect();
        Some(Self { table, pointer: event.pointer_id(), place, from, widths, by: 0, moved: false })
    }

    fn widths(&self) -> impl Iterator<Item = u16> + '_ {
        self.widths.iter().enumerate().map(|(place, width)| {
            let width = if place == self.place { (width + f64::from(self.by)).max(NARROWEST) } else { *width };
            // A width on a screen is far below.
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a float is cast to the nearest"
            )]
            let whole = width.round() as u16;
            whole
        })
    }

    /// Shows the columns as wide as they are by now.
    fn show(&self) {
        let columns = all(&self.table, "col");
        for (column, width) in columns.iter().zip(self.widths()) {
            // The name is a lawful one.
            let _ = column.set_attribute("width", &width.to_string());
        }
    }

    /// Has the table keep the widths it has, whatever is in the columns.
    fn fix(&self) {
        let group = self.table.query_selector("colgroup").ok().flatten();
        if let Some(group) = group.filter(|group| group.child_element_count() == 0) {
            group.set_inner_html(&"<col>".repeat(self.widths.len()));
        }
        let _ = self.table.class_list().add_1("is-fixed");
        self.show();
    }
}

/// For as long as the calling component is there, the columns of tables can be dragged; `done` gets the width of each
/// column of the table, in pixels, when one is let go. Nothing happens on the server.
pub fn drag_columns(done: Callback<Vec<u16>>) {
    Effect::new(move || {
        let drag = StoredValue::new_local(None::<Drag>);
        if let Some(body) = document().body() {
            let _ = body.class_list().add_1("is-arranging");
        }
        let begin = window_event_listener(ev::pointerdown, move |event| {
            if let Some(begun) = Drag::begin(&event) {
                event.prevent_default();
                drag.try_set_value(Some(begun));
            }
        });
        let go = window_event_listener(ev::pointermove, move |event| {
            drag.try_update_value(|drag| {
                let Some(drag) = drag.as_mut().filter(|drag| drag.pointer == event.pointer_id()) else { return };
                let by = event.client_x() - drag.from;
                if by != drag.by {
                    (drag.by, drag.moved) = (by, true);
                    drag.fix();
                }
            });
        });
        let let_go = move || {
            // Nothing was dragged where nothing moved.
            if let Some(ended) = drag.try_update_value(Option::take).flatten().filter(|drag| drag.moved) {
                done.try_run(ended.widths().collect());
            }
        };
        let end = window_event_listener(ev::pointerup, move |_| let_go());
        // The browser took the pointer for something else: as it is by now, it stays.
        let cancel = window_event_listener(ev::pointercancel, move |_| let_go());
        on_cleanup(move || {
            for listener in [begin, go, end, cancel] {
                listener.remove();
            }
            if let Some(body) = document().body() {
                let _ = body.class_list().remove_1("is-arranging");
            }
        });
    });
}
