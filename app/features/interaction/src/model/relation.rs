//! How interactions belong together: as parent and child, or as related.
//!
//! To add a kind: a variant of [`RelationKind`] with its words from both ends, its key in a migration of the check on
//! `kind`.

use kernel::{AuditValue, Changes, Fields, InteractionNumber};
use serde::{Deserialize, Serialize};

use super::Status;

/// How many relations one interaction may have.
pub const MOST_RELATIONS: usize = 200;

/// What another interaction is to the one looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RelationKind {
    /// The one above; there is one at most.
    Parent,
    /// One of those below.
    Child,
    Related,
}

impl RelationKind {
    pub const ALL: [Self; 3] = [Self::Parent, Self::Child, Self::Related];

    /// The kind as a form and an address have it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Parent => "parent",
            Self::Child => "child",
            Self::Related => "related",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// What the other one is, as a label.
    pub fn label(self) -> &'static str {
        match self {
            Self::Parent => "Parent",
            Self::Child => "Child",
            Self::Related => "Related interaction",
        }
    }

    /// What adds one.
    pub fn add_label(self) -> &'static str {
        match self {
            Self::Parent => "Add parent",
            Self::Child => "Add child",
            Self::Related => "Add related",
        }
    }

    /// “INT0000002 is … this interaction.”
    pub fn of_this(self) -> &'static str {
        match self {
            Self::Parent => "the parent of",
            Self::Child => "a child of",
            Self::Related => "related to",
        }
    }

    /// What the one looked at is to the other.
    #[must_use]
    pub fn from_there(self) -> Self {
        match self {
            Self::Parent => Self::Child,
            Self::Child => Self::Parent,
            Self::Related => Self::Related,
        }
    }

    /// What an event says of it: the other one by its number alone, because who reads it may not see that one.
    pub fn added(self, other: InteractionNumber) -> Changes {
        let mut changes = Changes::default();
        changes.note(self.label(), None, Some(AuditValue::named(other.0, other.to_string())));
        changes
    }

    /// The same where it is removed.
    pub fn removed(self, other: InteractionNumber) -> Changes {
        let mut changes = Changes::default();
        changes.note(self.label(), Some(AuditValue::named(other.0, other.to_string())), None);
        changes
    }
}

/// Another interaction, as the region `Related Tasks` names one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Related {
    pub number: InteractionNumber,
    pub kind: RelationKind,
    pub summary: String,
    pub status: Status,
}

/// One that may be meant by what is typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relatable {
    pub number: InteractionNumber,
    pub summary: String,
    pub status: Status,
}

/// A relation to be added, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RelationDraft {
    /// A key of [`RelationKind`].
    pub kind: String,
    /// A number, or words of a summary.
    pub other: String,
}

impl RelationDraft {
    /// The name of the field with the kind.
    pub const KIND: &'static str = "relation";
    /// The name of the box.
    pub const OTHER: &'static str = "other";
    /// The name of the button that removes a relation.
    pub const REMOVE: &'static str = "unrelate";

    /// Whether a form that was posted to the page of an interaction adds or removes a relation.
    pub fn is_sent_by(fields: &Fields) -> bool {
        [Self::KIND, Self::REMOVE].iter().any(|name| !fields.get(name).is_empty())
    }

    pub fn from_fields(fields: &Fields) -> Self {
        Self { kind: fields.get(Self::KIND).to_owned(), other: fields.get("other_text").to_owned() }
    }
}

/// A number as people type one: `INT0000012`, `int12`, `12`. `None` where the text is something else.
pub fn typed_number(text: &str) -> Option<InteractionNumber> {
    let text = text.trim();
    text.parse().or_else(|_| format!("INT{text}").parse()).ok()
}

/// Whether more digits may be meant to follow those that are typed: not where the number is written out with its
/// leading zeros.
pub fn may_go_on(text: &str) -> bool {
    let digits = text.trim().trim_start_matches(|c: char| c.is_ascii_alphabetic());
    !digits.starts_with('0')
}

