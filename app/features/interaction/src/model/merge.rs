//! Two people changed one record: what of both goes together.
//!
//! The rule is that of a three-way merge, field by field: what only one of them changed is as they left it; of what both
//! changed to different values, somebody has to choose. Fields that mean something only together count as one: a type is
//! of its sub-category, an individual of its group, a reason and a wake-up time of their status.

use kernel::{AuditValue, Changes, Fields, Stale, StaleField};

use super::{Channel, Draft, Level, Record, StateReason, Status, moment_text, said_moment};

/// Fields that are changed together or not at all. A person's id and what stands in the box are one field.
const UNITS: [&[&str]; 5] = [
    &["requested_for", "requested_for_text"],
    &["requested_by", "requested_by_text"],
    &["category", "subcategory", "type"],
    &["group", "individual"],
    &["status", "state_reason", "wake_at"],
];

fn unit(name: &'static str) -> Vec<&'static str> {
    UNITS.iter().find(|unit| unit.contains(&name)).map_or_else(|| vec![name], |unit| unit.to_vec())
}

/// Line ends and outer blanks are no change.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

/// Two people's edits of one form, put together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// What each changed as they left it; of what both changed, mine.
    pub draft: Draft,
    /// What both changed to different values: the names of fields, those together that are one.
    pub both: Vec<Vec<&'static str>>,
}

/// Puts what I changed of `base` and what others changed of it, who made it `now`, together. Where nobody knows what I
/// began with, everything in which we differ is for somebody to choose.
pub fn merge(base: Option<&Draft>, mine: &Draft, now: &Draft) -> Merged {
    let base = base.map(Draft::to_fields);
    let [mine, now] = [mine, now].map(Draft::to_fields);
    let (mut merged, mut both) = (mine.clone(), Vec::new());
    for name in Draft::NAMES.iter().copied() {
        let names = unit(name);
        let unchanged = |fields: &Fields| base.as_ref().is_some_and(|base| same(fields, base, &names));
        if unchanged(&mine) {
            merged.set(name, now.get(name).to_owned());
        } else if !unchanged(&now) && !same(&mine, &now, &names) && !both.contains(&names) {
            both.push(names);
        }
    }
    Merged { draft: Draft::from_fields(&merged), both }
}

/// Whether two forms hold the same in every field.
pub fn same_form(one: &Draft, other: &Draft) -> bool {
    let [one, other] = [one, other].map(Draft::to_fields);
    Draft::NAMES.iter().copied().all(|name| same(&one, &other, &unit(name)))
}

/// Whether two forms hold the same in fields that are one.
fn same(one: &Fields, other: &Fields, names: &[&str]) -> bool {
    // Of a person the id decides, and the text only where a name was typed.
    let text_counts = names.first().is_none_or(|id| one.get(id) == other.get(id) && one.get(id).is_empty());
    let mut counting = names.iter().filter(|name| text_counts || !name.ends_with("_text"));
    counting.all(|name| plain(one.get(name)) == plain(other.get(name)))
}

/// What the form `mine` is told of a record that `by` made what it is `now`.
pub fn stale(now: &Record, by: String, mine: &Draft, merged: &Merged) -> Stale {
    let (mine, draft) = (mine.to_fields(), merged.draft.to_fields());
    let fields = now.fields_now();
    let differs = |field: &&StaleField| plain(mine.get(&field.field)) != plain(&field.value);
    let taken = |field: &&StaleField| plain(draft.get(&field.field)) == plain(&field.value);
    let of = |names: &Vec<&str>| {
        let fields = fields.iter().filter(|field| names.contains(&field.field.as_str()));
        fields.filter(differs).cloned().collect()
    };
    Stale {
        version: now.version,
        by,
        theirs: fields.iter().filter(differs).filter(taken).cloned().collect(),
        both: merged.both.iter().map(of).collect(),
    }
}

/// The form as it was before `missed`, the changes since, newest first.
///
/// A value that can be read no more (a status that has another name today) is as it is now.
pub fn before(now: &Record, missed: &[Changes]) -> Draft {
    let mut fields = now.draft().to_fields();
    let names: Vec<(&str, &str)> = now.audited().into_iter().map(|(name, label, _)| (name, label)).collect();
    for change in missed.iter().flat_map(|changes| &changes.0) {
        let Some((name, _)) = names.iter().find(|(_, label)| *label == change.field) else { continue };
        if let Some(value) = as_typed(name, change.from.as_ref()) {
            fields.set(name, value);
        }
        if name.starts_with("requested_") {
            let text = change.from.as_ref().map(|value| value.text.clone()).unwrap_or_default();
            fields.set(&format!("{name}_text"), text);
        }
    }
    Draft::from_fields(&fields)
}

