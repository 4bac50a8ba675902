//! What a person may be in the desk. Everybody is a requester too; a person may hold several roles.

use serde::{Deserialize, Serialize};

/// A role a person holds beside being a requester.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Creates, views and edits interactions.
    ServiceDeskUser,
    /// Creates, views and edits interactions.
    InteractionUser,
    /// The same, and sees dashboards, rules and wrap-up settings.
    InteractionManager,
    /// Views interactions.
    InteractionViewer,
    /// Decides on orders.
    Approver,
    /// Keeps companies, groups, people and settings.
    Administrator,
}

impl Role {
    pub const ALL: [Self; 6] = [
        Self::ServiceDeskUser,
        Self::InteractionUser,
        Self::InteractionManager,
        Self::InteractionViewer,
        Self::Approver,
        Self::Administrator,
    ];

    /// The role as the database keeps it.
    pub fn key(self) -> &'static str {
        match self {
            Self::ServiceDeskUser => "service_desk_user",
            Self::InteractionUser => "interaction_user",
            Self::InteractionManager => "interaction_manager",
            Self::InteractionViewer => "interaction_viewer",
            Self::Approver => "approver",
            Self::Administrator => "administrator",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }

    /// The role as people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::ServiceDeskUser => "Service Desk User",
            Self::InteractionUser => "Interaction User",
            Self::InteractionManager => "Interaction Manager",
            Self::InteractionViewer => "Interaction Viewer",
            Self::Approver => "Approver",
            Self::Administrator => "Administrator",
        }
    }

    /// Whether the role creates and edits interactions, and so finds and adds people.
    pub fn writes(self) -> bool {
        matches!(self, Self::ServiceDeskUser | Self::InteractionUser | Self::InteractionManager)
    }

    /// Staff work in the agents' workspace; an Approver alone is a requester who decides.
    pub fn is_staff(self) -> bool {
        self != Self::Approver
    }

    /// The keys of all roles of staff, for a query.
    pub fn staff_keys() -> Vec<String> {
        Self::ALL.into_iter().filter(|role| role.is_staff()).map(|role| role.key().to_owned()).collect()
    }
}
