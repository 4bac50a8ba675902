//! A filter as SQL. Its text is made of what stands in this file and in those beside it (`sql/`); whatever a person typed is a
//! value beside it.
//!
//! Every condition becomes two things: what a row `i` of `interaction` and its `w` of `interaction_search` have to
//! fulfil, exactly; and, where there is one, what the index of words has to find them by, which may be more than that.

mod columns;
mod compiled;
mod finding;
mod kinds;

use kernel::InteractionNumber;
use sqlx::{Postgres, QueryBuilder};
use time::{Duration, OffsetDateTime, Time};

use super::{Column, Condition, Filter, Join, Meaning, Node, Operator, Value, When, resolve::Text};
use crate::{
    model::{Channel, Scope, Status},
    server::policy::Visible,
};
use columns::{folded, holding, id_column, name_mark, place};
use compiled::{
    Compiled,
    Part::{self, Sql},
    conjunction, join,
};
use finding::{all, begun, either, exact, mark, nothing};
use kinds::{among, choice, compare, empty};

pub use columns::Place;
pub use finding::all_of;

/// A filter with what is searched for, as a query needs it.
#[derive(Clone, Debug)]
pub struct Narrowed {
    /// The whole condition.
    parts: Vec<Part>,
    /// What of it the index does not say exactly.
    rest: Vec<Part>,
    /// Whether that is nothing.
    rest_is_nothing: bool,
    /// What the index of words finds all of them by, as pieces of a `tsquery`; none where it cannot.
    index: Vec<String>,
    /// A record that is meant by its number as well.
    pub also: Option<i64>,
    /// The least and the greatest number there may be.
    pub numbers: (i64, i64),
    /// What the words that are searched for are in a summary, as a `tsquery`.
    pub headline: Option<String>,
}

/// What a list is narrowed by. `similar` are the words that may stand for each of those searched for, which are looked for
/// in a place.
pub fn narrow(meaning: &Meaning, filter: &Filter, q: &str, similar: &[Vec<String>], place: Place) -> Narrowed {
    let mut narrowed = Narrowed {
        parts: Vec::new(),
        rest: Vec::new(),
        rest_is_nothing: false,
        index: Vec::new(),
        also: None,
        numbers: (i64::MIN, i64::MAX),
        headline: None,
    };
    let mut all: Vec<Compiled> = filter.0.iter().map(|node| meaning.node(node)).collect();
    for node in &filter.0 {
        if let Node::Is(condition) = node {
            narrowed.bound(condition);
        }
    }
    if !q.is_empty() {
        match prefix(q) {
            Some((first, last)) => narrowed.meet(first, last),
            None => all.push(narrowed.search(meaning, &meaning.text(q).words, similar, place)),
        }
    }
    narrowed.rest_is_nothing = all.iter().all(|node| node.exact);
    narrowed.rest = conjunction(all.iter().filter(|node| !node.exact).map(|node| node.parts.as_slice()));
    let joined = join(Join::All, all);
    if narrowed.also.is_some() {
        // What is found by its number is not found by the index.
        narrowed.rest.clone_from(&joined.parts);
    }
    narrowed.parts = joined.parts;
    narrowed.index = joined.index;
    narrowed
}

impl Narrowed {
    /// Writes the condition, whose rows are `i` and `w`; or what is left of it for what the index found. The numbers
    /// there may be are none of it.
    pub fn push(&self, sql: &mut QueryBuilder<Postgres>, found: bool) {
        sql.push("(");
        for part in if found { &self.rest } else { &self.parts } {
            match part {
                Sql(text) => sql.push(*text),
                Part::Text(text) => sql.push_bind(text.clone()),
                Part::Id(id) => sql.push_bind(*id),
                Part::Ids(ids) => sql.push_bind(ids.clone()),
                Part::Small(level) => sql.push_bind(*level),
                Part::Flag(flag) => sql.push_bind(*flag),
                Part::Moment(moment) => sql.push_bind(*moment),
            };
        }
        sql.push(")");
    }

