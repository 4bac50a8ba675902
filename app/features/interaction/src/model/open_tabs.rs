//! The records that are open at once in one window, as tabs.
//!
//! They are in the order in which they were opened. There are at most [`MOST_TABS`]; the one that was looked at the
//! longest ago makes room for the next, and never one in which something is typed and not sent.

use kernel::InteractionNumber;
use serde::{Deserialize, Serialize};

pub const MOST_TABS: usize = 12;

/// One record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenTab {
    pub number: InteractionNumber,
    pub summary: String,
    /// Whether something is typed there that was not sent.
    pub unsaved: bool,
    /// When it was looked at last, in looks.
    looked: u32,
}

/// The tabs of a window.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenTabs {
    pub tabs: Vec<OpenTab>,
    looks: u32,
}

impl OpenTabs {
    fn tab(&mut self, number: InteractionNumber) -> Option<&mut OpenTab> {
        self.tabs.iter_mut().find(|tab| tab.number == number)
    }

    /// A record is looked at.
    pub fn open(&mut self, number: InteractionNumber, summary: &str) {
        self.looks = self.looks.saturating_add(1);
        let looked = self.looks;
        if let Some(tab) = self.tab(number) {
            summary.clone_into(&mut tab.summary);
            tab.looked = looked;
        } else {
            self.tabs.push(OpenTab { number, summary: summary.to_owned(), unsaved: false, looked });
        }
        // More than that are open where something was typed in each; one that was sent since may go.
        while self.tabs.len() > MOST_TABS {
            let may_go = self.tabs.iter().filter(|tab| !tab.unsaved && tab.number != number);
            let Some(oldest) = may_go.min_by_key(|tab| tab.looked).map(|tab| tab.number) else { return };
            self.tabs.retain(|tab| tab.number != oldest);
        }
    }

    /// Whether something is typed there that was not sent.
    pub fn mark(&mut self, number: InteractionNumber, unsaved: bool) {
        if let Some(tab) = self.tab(number) {
            tab.unsaved = unsaved;
        }
    }

    /// Closes a tab; gives the one beside it, which is looked at next.
    pub fn close(&mut self, number: InteractionNumber) -> Option<InteractionNumber> {
        let at = self.tabs.iter().position(|tab| tab.number == number)?;
        self.tabs.remove(at);
        self.tabs.get(at).or_else(|| self.tabs.last()).map(|tab| tab.number)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn n(number: i64) -> InteractionNumber {
        InteractionNumber(number)
    }

    fn of(numbers: impl IntoIterator<Item = i64>) -> OpenTabs {
        let mut tabs = OpenTabs::default();
        for number in numbers {
            tabs.open(n(number), "");
        }
        tabs
    }

    fn numbers(tabs: &OpenTabs) -> Vec<i64> {
        tabs.tabs.iter().map(|tab| tab.number.0).collect()
    }

    #[test]
    fn a_tab_stays_where_it_was_opened() {
        let mut tabs = of([1, 2, 3, 1]);
        tabs.open(n(2), "Cannot print");
        assert_eq!(numbers(&tabs), [1, 2, 3]);
        assert_eq!(tabs.tabs[1].summary, "Cannot print");
    }

    #[test]
    fn the_one_looked_at_the_longest_ago_makes_room() {
        let mut tabs = of((1..=12).chain([1]));
        tabs.open(n(13), "");
        assert_eq!(numbers(&tabs), [1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
        tabs.mark(n(3), true);
        tabs.open(n(14), "");
        assert_eq!(numbers(&tabs), [1, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
    }

    #[test]
    fn closing_leads_to_the_neighbour() {
        let mut tabs = of([1, 2, 3]);
        assert_eq!(tabs.close(n(2)), Some(n(3)));
        assert_eq!(tabs.close(n(3)), Some(n(1)));
        assert_eq!(tabs.close(n(9)), None);
        assert_eq!(tabs.close(n(1)), None);
        assert_eq!(numbers(&tabs), [0_i64; 0]);
    }

    proptest! {
        #[test]
        fn what_is_typed_never_goes_by_itself_and_the_last_opened_is_there(
            steps in proptest::collection::vec((0_i64..30, any::<bool>()), 1..120),
        ) {
            let mut tabs = OpenTabs::default();
            for (number, typed) in steps {
                let unsaved: Vec<_> = tabs.tabs.iter().filter(|tab| tab.unsaved).map(|tab| tab.number).collect();
                tabs.open(n(number), "");
                prop_assert!(numbers(&tabs).contains(&number));
                prop_assert!(unsaved.iter().all(|one| numbers(&tabs).contains(&one.0)));
                prop_assert!(tabs.tabs.len() <= MOST_TABS.max(unsaved.len() + 1));
                tabs.mark(n(number), typed);
            }
        }
    }
}
