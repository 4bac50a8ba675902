//! What the index of words is asked: pieces of a `tsquery`, made of words that the database took apart and of marks.

use super::columns::Place;

pub(super) fn exact(word: &str, place: Place) -> String {
    match place {
        Place::Anywhere => format!("'{word}'"),
        Place::Headline => format!("'.{word}'"),
        Place::Weight(weight) => format!("'{word}':{weight}"),
    }
}

/// What nothing has.
pub(super) fn nothing() -> String {
    exact("~", Place::Anywhere)
}

pub(super) fn begun(word: &str, place: Place) -> String {
    match place {
        Place::Anywhere => format!("'{word}':*"),
        Place::Headline => format!("'.{word}':*"),
        Place::Weight(weight) => format!("'{word}':*{weight}"),
    }
}

/// A mark of the index.
pub(super) fn mark(name: &str, value: impl std::fmt::Display) -> String {
    format!("'~{name}{value}'")
}

pub(super) fn either(queries: &[String]) -> Option<String> {
    match queries {
        [] => None,
        [one] => Some(one.clone()),
        many => Some(format!("({})", many.join(" | "))),
    }
}
