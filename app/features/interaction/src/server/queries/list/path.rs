//! Which index a segment is walked by, in each scope.
//!
//! An index is chosen here and not by the planner, which knows averages only: it would read a whole
//! company by number for the few rows of a rare status. By summary and by who asked, the scopes of one's
//! groups and oneself have no index of their own: the walk is that of all, and leaves out what is not in
//! the scope.

use super::segment::{PersonColumn, Rows};
use crate::{model::Scope, server::policy::Visible};

/// What a column of the table is in a walk.
#[derive(Clone, Debug)]
pub enum Value {
    /// Of the walk's starting points: an expression.
    Point(&'static str),
    Id(i64),
    /// One of these. Only as a filter.
    Ids(Vec<i64>),
    Text(&'static str),
    Flag(bool),
    None,
}

/// A column and what it is.
pub type Is = (&'static str, Value);

/// A walk of one index from each of its starting points.
#[derive(Clone, Debug)]
pub struct Path {
    /// The starting points `s`: companies, or reasons.
    pub points: Vec<i64>,
    /// Whether a point is a pair of one of these and one of the person's groups, `g`.
    pub by_group: bool,
    /// The columns that the index begins with, before the number.
    pub prefix: Vec<Is>,
    /// Whether the index is the one of what has no individual.
    pub unassigned: bool,
    /// What the index does not say.
    pub filters: Vec<Is>,
}

/// What a column is in one company of the walk.
const COMPANY: Is = ("company_id", Value::Point("s.id"));
const GROUP: Is = ("group_id", Value::Point("g.id"));

/// The walk of a segment that is ordered by number; `None` where the scope has nothing of it.
pub fn path(rows: &Rows, scope: Scope, visible: &Visible) -> Option<Path> {
    let mut points = visible.companies.clone();
    let (mut filters, mut unassigned) = (Vec::new(), false);
    let me = ("individual_id", Value::Id(visible.person));
    // Whose the rows are comes first in the indexes that are for a scope.
    let mut prefix = match scope {
        Scope::All => vec![],
        Scope::Groups => vec![GROUP],
        Scope::Me => vec![me.clone()],
    };
    match rows {
        Rows::All => prefix.push(COMPANY),
        Rows::Company(company) => {
            points = vec![*company];
            prefix.push(COMPANY);
        }
        Rows::Status(status) => prefix.extend([COMPANY, ("status", Value::Text(status.key()))]),
        Rows::Vip(vip) => prefix.extend([COMPANY, ("vip", Value::Flag(*vip))]),
        Rows::Reasons(reasons) => {
            points.clone_from(reasons);
            prefix.push(("reason_id", Value::Point("s.id")));
            filters.push(("company_id", Value::Ids(visible.companies.clone())));
        }
        Rows::Group(Some(group)) => {
            if scope == Scope::Groups && !visible.groups.contains(group) {
                return None;
            }
            prefix = vec![("group_id", Value::Id(*group))];
            prefix.extend((scope == Scope::Me).then_some(me));
            prefix.push(COMPANY);
        }
        // Whoever has an individual has a group.
        Rows::Group(None) if scope != Scope::All => return None,
        Rows::Group(None) => prefix.extend([("group_id", Value::None), COMPANY]),
        Rows::NoIndividual => match scope {
            Scope::All => prefix.extend([("individual_id", Value::None), COMPANY]),
            Scope::Groups => {
                prefix.push(COMPANY);
                unassigned = true;
            }
            Scope::Me => return None,
        },
        Rows::BySummary | Rows::ByPerson(_) => {
            prefix.clear();
            filters = whose(scope, visible);
        }
    }
    let by_group = prefix.iter().any(|(_, value)| matches!(value, Value::Point("g.id")));
    Some(Path { points, by_group, prefix, unassigned, filters })
}

/// The walk of the rows of one person `p`.
pub fn of_person(column: PersonColumn, scope: Scope, visible: &Visible) -> Path {
    let own = (column.sql(), Value::Point("p.id"));
    let by_group = column == PersonColumn::Individual && scope == Scope::Groups;
    if column == PersonColumn::Individual {
        let prefix = if by_group { vec![GROUP, own, COMPANY] } else { vec![own, COMPANY] };
        return Path { points: visible.companies.clone(), by_group, prefix, unassigned: false, filters: vec![] };
    }
    let mut filters = vec![("company_id", Value::Ids(visible.companies.clone()))];
    filters.extend(whose(scope, visible));
    Path { points: vec![], by_group, prefix: vec![own], unassigned: false, filters }
}

/// The scope, where the index does not say it.
fn whose(scope: Scope, visible: &Visible) -> Vec<Is> {
    match scope {
        Scope::All => vec![],
        Scope::Groups => vec![("group_id", Value::Ids(visible.groups.clone()))],
        Scope::Me => vec![("individual_id", Value::Id(visible.person))],
    }
}
