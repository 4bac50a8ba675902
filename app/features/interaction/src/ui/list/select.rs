//! Selecting rows, to do something with all of them: a box before each row, and above them what can be done.
//!
//! What is picked stays picked over pages, reloads and visits to records: it is kept in the window's own storage, with whose
//! it is. Without JavaScript the boxes of one page are a form that leads on.

use kernel::InteractionNumber;
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use people::ui::current_person;
use ui::{Button, ButtonVariant, LinkButton, checked_boxes, use_toaster};

use crate::model::{BULK_PATH, ListQuery, MOST_PICKED, Selection};

/// The form that the boxes belong to.
pub const FORM: &str = "picks";

/// The boxes of the rows.
const BOXES: &str = ".pick input";

/// What is picked. A handle: cheap to copy.
#[derive(Clone, Copy)]
struct Picks {
    picked: RwSignal<Vec<InteractionNumber>>,
    key: StoredValue<String>,
}

impl Picks {
    /// Empty until the page is alive.
    fn new() -> Self {
        let person = current_person().map(|me| me.person.to_string()).unwrap_or_default();
        let picks =
            Self { picked: RwSignal::new(Vec::new()), key: StoredValue::new(format!("firstline.picks.{person}")) };
        Effect::new(move |_| {
            let storage = window().session_storage().ok().flatten();
            let kept = storage.and_then(|storage| storage.get_item(&picks.key.get_value()).ok().flatten());
            let kept: Option<Vec<InteractionNumber>> = kept.and_then(|text| serde_json::from_str(&text).ok());
            if let Some(kept) = kept.filter(|kept| !kept.is_empty()) {
                picks.picked.set(kept);
            }
        });
        picks
    }

    fn set(self, picked: Vec<InteractionNumber>) {
        let storage = window().session_storage().ok().flatten();
        if let (Some(storage), Ok(text)) = (storage, serde_json::to_string(&picked)) {
            // Where storage is full, what is picked lasts for as long as the page.
            let _ = storage.set_item(&self.key.get_value(), &text);
        }
        self.picked.set(picked);
    }

    /// Picks some, or takes them back. Whether there was room for all.
    fn change(self, numbers: impl IntoIterator<Item = (InteractionNumber, bool)>) -> bool {
        let mut picked = self.picked.get_untracked();
        let mut fits = true;
        for (number, on) in numbers {
            let place = picked.iter().position(|other| *other == number);
            match (place, on) {
                (Some(place), false) => {
                    picked.remove(place);
                }
                (None, true) if picked.len() >= MOST_PICKED => fits = false,
                (None, true) => picked.push(number),
                (Some(_), true) | (None, false) => {}
            }
        }
        self.set(picked);
        fits
    }
}

/// What stands above the rows while they are selected.
#[component]
pub fn Selecting(
    query: Memo<ListQuery>,
    /// Changes whenever other rows are shown.
    shown: Signal<u32>,
) -> impl IntoView {
    let picks = Picks::new();
    let toasts = use_toaster();
    let boxes = checked_boxes(
        BOXES,
        Callback::new(move |changed: Vec<(String, bool)>| {
            let changed = changed.into_iter().filter_map(|(value, on)| Some((value.parse().ok()?, on)));
            if !picks.change(changed) {
                toasts.error(format!(
                    "At most {MOST_PICKED} can be picked by hand. All of a list can be edited, up to 10,000."
                ));
            }
        }),
    );
    Effect::new(move |_| {
        shown.track();
        let values = picks.picked.with(|picked| picked.iter().map(ToString::to_string).collect());
        // The rows are drawn by then.
        request_animation_frame(move || boxes.check(values));
    });
    let count = Memo::new(move |_| picks.picked.read().len());
    let of_picks = move || picks.picked.with(|picked| Selection::Picked(picked.clone()));
    // A list without the part of its address that was not understood is a longer one than was meant.
    let address = use_query_map();
    let is_whole = Memo::new(move |_| {
        address.with(|map| ListQuery::read(|name| map.get_all(name).unwrap_or_default()).1.is_empty())
    });
    let navigate = use_navigate();
    let edit = move |event: SubmitEvent| {
        event.prevent_default();
        if count.get_untracked() > 0 {
            navigate(&untrack(of_picks).href(), NavigateOptions::default());
        }
    };
    let said = move || match count.get() {
        0 => "Nothing selected".to_owned(),
        count => format!("{count} selected"),
    };
    view! {
        <form
            id=FORM
            method="get"
            action=BULK_PATH
            aria-label="Selection"
            class="mb-4 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border border-line bg-surface px-4 py-3"
            on:submit=edit
        >
            <span class="needs-scripts min-w-28 text-sm font-medium tabular-nums" role="status">
                {said}
            </span>
            <Button kind="submit" variant=ButtonVariant::Primary>"Edit selected"</Button>
            <span class="needs-scripts flex flex-wrap gap-x-3 gap-y-2">
                <Button on:click=move |_| boxes.turn_all()>"Select page"</Button>
                {move || {
                    (count.get() > 0)
                        .then(|| {
                            view! {
                                <LinkButton href=Signal::derive(move || of_picks().export_href()) attr:rel="external">
                                    "Export selected"
                                </LinkButton>
                                <Button variant=ButtonVariant::Ghost on:click=move |_| picks.set(Vec::new())>
                                    "Clear selection"
                                </Button>
                            }
                        })
                }}
            </span>
            {move || {
                is_whole
                    .get()
                    .then(|| {
                        view! {
                            <a
                                href=move || Selection::Matches(query.get()).href()
                                class="ms-auto text-sm text-accent-ink hover:underline"
                            >
                                "Edit all of this list"
                            </a>
                        }
                    })
            }}
        </form>
    }
}
