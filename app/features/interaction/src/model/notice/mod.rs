//! Who is told of what happened to an interaction, why, and in which words. Pure: see `server/notices.rs` for where the
//! facts come from.
//!
//! What the side of who asked is told is put together from a list of what it may know ([`own_lines`]): what is not on it
//! does not get there, whatever else happens to a record.
//!
//! To tell of one more event: a variant of [`What`], its lines for the desk and, where it is no secret, for who asked.

use kernel::{AuditValue, Change, Changes, PersonId};
use notification::model::{Kind, Line, Reason};
use time::OffsetDateTime;

use super::{Side, Status, mention::plain};

/// Something that happened to an interaction.
#[derive(Clone, Debug)]
pub struct Happening {
    pub actor: Option<PersonId>,
    /// Their name; empty where the system itself acted.
    pub who: String,
    pub at: OffsetDateTime,
    pub what: What,
}

#[derive(Clone, Debug)]
pub enum What {
    Created,
    Updated(Changes),
    Commented(Said),
    Attached {
        internal: bool,
        names: Vec<String>,
    },
    /// Somebody watches it from now on: a person, or an address outside.
    Watched(AuditValue),
}

/// A comment.
#[derive(Clone, Debug)]
pub struct Said {
    pub by_desk: bool,
    pub internal: bool,
    pub text: String,
    /// Whom it names.
    pub mentions: Vec<i64>,
}

/// Who had to do with the interaction, and how far it was, right after something happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roles {
    pub requested_for: i64,
    pub requested_by: i64,
    pub group: Option<(i64, String)>,
    pub individual: Option<i64>,
    pub status: Status,
}

impl Roles {
    /// As it was before a later update.
    #[must_use]
    pub fn before(mut self, later: &Changes) -> Self {
        for Change { field, from, .. } in &later.0 {
            let id = from.as_ref().and_then(|value| value.id);
            match field.as_str() {
                "Requested For" => self.requested_for = id.unwrap_or(self.requested_for),
                "Requested By" => self.requested_by = id.unwrap_or(self.requested_by),
                "Group" => self.group = from.as_ref().and_then(|value| Some((value.id?, value.text.clone()))),
                "Individual" => self.individual = id,
                "Status" => self.status = status(from.as_ref()).unwrap_or(self.status),
                _ => {}
            }
        }
        self
    }
}

fn status(value: Option<&AuditValue>) -> Option<Status> {
    Status::ALL.into_iter().find(|status| value.is_some_and(|value| value.text == status.label()))
}

/// Somebody who may be told.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub person: i64,
    /// Whether they see the interaction now, as staff.
    pub desk: bool,
    /// And as who asked.
    pub own: bool,
    /// Since when they watch it, if they do.
    pub watches: Option<OffsetDateTime>,
    pub groups: Vec<i64>,
}

/// What somebody is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub side: Side,
    pub reasons: Vec<Reason>,
    pub lines: Vec<Line>,
}

/// What somebody is told of it, if anything: once, with every reason there is. Never who did it, never who does not see
/// the interaction.
pub fn told(happening: &Happening, after: &Roles, one: &Candidate) -> Option<Told> {
    if happening.actor.is_some_and(|actor| actor.0 == one.person) {
        return None;
    }
    let asked = asked(happening, after, one.person);
    if one.desk {
        let mut reasons = work(happening, after, one);
        if watches(happening, one) {
            reasons.push(Reason::of(Kind::Watching));
        }
        if mentions(happening, one.person) {
            reasons.push(Reason::of(Kind::Mentioned));
        }
        if !reasons.is_empty() {
            reasons.extend(asked.clone());
            return tell(Side::Desk, reasons, desk_lines(happening, one.person));
        }
    }
    if !one.own {
        return None;
    }
    let mut reasons: Vec<Reason> = asked.into_iter().collect();
    if !one.desk && watches(happening, one) {
        reasons.push(Reason::of(Kind::Watching));
    }
    if !one.desk && mentions(happening, one.person) {
        reasons.push(Reason::of(Kind::Mentioned));
    }
    tell(Side::Own, reasons, own_lines(happening, after, Some(one.person)))
}

/// What an address outside is told that watches since a moment: what who asked may know.
pub fn told_outside(happening: &Happening, after: &Roles, email: &str, since: OffsetDateTime) -> Option<Told> {
    let begins = matches!(&happening.what, What::Watched(who) if who.id.is_none() && who.text == email);
    let told = begins || since <= happening.at && is_news(happening);
    let reasons = if told { vec![Reason::of(Kind::Watching)] } else { Vec::new() };
    tell(Side::Own, reasons, own_lines(happening, after, None))
}

fn tell(side: Side, reasons: Vec<Reason>, lines: Vec<Line>) -> Option<Told> {
    (!reasons.is_empty() && !lines.is_empty()).then_some(Told { side, reasons, lines })
}

/// Whether it is told to all who watch.
fn is_news(happening: &Happening) -> bool {
    match &happening.what {
        What::Updated(_) | What::Commented(_) | What::Attached { .. } => true,
        What::Created | What::Watched(_) => false,
    }
}

