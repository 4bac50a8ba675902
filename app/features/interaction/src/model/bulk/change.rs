//! How they are to be changed.

use kernel::{GroupId, PersonId};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::model::{Draft, Named, PersonEntry, Record, State, StateReason, Status, moment_text};

/// What can be done to many at once, as a form chooses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BulkAction {
    Assign,
    SetStatus,
    Watch,
}

impl BulkAction {
    pub const ALL: [Self; 3] = [Self::Assign, Self::SetStatus, Self::Watch];

    pub fn key(self) -> &'static str {
        match self {
            Self::Assign => "assign",
            Self::SetStatus => "status",
            Self::Watch => "watch",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Assign => "Assign",
            Self::SetStatus => "Set status",
            Self::Watch => "Add watcher",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.key() == key)
    }

    /// The audited fields of a record that it changes, by their labels.
    pub fn touches(self) -> &'static [&'static str] {
        match self {
            Self::Assign => &["Group", "Individual"],
            Self::SetStatus => &["Status", "State reason", "Wake-up time"],
            Self::Watch => &[],
        }
    }
}

/// A change that is right in itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BulkChange {
    /// To a group, and a member of it or nobody.
    Assign {
        group: GroupId,
        individual: Option<PersonId>,
    },
    SetStatus(State),
    Watch(PersonEntry),
}

impl BulkChange {
    pub fn action(&self) -> BulkAction {
        match self {
            Self::Assign { .. } => BulkAction::Assign,
            Self::SetStatus(_) => BulkAction::SetStatus,
            Self::Watch(_) => BulkAction::Watch,
        }
    }

    /// The form of a record with the change in it; as it is where the change is none of its fields.
    #[must_use]
    pub fn put_into(&self, form: Draft) -> Draft {
        match self {
            Self::Assign { group, individual } => Draft {
                group: group.to_string(),
                individual: individual.map(|individual| individual.to_string()).unwrap_or_default(),
                ..form
            },
            Self::SetStatus(state) => Draft {
                status: state.status().key().to_owned(),
                state_reason: state.reason().map(StateReason::key).unwrap_or_default().to_owned(),
                wake_at: state.wake_at().map(moment_text).unwrap_or_default(),
                ..form
            },
            Self::Watch(_) => form,
        }
    }
}

/// What a change replaced in one record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Before {
    Assigned {
        group: Option<Named>,
        individual: Option<Named>,
    },
    Status {
        status: Status,
        reason: Option<StateReason>,
        wake_at: Option<OffsetDateTime>,
        ended_at: Option<OffsetDateTime>,
    },
    /// Nothing: the watcher of this id was not there.
    Unwatched(i64),
}

impl Before {
    /// What a change of the record's fields is going to replace; none where it changes no field.
    pub fn of(record: &Record, action: BulkAction) -> Option<Self> {
        let &Record { status, state_reason: reason, wake_at, ended_at, .. } = record;
        match action {
            BulkAction::Assign => {
                Some(Self::Assigned { group: record.group.clone(), individual: record.individual.clone() })
            }
            BulkAction::SetStatus => Some(Self::Status { status, reason, wake_at, ended_at }),
            BulkAction::Watch => None,
        }
    }

    /// The record with what was replaced put back; as it is where that is none of its fields.
    #[must_use]
    pub fn put_back(self, record: Record) -> Record {
        match self {
            Self::Assigned { group, individual } => Record { group, individual, ..record },
            Self::Status { status, reason, wake_at, ended_at } => {
                Record { status, state_reason: reason, wake_at, ended_at, ..record }
            }
            Self::Unwatched(_) => record,
        }
    }
}
