//! The box in the header, what it offers, and the page.

mod header;
mod offers;
mod page;

pub use header::GlobalSearch;
pub use offers::SearchOffers;
pub use page::SearchPage;

use kernel::in_address;

use crate::model::PAGE;

/// The address of the page for a text.
pub fn search_href(text: &str) -> String {
    format!("{PAGE}?q={}", in_address(text.trim()))
}
