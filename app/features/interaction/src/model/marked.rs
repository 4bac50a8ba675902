//! What of a text is marked, as it is what was searched for.

/// A piece of a text, and whether it is marked.
pub type Piece<'a> = (bool, &'a str);

/// What the database makes of the letters U+00C0 to U+017F, in their order; `.` stands for a letter that stays as it is.
const LATIN: &str = "aaaaaaaceeeeiiiidnooooo.ouuuuytsaaaaaaaceeeeiiiidnooooo.ouuuuytyaaaaaaccccccccddddeeeeeeeeeegggg\
    gggghh..iiiiiiiiii..jjkk.llllll..llnnnnnn...oooooooorrrrrrsssssssstttt..uuuuuuuuuuuuwwyyyzzzzzz.";

/// The words of a text that begin with one of the searched ones are marked as far as they are the same. The searched
/// words are folded, as the database folds a text: in lower case and without accents.
pub fn marked<'a>(text: &'a str, words: &[String]) -> Vec<Piece<'a>> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut add = |mark, piece: &'a str| {
        if !piece.is_empty() {
            pieces.push((mark, piece));
        }
    };
    let mut rest = text;
    let mut plain = 0;
    while let Some(start) = rest[plain..].find(char::is_alphanumeric).map(|at| at + plain) {
        let end = rest[start..].find(|letter: char| !is_part(letter)).map_or(rest.len(), |at| at + start);
        match words.iter().filter_map(|word| begun(&rest[start..end], word)).max() {
            Some(same) => {
                add(false, &rest[..start]);
                add(true, &rest[start..start + same]);
                rest = &rest[start + same..];
                plain = end - start - same;
            }
            None => plain = end,
        }
    }
    add(false, rest);
    pieces
}

/// An accent that stands by itself belongs to the letter before it.
fn is_part(letter: char) -> bool {
    letter.is_alphanumeric() || is_accent(letter)
}

fn is_accent(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter)
}

/// How much of a word is the searched one, in bytes; nothing where it begins with another.
fn begun(word: &str, searched: &str) -> Option<usize> {
    let mut wanted = searched.chars().peekable();
    for (at, letter) in word.char_indices() {
        if is_accent(letter) {
            continue;
        }
        if wanted.peek().is_none() {
            return Some(at);
        }
        for folded in fold(letter) {
            if wanted.next() != Some(folded) {
                return None;
            }
        }
    }
    wanted.peek().is_none().then_some(word.len())
}

/// A letter in lower case and without its accent.
fn fold(letter: char) -> impl Iterator<Item = char> {
    letter.to_lowercase().filter(|letter| !is_accent(*letter)).map(|letter| {
        let place = u32::from(letter).checked_sub(0xc0).and_then(|place| usize::try_from(place).ok());
        match place.and_then(|place| LATIN.chars().nth(place)) {
            Some('.') | None => letter,
            Some(base) => base,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str, words: &[&str]) -> String {
        let words: Vec<String> = words.iter().map(ToString::to_string).collect();
        marked(text, &words)
            .into_iter()
            .map(|(mark, piece)| if mark { format!("[{piece}]") } else { piece.into() })
            .collect()
    }

    #[test]
    fn words_are_marked_by_their_beginnings() {
        assert_eq!(shown("Printer, printers: reprint", &["print"]), "[Print]er, [print]ers: reprint");
        assert_eq!(shown("A Crème brûlée", &["creme", "bru"]), "A [Crème] [brû]lée");
        assert_eq!(shown("Cre\u{301}me", &["creme"]), "[Cre\u{301}me]");
        assert_eq!(shown("Ærø Straße", &["ar", "stras"]), "[Ær]ø [Straß]e");
        assert_eq!(shown("plain", &[]), "plain");
        assert_eq!(shown("", &["a"]), "");
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in "[a-cé\u{301}ÄŁ <&,]{0,30}", words in prop::collection::vec("[a-cel]{1,3}", 0..3)) {
            let pieces = marked(&text, &words);
            prop_assert_eq!(pieces.iter().map(|(_, piece)| *piece).collect::<String>(), text);
        }
    }
}
