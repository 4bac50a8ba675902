//! How likely each situation is, worked out once.

use std::collections::{BTreeSet, HashMap};

use interaction::model::Channel;

use super::corpus::{Corpus, Situation};
use super::organisation::Organisation;

/// The weights of all situations by company, channel and language; 0 where one does not suit.
#[derive(Debug)]
pub struct Likely(HashMap<(usize, &'static str), HashMap<String, Vec<usize>>>);

impl Likely {
    pub fn new(corpus: &Corpus, organisation: &Organisation) -> Self {
        let situations = &corpus.situations;
        let spoken = organisation.people.iter().map(|person| person.lang);
        let langs: BTreeSet<&str> = situations.iter().map(|situation| situation.lang.as_str()).chain(spoken).collect();
        let mut weights = HashMap::new();
        for (at, company) in organisation.companies.iter().enumerate() {
            for channel in Channel::ALL {
                let suits = |situation: &Situation, lang| {
                    situation.happens_in(&company.name) && situation.comes_through(channel) && situation.lang == lang
                };
                let of = |lang| situations.iter().map(|s| if suits(s, lang) { s.weight } else { 0 }).collect();
                let by_lang = langs.iter().map(|&lang| (lang.to_owned(), of(lang))).collect();
                weights.insert((at, channel.key()), by_lang);
            }
        }
        Self(weights)
    }

    /// Those in a language; none in one that nobody speaks.
    pub fn weights(&self, company: usize, channel: Channel, lang: &str) -> Option<&[usize]> {
        self.0.get(&(company, channel.key()))?.get(lang).map(Vec::as_slice)
    }
}
