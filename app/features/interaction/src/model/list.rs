//! The list: its address, its rows, its counts.
//!
//! The address is the state: `scope`, `days`, `sort`, `after`, `before`. What an address leaves out
//! has a default; what it says wrongly is named, and the list still shows.

use kernel::{Cursor, InteractionNumber, Page, in_address};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::Status;

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

/// The eleven columns, all of which can be sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SortField {
    Number,
    Company,
    /// By the first 80 characters, whatever their case.
    Summary,
    /// In the order of a life: New first.
    Status,
    Group,
    Individual,
    RequestedFor,
    Vip,
    RequestedBy,
    Reason,
    /// Numbers are given in the order of creation, so this is the order of numbers.
    #[default]
    Created,
}

impl SortField {
    /// In the order of the columns.
    pub const ALL: [Self; 11] = [
        Self::Number,
        Self::Company,
        Self::Summary,
        Self::Status,
        Self::Group,
        Self::Individual,
        Self::RequestedFor,
        Self::Vip,
        Self::RequestedBy,
        Self::Reason,
        Self::Created,
    ];

    pub fn key(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Company => "company",
            Self::Summary => "summary",
            Self::Status => "status",
            Self::Group => "group",
            Self::Individual => "individual",
            Self::RequestedFor => "requested_for",
            Self::Vip => "vip",
            Self::RequestedBy => "requested_by",
            Self::Reason => "reason",
            Self::Created => "created",
        }
    }

    /// The column's header.
    pub fn label(self) -> &'static str {
        match self {
            Self::Number => "Work Item ID",
            Self::Company => "Company",
            Self::Summary => "Summary",
            Self::Status => "Status",
            Self::Group => "Group",
            Self::Individual => "Individual",
            Self::RequestedFor => "Requested For",
            Self::Vip => "VIP User",
            Self::RequestedBy => "Requested By",
            Self::Reason => "Reason for Interaction",
            Self::Created => "Created On",
        }
    }
}

/// A column and a direction; `-created`, newest first, unless the address says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sort {
    pub field: SortField,
    pub descending: bool,
}

impl Default for Sort {
    fn default() -> Self {
        Self { field: SortField::Created, descending: true }
    }
}

impl std::fmt::Display for Sort {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", if self.descending { "-" } else { "" }, self.field.key())
    }
}

impl std::str::FromStr for Sort {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (descending, key) = text.strip_prefix('-').map_or((false, text), |key| (true, key));
        let field = SortField::ALL.into_iter().find(|field| field.key() == key).ok_or(())?;
        Ok(Self { field, descending })
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
    #[error("The place in the list is damaged; this is the first page.")]
    Cursor,
}

/// What the list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListQuery {
    pub scope: Scope,
    /// Only what was reported since the beginning of the day (UTC) that many days ago.
    pub days: Option<u16>,
    pub sort: Sort,
    pub after: Option<Cursor>,
    /// Ignored where `after` is given.
    pub before: Option<Cursor>,
}

impl ListQuery {
    /// How many days the toggle "Last 30 days" means.
    pub const RECENT: u16 = 30;

