//! The list as a file: its address.

use super::{Density, ListQuery};

/// Answers with all rows of a list; takes the parameters of the list's own address.
pub const EXPORT_PATH: &str = "/interactions.csv";

/// The address of all rows of this list with the columns it shows, whatever its page.
pub fn export_href(query: &ListQuery) -> String {
    ListQuery { density: Density::default(), ..query.as_saved() }.href().replacen("/interactions", EXPORT_PATH, 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::Filter;
    use crate::model::{Columns, Scope, Sort, SortField};
    use kernel::ViewId;

    #[test]
    fn it_is_the_address_of_the_list_without_the_place_in_it() {
        assert_eq!(export_href(&ListQuery::default()), "/interactions.csv?scope=all");
        let query = ListQuery {
            scope: Scope::Groups,
            days: Some(30),
            q: "toner".into(),
            filter: Filter::read(&["vip:is:yes".into()]).0,
            sort: Sort { field: SortField::Summary, descending: true },
            columns: Columns::read("number,summary:300").0,
            density: Density::Compact,
            view: Some(ViewId(4)),
            after: "7~/interactions".parse().ok(),
            before: None,
        };
        assert_eq!(
            export_href(&query),
            "/interactions.csv?scope=groups&days=30&q=toner&f=vip%3Ais%3Ayes&sort=-summary&columns=number%2Csummary%3A300"
        );
    }
}
