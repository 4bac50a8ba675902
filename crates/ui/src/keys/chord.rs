//! One stroke: a character, with Ctrl or without.

use std::fmt;
use std::str::FromStr;

/// What is pressed at once. Its text is `j`, `?` or `Ctrl+K`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chord {
    ctrl: bool,
    key: char,
}

impl Chord {
    /// A character alone.
    #[must_use]
    pub const fn plain(key: char) -> Self {
        Self { ctrl: false, key }
    }

    /// A small letter with Ctrl, or with the command key of a Mac.
    #[must_use]
    pub const fn ctrl(key: char) -> Self {
        Self { ctrl: true, key }
    }

    /// Whether it means nothing to a field one types into.
    #[must_use]
    pub const fn has_ctrl(self) -> bool {
        self.ctrl
    }

    /// What a `keydown` event says; `None` for what no shortcut can be: Tab, Enter, Space, Escape, arrows, and
    /// whatever needs Alt, which types characters on many keyboards.
    ///
    /// A letter is small unless Shift is held, whatever Caps Lock says.
    #[must_use]
    pub fn of(key: &str, ctrl: bool, alt: bool, shift: bool) -> Option<Self> {
        let mut characters = key.chars();
        let (Some(key), None) = (characters.next(), characters.next()) else { return None };
        if alt || key.is_whitespace() || key.is_control() {
            return None;
        }
        let key = if shift && !ctrl { key } else { key.to_lowercase().next().unwrap_or(key) };
        Some(Self { ctrl, key })
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl { write!(f, "Ctrl+{}", self.key.to_ascii_uppercase()) } else { write!(f, "{}", self.key) }
    }
}

impl FromStr for Chord {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (ctrl, key) = text.strip_prefix("Ctrl+").map_or((false, text), |key| (true, key));
        let shift = !ctrl && key.chars().any(char::is_uppercase);
        Self::of(key, ctrl, false, shift).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stroke_is_read_as_it_is_written() {
        for text in ["j", "J", "?", "/", "Ctrl+K", "ä", "+", "Ctrl++"] {
            assert_eq!(text.parse::<Chord>().map(|chord| chord.to_string()).as_deref(), Ok(text));
        }
        for text in ["", "Ctrl+", "Enter", " ", "\t", "jk"] {
            assert_eq!(text.parse::<Chord>(), Err(()), "{text:?}");
        }
    }

    #[test]
    fn caps_lock_means_nothing_and_alt_is_left_alone() {
        assert_eq!(Chord::of("J", false, false, false), Some(Chord::plain('j')));
        assert_eq!(Chord::of("J", false, false, true), Some(Chord::plain('J')));
        assert_eq!(Chord::of("K", true, false, false), Some(Chord::ctrl('k')));
        assert_eq!(Chord::of("@", true, true, false), None);
        for key in ["Tab", "Enter", " ", "Escape", "ArrowDown", "Dead"] {
            assert_eq!(Chord::of(key, false, false, false), None, "{key}");
        }
    }
}
