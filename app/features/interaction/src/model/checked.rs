//! What a draft says: as far as it could be read, and where it is right in itself.

use kernel::{CategoryId, CiId, CompanyId, GroupId, InteractionNumber, PersonId, ReasonId, ServiceId};

use super::{Channel, Level, State, Status};

/// A person as a form names one: chosen from the look-up, or typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PersonEntry {
    /// With what stands in the box, if that is known: without JavaScript it may have been written over since,
    /// and then it is what counts.
    Chosen(PersonId, String),
    /// An e-mail address or a name, to be found by the server.
    Typed(String),
}

/// What could be read of a draft, field by field; a mandatory field is `None` where it could not.
///
/// The server goes on with it to what only the database knows, so that one answer names everything.
#[derive(Clone, Debug)]
pub struct Read {
    pub company: Option<CompanyId>,
    pub reason: Option<ReasonId>,
    pub requested_for: Option<PersonEntry>,
    pub requested_by: Option<PersonEntry>,
    pub summary: String,
    pub description: String,
    pub category: Option<CategoryId>,
    pub subcategory: Option<CategoryId>,
    pub kind: Option<CategoryId>,
    pub ci: Option<CiId>,
    pub service: Option<ServiceId>,
    pub impact: Option<Level>,
    pub urgency: Option<Level>,
    pub contact_email: String,
    pub contact_phone: String,
    pub through: Option<Channel>,
    pub group: Option<GroupId>,
    pub individual: Option<PersonId>,
    pub status: Option<Status>,
    /// The status with its reason, where the two go together.
    pub state: Option<State>,
    pub follows: Option<InteractionNumber>,
}

impl Read {
    /// Everything, where nothing that must be there is missing.
    pub fn complete(self) -> Option<Checked> {
        Some(Checked {
            company: self.company?,
            reason: self.reason?,
            requested_for: self.requested_for?,
            requested_by: self.requested_by?,
            summary: self.summary,
            description: self.description,
            category: self.category,
            subcategory: self.subcategory,
            kind: self.kind,
            ci: self.ci,
            service: self.service,
            impact: self.impact?,
            urgency: self.urgency?,
            contact_email: self.contact_email,
            contact_phone: self.contact_phone,
            through: self.through?,
            group: self.group,
            individual: self.individual,
            state: self.state?,
            follows: self.follows,
        })
    }
}

/// A draft that is right in itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    pub company: CompanyId,
    pub reason: ReasonId,
    pub requested_for: PersonEntry,
    pub requested_by: PersonEntry,
    pub summary: String,
    pub description: String,
    pub category: Option<CategoryId>,
    pub subcategory: Option<CategoryId>,
    pub kind: Option<CategoryId>,
    pub ci: Option<CiId>,
    pub service: Option<ServiceId>,
    pub impact: Level,
    pub urgency: Level,
    pub contact_email: String,
    pub contact_phone: String,
    pub through: Channel,
    pub group: Option<GroupId>,
    pub individual: Option<PersonId>,
    pub state: State,
    /// The one that a new interaction follows.
    pub follows: Option<InteractionNumber>,
}

impl Checked {
    pub fn priority(&self) -> Level {
        Level::priority(self.impact, self.urgency)
    }
}
