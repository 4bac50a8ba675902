//! What people turn to a desk with: the situations and the lists they draw on.
//!
//! To add a situation, write a paragraph into the file of its subject in `situations/`; to add a
//! file, name it in [`FILES`]. A line is `word: value`; what the words mean is in
//! [`Situation`], the grammar of the texts in [`super::text`]. [`Corpus::read`] names the line
//! of anything it does not understand, and a test reads it all.
//!
//! ```text
//! = laptop-battery              the situation's name
//! kind: incident                incident, request, question or event (told by a machine)
//! at: Hardware / Laptop / Battery
//! group: Field Support          who works on it, if not the desk itself
//! ci: laptop                    the kind of its configuration item
//! named: ERP Finance            words one of which is in the item's name, if not any will do
//! service: Workplace Devices
//! for: Northwind Contoso        the companies, if not all
//! by: chat phone                the channels, if not all
//! lang: de                      the language, if not English
//! weight: 2                     how often, against 4
//! grade: 3 2                    usual impact and urgency
//! let hours: two | three        values of a slot of its own
//! d: …                          a further detail; one with "I" or "my" is never an agent's note
//! -                             a variant: what follows is not mixed with other variants, what
//!                               stands before the first is shared by all
//! s: …                          summary
//! t: …                          told by the person
//! n: …                          noted by an agent
//! fix: …                        what helped
//! wait: …                       what it waits for
//!
//! @ greeting                    a list; "@ site Northwind" is one company's,
//! Hi,                           "@ greeting de" one language's
//! ```

use std::collections::HashMap;

use interaction::model::Channel;

use super::state::is_machine;
use super::text::Template;

/// The corpus, by subject.
const FILES: &[(&str, &str)] = &[
    ("words", include_str!("situations/words.txt")),
    ("frame", include_str!("situations/frame.txt")),
    ("hardware", include_str!("situations/hardware.txt")),
    ("software", include_str!("situations/software.txt")),
    ("network", include_str!("situations/network.txt")),
    ("access", include_str!("situations/access.txt")),
    ("collaboration", include_str!("situations/collaboration.txt")),
    ("facilities", include_str!("situations/facilities.txt")),
    ("warehouse", include_str!("situations/warehouse.txt")),
    ("stores", include_str!("situations/stores.txt")),
    ("plant", include_str!("situations/plant.txt")),
    ("questions", include_str!("situations/questions.txt")),
    ("events", include_str!("situations/events.txt")),
    ("languages", include_str!("situations/languages.txt")),
];

/// What sort of thing a situation is; it decides the reasons and the ends it can have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    #[default]
    Incident,
    Request,
    Question,
    /// Told by a machine.
    Event,
}

/// Something that happens to people at work, in several wordings.
#[derive(Clone, Debug, Default)]
pub struct Situation {
    pub name: String,
    pub kind: Kind,
    /// Category, sub-category and type.
    pub path: [String; 3],
    pub group: Option<String>,
    pub ci: Option<String>,
    /// Words one of which is in the item's name; empty is any item of the kind.
    pub named: Vec<String>,
    pub service: Option<String>,
    /// A reason that only some companies have.
    pub reason: Option<String>,
    /// The companies it happens in; empty is all.
    pub companies: Vec<String>,
    /// The codes of the channels it comes in through; empty is all.
    pub channels: Vec<String>,
    /// Empty is English.
    pub lang: String,
    pub weight: usize,
    pub impact: i16,
    pub urgency: i16,
    pub lets: Vec<(String, Vec<Template>)>,
    pub summaries: Vec<Template>,
    pub told: Vec<Template>,
    pub noted: Vec<Template>,
    /// Further details, and whether they are told in the first person.
    pub details: Vec<(bool, Template)>,
    pub fixes: Vec<Template>,
    pub waits: Vec<Template>,
}

impl Situation {
    pub fn happens_in(&self, company: &str) -> bool {
        self.companies.is_empty() || self.companies.iter().any(|name| name == company)
    }

    /// Whether a configuration item of this name and kind can be the one it is about.
    pub fn is_about(&self, name: &str, kind: &str) -> bool {
        self.ci.as_deref() == Some(kind)
            && (self.named.is_empty() || self.named.iter().any(|word| name.contains(word.as_str())))
    }

    pub fn comes_through(&self, channel: Channel) -> bool {
        (self.kind == Kind::Event) == is_machine(channel)
            && (self.channels.is_empty() || self.channels.iter().any(|code| code == channel.key()))
    }

    fn templates(&self) -> impl Iterator<Item = &Template> {
        let texts = [&self.summaries, &self.told, &self.noted, &self.fixes, &self.waits];
        let details = self.details.iter().map(|(_, detail)| detail);
        texts.into_iter().flatten().chain(details).chain(self.lets.iter().flat_map(|(_, values)| values))
    }
}

/// All situations and lists.
#[derive(Debug, Default)]
pub struct Corpus {
    pub situations: Vec<Situation>,
    lists: HashMap<String, Vec<Template>>,
}

/// Where in a file the reader is.
#[derive(Debug, Default)]
struct Place {
    /// The list that lines belong to, outside of situations.
    list: Option<String>,
    /// What the variants of the situation share, once the first has begun.
    shared: Option<Situation>,
}

impl Corpus {
    /// Reads the texts built into the program.
    ///
    /// # Errors
    /// A sentence that names the file and the line that is wrong, or the slot nothing fills.
    pub fn read() -> Result<Self, String> {
        let mut corpus = Self::default();
        for (file, source) in FILES {
            let mut place = Place::default();
            for (at, line) in source.lines().enumerate() {
                corpus.line(line.trim(), &mut place).map_err(|why| format!("{file}.txt:{}: {why}", at + 1))?;
            }
        }
        corpus.weigh();
        corpus.check()?;
        Ok(corpus)
    }