    /// Whether the condition, or what is left of it, reads the words `w`.
    pub fn reads_words(&self, found: bool) -> bool {
        let parts = if found { &self.rest } else { &self.parts };
        parts.iter().any(|part| matches!(part, Sql(text) if text.contains("w.")))
    }

    /// What the index of words finds them by together with these marks, as a `tsquery` each: none where it cannot. It is
    /// asked for each by itself, as it goes through what has all of several much faster than through what has one that
    /// says as much.
    pub fn index(&self, marks: &Marks) -> Vec<String> {
        let mut all = self.index.clone();
        if all.is_empty() {
            return all;
        }
        // Whoever has no group finds nothing.
        all.extend(marks.one_of.iter().map(|marks| either(marks).unwrap_or_else(nothing)));
        // By what it has not, nothing is found.
        if let Some(last) = all.last_mut() {
            for mark in &marks.none_of {
                *last = format!("{last} & !{mark}");
            }
        }
        all
    }

    /// Whether what the index of words finds by them are these and no others.
    pub fn is_exact(&self) -> bool {
        self.is_indexed() && self.also.is_none() && self.rest_is_nothing
    }

    /// Whether the index of words can tell which they are.
    pub fn is_indexed(&self) -> bool {
        !self.index.is_empty()
    }

    /// No number outside of these fits.
    pub fn meet(&mut self, first: i64, last: i64) {
        self.numbers = (self.numbers.0.max(first), self.numbers.1.min(last));
    }

    fn bound(&mut self, condition: &Condition) {
        if let Value::Number(InteractionNumber(number)) = condition.value() {
            match condition.operator() {
                Operator::Is => self.meet(*number, *number),
                Operator::Before => self.meet(i64::MIN, number.saturating_sub(1)),
                Operator::After => self.meet(number.saturating_add(1), i64::MAX),
                _ => {}
            }
        }
    }

    /// All of the words, each as the beginning of one or as one that it is like; a plain number is one of a record too.
    fn search(&mut self, meaning: &Meaning, words: &[String], similar: &[Vec<String>], place: Place) -> Compiled {
        let mut index = meaning.sought(words, similar, place);
        if index.is_empty() {
            // What the database takes for no words is nowhere.
            self.meet(1, 0);
            return Compiled::unfound(vec![Sql("false")]);
        }
        let headline = all(&meaning.sought(words, similar, Place::Headline));
        if let (Place::Elsewhere, Some(last)) = (place, index.last_mut()) {
            *last = format!("{last} & !({headline})");
        }
        self.headline = Some(headline);
        let mut parts = vec![Sql("w.words @@ "), Part::Text(all(&index)), Sql("::tsquery")];
        if let ([word], Place::Anywhere) = (words, place) {
            self.also = word.parse().ok().filter(|number| *number > 0);
        }
        if let Some(number) = self.also {
            parts.extend([Sql(" or i.number = "), Part::Id(number)]);
        }
        Compiled::exactly(parts, index)
    }
}

/// The numbers that begin as a text like `INT00012` does: with so many digits of seven, or of as many as it has.
fn prefix(text: &str) -> Option<(i64, i64)> {
    let digits = text.get(..3).filter(|letters| letters.eq_ignore_ascii_case("int")).and_then(|_| text.get(3..))?;
    if digits.is_empty() || digits.len() > 15 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let begun: i64 = digits.parse().ok()?;
    let open = u32::try_from(7_usize.saturating_sub(digits.len())).ok()?;
    let step = 10_i64.pow(open);
    // Typed without its zeros it is the number itself.
    if !digits.starts_with('0') && open > 0 {
        return Some((begun, begun));
    }
    Some((begun * step, begun * step + step - 1))
}

/// The mark of a block of numbers.
pub fn block(number: i64) -> String {
    mark("block", number)
}

