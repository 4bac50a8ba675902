//! What a change does to one of them: the rules of the single verbs, without doing it.

use std::collections::HashMap;

use kernel::{AuditValue, Changes, InteractionNumber};
use time::OffsetDateTime;

use crate::model::{
    MOST_WATCHERS, Named, Standing, State, StateReason, Watchers, notice::Roles, state_changes, too_many_watch,
};

/// Why a group cannot be given.
pub const GROUP_NOT_OFFERED: &str = "Choose one of your groups or of this company's.";
/// Why an individual cannot.
pub const NOT_A_MEMBER: &str = "Choose a member of this group.";

/// What has to be known of one interaction to say what a change does to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkRow {
    pub number: InteractionNumber,
    pub company: i64,
    pub summary: String,
    pub standing: Standing,
    pub reason: Option<StateReason>,
    pub wake_at: Option<OffsetDateTime>,
    pub group: Option<Named>,
    pub individual: Option<Named>,
    pub requested_for: i64,
    pub requested_by: i64,
    /// How many watch it.
    pub watchers: usize,
    /// Whether who is to watch it does.
    pub watches: bool,
}

/// A change, with what the database knows of all that it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BulkAim {
    Assign {
        group: Named,
        individual: Option<Named>,
        /// Whether it is one of the person's own groups, which may be given anything.
        own: bool,
        /// The companies it serves.
        serves: Vec<i64>,
    },
    SetStatus(State),
    /// Who is to watch those of a company, or why they may not.
    Watch(HashMap<i64, Result<AuditValue, String>>),
}

/// What a change does to one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Foreseen {
    /// Field by field, as its event is going to say it.
    Changes(Changes),
    /// Nothing: it is so already.
    Same,
    /// Why it cannot be done, as a sentence.
    Cannot(String),
}

impl BulkAim {
    /// What becomes of an interaction when it is changed now.
    pub fn foresee(&self, row: &BulkRow, now: OffsetDateTime) -> Foreseen {
        let outcome = match self {
            Self::Assign { group, individual, own, serves } => {
                let stays = row.group.as_ref().is_some_and(|current| current.id == group.id);
                if stays || *own || serves.contains(&row.company) {
                    let value = |named: &Option<Named>| {
                        named.as_ref().map(|named| AuditValue::named(named.id, named.name.clone()))
                    };
                    let mut changes = Changes::default();
                    changes.note("Group", value(&row.group), value(&Some(group.clone())));
                    changes.note("Individual", value(&row.individual), value(individual));
                    Ok(changes)
                } else {
                    Err(GROUP_NOT_OFFERED.to_owned())
                }
            }
            Self::SetStatus(state) => {
                let from = State::of(row.standing.status, row.reason, row.wake_at);
                let moved = row.standing.may_become(state.status(), now).and(from);
                moved.map(|from| state_changes(from, *state)).map_err(|error| error.to_string())
            }
            Self::Watch(whom) => match whom.get(&row.company) {
                Some(Ok(_)) if row.watches => Ok(Changes::default()),
                Some(Ok(_)) if row.watchers >= MOST_WATCHERS => Err(too_many_watch()),
                Some(Ok(who)) => Ok(Watchers::added(who.clone())),
                Some(Err(why)) => Err(why.clone()),
                None => Ok(Changes::default()),
            },
        };
        match outcome {
            Ok(changes) if changes.is_empty() => Foreseen::Same,
            Ok(changes) => Foreseen::Changes(changes),
            Err(why) => Foreseen::Cannot(why),
        }
    }

    /// Who has to do with it afterwards.
    pub fn roles(&self, row: &BulkRow) -> Roles {
        let named = |named: &Named| (named.id, named.name.clone());
        let roles = Roles {
            requested_for: row.requested_for,
            requested_by: row.requested_by,
            group: row.group.as_ref().map(named),
            individual: row.individual.as_ref().map(|individual| individual.id),
            status: row.standing.status,
        };
        match self {
            Self::Assign { group, individual, .. } => Roles {
                group: Some(named(group)),
                individual: individual.as_ref().map(|individual| individual.id),
                ..roles
            },
            Self::SetStatus(state) => Roles { status: state.status(), ..roles },
            Self::Watch(_) => roles,
        }
    }

