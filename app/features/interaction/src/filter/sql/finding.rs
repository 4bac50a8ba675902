//! What the index of words is asked: pieces of a `tsquery`, made of words that the database took apart and of marks.

use super::columns::Place;
use crate::filter::Meaning;

pub(super) fn exact(word: &str, place: Place) -> String {
    match place {
        Place::Anywhere | Place::Elsewhere => format!("'{word}'"),
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
        Place::Anywhere | Place::Elsewhere => format!("'{word}':*"),
        Place::Headline => format!("'.{word}':*"),
        Place::Weight(weight) => format!("'{word}':*{weight}"),
    }
}

/// A word as the beginning of one, or those that it is like.
pub(super) fn begun_or_like(word: &str, like: &[String], place: Place) -> String {
    let all: Vec<String> = like.iter().map(|word| exact(word, place)).chain([begun(word, place)]).collect();
    either(&all).unwrap_or_else(nothing)
}

/// All of the words, each as the beginning of one or as one that it is like; nothing where there are none.
pub fn all_of(words: &[String], similar: &[Vec<String>], place: Place) -> Option<String> {
    let like = |at| similar.get(at).map_or(&[][..], Vec::as_slice);
    let each: Vec<String> = words.iter().enumerate().map(|(at, word)| begun_or_like(word, like(at), place)).collect();
    (!each.is_empty()).then(|| all(&each))
}

impl Meaning {
    /// All of the words, each as the beginning of one or as one that it is like.
    pub(super) fn sought(&self, words: &[String], similar: &[Vec<String>], place: Place) -> Vec<String> {
        let each = words.iter().enumerate().map(|(at, word)| {
            let like = similar.get(at).map_or(&[][..], Vec::as_slice);
            // Words that are named are found sooner than a beginning.
            match self.words_begun(word) {
                Some(begun) => {
                    let named = begun.iter().chain(like).map(|word| exact(word, place));
                    either(&named.collect::<Vec<_>>()).unwrap_or_else(nothing)
                }
                None => begun_or_like(word, like, place),
            }
        });
        each.collect()
    }
}

/// A mark of the index.
pub(super) fn mark(name: &str, value: impl std::fmt::Display) -> String {
    format!("'~{name}{value}'")
}

pub(super) fn all(queries: &[String]) -> String {
    queries.join(" & ")
}

pub(super) fn either(queries: &[String]) -> Option<String> {
    match queries {
        [] => None,
        [one] => Some(one.clone()),
        many => Some(format!("({})", many.join(" | "))),
    }
}
