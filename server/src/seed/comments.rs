//! What the desk and who asked say to each other while an interaction goes its way.

use interaction::model::{CommentKind, State, Status};
use kernel::Changes;

use super::history::Step;
use super::teller::Teller;
use super::text::capitalised;

/// A comment of an interaction.
#[derive(Clone, Debug)]
pub struct Said {
    /// Unix seconds.
    pub at: i64,
    /// Position of the author in `Organisation::people`.
    pub author: usize,
    pub by_desk: bool,
    pub kind: CommentKind,
    pub internal: bool,
    pub body: String,
}

/// Between whom and until when.
#[derive(Clone, Copy, Debug)]
pub struct Talk {
    /// Who turned to the desk, where they are not of the desk themselves.
    pub requester: Option<usize>,
    /// Who works on it at last.
    pub individual: Option<usize>,
    pub state: State,
    pub reported_at: i64,
    pub now: i64,
}

/// The most comments that an interaction gets.
pub const MOST: usize = 8;

/// The comments in the order of their times, none after `talk.now`.
pub fn said(teller: &mut Teller<'_>, steps: &[Step], talk: Talk) -> Vec<Said> {
    let mut all = Vec::new();
    for step in steps {
        if let Some(actor) = step.actor {
            at_step(teller, step, actor, talk, &mut all);
        }
    }
    asks(teller, talk, &mut all);
    all.retain(|said| !said.body.is_empty() && said.at <= talk.now);
    all.sort_by_key(|said| said.at);
    all.truncate(MOST);
    all
}

fn at_step(teller: &mut Teller<'_>, step: &Step, actor: usize, talk: Talk, all: &mut Vec<Said>) {
    let desk = |at, kind, internal, body| Said { at, author: actor, by_desk: true, kind, internal, body };
    let minutes = |teller: &mut Teller<'_>, low: i64, high: i64| step.at + teller.dice.between(low * 60, high * 60);
    match became(&step.changes) {
        Some(Status::InProgress) if teller.dice.chance(35) => {
            let (at, body) = (minutes(teller, 1, 20), teller.listed("said_taken"));
            all.push(desk(at, CommentKind::Comment, false, body));
            if teller.dice.chance(20) {
                let (at, body) = (minutes(teller, 25, 120), teller.listed("said_called"));
                all.push(desk(at, CommentKind::PhoneCall, true, body));
            }
        }
        Some(Status::OnHold) if teller.dice.chance(55) => {
            let wait = teller.bound("wait").unwrap_or_else(|| teller.one_of(&teller.situation.waits));
            let body = if wait.is_empty() { teller.listed("said_noted") } else { capitalised(&wait) };
            all.push(desk(minutes(teller, 0, 4), CommentKind::WorkNote, true, body));
        }
        Some(Status::Completed) => solved(teller, step, actor, talk, all),
        None if step.changes.0.iter().any(|change| change.field == "Group") && teller.dice.chance(45) => {
            let body = teller.listed("said_handed");
            all.push(desk(minutes(teller, 0, 2), CommentKind::WorkNote, true, body));
        }
        _ => {}
    }
}

fn solved(teller: &mut Teller<'_>, step: &Step, actor: usize, talk: Talk, all: &mut Vec<Said>) {
    let by_mail = teller.dice.chance(25);
    if teller.dice.chance(30) {
        let fix = teller.bound("fix").unwrap_or_else(|| teller.one_of(&teller.situation.fixes));
        let body = capitalised(&fix);
        all.push(Said {
            at: talk.reported_at.max(step.at - 30),
            author: actor,
            by_desk: true,
            kind: CommentKind::WorkNote,
            internal: true,
            body,
        });
    }
    let Some(requester) = talk.requester.filter(|_| teller.dice.chance(38)) else { return };
    let kind = if by_mail { CommentKind::Email } else { CommentKind::Comment };
    let body = teller.listed("said_solved");
    all.push(Said { at: step.at + 20, author: actor, by_desk: true, kind, internal: false, body });
    if teller.dice.chance(40) {
        let at = step.at + teller.dice.between(300, 30_000);
        let body = teller.listed("said_thanks");
        all.push(Said { at, author: requester, by_desk: false, kind: CommentKind::Comment, internal: false, body });
    }
}

/// Who waits for long asks how things stand, and may get an answer.
fn asks(teller: &mut Teller<'_>, talk: Talk, all: &mut Vec<Said>) {
    let open = matches!(talk.state.status(), Status::New | Status::InProgress | Status::OnHold);
    let age = talk.now - talk.reported_at;
    let Some(requester) = talk.requester.filter(|_| open && age > 86_400 && teller.dice.chance(22)) else { return };
    let at = talk.reported_at + teller.dice.between(40_000, age);
    let kind = CommentKind::UserRequestedUpdate;
    let body = teller.listed("said_asks");
    all.push(Said { at, author: requester, by_desk: false, kind, internal: false, body });
    if let Some(individual) = talk.individual.filter(|_| teller.dice.chance(65)) {
        let at = at + teller.dice.between(600, 20_000);
        let body = teller.listed("said_answer");
        all.push(Said { at, author: individual, by_desk: true, kind: CommentKind::Comment, internal: false, body });
    }
}

/// What the status became.
pub fn became(changes: &Changes) -> Option<Status> {
    let change = changes.0.iter().find(|change| change.field == "Status")?;
    let label = &change.to.as_ref()?.text;
    Status::ALL.into_iter().find(|status| status.label() == label)
}
