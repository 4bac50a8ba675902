//! The list: its address.
//!
//! The address is the state: `scope`, `days`, `q`, one `f` for each condition, `sort`, `columns`, `density`, `after`,
//! `before`, and in `view` which saved list it was opened as. What an address leaves out has a default; what it says
//! wrongly is named, and the list still shows.

mod order;

use kernel::{Cursor, PersonId, ViewId, in_address};
use serde::{Deserialize, Serialize};

use super::{Columns, Density, ListColumn, Sort, SortField};
use crate::filter::{Column, Condition, Filter, FilterError, Join, MOST_TEXT, Node, Operator};

/// Whose work is listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Assigned to me.
    Me,
    /// Assigned to one of my groups.
    Groups,
    #[default]
    All,
}

impl Scope {
    pub const ALL: [Self; 3] = [Self::Me, Self::Groups, Self::All];

    pub fn key(self) -> &'static str {
        match self {
            Self::Me => "me",
            Self::Groups => "groups",
            Self::All => "all",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Me => "Assigned to me",
            Self::Groups => "Assigned to my groups",
            Self::All => "All",
        }
    }
}

/// What of an address was not understood; the list shows as if it had not been said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum QueryError {
    #[error("There is no scope “{0}”: it is me, groups or all.")]
    Scope(String),
    #[error("“{0}” is no number of days.")]
    Days(String),
    #[error("The list cannot be sorted by “{0}”.")]
    Sort(String),
    #[error("The list has no column “{0}”.")]
    Column(String),
    #[error("Rows are comfortable or compact, not “{0}”.")]
    Density(String),
    #[error("Of what is searched for, the first {MOST_TEXT} characters count.")]
    LongSearch,
    #[error("There is no letter and no digit in “{0}” that could be searched for.")]
    NoWords(String),
    #[error(transparent)]
    Filter(#[from] FilterError),
    #[error("The place in the list is damaged; this is the first page.")]
    Cursor,
}

/// What the list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListQuery {
    pub scope: Scope,
    /// Only what was reported since the beginning of the day (UTC) that many days ago.
    pub days: Option<u16>,
    /// What is searched for: all of these words, or a number. Trimmed, [`MOST_TEXT`] characters at most.
    #[serde(default, skip_serializing_if = "String::is_empty", deserialize_with = "read_searched")]
    pub q: String,
    #[serde(default, skip_serializing_if = "Filter::is_empty")]
    pub filter: Filter,
    pub sort: Sort,
    #[serde(default, skip_serializing_if = "Columns::is_default")]
    pub columns: Columns,
    #[serde(default)]
    pub density: Density,
    /// The saved list it was opened as. It says what the list is called; what it shows, the rest says.
    #[serde(default)]
    pub view: Option<ViewId>,
    pub after: Option<Cursor>,
    /// Ignored where `after` is given.
    pub before: Option<Cursor>,
}

impl ListQuery {
    /// How many days the toggle "Last 30 days" means.
    pub const RECENT: u16 = 30;

    /// Reads the parameters of an address, by name: all that are given of each.
    pub fn read(get: impl Fn(&str) -> Vec<String>) -> (Self, Vec<QueryError>) {
        let mut wrong = Vec::new();
        let given = |name: &str| get(name).pop().filter(|value| !value.is_empty());
        let mut query = Self::default();
        if let Some(text) = given("scope") {
            match Scope::ALL.into_iter().find(|scope| scope.key() == text) {
                Some(scope) => query.scope = scope,
                None => wrong.push(QueryError::Scope(short(&text))),
            }
        }
        if let Some(text) = given("days") {
            match text.parse() {
                Ok(days) if (1..=3_660).contains(&days) => query.days = Some(days),
                _ => wrong.push(QueryError::Days(short(&text))),
            }
        }
        let chosen =
            given("sort").and_then(|text| text.parse().map_err(|()| wrong.push(QueryError::Sort(short(&text)))).ok());
        if let Some(text) = given("q") {
            query.q = searched(&text, &mut wrong);
        }
        query.sort = chosen.unwrap_or_else(|| query.usual_sort());
        let (filter, not_understood) = Filter::read(&get("f"));
        query.filter = filter;
        wrong.extend(not_understood.into_iter().map(QueryError::Filter));
        query.add_typed(&get, &mut wrong);
        query.read_shown(&get, &mut wrong);
        let mut cursor = |name| {
            let parsed = given(name).map(|text| text.parse());
            parsed.and_then(|cursor| cursor.map_err(|_| wrong.push(QueryError::Cursor)).ok())
        };
        query.after = cursor("after");
        query.before = cursor("before");
        (query, wrong)
    }

