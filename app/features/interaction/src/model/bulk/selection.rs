//! Which interactions are meant: the address of the page.

use std::collections::HashSet;

use kernel::{InteractionNumber, in_address};
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

use super::BULK_PATH;
use crate::model::{EXPORT_PATH, ListQuery, QueryError, export_href};

/// How many may be picked by hand.
pub const MOST_PICKED: usize = 500;

/// How many may be changed at once.
pub const MOST_AT_ONCE: usize = 10_000;

/// What names the selection where it is wrong; no field has this name.
pub const SELECTION: &str = "selection";

/// The parameter of one that was picked.
const PICK: &str = "pick";
/// The parameter that means all of a list.
const MATCHES: &str = "matches";

/// The interactions that are to be changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Selection {
    /// Each once, in the order in which they were picked.
    Picked(Vec<InteractionNumber>),
    /// All of a list, whatever its page.
    Matches(#[serde(deserialize_with = "understood")] ListQuery),
}

/// A list as it was sent, but none that would be a longer one because something in it is not understood.
fn understood<'de, D: Deserializer<'de>>(from: D) -> Result<ListQuery, D::Error> {
    #[derive(Deserialize)]
    struct Said {
        #[serde(default)]
        q: String,
        #[serde(default)]
        filter: Vec<String>,
    }
    let sent = serde_json::Value::deserialize(from)?;
    let said = Said::deserialize(&sent).map_err(D::Error::custom)?;
    let (_, wrong) = ListQuery::read(|name| match name {
        "q" => vec![said.q.clone()],
        "f" => said.filter.clone(),
        _ => Vec::new(),
    });
    match wrong.first() {
        Some(error) => Err(D::Error::custom(error)),
        None => ListQuery::deserialize(sent).map_err(D::Error::custom),
    }
}

/// What of an address was not understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SelectionError {
    #[error("“{0}” is no number of an interaction.")]
    Number(String),
    #[error("At most {MOST_PICKED} can be picked by hand; {0} more were left out, from {1} on.")]
    TooMany(usize, InteractionNumber),
    #[error(transparent)]
    Query(#[from] QueryError),
}

impl SelectionError {
    /// Whether more might be meant than what is read: a list with a condition left out is a longer one.
    pub fn widens(&self) -> bool {
        matches!(self, Self::Query(_))
    }
}

impl Default for Selection {
    fn default() -> Self {
        Self::Picked(Vec::new())
    }
}

impl Selection {
    /// Reads the parameters of an address, by name: all that are given of each.
    pub fn read(get: impl Fn(&str) -> Vec<String>) -> (Self, Vec<SelectionError>) {
        if get(MATCHES).iter().any(|value| value == "1") {
            let (query, wrong) = ListQuery::read(get);
            return (Self::Matches(query.first_page()), wrong.into_iter().map(SelectionError::Query).collect());
        }
        let (mut picked, mut seen, mut wrong) = (Vec::new(), HashSet::new(), Vec::new());
        for text in get(PICK) {
            match text.parse() {
                Ok(number) if seen.insert(number) => picked.push(number),
                Ok(_) => {}
                Err(_) => wrong.push(SelectionError::Number(text.chars().take(40).collect())),
            }
        }
        if let Some(first) = picked.get(MOST_PICKED).copied() {
            wrong.push(SelectionError::TooMany(picked.len() - MOST_PICKED, first));
            picked.truncate(MOST_PICKED);
        }
        // A list of what is wrong is for somebody to read.
        wrong.truncate(20);
        (Self::Picked(picked), wrong)
    }

    /// Whether an address is about some that were picked, whatever it says of them.
    pub fn is_of_picks(get: impl Fn(&str) -> Vec<String>) -> bool {
        !get(PICK).is_empty()
    }

    /// Those that a call may name: the same as an address holds.
    #[must_use]
    pub fn lawful(self) -> Self {
        match self {
            Self::Picked(picked) => {
                let mut seen = HashSet::new();
                Self::Picked(picked.into_iter().filter(|number| seen.insert(*number)).take(MOST_PICKED + 1).collect())
            }
            Self::Matches(query) => Self::Matches(query.first_page()),
        }
    }

    /// The parameters that an address of it needs.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Picked(picked) => picked.iter().map(|number| (PICK, number.to_string())).collect(),
            Self::Matches(query) => {
                let all = std::iter::once((MATCHES, "1".to_owned()));
                all.chain(query.first_page().fields()).collect()
            }
        }
    }

    /// The address of the page that changes them.
    pub fn href(&self) -> String {
        at(BULK_PATH, &self.fields())
    }

    /// The list they are from.
    pub fn list_href(&self) -> String {
        match self {
            Self::Picked(_) => ListQuery::default().href(),
            Self::Matches(query) => query.href(),
        }
    }

    /// The address of them as a file.
    pub fn export_href(&self) -> String {
        match self {
            Self::Picked(_) => at(EXPORT_PATH, &self.fields()),
            Self::Matches(query) => export_href(query),
        }
    }
}