/// The way down from `child` to the parent it is to be given, where there is one: then the two would be in a circle.
///
/// `above` is that parent, its own parent, and so on to the top.
pub fn way_down(child: InteractionNumber, above: &[InteractionNumber]) -> Option<Vec<InteractionNumber>> {
    let end = above.iter().position(|number| *number == child)?;
    Some(above.iter().take(end + 1).rev().copied().collect())
}

/// Why a parent is refused: the way round, in words. Of a long way, its ends.
pub fn circle(way: &[String]) -> String {
    let (Some(child), Some(parent)) = (way.first(), way.last()) else { return String::new() };
    let shown = if way.len() > 8 {
        let between = format!("{} more", way.len() - 6);
        way.iter().take(3).cloned().chain([between]).chain(way.iter().skip(way.len() - 3).cloned()).collect()
    } else {
        way.to_vec()
    };
    format!("{parent} cannot be the parent of {child}, which is above it already: {}.", shown.join(" → "))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn int(number: i64) -> InteractionNumber {
        InteractionNumber(number)
    }

    /// Whoever is above, nearest first, and the one itself.
    fn above(parents: &BTreeMap<i64, i64>, from: i64) -> Vec<InteractionNumber> {
        let mut way = vec![from];
        while let Some(parent) = way.last().and_then(|last| parents.get(last)) {
            assert!(!way.contains(parent), "there is a circle: {parents:?}");
            way.push(*parent);
        }
        way.into_iter().map(int).collect()
    }

    proptest! {
        #[test]
        fn no_moves_make_a_circle_and_only_circles_are_refused(
            moves in proptest::collection::vec((0_i64..12, 0_i64..12), 0..60)
        ) {
            let mut parents = BTreeMap::new();
            for (child, parent) in moves {
                let over = above(&parents, parent);
                match way_down(int(child), &over) {
                    None => {
                        parents.insert(child, parent);
                    }
                    Some(way) => {
                        prop_assert_eq!((way.first(), way.last()), (Some(&int(child)), Some(&int(parent))));
                        for pair in way.windows(2) {
                            prop_assert_eq!(parents.get(&pair[1].0), Some(&pair[0].0), "each is above the next");
                        }
                    }
                }
                // Walks every way to its end, and fails where one has none.
                for number in 0..12 {
                    above(&parents, number);
                }
            }
        }

        #[test]
        fn any_text_is_a_number_or_none_without_a_panic(text in ".{0,30}", number in 1_i64..) {
            let _ = (typed_number(&text), may_go_on(&text));
            prop_assert_eq!(typed_number(&number.to_string()), Some(int(number)));
        }
    }

    #[test]
    fn a_number_is_typed_in_many_ways() {
        for text in ["INT0000012", "int12", "12", " 0012 ", "Int012"] {
            assert_eq!(typed_number(text), Some(int(12)), "{text}");
        }
        for text in ["", "INT", "0", "-1", "+1", "12a", "printer 12", "99999999999999999999"] {
            assert_eq!(typed_number(text), None, "{text}");
        }
        assert!(may_go_on("12") && may_go_on("int12"));
        assert!(!may_go_on("INT0000012") && !may_go_on("0012"));
    }

    #[test]
    fn a_circle_is_told_by_its_way() {
        let names = |numbers: &[i64]| numbers.iter().map(|number| int(*number).to_string()).collect::<Vec<_>>();
        assert_eq!(
            circle(&names(&[1, 2, 3])),
            "INT0000003 cannot be the parent of INT0000001, which is above it already: \
             INT0000001 → INT0000002 → INT0000003."
        );
        let long = circle(&names(&(1..=100).collect::<Vec<_>>()));
        assert!(long.contains("INT0000003 → 94 more → INT0000098"), "{long}");
    }

    #[test]
    fn each_end_says_what_the_other_is() {
        for kind in RelationKind::ALL {
            assert_eq!(kind.from_there().from_there(), kind);
            assert_eq!(RelationKind::from_key(kind.key()), Some(kind));
        }
        assert_eq!(RelationKind::Parent.from_there(), RelationKind::Child);
    }
}