    /// Reads the parameters of an address, by name.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> (Self, Vec<QueryError>) {
        let mut wrong = Vec::new();
        let given = |name: &str| get(name).filter(|value| !value.is_empty());
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
        if let Some(text) = given("sort") {
            match text.parse() {
                Ok(sort) => query.sort = sort,
                Err(()) => wrong.push(QueryError::Sort(short(&text))),
            }
        }
        let mut cursor = |name| {
            let parsed = given(name).map(|text| text.parse());
            parsed.and_then(|cursor| cursor.map_err(|_| wrong.push(QueryError::Cursor)).ok())
        };
        query.after = cursor("after");
        query.before = cursor("before");
        (query, wrong)
    }

    /// The address of this list.
    pub fn href(&self) -> String {
        let mut parts = Vec::new();
        if self.scope != Scope::default() {
            parts.push(format!("scope={}", self.scope.key()));
        }
        if let Some(days) = self.days {
            parts.push(format!("days={days}"));
        }
        if self.sort != Sort::default() {
            parts.push(format!("sort={}", self.sort));
        }
        if let Some(cursor) = &self.after {
            parts.push(format!("after={}", in_address(&cursor.to_string())));
        } else if let Some(cursor) = &self.before {
            parts.push(format!("before={}", in_address(&cursor.to_string())));
        }
        if parts.is_empty() { "/interactions".to_owned() } else { format!("/interactions?{}", parts.join("&")) }
    }

    /// Whether what is logged next would come first on this page.
    pub fn is_newest(&self) -> bool {
        self.sort == Sort::default() && self.after.is_none() && self.before.is_none()
    }

    /// The same list from its first page.
    #[must_use]
    pub fn first_page(&self) -> Self {
        Self { after: None, before: None, ..self.clone() }
    }
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

/// A row of the list: the eleven columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListRow {
    #[serde(rename = "n")]
    pub number: InteractionNumber,
    #[serde(rename = "c")]
    pub company: String,
    #[serde(rename = "s")]
    pub summary: String,
    #[serde(rename = "st")]
    pub status: Status,
    #[serde(rename = "g", default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    #[serde(rename = "i", default, skip_serializing_if = "Option::is_none")]
    pub individual: Option<String>,
    #[serde(rename = "f")]
    pub requested_for: String,
    #[serde(rename = "v")]
    pub vip: bool,
    #[serde(rename = "b")]
    pub requested_by: String,
    #[serde(rename = "r")]
    pub reason: String,
    #[serde(rename = "at", with = "time::serde::timestamp")]
    pub created_on: OffsetDateTime,
}

/// How many interactions each scope has, with the query's days applied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub me: i64,
    pub groups: i64,
    pub all: i64,
}

impl Counts {
    pub fn of(self, scope: Scope) -> i64 {
        match scope {
            Scope::Me => self.me,
            Scope::Groups => self.groups,
            Scope::All => self.all,
        }
    }
}

/// Everything the list page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListPage {
    pub page: Page<ListRow>,
    pub counts: Counts,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cursor() -> impl Strategy<Value = Option<Cursor>> {
        proptest::option::of(("[^\0]{0,20}", 0_i64..).prop_map(|(key, number)| Cursor { key, number }))
    }

    fn read(href: &str) -> (ListQuery, Vec<QueryError>) {
        let pairs: Vec<(String, String)> = href
            .split_once('?')
            .map(|(_, query)| query.split('&').filter_map(|pair| pair.split_once('=')).collect::<Vec<_>>())
            .unwrap_or_default()
            .into_iter()
            .map(|(name, value)| (name.to_owned(), decode(value)))
            .collect();
        ListQuery::read(|name| pairs.iter().find(|(n, _)| n == name).map(|(_, value)| value.clone()))
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
            scope in 0..3_usize, days in proptest::option::of(1..=3_660_u16), field in 0..11_usize,
            descending: bool, after in cursor(), before in cursor(),
        ) {
            let before = if after.is_some() { None } else { before };
            let sort = Sort { field: SortField::ALL[field], descending };
            let query = ListQuery { scope: Scope::ALL[scope], days, sort, after, before };
            prop_assert_eq!(read(&query.href()), (query, vec![]));
        }

        #[test]
        fn any_parameter_is_answered(text in ".{0,80}") {
            let (query, wrong) = ListQuery::read(|_| Some(text.clone()));
            prop_assert!(wrong.len() <= 5 && query.scope == Scope::All);
        }
    }

    #[test]
    fn what_is_not_understood_is_named_and_the_list_still_shows() {
        let (query, wrong) = read("/interactions?scope=mine&days=soon&sort=price&after=x");
        assert_eq!(query, ListQuery::default());
        assert_eq!(wrong.len(), 4);
        assert_eq!(wrong[1].to_string(), "“soon” is no number of days.");
    }
}
