//! What of a text is marked, as it is what was searched for.

/// A piece of a text, and whether it is marked.
pub type Piece<'a> = (bool, &'a str);

/// How many characters of a text an excerpt has behind where it is marked first.
const BEHIND: usize = 120;

/// The pieces of a text to keep or to send.
pub fn owned(pieces: Vec<Piece>) -> Vec<(bool, String)> {
    pieces.into_iter().map(|(mark, piece)| (mark, piece.to_owned())).collect()
}

/// What stands around the first of the searched words in a text, with as many characters `before` it, in one line, marked as
/// by [`marked`]; nothing where none of them is in it.
pub fn excerpt(text: &str, words: &[String], before: usize) -> Option<Vec<(bool, String)>> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let at = marked(&line, words).iter().take_while(|(mark, _)| !mark).map(|(_, piece)| piece.len()).sum::<usize>();
    if at == line.len() {
        return None;
    }
    let begin = line[..at].char_indices().rev().nth(before).map_or(0, |(place, _)| word_after(&line[..at], place));
    let end = line[at..].char_indices().nth(BEHIND).map_or(line.len(), |(place, _)| at + place);
    let mut pieces = owned(marked(&line[begin..end], words));
    if begin > 0 {
        pieces.insert(0, (false, "… ".to_owned()));
    }
    if end < line.len() {
        pieces.push((false, " …".to_owned()));
    }
    Some(pieces)
}

/// Where the next word begins, if one does.
fn word_after(line: &str, place: usize) -> usize {
    line[place..].find(' ').map_or(place, |blank| place + blank + 1)
}

/// A text as the searched words are folded.
pub fn folded(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.chars().flat_map(fold).collect() }
}

/// What the database makes of the letters U+00C0 to U+0233, in their order; `.` stands for a letter that stays as it is.
const LATIN: &str = "aaaaaaaceeeeiiiidnooooo.ouuuuytsaaaaaaaceeeeiiiidnooooo.ouuuuytyaaaaaaccccccccddddeeeeeeeeeegggg\
    gggghh..iiiiiiiiii..jjkk.llllll..llnnnnnn...oooooooorrrrrrsssssssstttt..uuuuuuuuuuuuwwyyyzzzzzz.\
    ................................oo.............uu............................aaiioouuuuuuuuuu.aa\
    aaaa..ggkkoooo..j...gg..nnaaaaooaaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy";

/// The same of U+1E00 to U+1EF9.
const LATIN_ADDITIONAL: &str = "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrr\
    ssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy....s.aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee\
    eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy";

/// The words of a text that begin with one of the searched ones are marked as far as they are the same. The searched
/// words are folded, as the database folds a text: in lower case and without accents.
pub fn marked<'a>(text: &'a str, words: &[String]) -> Vec<Piece<'a>> {
    if words.is_empty() && !text.is_empty() {
        return vec![(false, text)];
    }
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
        let of = |table: &str, first| Some(*table.as_bytes().get(u32::from(letter).checked_sub(first)? as usize)?);
        match of(LATIN, 0xc0).or_else(|| of(LATIN_ADDITIONAL, 0x1e00)) {
            Some(b'.') | None => letter,
            Some(base) => char::from(base),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(text: &str, words: &[&str]) -> Option<String> {
        let words: Vec<String> = words.iter().map(ToString::to_string).collect();
        let pieces = excerpt(text, &words, 40)?;
        Some(pieces.into_iter().map(|(mark, piece)| if mark { format!("[{piece}]") } else { piece }).collect())
    }

    #[test]
    fn an_excerpt_is_what_stands_around_the_first_word() {
        assert_eq!(line("The printer\n\n is jammed", &["jam"]).as_deref(), Some("The printer is [jam]med"));
        assert_eq!(line("The printer is jammed", &["scanner"]), None);
        assert_eq!(line("", &["scanner"]), None);
        let long = format!("{}printer {}", "word ".repeat(40), "é ".repeat(200));
        let shown = line(&long, &["printer"]).unwrap_or_default();
        assert!(shown.starts_with("… word ") && shown.contains("[printer]") && shown.ends_with(" …"), "{shown}");
        assert!(shown.chars().count() < 180, "{shown}");
        let address = format!("See https://example.com/{}/printer/{} please", "sites".repeat(20), "x".repeat(200));
        assert!(line(&address, &["printer"]).is_some_and(|shown| shown.contains("/[printer]/")));
    }

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
        fn an_excerpt_has_what_is_marked(text in "[a-cé ./]{0,400}", word in "[a-c]{1,3}") {
            let words = [word];
            let is_marked = marked(&text, &words).iter().any(|(mark, _)| *mark);
            let shown = excerpt(&text, &words, 40);
            prop_assert_eq!(shown.is_some(), is_marked);
            prop_assert!(shown.is_none_or(|pieces| pieces.iter().any(|(mark, _)| *mark)));
        }

        #[test]
        fn nothing_is_lost(text in "[a-cé\u{301}ÄŁ <&,]{0,30}", words in prop::collection::vec("[a-cel]{1,3}", 0..3)) {
            let pieces = marked(&text, &words);
            prop_assert_eq!(pieces.iter().map(|(_, piece)| *piece).collect::<String>(), text);
        }
    }
}
