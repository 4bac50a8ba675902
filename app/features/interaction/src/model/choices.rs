//! What a form offers to choose from, for one company.

use kernel::{CategoryId, CompanyId, GroupId};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Draft, Record};

/// An id and what it is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    pub id: i64,
    pub name: String,
}

/// A node of the category tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryNode {
    pub id: CategoryId,
    /// The node above; `None` for a category.
    pub parent: Option<CategoryId>,
    pub name: String,
}

/// A group work may be assigned to, with its members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupChoice {
    pub id: GroupId,
    pub name: String,
    pub members: Vec<Named>,
}

/// The lists of the form. All but `companies` are empty until a company is chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormChoices {
    pub companies: Vec<Named>,
    /// The company the other lists belong to.
    pub company: Option<CompanyId>,
    pub reasons: Vec<Named>,
    pub categories: Vec<CategoryNode>,
    pub cis: Vec<Named>,
    pub services: Vec<Named>,
    /// The agent's own groups and those that serve the company.
    pub groups: Vec<GroupChoice>,
}

/// A new form as it opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewForm {
    pub choices: FormChoices,
    /// Empty but for what an interaction that it follows brings.
    pub draft: Draft,
    /// The server's time: what Reported On will be, give or take the time of typing.
    pub now: OffsetDateTime,
    /// Names this form, so that it is saved once however often it is sent.
    pub submission: Uuid,
}

impl FormChoices {
    /// Offers what a record has already, though it would not be offered any more: a reason that was
    /// retired, a group that serves the company no longer, an individual who left it.
    #[must_use]
    pub fn with_current(mut self, record: &Record) -> Self {
        add(&mut self.reasons, Some(&record.reason));
        if let Some(group) = &record.group {
            let id = GroupId(group.id);
            if !self.groups.iter().any(|choice| choice.id == id) {
                self.groups.push(GroupChoice { id, name: group.name.clone(), members: Vec::new() });
            }
            for choice in self.groups.iter_mut().filter(|choice| choice.id == id) {
                add(&mut choice.members, record.individual.as_ref());
            }
        }
        self
    }

    /// The nodes below `parent` (categories for `None`).
    pub fn children(&self, parent: Option<CategoryId>) -> Vec<Named> {
        let below = self.categories.iter().filter(|node| node.parent == parent);
        below.map(|node| Named { id: node.id.0, name: node.name.clone() }).collect()
    }

    /// The members of a group by its id as a form holds it.
    pub fn members(&self, group: &str) -> Vec<Named> {
        let group = group.parse().ok();
        self.groups
            .iter()
            .find(|choice| Some(choice.id) == group)
            .map(|choice| choice.members.clone())
            .unwrap_or_default()
    }
}

fn add(list: &mut Vec<Named>, current: Option<&Named>) {
    if let Some(current) = current.filter(|current| list.iter().all(|named| named.id != current.id)) {
        list.push(current.clone());
    }
}