    /// How the rows are shown.
    fn read_shown(&mut self, get: impl Fn(&str) -> Vec<String>, wrong: &mut Vec<QueryError>) {
        let given = |name: &str| get(name).pop().filter(|value| !value.is_empty());
        if let Some(text) = given("columns") {
            let (columns, unknown) = Columns::read(&text);
            self.columns = columns;
            wrong.extend(unknown.first().map(|key| QueryError::Column(short(key))));
        }
        // The form as it is sent without JavaScript: the columns that are ticked, and a width for each.
        let ticked: Vec<SortField> = get(SHOWN).iter().filter_map(|key| SortField::from_key(key)).collect();
        if !ticked.is_empty() {
            let width = |field: SortField| given(&width_name(field)).and_then(|width| width.trim().parse().ok());
            let mut columns = Columns::of(ticked.into_iter().map(|field| ListColumn { field, width: width(field) }));
            if let Some(field) = given(EARLIER).and_then(|key| SortField::from_key(&key)) {
                columns = columns.earlier(field);
            }
            self.columns = columns;
        }
        if let Some(text) = given("density") {
            match Density::ALL.into_iter().find(|density| density.key() == text) {
                Some(density) => self.density = density,
                None => wrong.push(QueryError::Density(short(&text))),
            }
        }
        self.view = given("view").and_then(|id| id.parse().ok());
    }

    /// The conditions of the form as it is sent without JavaScript: a column, an operator and a value each. Those
    /// without a value are the form's empty lines.
    fn add_typed(&mut self, get: impl Fn(&str) -> Vec<String>, wrong: &mut Vec<QueryError>) {
        let (columns, operators, values) = (get("column"), get("operator"), get("value"));
        let mut typed = Vec::new();
        for ((column, operator), value) in
            columns.iter().zip(&operators).zip(&values).take(crate::filter::MOST_CONDITIONS)
        {
            let (Some(column), Some(operator)) = (Column::from_key(column), Operator::from_key(operator)) else {
                continue;
            };
            if operator.takes_value() && value.trim().is_empty() {
                continue;
            }
            match Condition::read(column, operator, value) {
                Ok(condition) => typed.push(Node::Is(condition)),
                Err(error) => wrong.push(QueryError::Filter(error.into())),
            }
        }
        // The form sends its groups as they are, beside its lines.
        let all = std::mem::take(&mut self.filter.0).into_iter().chain(typed);
        let any = !columns.is_empty() && get("join").iter().any(|join| join == Join::Any.key());
        let all: Vec<Node> = all.collect();
        self.filter.0 = if any && all.len() > 1 { vec![Node::Group(Join::Any, all)] } else { all };
    }

    /// The parameters that an address of this list needs, those of its page last.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let mut fields = Vec::new();
        if self.scope != Scope::default() {
            fields.push(("scope", self.scope.key().to_owned()));
        }
        fields.extend(self.days.map(|days| ("days", days.to_string())));
        if !self.q.is_empty() {
            fields.push(("q", self.q.clone()));
        }
        fields.extend(self.filter.parts().into_iter().map(|part| ("f", part)));
        if self.sort != self.usual_sort() {
            fields.push(("sort", self.sort.to_string()));
        }
        if !self.columns.is_default() {
            fields.push(("columns", self.columns.to_string()));
        }
        if self.density != Density::default() {
            fields.push(("density", self.density.key().to_owned()));
        }
        // The bare address is whatever somebody's list opens with.
        if fields.is_empty() {
            fields.push(("scope", self.scope.key().to_owned()));
        }
        fields.extend(self.view.map(|view| ("view", view.to_string())));
        match (&self.after, &self.before) {
            (Some(cursor), _) => fields.push(("after", cursor.to_string())),
            (None, Some(cursor)) => fields.push(("before", cursor.to_string())),
            (None, None) => {}
        }
        fields
    }

    /// The parameters of its address as one text, never empty.
    pub fn parameters(&self) -> String {
        let parts: Vec<String> =
            self.fields().iter().map(|(name, value)| format!("{name}={}", in_address(value))).collect();
        parts.join("&")
    }

    /// The address of this list.
    pub fn href(&self) -> String {
        format!("{LIST_PATH}?{}", self.parameters())
    }

    /// What a saved list keeps of it: the same from its first page, whatever it was opened as.
    #[must_use]
    pub fn as_saved(&self) -> Self {
        Self { view: None, ..self.first_page() }
    }

    /// What there is for a person.
    pub fn of_person(person: PersonId) -> Self {
        let condition = Condition::read(Column::RequestedFor, Operator::Is, &person.to_string());
        Self::default().filtered(Filter(condition.into_iter().map(Node::Is).collect()))
    }

    /// Whether it shows less than the scope and the days have.
    pub fn is_narrowed(&self) -> bool {
        !self.q.is_empty() || !self.filter.is_empty()
    }

    /// The same list with other conditions, from its first page.
    #[must_use]
    pub fn filtered(&self, filter: Filter) -> Self {
        Self { filter, ..self.first_page() }
    }

    /// The same list from its first page.
    #[must_use]
    pub fn first_page(&self) -> Self {
        Self { after: None, before: None, ..self.clone() }
    }

    pub fn is_first_page(&self) -> bool {
        self.after.is_none() && self.before.is_none()
    }
}

/// The page of the list. Without parameters it is what somebody's list opens with.
pub const LIST_PATH: &str = "/interactions";