fn watches(happening: &Happening, one: &Candidate) -> bool {
    match &happening.what {
        What::Watched(who) => who.id == Some(one.person),
        _ => is_news(happening) && one.watches.is_some_and(|since| since <= happening.at),
    }
}

fn mentions(happening: &Happening, person: i64) -> bool {
    matches!(&happening.what, What::Commented(said) if said.mentions.contains(&person))
}

/// Who asked is told how it ended, and what the desk says.
fn asked(happening: &Happening, after: &Roles, person: i64) -> Option<Reason> {
    let told = match &happening.what {
        What::Created => is_over(after.status),
        What::Updated(changes) => changed(changes, "Status") && is_over(after.status),
        What::Commented(said) => said.by_desk && !said.internal,
        What::Attached { .. } | What::Watched(_) => false,
    };
    let is_asker = person == after.requested_for || person == after.requested_by;
    (told && is_asker).then(|| Reason::of(Kind::Asked))
}

fn is_over(status: Status) -> bool {
    matches!(status, Status::Completed | Status::Dropped)
}

fn changed(changes: &Changes, field: &str) -> bool {
    changes.0.iter().any(|change| change.field == field)
}

/// Whose work it is: the individual's, or the group's where there is none. They are told when it becomes theirs, and
/// what who asked says.
fn work(happening: &Happening, after: &Roles, one: &Candidate) -> Vec<Reason> {
    let told = match &happening.what {
        What::Created => true,
        What::Updated(changes) => changed(changes, "Group") || changed(changes, "Individual"),
        What::Commented(said) => !said.by_desk,
        What::Attached { .. } | What::Watched(_) => false,
    };
    match (after.individual, &after.group) {
        (Some(individual), _) if told && individual == one.person => vec![Reason::of(Kind::Assigned)],
        (None, Some((group, name))) if told && one.groups.contains(group) => vec![Reason::group(name)],
        _ => Vec::new(),
    }
}

fn line(happening: &Happening, what: impl Into<String>) -> Line {
    let who = if happening.who.is_empty() { "Firstline".to_owned() } else { happening.who.clone() };
    Line { at: happening.at, who, what: what.into(), quote: None }
}

/// What the desk is told: everything.
fn desk_lines(happening: &Happening, person: i64) -> Vec<Line> {
    match &happening.what {
        What::Created => vec![line(happening, "logged it")],
        What::Updated(changes) => changes.0.iter().map(|change| line(happening, words(change))).collect(),
        What::Commented(said) => {
            let what = if said.internal { "wrote an internal comment" } else { "commented" };
            vec![Line { quote: Some(plain(&said.text)), ..line(happening, what) }]
        }
        What::Attached { internal, names } => {
            let inside = if *internal { " internally" } else { "" };
            vec![line(happening, format!("attached {}{inside}", names.join(", ")))]
        }
        What::Watched(who) if who.id == Some(person) => vec![line(happening, "made you a watcher")],
        What::Watched(_) => Vec::new(),
    }
}

/// What who asked is told, and watchers of their side and outside: the status, the summary, that the description is
/// another, and what is said for all. Nothing else, whatever happens.
fn own_lines(happening: &Happening, after: &Roles, person: Option<i64>) -> Vec<Line> {
    // Who at the desk did something is not theirs to know; who said something stands beside it on their page.
    let asker = happening.actor.is_some_and(|actor| actor.0 == after.requested_for || actor.0 == after.requested_by);
    let line = |what: String| {
        let line = line(happening, what);
        if asker { line } else { Line { who: "The service desk".to_owned(), ..line } }
    };
    match &happening.what {
        What::Created if is_over(after.status) => vec![line(format!("logged it as {}", after.status.label()))],
        What::Updated(changes) => {
            let visible = changes.0.iter().filter(|change| OWN_FIELDS.contains(&change.field.as_str()));
            visible.map(|change| line(words(change))).collect()
        }
        What::Commented(said) if !said.internal => {
            vec![Line { quote: Some(plain(&said.text)), ..self::line(happening, "commented") }]
        }
        What::Attached { internal: false, names } => vec![line(format!("attached {}", names.join(", ")))],
        What::Watched(who) if who.id == person => vec![line("made you a watcher".to_owned())],
        What::Created | What::Commented(_) | What::Attached { .. } | What::Watched(_) => Vec::new(),
    }
}

/// The fields of a record that who asked sees change.
const OWN_FIELDS: [&str; 3] = ["Status", "Summary", "Description"];

/// Characters of a value; longer ones are cut.
const LONGEST: usize = 200;

/// A change in words.
fn words(Change { field, from, to }: &Change) -> String {
    if field == "Description" {
        return "changed Description".to_owned();
    }
    match (from, to) {
        (None, Some(to)) => format!("set {field} to {}", short(&to.text)),
        (Some(from), Some(to)) => format!("changed {field} from {} to {}", short(&from.text), short(&to.text)),
        (Some(from), None) => format!("cleared {field}, which was {}", short(&from.text)),
        (None, None) => format!("changed {field}"),
    }
}

fn short(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