/// The marks by which the index of words leaves out what is not looked for.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// One of each of these lists.
    pub one_of: Vec<Vec<String>>,
    /// None of these.
    pub none_of: Vec<String>,
}

impl Marks {
    /// Those of a scope.
    pub fn of(visible: &Visible, scope: Scope) -> Self {
        let own = match scope {
            Scope::All => None,
            Scope::Groups => Some(visible.groups.iter().map(|id| mark("group", id)).collect()),
            Scope::Me => Some(vec![mark("individual", visible.person)]),
        };
        Self { one_of: own.into_iter().collect(), none_of: Vec::new() }
    }

    /// And in one of the companies that a reader sees: said by those that are fewer, them or the others.
    #[must_use]
    pub fn in_companies(mut self, seen: &[i64], unseen: &[i64]) -> Self {
        let marks = |companies: &[i64]| companies.iter().map(|id| mark("company", id)).collect();
        if seen.len() <= unseen.len() {
            self.one_of.push(marks(seen));
        } else {
            self.none_of = marks(unseen);
        }
        self
    }
}

impl Meaning {
    fn node(&self, node: &Node) -> Compiled {
        match node {
            Node::Is(condition) => self.condition(condition),
            Node::Group(how, nodes) => join(*how, nodes.iter().map(|node| self.node(node)).collect()),
        }
    }

    fn condition(&self, condition: &Condition) -> Compiled {
        let (column, operator) = (condition.column(), condition.operator());
        match condition.value() {
            Value::None => empty(column, operator),
            Value::Number(number) => compare("i.number", operator, Part::Id(number.0)),
            Value::Day(when) => self.day(operator, *when),
            Value::Status(status) => {
                let value = Part::Text(status.key().into());
                let mark = |status: Status| mark("status_", status.key());
                choice(operator, "i.status", value, &Status::ALL, *status, mark)
            }
            Value::StateReason(reason) => {
                let value = Part::Text(reason.key().into());
                // Many have none.
                if operator == Operator::IsNot {
                    return Compiled::unfound(vec![Sql("i.state_reason is distinct from "), value]);
                }
                Compiled::exactly(vec![Sql("i.state_reason = "), value], Some(mark("state_", reason.key())))
            }
            Value::Channel(channel) => {
                let value = Part::Text(channel.key().into());
                let mark = |channel: Channel| mark("through_", channel.key());
                choice(operator, "i.through", value, &Channel::ALL, *channel, mark)
            }
            Value::Flag(flag) => {
                let mark = |flag: bool| mark("vip", u8::from(flag));
                choice(operator, "i.vip", Part::Flag(*flag), &[false, true], *flag, mark)
            }
            Value::Level(level) => kinds::level(column, operator, *level),
            Value::Name(name) => {
                let ids = self.ids(column, name);
                let marks: Vec<String> = ids.iter().map(|id| mark(name_mark(column), id)).collect();
                among(operator, id_column(column), ids.to_vec(), either(&marks), true)
            }
            Value::Person(person) => {
                let ids = self.persons(column, person);
                let found: Vec<String> = ids.iter().filter_map(|id| self.found_by(column, *id)).collect();
                let index = if found.len() == ids.len() && ids.len() <= 20 { either(&found) } else { None };
                among(operator, id_column(column), ids, index, column == Column::Individual)
            }
            Value::Text(text) => self.written(column, operator, text),
        }
    }

    /// From when and until when what fits was reported, where conditions that all apply say so.
    pub fn period(&self, filter: &Filter) -> (Option<OffsetDateTime>, Option<OffsetDateTime>) {
        let (mut from, mut until) = (None::<OffsetDateTime>, None::<OffsetDateTime>);
        for node in &filter.0 {
            let Node::Is(condition) = node else { continue };
            let Value::Day(when) = condition.value() else { continue };
            let (begin, end) = self.bounds(*when);
            let (first, last) = match condition.operator() {
                Operator::Is => (Some(begin), Some(end)),
                Operator::Before => (None, Some(begin)),
                Operator::After => (Some(end), None),
                _ => (None, None),
            };
            from = from.max(first);
            until = match (until, last) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
        }
        (from, until)
    }

