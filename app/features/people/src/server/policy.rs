//! Who may do what with people. The only maker of this slice's permits.

#![expect(clippy::disallowed_methods, reason = "a policy is where permits are made")]

use kernel::{ApiError, CompanyId, Role};
use platform::{Action, Actor, Permit, Uow};

/// What may be done, for the matrix of roles: one line of `docs/authz-matrix.txt` each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Find people of visible companies by name, e-mail or phone.
    LookUp,
    /// Register a guest of a visible company.
    AddGuest,
    /// See and end the places where one is signed in oneself.
    OwnSessions,
}

impl Verb {
    pub const ALL: [Self; 3] = [Self::LookUp, Self::AddGuest, Self::OwnSessions];

    pub fn label(self) -> &'static str {
        match self {
            Self::LookUp => "people: look up",
            Self::AddGuest => "people: add a guest",
            Self::OwnSessions => "people: see and end own sessions",
        }
    }
}

/// Whether a role may; `None` is a requester without a role.
pub fn may(role: Option<Role>, verb: Verb) -> bool {
    match verb {
        Verb::LookUp | Verb::AddGuest => role.is_some_and(Role::writes),
        Verb::OwnSessions => true,
    }
}

fn any_role(actor: &Actor, verb: Verb) -> bool {
    may(None, verb) || actor.roles.iter().any(|role| may(Some(*role), verb))
}

/// Looking people up by name, e-mail or phone.
#[derive(Debug)]
pub struct LookUp;
impl Action for LookUp {
    type Subject = ();
}

/// Adding a guest to a company.
#[derive(Debug)]
pub struct AddGuest;
impl Action for AddGuest {
    type Subject = CompanyId;
}

/// Ending one of one's own sessions.
#[derive(Debug)]
pub struct Revoke;
impl Action for Revoke {
    /// The session's id.
    type Subject = i64;
}

/// # Errors
/// `Forbidden` for everybody whose role does not write.
pub fn look_up(actor: &Actor) -> Result<Permit<LookUp>, ApiError> {
    if !any_role(actor, Verb::LookUp) {
        return Err(ApiError::Forbidden);
    }
    Ok(Permit::grant(actor.clone(), ()))
}

/// # Errors
/// `Forbidden` by role; a company the person does not see is a wrong field, as one that is not there.
pub fn add_guest(actor: &Actor, company: CompanyId) -> Result<Permit<AddGuest>, ApiError> {
    if !any_role(actor, Verb::AddGuest) {
        return Err(ApiError::Forbidden);
    }
    if !actor.staff_companies().contains(&company) {
        return Err(ApiError::field("company", "Choose a company from the list."));
    }
    Ok(Permit::grant(actor.clone(), company))
}

/// # Errors
/// `NotFound` where it is not one of the person's own.
pub async fn revoke(uow: &mut Uow, actor: &Actor, session: i64) -> Result<Permit<Revoke>, ApiError> {
    sqlx::query!("select id from session where id = $1 and person_id = $2 for update", session, actor.person.0)
        .fetch_optional(uow.connection())
        .await?
        .ok_or(ApiError::NotFound)?;
    Ok(Permit::grant(actor.clone(), session))
}
