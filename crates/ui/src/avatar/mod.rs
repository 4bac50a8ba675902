//! A person as two letters on a colour that is always theirs.

use leptos::prelude::*;

/// The width of an avatar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AvatarSize {
    /// 20 px, in rows.
    #[default]
    Sm,
    /// 28 px, in lists of comments.
    Md,
    /// 40 px, at the head of a page.
    Lg,
}

/// How many colours there are; `style.css` has as many `avatar-N`.
const COLOURS: u32 = 8;

/// Two letters on a colour. The name stands beside it, so the letters are drawn by
/// the style sheet and are no text of the page.
#[component]
pub fn Avatar(
    /// Whose it is.
    #[prop(into)]
    name: String,
    /// Its width.
    #[prop(optional)]
    size: AvatarSize,
) -> impl IntoView {
    view! { <span class=class(&name, size) data-initials=initials(&name)></span> }.into_any()
}

/// The classes of the avatar of that name.
pub(crate) fn class(name: &str, size: AvatarSize) -> String {
    let width = match size {
        AvatarSize::Sm => "",
        AvatarSize::Md => " avatar-md",
        AvatarSize::Lg => " avatar-lg",
    };
    format!("avatar avatar-{}{width}", colour(name))
}

/// The first letters of the first and the last word, with their accents; `?` when there
/// is no letter or digit. The style sheet makes them capitals.
#[must_use]
pub fn initials(name: &str) -> String {
    let mut words = name.split(|c: char| c.is_whitespace() || c == ',').filter_map(|word| {
        let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        let accents = word.char_indices().skip(1).find(|(_, c)| !('\u{300}'..='\u{36f}').contains(c));
        word.get(..accents.map_or(word.len(), |(end, _)| end)).filter(|letter| !letter.is_empty())
    });
    let first = words.next();
    let last = words.next_back();
    match (first, last) {
        (Some(first), Some(last)) => format!("{first}{last}"),
        (Some(first), None) => first.to_owned(),
        _ => "?".to_owned(),
    }
}

/// The colour of a name: always the same one, 0 to 7 (FNV-1a).
fn colour(name: &str) -> u32 {
    let hash = name.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (hash >> 16 ^ hash) % COLOURS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_and_last_word() {
        assert_eq!(initials("Ada Lovelace"), "AL");
        assert_eq!(initials("ada king, countess of lovelace"), "al");
        assert_eq!(initials("Prince"), "P");
        assert_eq!(initials("  (vip) émile zola "), "vz");
        assert_eq!(initials("e\u{301}mile"), "e\u{301}");
        assert_eq!(initials(" - "), "?");
    }

    #[test]
    fn a_colour_is_stable_and_within_the_set() {
        assert_eq!(colour("Ada Lovelace"), colour("Ada Lovelace"));
        for name in ["", "a", "Zoë", "李雷"] {
            assert!(colour(name) < COLOURS);
        }
    }
}
