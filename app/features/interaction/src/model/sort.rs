//! What a list can be sorted by.

use serde::{Deserialize, Serialize};

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
    /// Whether its order is that of the numbers.
    pub fn is_by_number(self) -> bool {
        matches!(self, Self::Number | Self::Created)
    }

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
        let field = SortField::from_key(key).ok_or(())?;
        Ok(Self { field, descending })
    }
}