fn at(path: &str, fields: &[(&'static str, String)]) -> String {
    let parts: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", in_address(value))).collect();
    if parts.is_empty() { path.to_owned() } else { format!("{path}?{}", parts.join("&")) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        filter::tests::any_filter,
        model::{Scope, Sort, SortField},
    };

    fn read(pairs: &[(&'static str, String)]) -> (Selection, Vec<SelectionError>) {
        Selection::read(|name| pairs.iter().filter(|(n, _)| *n == name).map(|(_, value)| value.clone()).collect())
    }

    fn picks(numbers: std::ops::Range<i64>) -> Vec<(&'static str, String)> {
        numbers.map(|number| ("pick", InteractionNumber(number).to_string())).collect()
    }

    proptest! {
        #[test]
        fn what_was_picked_is_read_back(numbers in proptest::collection::hash_set(1_i64.., 0..60)) {
            let picked = Selection::Picked(numbers.into_iter().map(InteractionNumber).collect());
            prop_assert_eq!(read(&picked.fields()), (picked.clone(), vec![]));
            prop_assert_eq!(picked.clone().lawful(), picked);
        }

        #[test]
        fn a_list_is_read_back(
            scope in 0..3_usize, days in proptest::option::of(1..=3_660_u16), field in 0..11_usize, descending: bool,
            filter in any_filter(), q in "([a-z]{1,9})?",
        ) {
            let sort = Sort { field: SortField::ALL[field], descending };
            let query = ListQuery { scope: Scope::ALL[scope], days, q, filter, sort, ..ListQuery::default() };
            let all = Selection::Matches(query);
            prop_assert_eq!(read(&all.fields()), (all.clone(), vec![]));
            prop_assert_eq!(all.clone().lawful(), all);
        }

        #[test]
        fn any_address_is_answered(text in ".{0,80}", matches: bool) {
            let (selection, wrong) = Selection::read(|name| match name {
                "matches" if !matches => vec![],
                "matches" => vec!["1".into()],
                _ => vec![text.clone(), text.clone()],
            });
            prop_assert!(wrong.len() <= 20);
            prop_assert_eq!(matches!(selection, Selection::Matches(_)), matches);
        }
    }

    #[test]
    fn five_hundred_are_picked_and_the_rest_is_named() {
        let (selection, wrong) = read(&picks(1..501));
        assert_eq!((selection, wrong), (Selection::Picked((1..501).map(InteractionNumber).collect()), vec![]));
        let (selection, wrong) = read(&picks(1..503));
        assert_eq!(selection, Selection::Picked((1..501).map(InteractionNumber).collect()));
        assert_eq!(
            wrong[0].to_string(),
            "At most 500 can be picked by hand; 2 more were left out, from INT0000501 on."
        );
    }

    #[test]
    fn what_is_no_number_is_named_and_the_same_twice_is_one() {
        let pick = |text: &str| ("pick", text.to_owned());
        let (selection, wrong) = read(&[pick("INT0000002"), pick("2"), pick("int0000002"), pick("")]);
        assert_eq!(selection, Selection::Picked(vec![InteractionNumber(2)]));
        assert_eq!(wrong[0].to_string(), "“2” is no number of an interaction.");
        assert_eq!((wrong.len(), wrong[0].widens()), (2, false));
    }

    #[test]
    fn a_list_that_is_not_understood_might_be_a_longer_one() {
        let (_, wrong) = read(&[("matches", "1".into()), ("f", "status:is:odd".into())]);
        assert!(wrong[0].widens());
    }

    #[test]
    fn a_list_that_is_sent_is_understood_or_refused() {
        let sent = |q: &str, filter: &str| {
            let mut sent = serde_json::to_value(Selection::Matches(ListQuery::default())).unwrap();
            sent["matches"]["q"] = q.into();
            sent["matches"]["filter"] = serde_json::json!([filter]);
            serde_json::from_value::<Selection>(sent)
        };
        let Ok(Selection::Matches(query)) = sent("a word", "status:is:new") else { panic!("it is understood") };
        assert_eq!((query.q.as_str(), query.filter.0.len()), ("a word", 1));
        for (q, filter, why) in [
            ("", "status:is:odd", "“odd” is no value of Status."),
            ("?!", "status:is:new", "“?!”"),
            (&"x".repeat(20_000), "status:is:new", "characters"),
        ] {
            let error = sent(q, filter).unwrap_err().to_string();
            assert!(error.contains(why), "{error}");
        }
    }

    #[test]
    fn it_leads_to_the_page_the_list_and_the_file() {
        let picked = Selection::Picked(vec![InteractionNumber(1), InteractionNumber(20)]);
        assert_eq!(picked.href(), "/interactions/bulk?pick=INT0000001&pick=INT0000020");
        assert_eq!(picked.export_href(), "/interactions.csv?pick=INT0000001&pick=INT0000020");
        assert_eq!(picked.list_href(), "/interactions?scope=all");
        let all = Selection::Matches(ListQuery { scope: Scope::Me, ..ListQuery::default() });
        assert_eq!(all.href(), "/interactions/bulk?matches=1&scope=me");
        assert_eq!(all.export_href(), "/interactions.csv?scope=me");
        assert_eq!(all.list_href(), "/interactions?scope=me");
    }
}