/// The names in the form of the columns: a column that is ticked, and the button that moves one to the left.
pub const SHOWN: &str = "shown";
pub const EARLIER: &str = "earlier";

/// The name of the box with the width of a column.
pub fn width_name(field: SortField) -> String {
    format!("width-{}", field.key())
}

/// On its way from the browser it is read as in an address.
fn read_searched<'de, D: serde::Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Ok(searched(&String::deserialize(from)?, &mut Vec::new()))
}

/// What of a text can be searched for.
fn searched(text: &str, wrong: &mut Vec<QueryError>) -> String {
    // The database takes no zero.
    let text = text.replace('\0', " ");
    let text = text.trim();
    let cut: String = text.chars().take(MOST_TEXT).collect();
    if cut.len() < text.len() {
        wrong.push(QueryError::LongSearch);
    }
    if !cut.is_empty() && !cut.chars().any(char::is_alphanumeric) {
        wrong.push(QueryError::NoWords(short(&cut)));
        return String::new();
    }
    cut.trim_end().to_owned()
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::{filter::tests::any_filter, model::columns::tests::any_columns};
    use proptest::prelude::*;

    fn cursor() -> impl Strategy<Value = Option<Cursor>> {
        proptest::option::of(("[^\0]{0,20}", 0_i64..).prop_map(|(key, number)| Cursor { key, number }))
    }

    pub fn read(href: &str) -> (ListQuery, Vec<QueryError>) {
        let pairs: Vec<(String, String)> = href
            .split_once('?')
            .map(|(_, query)| query.split('&').filter_map(|pair| pair.split_once('=')).collect::<Vec<_>>())
            .unwrap_or_default()
            .into_iter()
            .map(|(name, value)| (name.to_owned(), decode(value)))
            .collect();
        ListQuery::read(|name| pairs.iter().filter(|(n, _)| n == name).map(|(_, value)| value.clone()).collect())
    }

    fn decode(text: &str) -> String {
        let mut bytes = Vec::new();
        let mut rest = text.bytes();
        while let Some(byte) = rest.next() {
            if byte == b'%' {
                let hex = [rest.next().unwrap(), rest.next().unwrap()];
                bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap());
            } else {
                bytes.push(byte);
            }
        }
        String::from_utf8(bytes).unwrap()
    }

    proptest! {
        #[test]
        fn an_address_is_read_as_it_was_written(
            scope in 0..3_usize, days in proptest::option::of(1..=3_660_u16), field in 0..12_usize,
            descending: bool, after in cursor(), before in cursor(), filter in any_filter(),
            q in proptest::option::of("[a-z&=%+#?é]{0,20} ?x[ a-z]{0,9}y"), columns in any_columns(), compact: bool,
            view in proptest::option::of(1..9_i64),
        ) {
            let before = if after.is_some() { None } else { before };
            let sort = SortField::ALL.get(field).map_or(Sort::MATCH, |field| Sort { field: *field, descending });
            let q = q.unwrap_or_default().trim().to_owned();
            let density = Density::ALL[usize::from(compact)];
            let view = view.map(ViewId);
            let query = ListQuery { scope: Scope::ALL[scope], days, q, filter, sort, columns, density, view, after, before };
            prop_assert_eq!(read(&query.href()), (query, vec![]));
        }

        #[test]
        fn any_parameter_is_answered(text in ".{0,80}") {
            let (query, wrong) = ListQuery::read(|_| vec![text.clone()]);
            prop_assert!(wrong.len() <= 11 && query.scope == Scope::All);
        }
    }

    #[test]
    fn what_is_not_understood_is_named_and_the_list_still_shows() {
        let (query, wrong) = read("/interactions?scope=mine&days=soon&sort=price&after=x");
        assert_eq!(query, ListQuery::default());
        assert_eq!(wrong.len(), 4);
        assert_eq!(wrong[1].to_string(), "“soon” is no number of days.");
    }

    #[test]
    fn what_cannot_be_searched_for_is_named() {
        let said = |q: &str| read(&format!("/interactions?q={}", in_address(q)));
        let (query, wrong) = said(" %_!? ");
        assert_eq!(
            (query.q.as_str(), wrong[0].to_string()),
            ("", "There is no letter and no digit in “%_!?” that could be searched for.".into())
        );
        let (query, wrong) = said(&"printer ".repeat(2_000));
        assert_eq!((query.q.chars().count(), wrong), (199, vec![QueryError::LongSearch]));
    }

    #[test]
    fn the_form_without_javascript_is_read_and_its_empty_lines_are_not() {
        let (query, wrong) = read(
            "/interactions?join=any&column=status&operator=is&value=in%20progress&column=summary&operator=contains&value=\
             &column=group&operator=empty&value=&column=created&operator=before&value=soon",
        );
        assert_eq!(query.filter.parts(), ["any(status:is:in_progress,group:empty)"]);
        assert_eq!(wrong[0].to_string(), "“soon” is no day. Write it like 2026-11-28, or like 7 days ago.");
    }
}
