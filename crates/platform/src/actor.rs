//! The person on whose behalf something happens.

use std::sync::Arc;

use kernel::{CompanyId, GroupId, PersonId, Role};

/// The signed-in person. Made by the session look-up of the `people` slice. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Actor(Arc<ActorData>);

/// What is known of a signed-in person for the length of a request.
#[derive(Debug)]
pub struct ActorData {
    pub session: i64,
    pub person: PersonId,
    pub name: String,
    pub email: String,
    /// The company the person belongs to.
    pub company: CompanyId,
    pub roles: Vec<Role>,
    pub groups: Vec<GroupId>,
    /// The companies that one of the person's groups serves (C2G).
    pub companies: Vec<CompanyId>,
    /// How many notifications the person has not read; no more than a hundred are counted.
    pub unread: i64,
    /// The parameters of the address that the person's list opens with, where it is a saved one.
    pub opens_with: Option<String>,
}

impl Actor {
    pub fn new(data: ActorData) -> Self {
        Self(Arc::new(data))
    }

    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Whether any of the roles belongs to the agents' side.
    pub fn is_staff(&self) -> bool {
        self.roles.iter().any(|role| role.is_staff())
    }

    /// The companies whose interactions the person sees as staff; none for a requester.
    pub fn staff_companies(&self) -> &[CompanyId] {
        if self.is_staff() { &self.companies } else { &[] }
    }
}

impl std::ops::Deref for Actor {
    type Target = ActorData;

    fn deref(&self) -> &ActorData {
        &self.0
    }
}
