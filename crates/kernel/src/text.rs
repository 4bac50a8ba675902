//! Text as a reader sees it.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_is_one_character() {
        assert_eq!(graphemes(""), 0);
        assert_eq!(graphemes("plain"), 5);
        assert_eq!(graphemes("e\u{301}"), 1);
        assert_eq!(graphemes("👨‍👩‍👧‍👦 🇩🇪"), 3);
        assert_eq!(graphemes("a\r\nb"), 3);
    }
}
