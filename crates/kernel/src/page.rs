//! Keyset pages: a cursor names the row a page starts after, so that page 1,000 costs what page 1 does.

use serde::{Deserialize, Serialize};

/// One page of rows with the addresses of its neighbours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    pub rows: Vec<T>,
    /// Where the page before this one ends; `None` on the first page.
    pub before: Option<Cursor>,
    /// Where the page after this one starts; `None` on the last page.
    pub after: Option<Cursor>,
}

/// A place between two rows: the sort key of a row and its number, which breaks ties.
///
/// In an address it is `NUMBER~KEY`, the key as it is (the address encodes it).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The row's sort key as text; empty where the number alone is the key.
    pub key: String,
    pub number: i64,
}

/// The text is not a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The address of this page is damaged.")]
pub struct CursorError;

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}~{}", self.number, self.key)
    }
}

impl std::str::FromStr for Cursor {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Self, CursorError> {
        let (number, key) = text.split_once('~').ok_or(CursorError)?;
        if key.len() > 4_000 || key.contains('\0') {
            return Err(CursorError);
        }
        let number = number.parse().map_err(|_| CursorError)?;
        Ok(Self { key: key.to_owned(), number })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn printing_and_reading_is_the_identity(key in "[^\0]{0,200}", number: i64) {
            let cursor = Cursor { key, number };
            prop_assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }

        #[test]
        fn any_text_is_read_or_refused_without_a_panic(text in ".{0,60}") {
            let _ = text.parse::<Cursor>();
        }
    }

    #[test]
    fn what_is_no_cursor_is_refused() {
        for text in ["", "12", "x~y", "~", "1~a\0b"] {
            assert_eq!(text.parse::<Cursor>(), Err(CursorError), "{text:?}");
        }
    }
}
