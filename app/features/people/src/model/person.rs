//! A person as a look-up shows one.

use kernel::{CompanyId, PersonId};
use serde::{Deserialize, Serialize};

/// One result of a look-up, with what choosing it fills in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonCard {
    pub id: PersonId,
    pub name: String,
    pub email: String,
    pub phone: String,
    pub vip: bool,
    pub guest: bool,
    pub company_id: CompanyId,
    pub company: String,
}

impl PersonCard {
    /// Company, e-mail and phone in one line.
    pub fn detail(&self) -> String {
        let mut parts = vec![self.company.as_str(), self.email.as_str()];
        if !self.phone.is_empty() {
            parts.push(&self.phone);
        }
        parts.join(" · ")
    }

    /// What marks this person out: VIP before guest.
    pub fn badge(&self) -> Option<String> {
        match (self.vip, self.guest) {
            (true, _) => Some("VIP".to_owned()),
            (false, true) => Some("Guest".to_owned()),
            (false, false) => None,
        }
    }
}

/// A person named in a list or a record: enough to show, not enough to call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonHint {
    pub id: PersonId,
    pub name: String,
}

/// Where the look-up answers: `?q=TEXT&company=ID`, at most eight [`PersonCard`]s as JSON.
pub const LOOK_UP_PATH: &str = "/api/look-up/people";
