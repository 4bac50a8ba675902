//! Tells a situation: fills the slots of its texts, the same value wherever a slot comes again.

use time::{OffsetDateTime, UtcDateTime, Weekday};

use super::corpus::{Corpus, Situation};
use super::dice::Dice;
use super::organisation::{Organisation, Person};
use super::text::{Part, Template, capitalised};

/// The slots that are filled from the interaction itself, or while a text is put together.
pub const BUILT_IN: &[&str] = &[
    // The person who needs help and the one who turned to the desk.
    "first",
    "last",
    "name",
    "by",
    "by_first",
    "phone",
    // The agent, the company, the device, the application, the service.
    "agent",
    "agent_first",
    "company",
    "ci",
    "app",
    "service",
    // Another person of the company, the same each time unless fresh.
    "someone",
    "someone_first",
    // The time of report and around it: a clock time just before and one later, a weekday and a date in the
    // last days, a weekday to come, this month and the last; `tick` moves on at each use.
    "time",
    "later",
    "day",
    "date",
    "soon",
    "month",
    "last_month",
    "tick",
    // An earlier interaction's number.
    "earlier",
    // Texts put into others.
    "summary",
    "told",
    "fix",
    "wait",
];

/// What the built-in slots are filled from.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    pub organisation: &'a Organisation,
    /// The position of the company.
    pub company: usize,
    pub requested_for: &'a Person,
    pub requested_by: &'a Person,
    pub agent: Option<&'a Person>,
    /// The name of the configuration item, and its kind.
    pub item: Option<(&'a str, &'a str)>,
    /// Unix seconds.
    pub reported_at: i64,
    pub number: i64,
}

/// Renders the templates of one interaction.
#[derive(Debug)]
pub struct Teller<'a> {
    pub corpus: &'a Corpus,
    pub situation: &'a Situation,
    pub facts: Facts<'a>,
    pub dice: &'a mut Dice,
    bound: Vec<(String, String)>,
    /// Unix seconds of the last `tick`.
    clock: i64,
}

impl<'a> Teller<'a> {
    pub fn new(corpus: &'a Corpus, situation: &'a Situation, facts: Facts<'a>, dice: &'a mut Dice) -> Self {
        Self { corpus, situation, facts, dice, bound: Vec::new(), clock: facts.reported_at }
    }

    /// Goes on where an earlier teller of the same interaction ended.
    pub fn resumed(
        corpus: &'a Corpus,
        situation: &'a Situation,
        facts: Facts<'a>,
        dice: &'a mut Dice,
        told: Vec<(String, String)>,
    ) -> Self {
        Self { bound: told, ..Self::new(corpus, situation, facts, dice) }
    }

    /// The values of all slots so far.
    pub fn told(self) -> Vec<(String, String)> {
        self.bound
    }

