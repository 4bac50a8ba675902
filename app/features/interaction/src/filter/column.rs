//! What there may be conditions on.

use serde::{Deserialize, Serialize};

use super::Operator;
use crate::model::SortField;

/// The columns of the list and what else the form and its record hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    Number,
    Company,
    Summary,
    Status,
    Group,
    Individual,
    RequestedFor,
    Vip,
    RequestedBy,
    Reason,
    /// The day of the report.
    Created,
    Description,
    /// What was said about it.
    Comments,
    /// The names of its files.
    Files,
    StateReason,
    Through,
    Category,
    Subcategory,
    Type,
    Ci,
    Service,
    Impact,
    Urgency,
    Priority,
    ContactEmail,
    ContactPhone,
}

/// What kind of values a column has, which says how they may be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Numbers of records.
    Number,
    Text,
    /// Several texts, any of which may fit.
    Texts,
    Day,
    /// One of a few words that are always the same.
    Choice,
    /// One of what a company has, by its name.
    Name,
    Person,
}

impl Column {
    pub const ALL: [Self; 26] = [
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
        Self::Description,
        Self::Comments,
        Self::Files,
        Self::StateReason,
        Self::Through,
        Self::Category,
        Self::Subcategory,
        Self::Type,
        Self::Ci,
        Self::Service,
        Self::Impact,
        Self::Urgency,
        Self::Priority,
        Self::ContactEmail,
        Self::ContactPhone,
    ];

    /// The column of the list that it is.
    fn listed(self) -> Option<SortField> {
        Some(match self {
            Self::Number => SortField::Number,
            Self::Company => SortField::Company,
            Self::Summary => SortField::Summary,
            Self::Status => SortField::Status,
            Self::Group => SortField::Group,
            Self::Individual => SortField::Individual,
            Self::RequestedFor => SortField::RequestedFor,
            Self::Vip => SortField::Vip,
            Self::RequestedBy => SortField::RequestedBy,
            Self::Reason => SortField::Reason,
            Self::Created => SortField::Created,
            _ => return None,
        })
    }

    /// The column as an address says it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Description => "description",
            Self::Comments => "comments",
            Self::Files => "files",
            Self::StateReason => "state_reason",
            Self::Through => "through",
            Self::Category => "category",
            Self::Subcategory => "subcategory",
            Self::Type => "type",
            Self::Ci => "ci",
            Self::Service => "service",
            Self::Impact => "impact",
            Self::Urgency => "urgency",
            Self::Priority => "priority",
            Self::ContactEmail => "contact_email",
            Self::ContactPhone => "contact_phone",
            listed => listed.listed().map_or("", SortField::key),
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.key() == key)
    }

    /// The column as people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Description => "Description",
            Self::Comments => "Comments",
            Self::Files => "Attachments",
            Self::StateReason => "State reason",
            Self::Through => "Through",
            Self::Category => "Category",
            Self::Subcategory => "Sub-category",
            Self::Type => "Type",
            Self::Ci => "Impacted CI",
            Self::Service => "Affected Service",
            Self::Impact => "Impact",
            Self::Urgency => "Urgency",
            Self::Priority => "Priority",
            Self::ContactEmail => "Contact Email",
            Self::ContactPhone => "Contact Phone",
            listed => listed.listed().map_or("", SortField::label),
        }
    }

    pub fn kind(self) -> Kind {
        match self {
            Self::Number => Kind::Number,
            Self::Created => Kind::Day,
            Self::Summary | Self::Description | Self::ContactEmail | Self::ContactPhone => Kind::Text,
            Self::Comments | Self::Files => Kind::Texts,
            Self::Individual | Self::RequestedFor | Self::RequestedBy => Kind::Person,
            Self::Status
            | Self::StateReason
            | Self::Through
            | Self::Vip
            | Self::Impact
            | Self::Urgency
            | Self::Priority => Kind::Choice,
            Self::Company
            | Self::Group
            | Self::Reason
            | Self::Category
            | Self::Subcategory
            | Self::Type
            | Self::Ci
            | Self::Service => Kind::Name,
        }
    }

    /// Whether an interaction may have nothing there.
    pub fn may_be_empty(self) -> bool {
        !matches!(
            self,
            Self::Number
                | Self::Company
                | Self::Summary
                | Self::Status
                | Self::RequestedFor
                | Self::Vip
                | Self::RequestedBy
                | Self::Reason
                | Self::Created
                | Self::Through
                | Self::Impact
                | Self::Urgency
                | Self::Priority
        )
    }

    /// How its values may be compared.
    pub fn operators(self) -> Vec<Operator> {
        use Operator::{After, Before, Contains, Is, IsEmpty, IsFilled, IsNot};
        let mut operators = match self.kind() {
            Kind::Number | Kind::Day => vec![Is, IsNot, Before, After],
            Kind::Text => vec![Contains, Is, IsNot],
            Kind::Texts => vec![Contains],
            Kind::Choice | Kind::Name => vec![Is, IsNot],
            Kind::Person => vec![Is, IsNot, Contains],
        };
        if self.may_be_empty() {
            operators.extend([IsEmpty, IsFilled]);
        }
        operators
    }
}
