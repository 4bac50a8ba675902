//! What a list can be sorted by.

use serde::{Deserialize, Serialize};

/// The eleven columns, all of which can be sorted by, and what is no column.
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
    /// Of what is searched for, first what has all words in its summary, then what has them elsewhere; the newest first of
    /// each. No column.
    Match,
}

impl SortField {
    /// Whether its order is that of the numbers.
    pub fn is_by_number(self) -> bool {
        matches!(self, Self::Number | Self::Created)
    }

    /// The columns, in their order.
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
            Self::Match => "match",
        }
    }

    /// The column that is called so.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.key() == key)
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
            Self::Match => "Best match",
        }
    }
}

/// A column and a direction; `-created`, newest first, unless the address says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sort {
    pub field: SortField,
    pub descending: bool,
}

impl Sort {
    /// The best match first: it goes no other way.
    pub const MATCH: Self = Self { field: SortField::Match, descending: true };

    /// In words.
    pub fn words(self) -> String {
        let Self { field, descending } = self;
        match field {
            SortField::Match => field.label().to_owned(),
            _ => format!("{}, {}", field.label(), if descending { "descending" } else { "ascending" }),
        }
    }
}

impl Default for Sort {
    fn default() -> Self {
        Self { field: SortField::Created, descending: true }
    }
}

impl std::fmt::Display for Sort {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if *self == Self::MATCH {
            return f.write_str(SortField::Match.key());
        }
        write!(f, "{}{}", if self.descending { "-" } else { "" }, self.field.key())
    }
}

impl std::str::FromStr for Sort {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        if text == SortField::Match.key() {
            return Ok(Self::MATCH);
        }
        let (descending, key) = text.strip_prefix('-').map_or((false, text), |key| (true, key));
        let field = SortField::from_key(key).ok_or(())?;
        Ok(Self { field, descending })
    }
}