    fn company(&self) -> &'a str {
        &self.facts.organisation.companies[self.facts.company].name
    }

    /// One of the templates, rendered; empty where there are none.
    pub fn one_of(&mut self, templates: &[Template]) -> String {
        let template = self.dice.pick(templates).cloned().unwrap_or_default();
        self.render(&template).trim().to_owned()
    }

    /// One of the named list, in the language of the situation.
    pub fn listed(&mut self, name: &str) -> String {
        let list = self.corpus.list(name, &self.situation.lang, self.company());
        self.one_of(list)
    }

    /// The value that a slot was given in what was told so far, if it was.
    pub fn bound(&self, name: &str) -> Option<String> {
        self.bound.iter().find(|(bound, _)| bound == name).map(|(_, value)| value.clone())
    }

    /// Gives a slot its value.
    pub fn bind(&mut self, name: &str, value: String) {
        self.bound.retain(|(bound, _)| bound != name);
        self.bound.push((name.to_owned(), value));
    }

    pub fn render(&mut self, template: &Template) -> String {
        let mut text = String::new();
        self.write(template, &mut text);
        text
    }

    fn write(&mut self, template: &Template, text: &mut String) {
        for part in &template.0 {
            match part {
                Part::Text(plain) => text.push_str(plain),
                Part::Choice(branches) => {
                    let at = self.dice.below(branches.len());
                    if let Some(branch) = branches.get(at) {
                        self.write(branch, text);
                    }
                }
                Part::Number { low, high } => text.push_str(&self.dice.between(*low, *high).to_string()),
                Part::Digits { count, hexadecimal } => {
                    let radix = if *hexadecimal { 16 } else { 10 };
                    for place in 0..*count {
                        // A number does not begin with a zero.
                        let low = i64::from(place == 0 && !hexadecimal);
                        let digit = u32::try_from(self.dice.between(low, radix - 1)).unwrap_or_default();
                        text.extend(char::from_digit(digit, 16));
                    }
                }
                Part::Slot { name, capital, fresh } => {
                    let value = self.value(name, *fresh);
                    text.push_str(&if *capital { capitalised(&value) } else { value });
                }
            }
        }
    }

    fn value(&mut self, name: &str, fresh: bool) -> String {
        if !fresh && let Some((_, value)) = self.bound.iter().find(|(bound, _)| bound == name) {
            return value.clone();
        }
        let own = self.situation.lets.iter().find(|(slot, _)| slot == name);
        let value = if let Some((_, values)) = own {
            self.one_of(values)
        } else if let Some(value) = self.built_in(name) {
            value
        } else {
            self.listed(name)
        };
        if !fresh && name != "tick" {
            self.bound.push((name.to_owned(), value.clone()));
        }
        value
    }

    fn built_in(&mut self, name: &str) -> Option<String> {
        let facts = self.facts;
        let agent = |of: fn(&Person) -> String| facts.agent.map_or_else(|| "the desk".to_owned(), of);
        Some(match name {
            "first" => facts.requested_for.first.clone(),
            "last" => facts.requested_for.last.clone(),
            "name" => facts.requested_for.name(),
            "by" => facts.requested_by.name(),
            "by_first" => facts.requested_by.first.clone(),
            "phone" if facts.requested_by.phone.is_empty() => "the mobile".to_owned(),
            "phone" => facts.requested_by.phone.clone(),
            "agent" => agent(Person::name),
            "agent_first" => agent(|person| person.first.clone()),
            "company" => self.company().to_owned(),
            "ci" => facts.item.map_or_else(String::new, |(name, _)| name.to_owned()),
            "app" => self.application(),
            "service" => self.situation.service.clone().unwrap_or_default(),
            "someone" => self.someone().map_or_else(String::new, Person::name),
            "someone_first" => {
                let name = self.value("someone", false);
                name.split(' ').next().unwrap_or_default().to_owned()
            }
            "time" => clock(facts.reported_at - self.dice.between(3, 150) * 60),
            "later" => clock((facts.reported_at + self.dice.between(40, 240) * 60) / 900 * 900),
            "day" => weekday(facts.reported_at - self.dice.between(1, 4) * DAY),
            "soon" => weekday(facts.reported_at + self.dice.between(1, 5) * DAY),
            "date" => {
                let at = moment(facts.reported_at - self.dice.between(3, 20) * DAY);
                format!("{} {}", at.day(), at.month())
            }
            "month" => moment(facts.reported_at).month().to_string(),
            "last_month" => moment(facts.reported_at).month().previous().to_string(),
            "tick" => {
                let now = clock(self.clock);
                self.clock += self.dice.between(10, 160);
                now
            }
            "earlier" => format!("INT{:07}", (facts.number - self.dice.between(3, 900)).max(1)),
            _ => return None,
        })
    }

    /// The application the interaction is about, or else one of the company's.
    fn application(&mut self) -> String {
        if let Some((name, "application")) = self.facts.item {
            return name.to_owned();
        }
        let items = &self.facts.organisation.companies[self.facts.company].items;
        let applications: Vec<_> = items.iter().filter(|(_, _, kind)| kind == "application").collect();
        self.dice.pick(&applications).map_or_else(|| "the intranet".to_owned(), |item| item.1.clone())
    }

    /// Somebody of the company who is not the person who needs help.
    fn someone(&mut self) -> Option<&'a Person> {
        let organisation = self.facts.organisation;
        let requesters = &organisation.companies[self.facts.company].requesters;
        let mut at = self.dice.below(requesters.len());
        let named = |at: usize| requesters.get(at).and_then(|at| organisation.people.get(*at));
        if named(at).is_some_and(|person| person.first == self.facts.requested_for.first) {
            at = (at + 1) % requesters.len();
        }
        named(at)
    }
}

const DAY: i64 = 86_400;

fn moment(seconds: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(UtcDateTime::UNIX_EPOCH.into())
}

fn clock(seconds: i64) -> String {
    let at = moment(seconds);
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// The weekday, a working day in any case.
fn weekday(seconds: i64) -> String {
    match moment(seconds).weekday() {
        Weekday::Saturday => Weekday::Friday,
        Weekday::Sunday => Weekday::Monday,
        day => day,
    }
    .to_string()
}