    /// When a day begins and ends.
    fn bounds(&self, when: When) -> (OffsetDateTime, OffsetDateTime) {
        let day = when.day(self.now.unwrap_or(OffsetDateTime::UNIX_EPOCH));
        let begin = day.with_time(Time::MIDNIGHT).assume_utc();
        (begin, begin.saturating_add(Duration::DAY))
    }

    /// What somebody's rows are found by.
    fn found_by(&self, column: Column, person: i64) -> Option<String> {
        if column == Column::Individual {
            return Some(mark("individual", person));
        }
        let words: Vec<String> =
            self.words_of(person)?.split(' ').map(|word| exact(word, Place::Weight("B"))).collect();
        Some(format!("({})", words.join(" & ")))
    }

    fn day(&self, operator: Operator, when: When) -> Compiled {
        let (begin, end) = self.bounds(when);
        // The numbers bound it already: an index on the moment would only lead away from the list's order.
        let at = Sql("i.reported_at + interval '0'");
        let parts = match operator {
            Operator::Before => vec![at, Sql(" < "), Part::Moment(begin)],
            Operator::After => vec![at, Sql(" >= "), Part::Moment(end)],
            Operator::IsNot => {
                vec![at.clone(), Sql(" < "), Part::Moment(begin), Sql(" or "), at, Sql(" >= "), Part::Moment(end)]
            }
            _ => vec![at.clone(), Sql(" >= "), Part::Moment(begin), Sql(" and "), at, Sql(" < "), Part::Moment(end)],
        };
        Compiled::unfound(parts)
    }

    fn written(&self, column: Column, operator: Operator, said: &str) -> Compiled {
        let text = self.text(said);
        match (column, operator) {
            (Column::Individual, _) => {
                let ids = self.individuals_like(said).to_vec();
                let marks: Vec<String> = ids.iter().map(|id| mark("individual", id)).collect();
                let index = if marks.len() <= 100 { either(&marks) } else { None };
                among(Operator::Is, "i.individual_id", ids, index, true)
            }
            (_, Operator::Is) => {
                let index: Vec<String> = text.words.iter().map(|word| exact(word, place(column))).collect();
                Compiled::among(vec![Sql(folded(column)), Sql(" = "), Part::Text(text.folded)], index)
            }
            (_, Operator::IsNot) => Compiled::unfound(vec![Sql(folded(column)), Sql(" <> "), Part::Text(text.folded)]),
            _ => {
                let index = self.contained(&text, place(column));
                let (before, behind) = holding(column);
                let pattern = format!("%{}%", escaped(&text.folded));
                Compiled::among(vec![Sql(before), Part::Text(pattern), Sql(behind)], index)
            }
        }
    }

    /// What the index finds whatever contains a text by; nothing where its first word is too short, or like too many.
    /// What has words that are cut in the index is found in any case.
    fn contained(&self, text: &Text, place: Place) -> Vec<String> {
        let long = mark("long", "");
        let Some(first) = text.pattern().and_then(|pattern| self.words_like(&pattern)) else { return Vec::new() };
        let Some(first) = either(&first.iter().map(|word| exact(word, place)).collect::<Vec<_>>()) else {
            return vec![long];
        };
        let mut all = vec![first];
        if let [_, middle @ .., last] = &text.words[..] {
            all.extend(middle.iter().map(|word| exact(word, place)));
            all.push(begun(last, place));
        }
        all.into_iter().map(|word| format!("({word} | {long})")).collect()
    }
}

fn escaped(text: &str) -> String {
    text.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_")
}
