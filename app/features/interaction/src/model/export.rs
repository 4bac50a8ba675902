//! The list as a file: its address.

use super::ListQuery;

/// Answers with all rows of a list; takes the parameters of the list's own address.
pub const EXPORT_PATH: &str = "/interactions.csv";

/// The address of all rows of this list, whatever its page.
pub fn export_href(query: &ListQuery) -> String {
    query.first_page().href().replacen("/interactions", EXPORT_PATH, 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::Filter;
    use crate::model::{Scope, Sort, SortField};

    #[test]
    fn it_is_the_address_of_the_list_without_the_place_in_it() {
        assert_eq!(export_href(&ListQuery::default()), "/interactions.csv");
        let query = ListQuery {
            scope: Scope::Groups,
            days: Some(30),
            q: "toner".into(),
            filter: Filter::read(&["vip:is:yes".into()]).0,
            sort: Sort { field: SortField::Summary, descending: true },
            after: "7~/interactions".parse().ok(),
            before: None,
        };
        assert_eq!(
            export_href(&query),
            "/interactions.csv?scope=groups&days=30&q=toner&f=vip%3Ais%3Ayes&sort=-summary"
        );
    }
}
