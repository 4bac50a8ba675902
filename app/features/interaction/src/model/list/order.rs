//! The order of a list: the one that somebody chose, or the one that is usual for what it searches for.

use super::{ListQuery, Sort, SortField};

impl ListQuery {
    /// Whether words are searched for, and no number.
    pub fn seeks_words(&self) -> bool {
        let digits =
            self.q.get(..3).filter(|letters| letters.eq_ignore_ascii_case("int")).and_then(|_| self.q.get(3..));
        let is_number =
            digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()));
        self.q.contains(char::is_alphabetic) && !is_number
    }

    /// The order of a list for which nobody chose one.
    pub(super) fn usual_sort(&self) -> Sort {
        if self.seeks_words() { Sort::MATCH } else { Sort::default() }
    }

    /// The order its rows are in: without words there is no better and no worse match.
    pub fn order(&self) -> Sort {
        if self.sort.field == SortField::Match && !self.seeks_words() { Sort::default() } else { self.sort }
    }

    /// The same list in another order, from its first page.
    #[must_use]
    pub fn sorted(&self, sort: Sort) -> Self {
        Self { sort, ..self.first_page() }
    }

    /// The same list searched for another text, from its first page: in the order that somebody chose, if anybody did.
    #[must_use]
    pub fn searched(&self, q: &str) -> Self {
        let mut list = Self { q: q.trim().to_owned(), ..self.first_page() };
        if self.sort == self.usual_sort() {
            list.sort = list.usual_sort();
        }
        list
    }

    /// Whether what is logged next may be on this page.
    pub fn is_newest(&self) -> bool {
        let order = self.order();
        let comes_first = order == Sort::default() || order == Sort::MATCH;
        comes_first && self.is_first_page()
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::read, *};
    use crate::model::QueryError;

    #[test]
    fn words_are_in_the_order_of_the_best_match_unless_somebody_chose_another() {
        let order = |address: &str| read(&format!("/interactions?{address}")).0.order().to_string();
        for (address, expected) in [
            ("q=toner", "match"),
            ("q=toner%2042", "match"),
            ("q=int", "match"),
            ("q=toner&sort=-created", "-created"),
            ("q=toner&sort=price", "match"),
            ("q=INT0000042", "-created"),
            ("q=int42", "-created"),
            ("q=42.", "-created"),
            ("f=vip:is:yes", "-created"),
            ("sort=match", "-created"),
            ("sort=match&q=42", "-created"),
        ] {
            assert_eq!(order(address), expected, "{address}");
        }
        assert_eq!(read("/interactions?sort=-match").1, [QueryError::Sort("-match".into())]);
        assert_eq!(read("/interactions?columns=number,match").1, [QueryError::Column("match".into())]);
    }

    #[test]
    fn what_is_searched_for_changes_no_order_that_was_chosen() {
        let list = |address: &str| read(&format!("/interactions?{address}")).0;
        let searched = |address: &str, q: &str| list(address).searched(q).parameters();
        assert_eq!(searched("scope=all", " toner "), "q=toner");
        assert_eq!(searched("q=toner", "fuser"), "q=fuser");
        assert_eq!(searched("q=toner", ""), "scope=all");
        assert_eq!(searched("q=toner&sort=-created&after=7~", "fuser"), "q=fuser&sort=-created");
        assert_eq!(searched("sort=status", "toner"), "q=toner&sort=status");
        assert_eq!(list("q=toner").sorted(Sort::default()).parameters(), "q=toner&sort=-created");
    }
}
