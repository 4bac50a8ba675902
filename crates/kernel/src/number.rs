//! Work item numbers as people say them: `INT0000001`.

use serde::{Deserialize, Serialize};

/// The number of an interaction: unique, increasing, never reused.
///
/// It is the record's primary key too, so that every index and relation is eight bytes wide.
/// People read and type it as `INT` and at least seven digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(transparent))]
#[serde(transparent)]
pub struct InteractionNumber(pub i64);

impl InteractionNumber {
    /// Reads a number as people type it: with its letters, or the digits alone.
    pub fn read(text: &str) -> Option<Self> {
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?;
        text.parse().ok().or_else(|| digits(text.trim()).filter(|number| *number > 0).map(Self))
    }
}

/// The text is not an interaction number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("An interaction number looks like INT0000001.")]
pub struct NumberError;

impl std::fmt::Display for InteractionNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "INT{:07}", self.0)
    }
}

impl std::str::FromStr for InteractionNumber {
    type Err = NumberError;

    /// Reads `INT0000042`, in either case and with or without the leading zeros.
    fn from_str(text: &str) -> Result<Self, NumberError> {
        let text = text.trim();
        let digits = match text.get(..3) {
            Some(prefix) if prefix.eq_ignore_ascii_case("INT") => &text[3..],
            _ => return Err(NumberError),
        };
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NumberError);
        }
        match digits.parse() {
            Ok(number) if number > 0 => Ok(Self(number)),
            _ => Err(NumberError),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_is_a_number_or_none(text in "\\PC{0,12}|(INT|int)?[0-9]{1,22}") {
            let read = InteractionNumber::read(&text);
            prop_assert!(read.is_none_or(|number| number.0 > 0));
            prop_assert_eq!(read.map(|number| number.to_string()).and_then(|said| InteractionNumber::read(&said)), read);
        }

        #[test]
        fn printing_and_reading_is_the_identity(number in 1_i64..) {
            let number = InteractionNumber(number);
            prop_assert_eq!(number.to_string().parse(), Ok(number));
            prop_assert_eq!(number.to_string().to_lowercase().parse(), Ok(number));
        }

        #[test]
        fn any_text_is_read_or_refused_without_a_panic(text in ".{0,40}") {
            let _ = text.parse::<InteractionNumber>();
        }
    }

    #[test]
    fn a_number_has_at_least_seven_digits() {
        assert_eq!(InteractionNumber(1).to_string(), "INT0000001");
        assert_eq!(InteractionNumber(12_345_678).to_string(), "INT12345678");
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", "INT", "INT-1", "INT+1", "INC0000001", "INT0", "INT1x", "ÏNT1", "INT99999999999999999999"] {
            assert_eq!(text.parse::<InteractionNumber>(), Err(NumberError), "{text}");
        }
    }
}
