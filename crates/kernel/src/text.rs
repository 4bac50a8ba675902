//! Text as a reader sees it, and as an address holds it.

use unicode_segmentation::UnicodeSegmentation;

/// The number of characters a reader sees: extended grapheme clusters (Unicode UAX #29).
///
/// A family emoji or a letter with three accents is one. This is the count every limited text
/// of the product is held to and shows.
pub fn graphemes(text: &str) -> usize {
    if text.is_ascii() && !text.contains('\r') {
        return text.len();
    }
    text.graphemes(true).count()
}

/// A text as the value of a parameter of an address: all but RFC 3986's unreserved characters and the slash,
/// which a query may hold, is percent-encoded.
pub fn in_address(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_in_an_address_is_encoded() {
        assert_eq!(in_address("/interactions?scope=me&a=b#c"), "/interactions%3Fscope%3Dme%26a%3Db%23c");
        assert_eq!(in_address("a b+%é\n"), "a%20b%2B%25%C3%A9%0A");
    }

    #[test]
    fn a_cluster_is_one_character() {
        assert_eq!(graphemes(""), 0);
        assert_eq!(graphemes("plain"), 5);
        assert_eq!(graphemes("e\u{301}"), 1);
        assert_eq!(graphemes("👨‍👩‍👧‍👦 🇩🇪"), 3);
        assert_eq!(graphemes("a\r\nb"), 3);
    }
}
