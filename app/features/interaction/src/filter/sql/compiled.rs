//! A condition as pieces of SQL, and how several become one.

use time::OffsetDateTime;

use Part::Sql;

use super::finding::{all, either};
use crate::filter::Join;

/// A piece of a condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// SQL that was written here.
    Sql(&'static str),
    Text(String),
    Id(i64),
    Ids(Vec<i64>),
    Small(i16),
    Flag(bool),
    Moment(OffsetDateTime),
}

/// What one node needs: the exact condition, and what the index finds it by.
pub struct Compiled {
    pub parts: Vec<Part>,
    /// Pieces of a `tsquery`, all of which the index finds it by; none where it cannot.
    pub index: Vec<String>,
    /// Whether the index finds these and no others.
    pub exact: bool,
}

impl Compiled {
    /// What no index finds.
    pub fn unfound(parts: Vec<Part>) -> Self {
        Self { parts, index: Vec::new(), exact: false }
    }

    /// What the index finds with others.
    pub fn among(parts: Vec<Part>, index: impl IntoIterator<Item = String>) -> Self {
        Self { parts, index: index.into_iter().collect(), exact: false }
    }

    /// What the index finds, where it does, with no others.
    pub fn exactly(parts: Vec<Part>, index: impl IntoIterator<Item = String>) -> Self {
        let index: Vec<String> = index.into_iter().collect();
        Self { parts, exact: !index.is_empty(), index }
    }
}

pub fn join(how: Join, compiled: Vec<Compiled>) -> Compiled {
    let parts: Vec<&[Part]> = compiled.iter().map(|node| node.parts.as_slice()).collect();
    let parts =
        if how == Join::All { conjunction(parts.into_iter()) } else { together(" or ", parts.into_iter(), "false") };
    let exact = !compiled.is_empty() && compiled.iter().all(|node| node.exact);
    // Of several that all apply any one finds them; of those of which any applies, all are needed.
    let index = match how {
        Join::All => compiled.into_iter().flat_map(|node| node.index).collect(),
        Join::Any if compiled.iter().all(|node| !node.index.is_empty()) => {
            let found = compiled.iter().map(|node| format!("({})", all(&node.index)));
            either(&found.collect::<Vec<_>>()).into_iter().collect()
        }
        Join::Any => Vec::new(),
    };
    Compiled { parts, index, exact }
}

pub fn conjunction<'a>(nodes: impl Iterator<Item = &'a [Part]>) -> Vec<Part> {
    together(" and ", nodes, "true")
}

/// All of these in brackets, with a word between them.
fn together<'a>(word: &'static str, nodes: impl Iterator<Item = &'a [Part]>, none: &'static str) -> Vec<Part> {
    let mut parts = Vec::new();
    for node in nodes {
        if !parts.is_empty() {
            parts.push(Sql(word));
        }
        parts.push(Sql("("));
        parts.extend_from_slice(node);
        parts.push(Sql(")"));
    }
    if parts.is_empty() { vec![Sql(none)] } else { parts }
}
