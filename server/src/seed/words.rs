//! What interactions are found by, as the database writes it: for many at once a thread of the program makes the words
//! that `interaction_search_renew` would (`migrations/0017_search.sql`), and they go in with everything else.

use std::collections::{BTreeMap, HashSet};

use interaction::model::{Level, StateReason};
use kernel::marked::folded;

use super::interactions::Made;
use super::organisation::Organisation;

/// Of a word its beginning is kept, in characters.
const KEPT: usize = 30;

/// The mark of a text of which a word was not kept whole.
const LONG: &str = "~long";

/// Where a word stands, as a `tsvector` says it: in the summary, in names and addresses, in the description, in comments.
#[derive(Clone, Copy, Debug)]
enum Place {
    Comment = 0,
    Description = 1,
    Name = 2,
    Summary = 3,
}

/// The words of one interaction with their places, and its marks, which have none.
#[derive(Debug, Default)]
struct Words {
    places: BTreeMap<String, Vec<u16>>,
    /// The last place that was given.
    last: u16,
}

impl Words {
    fn of(made: &Made, organisation: &Organisation) -> Self {
        let mut words = Self::default();
        words.text(&made.summary, Place::Summary);
        for word in split(&folded(&made.summary)) {
            words.mark(format!(".{word}"));
        }
        let mut names = String::new();
        for id in [made.requested_for, made.requested_by] {
            if let Ok(at) = organisation.people.binary_search_by_key(&id, |person| person.id) {
                let person = &organisation.people[at];
                names = format!("{names}{} {} ", person.name(), person.email);
            }
        }
        words.text(&format!("{names}{} {}", made.contact_email, made.contact_phone), Place::Name);
        words.text(&made.description, Place::Description);
        words.said(made);
        words.marks(made);
        words
    }

    /// The words of a text stand at the place after all before them.
    fn text(&mut self, text: &str, place: Place) {
        let at = self.last + 1;
        let found = (place as u16) << 14 | at;
        for word in split(&folded(text)) {
            match self.places.get_mut(word) {
                Some(places) if places.last() == Some(&found) => {}
                Some(places) => places.push(found),
                None => drop(self.places.insert(word.to_owned(), vec![found])),
            }
            self.last = at;
        }
        if text.split(|letter: char| !letter.is_alphanumeric()).any(|word| word.chars().nth(KEPT).is_some()) {
            self.mark(LONG.to_owned());
        }
    }

    /// What is said again adds nothing.
    fn said(&mut self, made: &Made) {
        let mut said = Self { last: self.last, ..Self::default() };
        for comment in &made.comments {
            let mut more = Self { last: said.last, ..Self::default() };
            more.text(&comment.body, Place::Comment);
            more.places.retain(|word, _| !said.places.contains_key(word));
            said.last = more.places.values().flatten().copied().max().unwrap_or(said.last);
            said.places.append(&mut more.places);
        }
        for (word, places) in said.places {
            self.places.entry(word).or_default().extend(places);
        }
        if !made.comments.is_empty() {
            self.mark("~comments".to_owned());
        }
    }

    fn mark(&mut self, mark: String) {
        self.places.entry(mark).or_default();
    }

    fn marks(&mut self, made: &Made) {
        let state = made.state;
        let priority = Level::priority(made.impact, made.urgency);
        self.mark(format!("~block{}", made.number >> 13));
        self.mark(format!("~company{}", made.company));
        self.mark(format!("~reason{}", made.reason));
        self.mark(format!("~status_{}", state.status().key()));
        self.mark(format!("~through_{}", made.channel.key()));
        self.mark(format!("~vip{}", u8::from(made.vip)));
        self.mark(format!("~impact{}", made.impact.number()));
        self.mark(format!("~urgency{}", made.urgency.number()));
        self.mark(format!("~priority{}", priority.number()));
        if let Some(reason) = state.reason() {
            self.mark(format!("~state_{}", StateReason::key(reason)));
        }
        let [category, subcategory, kind] = made.categories;
        for (what, id) in [
            ("group", made.group),
            ("individual", made.individual),
            ("category", category),
            ("category", subcategory),
            ("category", kind),
            ("ci", made.item),
            ("service", made.service),
        ] {
            if let Some(id) = id {
                self.mark(format!("~{what}{id}"));
            }
        }
        for (what, nothing) in [
            ("group", made.group.is_none()),
            ("individual", made.individual.is_none()),
            ("description", made.description.is_empty()),
            ("contact_email", made.contact_email.is_empty()),
            ("contact_phone", made.contact_phone.is_empty()),
        ] {
            if nothing {
                self.mark(format!("~no_{what}"));
            }
        }
    }
}

/// The words of a folded text as they are looked up: the beginning of each.
fn split(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).map(|word| {
        let end = word.char_indices().nth(KEPT).map_or(word.len(), |(end, _)| end);
        &word[..end]
    })
}

/// Rows of `interaction_search` in the binary format of `COPY`: read as text, a row costs the database three times as much.
#[derive(Debug, Default)]
pub struct Vectors(Vec<u8>);

impl Vectors {
    pub fn push(&mut self, made: &Made, organisation: &Organisation, learnt: &mut HashSet<String>) {
        if self.0.is_empty() {
            // The signature, no flags, no extension of the header.
            self.0.extend_from_slice(b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0");
        }
        let words = Words::of(made, organisation);
        let mut vector = Vec::with_capacity(1_024);
        vector.extend(count(words.places.len()).to_be_bytes());
        for (word, places) in words.places {
            vector.extend_from_slice(word.as_bytes());
            vector.push(0);
            vector.extend(u16::try_from(places.len()).unwrap_or_default().to_be_bytes());
            vector.extend(places.into_iter().flat_map(u16::to_be_bytes));
            if !word.starts_with(['.', '~']) && !learnt.contains(&word) {
                learnt.insert(word);
            }
        }
        // Two columns, each with its length before it.
        self.0.extend(2_i16.to_be_bytes());
        self.0.extend(8_i32.to_be_bytes());
        self.0.extend(made.number.to_be_bytes());
        self.0.extend(count(vector.len()).to_be_bytes());
        self.0.append(&mut vector);
    }

    /// Ends them.
    pub fn end(&mut self) {
        if !self.0.is_empty() {
            self.0.extend((-1_i16).to_be_bytes());
        }
    }
}

impl AsRef<[u8]> for Vectors {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

fn count(length: usize) -> i32 {
    i32::try_from(length).unwrap_or(i32::MAX)
}