    /// The list for the language or the company, or else the general one; empty where none is.
    pub fn list(&self, name: &str, lang: &str, company: &str) -> &[Template] {
        let special = |of: &str| if of.is_empty() { None } else { self.lists.get(&format!("{name} {of}")) };
        special(lang).or_else(|| special(company)).or_else(|| self.lists.get(name)).map_or(&[], Vec::as_slice)
    }

    fn line(&mut self, line: &str, place: &mut Place) -> Result<(), String> {
        if line.is_empty() || line.starts_with("//") {
            return Ok(());
        }
        if let Some(name) = line.strip_prefix("= ") {
            *place = Place::default();
            let situation =
                Situation { name: name.to_owned(), weight: 4, impact: 3, urgency: 3, ..Situation::default() };
            self.situations.push(situation);
            return Ok(());
        }
        if let Some(name) = line.strip_prefix("@ ") {
            place.list = Some(name.to_owned());
            return Ok(());
        }
        if let Some(name) = &place.list {
            self.lists.entry(name.clone()).or_default().push(Template::parse(line)?);
            return Ok(());
        }
        if line == "-" {
            let shared = match place.shared.take() {
                Some(shared) => shared,
                None => self.situations.pop().ok_or("a variant before the first situation")?,
            };
            self.situations.push(shared.clone());
            place.shared = Some(shared);
            return Ok(());
        }
        let situation = self.situations.last_mut().ok_or("a line before the first situation")?;
        let (word, value) = line.split_once(": ").ok_or("not `word: value`")?;
        set(situation, word.trim(), value.trim())
    }

    /// Variants share the weight of their situation; what only one company knows is a good part
    /// of its day.
    fn weigh(&mut self) {
        let mut variants: HashMap<String, usize> = HashMap::new();
        for situation in &self.situations {
            *variants.entry(situation.name.clone()).or_default() += 1;
        }
        for situation in &mut self.situations {
            let own = 1 + usize::from(situation.companies.len() == 1);
            situation.weight = (situation.weight * own * 12).div_ceil(variants[&situation.name]);
        }
    }

    /// Every slot is filled by something and every situation can be told.
    fn check(&self) -> Result<(), String> {
        let known = |name: &str| {
            super::teller::BUILT_IN.contains(&name)
                || self
                    .lists
                    .keys()
                    .any(|key| key == name || key.strip_prefix(name).is_some_and(|of| of.starts_with(' ')))
        };
        for situation in &self.situations {
            let own = |name: &str| situation.lets.iter().any(|(slot, _)| slot == name);
            if let Some(slot) = situation.templates().flat_map(Template::slots).find(|slot| !own(slot) && !known(slot))
            {
                return Err(format!("{}: nothing fills {{{slot}}}", situation.name));
            }
            if situation.summaries.is_empty() || situation.told.is_empty() {
                return Err(format!("{}: no summary, or nothing told", situation.name));
            }
        }
        for (name, templates) in &self.lists {
            if let Some(slot) = templates.iter().flat_map(Template::slots).find(|slot| !known(slot)) {
                return Err(format!("list {name}: nothing fills {{{slot}}}"));
            }
        }
        Ok(())
    }
}

/// Whether a person speaks of themselves.
fn says_i(text: &str) -> bool {
    const FIRST_PERSON: [&str; 8] = ["I", "my", "me", "mine", "we", "our", "us", "myself"];
    text.split(|c: char| !c.is_alphabetic())
        .any(|word| FIRST_PERSON.contains(&word) || FIRST_PERSON.contains(&word.to_lowercase().as_str()))
}

fn set(situation: &mut Situation, word: &str, value: &str) -> Result<(), String> {
    if let Some(slot) = word.strip_prefix("let ") {
        let values = value.split(" | ").map(Template::parse).collect::<Result<_, _>>()?;
        situation.lets.push((slot.to_owned(), values));
        return Ok(());
    }
    match word {
        "kind" => {
            situation.kind = match value {
                "incident" => Kind::Incident,
                "request" => Kind::Request,
                "question" => Kind::Question,
                "event" => Kind::Event,
                _ => return Err(format!("no such kind: {value}")),
            }
        }
        "at" => {
            let mut names = value.split(" / ").map(str::to_owned);
            situation.path = std::array::from_fn(|_| names.next().unwrap_or_default());
        }
        "group" => situation.group = Some(value.to_owned()),
        "ci" => situation.ci = Some(value.to_owned()),
        "named" => situation.named = value.split(' ').map(str::to_owned).collect(),
        "service" => situation.service = Some(value.to_owned()),
        "reason" => situation.reason = Some(value.to_owned()),
        "for" => situation.companies = value.split(' ').map(str::to_owned).collect(),
        "by" => situation.channels = value.split(' ').map(str::to_owned).collect(),
        "lang" => value.clone_into(&mut situation.lang),
        "weight" => situation.weight = value.parse().map_err(|_| format!("not a number: {value}"))?,
        "grade" => {
            let mut grades = value.split(' ').map(str::parse::<i16>);
            let mut next = || grades.next().and_then(Result::ok).ok_or(format!("not two numbers: {value}"));
            (situation.impact, situation.urgency) = (next()?, next()?);
        }
        "s" => situation.summaries.push(Template::parse(value)?),
        "t" => situation.told.push(Template::parse(value)?),
        "n" => situation.noted.push(Template::parse(value)?),
        "d" => situation.details.push((says_i(value), Template::parse(value)?)),
        "fix" => situation.fixes.push(Template::parse(value)?),
        "wait" => situation.waits.push(Template::parse(value)?),
        _ => return Err(format!("no such word: {word}")),
    }
    Ok(())
}
