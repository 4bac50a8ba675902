//! What the regions `Watchers` and `Related Tasks` of a record show.

use kernel::{ApiError, InteractionNumber, Replay};
use leptos::prelude::*;

use crate::{
    api::load_links,
    model::{Links as Loaded, Related, Watchers},
};

/// Both, as they were last fetched. A handle: cheap to copy.
#[derive(Clone, Copy, Debug)]
pub struct Links {
    number: InteractionNumber,
    pub watchers: RwSignal<Watchers>,
    pub related: RwSignal<Vec<Related>>,
}

impl Links {
    pub fn new(number: InteractionNumber, opened: Loaded) -> Self {
        Self { number, watchers: RwSignal::new(opened.watchers), related: RwSignal::new(opened.related) }
    }

    /// Shows them as they were loaded.
    pub fn show(self, fresh: Loaded) {
        self.watchers.try_set(fresh.watchers);
        self.related.try_set(fresh.related);
    }

    /// Fetches them anew.
    pub async fn renew(self) {
        if let Ok(fresh) = load_links(self.number).await {
            self.show(fresh);
        }
    }
}

/// What a form that came back says that is not said at one of its fields.
pub fn failure_of(sent: Option<&Replay>) -> RwSignal<Option<ApiError>> {
    let error = sent.and_then(|sent| sent.error.clone());
    RwSignal::new(error.filter(|error| !matches!(error, ApiError::Invalid(_))))
}

/// What a form without fields says that came back.
pub fn whole_failure_of(sent: Option<&Replay>) -> RwSignal<Option<ApiError>> {
    let error = sent.and_then(|sent| sent.error.clone());
    RwSignal::new(error.map(|error| match error {
        ApiError::Invalid(_) => ApiError::Malformed(sentence(&error)),
        error => error,
    }))
}

/// Why something was not done, in a sentence: that of the wrong field, where there is one.
pub fn sentence(error: &ApiError) -> String {
    error.fields().0.into_iter().next().map_or_else(|| error.to_string(), |field| field.message)
}
