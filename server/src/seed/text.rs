//! The little grammar the texts are written in.
//!
//! | written | means |
//! |---|---|
//! | `[a\|b\|]` | one of them; the last here is nothing. Brackets without a bar are brackets |
//! | `{name}` | the value of a slot, the same throughout one interaction |
//! | `{^name}` | the same with a capital first letter |
//! | `{*name}` | another value each time |
//! | `{2-9}` | a number in this range, another each time |
//! | `{###}` `{%%%}` | as many decimal or hexadecimal digits, others each time |
//! | `\n` | a new line |
//!
//! Where the values of a slot come from is the business of [`super::teller`].

/// A text with choices and slots, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template(pub Vec<Part>);

/// A piece of a [`Template`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    Text(String),
    Choice(Vec<Template>),
    Slot { name: String, capital: bool, fresh: bool },
    Number { low: i64, high: i64 },
    Digits { count: usize, hexadecimal: bool },
}

impl Template {
    /// Takes a text apart.
    ///
    /// # Errors
    /// A bracket or brace that is not closed, named by what follows it.
    pub fn parse(source: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut rest = source;
        while let Some(at) = rest.find(['[', '{', '\\']) {
            plain.push_str(&rest[..at]);
            rest = &rest[at..];
            if let Some(after) = rest.strip_prefix("\\n") {
                plain.push('\n');
                rest = after;
            } else if let Some(after) = rest.strip_prefix('\\') {
                plain.push('\\');
                rest = after;
            } else if let Some(inner) = rest.strip_prefix('{') {
                let (name, after) = inner.split_once('}').ok_or_else(|| format!("no closing brace: {rest}"))?;
                flush(&mut plain, &mut parts);
                parts.push(slot(name)?);
                rest = after;
            } else {
                let (branches, after) = branches(&rest[1..]).ok_or_else(|| format!("no closing bracket: {rest}"))?;
                if let [only] = branches.as_slice() {
                    plain.push('[');
                    let inner = Self::parse(only)?;
                    flush(&mut plain, &mut parts);
                    parts.extend(inner.0);
                    plain.push(']');
                } else {
                    flush(&mut plain, &mut parts);
                    let choice = branches.into_iter().map(Self::parse).collect::<Result<_, _>>()?;
                    parts.push(Part::Choice(choice));
                }
                rest = after;
            }
        }
        plain.push_str(rest);
        flush(&mut plain, &mut parts);
        Ok(Self(parts))
    }

    /// The names of the slots in it, those of its choices among them.
    pub fn slots(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for part in &self.0 {
            match part {
                Part::Slot { name, .. } => names.push(name.as_str()),
                Part::Choice(branches) => names.extend(branches.iter().flat_map(Self::slots)),
                Part::Text(_) | Part::Number { .. } | Part::Digits { .. } => {}
            }
        }
        names
    }
}

fn flush(plain: &mut String, parts: &mut Vec<Part>) {
    if !plain.is_empty() {
        parts.push(Part::Text(std::mem::take(plain)));
    }
}

fn slot(name: &str) -> Result<Part, String> {
    for (digit, hexadecimal) in [('#', false), ('%', true)] {
        if !name.is_empty() && name.chars().all(|c| c == digit) {
            return Ok(Part::Digits { count: name.len(), hexadecimal });
        }
    }
    if let Some((low, high)) = name.split_once('-')
        && let (Ok(low), Ok(high)) = (low.parse(), high.parse())
    {
        return Ok(Part::Number { low, high });
    }
    let (capital, name) = name.strip_prefix('^').map_or((false, name), |name| (true, name));
    let (fresh, name) = name.strip_prefix('*').map_or((false, name), |name| (true, name));
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_' || b.is_ascii_digit()) {
        return Err(format!("not the name of a slot: {{{name}}}"));
    }
    Ok(Part::Slot { name: name.to_owned(), capital, fresh })
}

/// The branches up to the bracket that closes, and what follows it.
fn branches(source: &str) -> Option<(Vec<&str>, &str)> {
    let (mut depth, mut from, mut branches) = (0_usize, 0, Vec::new());
    for (at, byte) in source.bytes().enumerate() {
        match byte {
            b'[' => depth += 1,
            b']' if depth == 0 => {
                branches.push(&source[from..at]);
                return Some((branches, &source[at + 1..]));
            }
            b']' => depth -= 1,
            b'|' if depth == 0 => {
                branches.push(&source[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    None
}

/// The text with its first letter a capital.
pub fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_taken_apart() {
        let template = Template::parse("[Hi|Hello [there|all]] {^app}: {2-9} × {##}\\n[ERROR] {*day}").unwrap();
        assert_eq!(template.slots(), ["app", "day"]);
        assert!(template.0.contains(&Part::Number { low: 2, high: 9 }));
        assert!(template.0.contains(&Part::Digits { count: 2, hexadecimal: false }));
        assert!(template.0.contains(&Part::Text("\n[".into())));
        assert!(template.0.contains(&Part::Text("ERROR".into())));
        assert!(matches!(&template.0[0], Part::Choice(branches) if branches.len() == 2));
    }

    #[test]
    fn what_is_not_closed_is_an_error() {
        assert!(Template::parse("[a|b").is_err());
        assert!(Template::parse("{app").is_err());
        assert!(Template::parse("{App}").is_err());
    }

    #[test]
    fn a_first_letter_may_grow() {
        assert_eq!(capitalised("über"), "Über");
        assert_eq!(capitalised(""), "");
    }
}
