//! What the list's page hands to [`Follow`](super::follow::Follow), which is in a part that the list does not wait for.

use kernel::ApiError;
use leptos::prelude::*;

use super::Shown;
use crate::model::{Counts, ListQuery, Sort};

/// The page that is shown, and where in the news it was fetched: what happened since is heard, however late one begins to
/// listen. A handle: cheap to copy.
#[derive(Clone, Copy)]
pub struct Listens {
    pub page: Resource<Result<Shown, ApiError>>,
    pub query: Memo<ListQuery>,
    /// What the page that is shown is of: another than [`Self::query`] while the next one is on its way.
    pub of: StoredValue<Option<ListQuery>>,
    /// The place in the news.
    pub heard: StoredValue<u64>,
    /// From which number on what is logged is newer than the page.
    pub newest: StoredValue<i64>,
    /// How many of this list are newer, as far as it was heard.
    pub newer: RwSignal<usize>,
    /// Whether there is a page behind it.
    pub goes_on: StoredValue<bool>,
    /// How many interactions the scopes have, as the page says it.
    pub counts: StoredValue<Option<RwSignal<Counts>>>,
    /// How often rows were shown.
    pub shown: RwSignal<u32>,
}

impl Listens {
    pub fn new(page: Resource<Result<Shown, ApiError>>, query: Memo<ListQuery>, heard: StoredValue<u64>) -> Self {
        Self {
            page,
            query,
            of: StoredValue::new(None),
            heard,
            newest: StoredValue::new(0),
            newer: RwSignal::new(0),
            goes_on: StoredValue::new(false),
            counts: StoredValue::new(None),
            shown: RwSignal::new(0),
        }
    }

    /// Knows what a page told that is about to be shown; gives its counts, as they will change.
    pub fn know(self, query: &ListQuery, page: &Shown) -> RwSignal<Counts> {
        let counts = RwSignal::new(page.counts);
        let goes_on = page.after.is_some();
        let again = self.of.with_value(|of| of.as_ref() == Some(query));
        // Where the best match comes first, what is new may be on no page that was looked at: it is still offered.
        if !(again && goes_on && query.order() == Sort::MATCH) {
            self.newest.set_value(page.newest);
            self.newer.set(0);
        }
        self.of.set_value(Some(query.clone()));
        self.goes_on.set_value(goes_on);
        self.counts.set_value(Some(counts));
        counts
    }

    /// Says that its rows are shown.
    pub fn show(self) {
        Effect::new(move |_| self.shown.update(|shown| *shown += 1));
    }
}
