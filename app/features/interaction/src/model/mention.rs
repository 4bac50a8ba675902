//! Somebody named in a text: `@[Magda Klein](person:12)`.

/// A name in a text, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention<'a> {
    pub name: &'a str,
    pub person: i64,
}

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    Text(&'a str),
    Mention(Mention<'a>),
}

/// How a mention is written.
pub fn mention(name: &str, person: i64) -> String {
    let name: String = name.chars().filter(|c| !"[]()\n".contains(*c)).collect();
    format!("@[{name}](person:{person})")
}

/// The text in its pieces, in their order. What only looks like a mention is text.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut from, mut look) = (0, 0);
    while let Some(at) = text.get(look..).and_then(|rest| rest.find("@[")).map(|at| look + at) {
        look = at + 2;
        let Some((mention, end)) = read(text, at) else { continue };
        if let Some(before) = text.get(from..at).filter(|before| !before.is_empty()) {
            pieces.push(Piece::Text(before));
        }
        pieces.push(Piece::Mention(mention));
        (from, look) = (end, end);
    }
    if let Some(rest) = text.get(from..).filter(|rest| !rest.is_empty()) {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

/// The mention that begins at a place, and where it ends.
fn read(text: &str, at: usize) -> Option<(Mention<'_>, usize)> {
    let rest = text.get(at + 2..)?;
    let (name, after) = rest.split_once(']')?;
    let plain = !name.is_empty() && name.len() <= 400 && !name.contains(['[', '(', ')', '\n']);
    let (digits, _) = after.strip_prefix("(person:")?.split_once(')')?;
    let digit = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let person = digits.parse().ok()?;
    let end = at + 2 + name.len() + 1 + "(person:".len() + digits.len() + 1;
    (plain && digit).then_some((Mention { name, person }, end))
}

/// Whom a text names, each once.
pub fn mentioned(text: &str) -> Vec<i64> {
    let mut persons: Vec<i64> = Vec::new();
    for piece in pieces(text) {
        if let Piece::Mention(Mention { person, .. }) = piece
            && !persons.contains(&person)
        {
            persons.push(person);
        }
    }
    persons
}

/// The text with each mention replaced by what `say` makes of it.
pub fn with_mentions(text: &str, say: impl Fn(&Mention<'_>) -> String) -> String {
    let piece = |piece: Piece<'_>| match piece {
        Piece::Text(text) => text.to_owned(),
        Piece::Mention(mention) => say(&mention),
    };
    pieces(text).into_iter().map(piece).collect()
}

/// The text as it is read where nothing can stand out: `@Magda Klein`.
pub fn plain(text: &str) -> String {
    with_mentions(text, |mention| format!("@{}", mention.name))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_mention_names_somebody() {
        let text = "Ask @[Magda Klein](person:12) and @[Bo](person:7), @[Bo](person:7)!";
        assert_eq!(mentioned(text), [12, 7]);
        assert_eq!(plain(text), "Ask @Magda Klein and @Bo, @Bo!");
    }

    #[test]
    fn what_only_looks_like_one_is_text() {
        for text in [
            "@[Bo]",
            "@[Bo](person:)",
            "@[Bo](person:x)",
            "@[Bo](person:-1)",
            "@[Bo](https://evil.test)",
            "@[](person:1)",
            "@[a[b](person:1)",
            "@[a\nb](person:1)",
            "@[Bo](person:99999999999999999999)",
        ] {
            assert_eq!(mentioned(text), [0_i64; 0], "{text}");
            assert_eq!(plain(text), text);
        }
    }

    proptest! {
        #[test]
        fn nothing_of_a_text_is_lost(text in "[@\\[\\]():a-z0-9 ä\\n]{0,80}|.{0,40}") {
            let again = with_mentions(&text, |found| format!("@[{}](person:{})", found.name, found.person));
            // A number may be written with zeros before it.
            prop_assert_eq!(again.replace('0', ""), text.replace('0', ""));
        }

        #[test]
        fn whoever_is_named_is_found(name in "[^\\n]{1,40}", person in 1_i64.., before in "[a-z @]{0,9}") {
            let written = mention(&name, person);
            prop_assume!(written != format!("@[](person:{person})"));
            prop_assert_eq!(mentioned(&format!("{before}{written}x")), [person]);
        }
    }
}
