//! Who is signed in, as the browser needs to know it.

use kernel::{CompanyId, PersonId, Role};
use serde::{Deserialize, Serialize};

/// The signed-in person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    pub person: PersonId,
    pub name: String,
    pub email: String,
    pub company: CompanyId,
    pub roles: Vec<Role>,
    /// How many notifications are unread; a hundred at most.
    pub unread: i64,
    /// The parameters of the address that the person's list opens with, where it is a saved one.
    pub opens_with: Option<String>,
}

impl Me {
    /// Whether the person works in the agents' workspace.
    pub fn is_staff(&self) -> bool {
        self.roles.iter().any(|role| role.is_staff())
    }

    /// Whether the person creates and edits interactions.
    pub fn writes(&self) -> bool {
        self.roles.iter().any(|role| role.writes())
    }

    /// The roles as one line, for the account menu.
    pub fn roles_line(&self) -> String {
        if self.roles.is_empty() {
            return "Requester".to_owned();
        }
        self.roles.iter().map(|role| role.label()).collect::<Vec<_>>().join(", ")
    }
}
