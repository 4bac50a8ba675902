//! What Global Search finds: a line for each kind that a slice has.

use std::sync::Arc;

use interaction::model::ListQuery;
use platform::search::Kind;

/// The kinds, in the order in which they are shown.
pub fn all() -> Arc<[Arc<dyn Kind>]> {
    Arc::new([
        Arc::new(interaction::server::search::Interactions),
        Arc::new(people::server::search::People { page: |person| ListQuery::of_person(person).href() }),
    ])
}
