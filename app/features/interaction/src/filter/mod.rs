//! What a list is narrowed to: conditions over its columns and its texts, with *and* and *or* between them.
//!
//! One model, five ways: [`address`] prints it into the list's address and reads it from there, [`sentence`] says it in
//! words, and on the server `resolve` looks up what it names and `sql` makes the query of it. A text of a person only
//! ever becomes a value: which columns and operators there are is said here and nowhere else.
//!
//! To add a column: a variant of [`Column`] with its key, label and [`Kind`], and its arm in `sql`.

mod address;
mod column;
mod condition;
mod sentence;
mod when;

#[cfg(feature = "ssr")]
mod resolve;
#[cfg(feature = "ssr")]
mod sql;

use serde::{Deserialize, Serialize};

#[cfg(test)]
pub use address::tests;

pub use address::FilterError;
pub use column::{Column, Kind};
pub use condition::{Condition, Operator, Person, Value, ValueError};
pub use sentence::Names;
pub use when::{When, first_day};

#[cfg(feature = "ssr")]
pub use resolve::{Meaning, resolve, similar};
#[cfg(feature = "ssr")]
pub use sql::{Marks, Narrowed, Place, all_of, block, narrow};

/// How deep groups may stand in one another.
pub const MOST_DEEP: usize = 4;
/// How many conditions a filter may have.
pub const MOST_CONDITIONS: usize = 30;
/// How long the text of a condition may be, in characters.
pub const MOST_TEXT: usize = 200;

/// All of these apply.
///
/// On its way between browser and server it is what its address says, so that nothing comes in that was not read there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<String>", into = "Vec<String>")]
pub struct Filter(pub Vec<Node>);

/// A condition, or several that are taken together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    Is(Condition),
    Group(Join, Vec<Node>),
}

/// What of a group has to apply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Join {
    #[default]
    All,
    Any,
}

impl Filter {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All its conditions, whatever group they are in.
    pub fn conditions(&self) -> Vec<&Condition> {
        fn within<'a>(nodes: &'a [Node], found: &mut Vec<&'a Condition>) {
            for node in nodes {
                match node {
                    Node::Is(condition) => found.push(condition),
                    Node::Group(_, nodes) => within(nodes, found),
                }
            }
        }
        let mut found = Vec::new();
        within(&self.0, &mut found);
        found
    }

    /// The same without one of those that all apply.
    #[must_use]
    pub fn without(&self, place: usize) -> Self {
        let others = self.0.iter().enumerate().filter(|(at, _)| *at != place);
        Self(others.map(|(_, node)| node.clone()).collect())
    }

    /// The value that a column must have, where one condition of those that all apply says so.
    pub fn only(&self, column: Column) -> Option<&Value> {
        self.0.iter().find_map(|node| match node {
            Node::Is(condition) if condition.column() == column && condition.operator() == Operator::Is => {
                Some(condition.value())
            }
            _ => None,
        })
    }

    /// The same with a column being one value, and no other simple condition on it; or without any, for no value.
    #[must_use]
    pub fn with_only(&self, column: Column, condition: Option<Condition>) -> Self {
        let others = self.0.iter().filter(|node| !matches!(node, Node::Is(said) if said.column() == column));
        Self(others.cloned().chain(condition.map(Node::Is)).collect())
    }
}
