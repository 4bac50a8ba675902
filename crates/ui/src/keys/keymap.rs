//! Which key does what for this person, in this browser.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Chord;

/// What differs from what commands come with.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Keymap {
    /// No key does anything.
    #[serde(default)]
    pub off: bool,
    /// The text of a key by the name of its command; empty where it shall have none.
    #[serde(default)]
    own: BTreeMap<String, String>,
}

impl Keymap {
    /// The key of a command that comes with `given`.
    #[must_use]
    pub fn key(&self, command: &str, given: Option<Chord>) -> Option<Chord> {
        match self.own.get(command) {
            // What cannot be read is no key.
            Some(text) => text.parse().ok(),
            None => given,
        }
    }

    /// Gives a command a key of the person's own, or takes it away.
    pub fn set(&mut self, command: &str, given: Option<Chord>, key: Option<Chord>) {
        if key == given {
            self.own.remove(command);
        } else {
            self.own.insert(command.to_owned(), key.map(|key| key.to_string()).unwrap_or_default());
        }
    }

    /// Whether any command has a key of the person's own.
    #[must_use]
    pub fn is_own(&self) -> bool {
        !self.own.is_empty()
    }

    /// All keys as the commands come with them.
    pub fn reset(&mut self) {
        self.own.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_of_ones_own_takes_the_place_of_the_given_one() {
        let (j, k) = (Some(Chord::plain('j')), Some(Chord::plain('k')));
        let mut map = Keymap::default();
        assert_eq!(map.key("next", j), j);
        map.set("next", j, k);
        assert_eq!((map.key("next", j), map.is_own()), (k, true));
        map.set("next", j, None);
        assert_eq!(map.key("next", j), None);
        map.set("next", j, j);
        assert_eq!((map.key("next", j), map.is_own()), (j, false));
    }

    #[test]
    fn what_was_kept_is_read_again_and_a_damaged_one_is_none() {
        let mut map = Keymap { off: true, ..Keymap::default() };
        map.set("next", None, Some(Chord::ctrl('j')));
        let kept = serde_json::to_string(&map).unwrap_or_default();
        assert_eq!(serde_json::from_str::<Keymap>(&kept).ok(), Some(map));
        let damaged: Keymap = serde_json::from_str(r#"{"own":{"next":"Enter"}}"#).unwrap_or_default();
        assert_eq!(damaged.key("next", Some(Chord::plain('j'))), None);
    }
}