    /// What it does, as people read it: `Assign to Network, Magda Klein`.
    pub fn title(&self) -> String {
        match self {
            Self::Assign { group, individual: Some(individual), .. } => {
                format!("Assign to {}, {}", group.name, individual.name)
            }
            Self::Assign { group, individual: None, .. } => format!("Assign to {}", group.name),
            Self::SetStatus(state) => match state.reason() {
                Some(reason) => format!("Set status to {}, {}", state.status().label(), reason.label()),
                None => format!("Set status to {}", state.status().label()),
            },
            Self::Watch(whom) => {
                // The same for all companies that let them watch.
                let who = whom.values().find_map(|who| who.as_ref().ok()).map(|who| who.text.as_str());
                format!("Add watcher {}", who.unwrap_or_default())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::{Duration, macros::datetime};

    use super::*;
    use crate::model::Status;

    const NOW: OffsetDateTime = datetime!(2026-11-20 12:00 UTC);

    fn named(id: i64) -> Named {
        Named { id, name: format!("N{id}") }
    }

    fn row(status: Status) -> BulkRow {
        let reason = status.reasons().first().copied().filter(|_| status.needs_reason());
        let ended_at = (!status.is_open()).then_some(NOW);
        BulkRow {
            number: InteractionNumber(1),
            company: 1,
            summary: "Printer".into(),
            standing: Standing { status, ended_at, reopen_days: 14 },
            reason,
            wake_at: None,
            group: Some(named(11)),
            individual: None,
            requested_for: 108,
            requested_by: 108,
            watchers: 0,
            watches: false,
        }
    }

    fn assign(own: bool, serves: &[i64]) -> BulkAim {
        BulkAim::Assign { group: named(12), individual: Some(named(101)), own, serves: serves.to_vec() }
    }

    #[test]
    fn a_group_is_given_where_it_serves_or_is_ones_own_or_is_there() {
        let mut row = row(Status::New);
        let cannot = Foreseen::Cannot(GROUP_NOT_OFFERED.into());
        assert_eq!(assign(false, &[2]).foresee(&row, NOW), cannot);
        for aim in [assign(true, &[]), assign(false, &[1])] {
            let Foreseen::Changes(changes) = aim.foresee(&row, NOW) else { panic!("nothing changes") };
            let fields: Vec<_> = changes.0.iter().map(|change| change.field.as_str()).collect();
            assert_eq!(fields, ["Group", "Individual"]);
        }
        row.group = Some(named(12));
        assert!(matches!(assign(false, &[2]).foresee(&row, NOW), Foreseen::Changes(_)));
        row.individual = Some(named(101));
        assert_eq!(assign(false, &[2]).foresee(&row, NOW), Foreseen::Same);
    }

    #[test]
    fn what_ended_too_long_ago_is_not_reopened() {
        let mut row = row(Status::Completed);
        let aim = BulkAim::SetStatus(State::InProgress);
        assert!(matches!(aim.foresee(&row, NOW), Foreseen::Changes(_)));
        row.standing.ended_at = Some(NOW - Duration::days(15));
        let why = "The time to re-open it is over. Log a new interaction that follows it.";
        assert_eq!(aim.foresee(&row, NOW), Foreseen::Cannot(why.into()));
    }

    #[test]
    fn who_watches_already_stays_and_no_more_than_may() {
        let who = AuditValue::named(101, "Ada");
        let aim = BulkAim::Watch(HashMap::from([(1, Ok(who.clone())), (2, Err("No.".to_owned()))]));
        let free = row(Status::New);
        assert_eq!(aim.foresee(&free, NOW), Foreseen::Changes(Watchers::added(who)));
        assert_eq!(aim.foresee(&BulkRow { watches: true, watchers: 100, ..free.clone() }, NOW), Foreseen::Same);
        let full = BulkRow { watchers: 100, ..free.clone() };
        assert!(matches!(aim.foresee(&full, NOW), Foreseen::Cannot(why) if why.starts_with("100 watch")));
        assert_eq!(aim.foresee(&BulkRow { company: 2, ..free }, NOW), Foreseen::Cannot("No.".into()));
        assert_eq!(aim.title(), "Add watcher Ada");
    }

    proptest! {
        #[test]
        fn a_status_is_set_where_the_move_is_lawful(from in 0..8_usize, to in 0..8_usize, reason in 0..4_usize) {
            let (from, to) = (Status::ALL[from], Status::ALL[to]);
            let reason = to.reasons().get(reason).copied().or_else(|| to.reasons().first().copied());
            let state = State::of(to, reason, None).unwrap();
            let row = row(from);
            let same = from == to && row.reason == state.reason();
            match BulkAim::SetStatus(state).foresee(&row, NOW) {
                Foreseen::Changes(changes) => {
                    prop_assert!(from.become_(to).is_ok() && !same);
                    prop_assert_eq!(changes.0.iter().any(|change| change.field == "Status"), from != to);
                }
                Foreseen::Same => prop_assert!(same),
                Foreseen::Cannot(why) => prop_assert_eq!(why, from.become_(to).unwrap_err().to_string()),
            }
        }
    }
}
