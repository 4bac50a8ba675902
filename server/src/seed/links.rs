//! Who watches an interaction, and to which of those before it it belongs.

use std::collections::VecDeque;

use interaction::model::RelationKind;
use kernel::AuditValue;

use super::dice::{Dice, Stream};
use super::interactions::Made;
use super::load::Log;
use super::organisation::Organisation;

/// Among how many of the latest interactions one to relate to is looked for.
const RECENT: usize = 64;

/// Who is told by e-mail, at the company that allows it.
const OUTSIDE: [&str; 4] =
    ["service@copiers.example", "desk@carrier.example", "facilities@landlord.example", "support@payroll.example"];

/// Somebody who watches.
#[derive(Clone, Debug)]
pub struct Watching {
    /// Unix seconds.
    pub at: i64,
    pub added_by: i64,
    /// The person with their id, or the address of somebody outside.
    pub who: AuditValue,
}

/// What an interaction is to an earlier one.
#[derive(Clone, Copy, Debug)]
pub struct Relation {
    /// Unix seconds.
    pub at: i64,
    pub added_by: i64,
    /// What the earlier one is to this one.
    pub kind: RelationKind,
}

/// The dice of an interaction's links, which are thrown after everything else of it.
pub fn dice(made: &Made) -> Dice {
    Dice::of(Stream::Links(u64::try_from(made.number).unwrap_or_default()))
}

/// Who watches it, if anybody: a colleague of the desk for themselves, or somebody whom the desk added.
pub fn watching(dice: &mut Dice, organisation: &Organisation, made: &Made, now: i64) -> Option<Watching> {
    if !dice.chance(4) {
        return None;
    }
    let company = organisation.companies.iter().find(|company| company.id == made.company)?;
    let first = made.steps.iter().map(|step| step.at).chain(made.comments.iter().map(|said| said.at)).min();
    let at = (made.reported_at + dice.between(60, 5_400)).min(first.unwrap_or(now)).min(now);
    let named = |at: usize| AuditValue::named(organisation.people[at].id, organisation.people[at].name());
    let (who, added_by) = match dice.below(100) {
        0..55 => {
            let group = dice.pick(&company.groups)?;
            let member = *dice.pick(&organisation.groups[*group].members)?;
            (named(member), organisation.people[member].id)
        }
        55..92 => (named(*dice.pick(&company.requesters)?), made.individual?),
        _ if company.name == super::structure::OUTSIDE_ALLOWED => {
            (AuditValue::text(*dice.pick(&OUTSIDE)?), made.individual?)
        }
        _ => return None,
    };
    Some(Watching { at, added_by, who })
}

/// The logs of the interactions that were made last: something may still happen to them.
#[derive(Debug, Default)]
pub struct Recent(VecDeque<Log>);

impl Recent {
    /// What the interaction is to an earlier one of its company, if anything, and that one. An earlier one is never below
    /// a later one, so nothing goes round in a circle.
    pub fn relation(&mut self, dice: &mut Dice, made: &Made, log: &Log, now: i64) -> Option<(Relation, &mut Log)> {
        let added_by = made.individual.filter(|_| dice.chance(5))?;
        let same: Vec<usize> = (0..self.0.len()).filter(|at| self.0[*at].company == made.company).collect();
        let earlier = &mut self.0[*dice.pick(&same)?];
        let at = log.last.max(earlier.last) + dice.between(60, 1_800);
        let kind = if dice.chance(45) { RelationKind::Parent } else { RelationKind::Related };
        (at <= now).then_some((Relation { at, added_by, kind }, earlier))
    }

    /// Keeps a log; gives the one that nothing happens to any more.
    pub fn keep(&mut self, log: Log) -> Option<Log> {
        let told = if self.0.len() == RECENT { self.0.pop_front() } else { None };
        self.0.push_back(log);
        told
    }

    /// All that are left.
    pub fn end(self) -> impl Iterator<Item = Log> {
        self.0.into_iter()
    }
}