/// An audited value as the form holds it.
fn as_typed(name: &str, value: Option<&AuditValue>) -> Option<String> {
    let Some(value) = value else { return Some(String::new()) };
    let text = value.text.as_str();
    let level = |label: fn(Level) -> &'static str| {
        Level::ALL.into_iter().find(|level| label(*level) == text).map(|level| level.number().to_string())
    };
    match name {
        "impact" => level(Level::impact_label),
        "urgency" => level(Level::urgency_label),
        "through" => Channel::ALL.into_iter().find(|one| one.label() == text).map(|one| one.key().to_owned()),
        "status" => Status::ALL.into_iter().find(|one| one.label() == text).map(|one| one.key().to_owned()),
        "state_reason" => StateReason::ALL.into_iter().find(|one| one.label() == text).map(|one| one.key().to_owned()),
        "wake_at" => said_moment(text).map(moment_text),
        _ => Some(value.id.map_or_else(|| text.to_owned(), |id| id.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A form whose fields are a few letters each.
    fn drafts() -> impl Strategy<Value = Draft> {
        proptest::collection::vec("[ab]{0,1}", Draft::NAMES.len()).prop_map(|values| {
            let pairs = Draft::NAMES.iter().map(|name| (*name).to_owned()).zip(values);
            Draft::from_fields(&Fields(pairs.collect()))
        })
    }

    proptest! {
        #[test]
        fn what_nobody_else_changed_is_as_i_left_it(base in drafts(), mine in drafts()) {
            let merged = merge(Some(&base), &mine, &base);
            prop_assert_eq!(merged.both, Vec::<Vec<&str>>::new());
            let [merged, mine] = [merged.draft, mine].map(|draft| draft.to_fields());
            for name in Draft::NAMES.iter().filter(|name| !name.ends_with("_text")) {
                prop_assert_eq!(merged.get(name), mine.get(name));
            }
        }

        #[test]
        fn what_i_did_not_change_is_as_it_is_now(base in drafts(), now in drafts()) {
            prop_assert_eq!(merge(Some(&base), &base, &now), Merged { draft: now, both: Vec::new() });
        }

        #[test]
        fn nothing_is_lost_and_nothing_made_up(base in drafts(), mine in drafts(), now in drafts()) {
            let [b, m, n] = [&base, &mine, &now].map(Draft::to_fields);
            let merged = merge(Some(&base), &mine, &now);
            let fields = merged.draft.to_fields();
            for name in Draft::NAMES.iter().filter(|name| !name.starts_with("requested_")) {
                // Whoever changed it finds it as they left it; of what both changed, mine.
                let both = merged.both.iter().any(|names| names.contains(name));
                prop_assert!(m.get(name) == b.get(name) || fields.get(name) == m.get(name), "mine: {}", name);
                prop_assert!(both || n.get(name) == b.get(name) || fields.get(name) == n.get(name), "theirs: {}", name);
            }
            for names in merged.both {
                let differs = |one: &Fields, other: &Fields| names.iter().any(|name| one.get(name) != other.get(name));
                prop_assert!(differs(&m, &b) && differs(&n, &b) && differs(&m, &n), "{names:?}");
            }
        }

        #[test]
        fn where_nobody_knows_what_i_began_with_mine_stays_and_all_that_differs_is_asked(mine in drafts(), now in drafts()) {
            let merged = merge(None, &mine, &now);
            prop_assert_eq!(&merged.draft, &mine);
            let asked = |name: &&str| merged.both.iter().any(|names| names.contains(name));
            let [m, n] = [&mine, &now].map(Draft::to_fields);
            for name in Draft::NAMES.iter().filter(|name| !name.starts_with("requested_")) {
                prop_assert!(m.get(name) == n.get(name) || asked(name), "{}", name);
            }
        }
    }

    #[test]
    fn what_goes_together_is_not_mixed() {
        let base = Draft { group: "1".into(), individual: "7".into(), ..Draft::default() };
        let mine = Draft { individual: "8".into(), ..base.clone() };
        let now = Draft { group: "2".into(), individual: String::new(), ..base.clone() };
        let expected = Merged { draft: mine.clone(), both: vec![vec!["group", "individual"]] };
        assert_eq!(merge(Some(&base), &mine, &now), expected);
    }

    #[test]
    fn a_hold_is_one_thing_with_its_end() {
        let base = Draft { status: "on_hold".into(), state_reason: "waiting_internal".into(), ..Draft::default() };
        let mine = Draft { wake_at: "2026-11-21T08:05".into(), ..base.clone() };
        let now = Draft { status: "in_progress".into(), state_reason: String::new(), ..base.clone() };
        assert_eq!(merge(Some(&base), &mine, &now).both, [["status", "state_reason", "wake_at"]]);
        let said = AuditValue::text("21 Nov 2026, 08:05 UTC");
        assert_eq!(as_typed("wake_at", Some(&said)), Some(mine.wake_at));
    }

    #[test]
    fn forms_are_the_same_where_nobody_would_see_a_change() {
        let named = Draft { requested_for: "3".into(), requested_for_text: "Ada".into(), ..Draft::default() };
        assert!(same_form(&named, &Draft { requested_for_text: "Ada Lund".into(), ..named.clone() }));
        assert!(!same_form(&named, &Draft { requested_for: "4".into(), ..named.clone() }));
        let typed = Draft { requested_for_text: "Ad".into(), ..Draft::default() };
        assert!(!same_form(&typed, &Draft::default()));
        assert!(same_form(&Draft::default(), &Draft { summary: " ".into(), ..Draft::default() }));
    }

    #[test]
    fn the_way_a_browser_sends_a_text_is_no_change() {
        let base = Draft { description: "One\ntwo".into(), ..Draft::default() };
        let mine = Draft { description: "One\r\ntwo ".into(), ..Draft::default() };
        let now = Draft { description: "Three".into(), ..Draft::default() };
        assert_eq!(merge(Some(&base), &mine, &now), Merged { draft: now, both: Vec::new() });
    }
}
