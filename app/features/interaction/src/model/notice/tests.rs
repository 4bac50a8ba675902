//! Who is told of what.

use proptest::prelude::*;
use time::{Duration, macros::datetime};

use super::*;

const AT: OffsetDateTime = datetime!(2026-11-20 12:00 UTC);

const ASKER: i64 = 1;
const CALLER: i64 = 2;
const INDIVIDUAL: i64 = 3;
const MEMBER: i64 = 4;
const COLLEAGUE: i64 = 5;
const SOMEBODY: i64 = 6;
const NETWORK: i64 = 12;

fn roles() -> Roles {
    Roles {
        requested_for: ASKER,
        requested_by: CALLER,
        group: Some((NETWORK, "Network".into())),
        individual: None,
        status: Status::New,
    }
}

fn happening(actor: i64, what: What) -> Happening {
    Happening { actor: Some(PersonId(actor)), who: "Ada".into(), at: AT, what }
}

fn desk(person: i64) -> Candidate {
    Candidate { person, desk: true, own: false, watches: None, groups: vec![] }
}

fn own(person: i64) -> Candidate {
    Candidate { desk: false, own: true, ..desk(person) }
}

fn watching(one: Candidate) -> Candidate {
    Candidate { watches: Some(AT), ..one }
}

fn member(person: i64) -> Candidate {
    Candidate { groups: vec![NETWORK], ..desk(person) }
}

fn changes(fields: &[(&str, &str, &str)]) -> Changes {
    let mut changes = Changes::default();
    for (field, from, to) in fields {
        let value = |text: &str| (!text.is_empty()).then(|| AuditValue::text(text));
        changes.note(field, value(from), value(to));
    }
    changes
}

fn said(by_desk: bool, internal: bool) -> What {
    What::Commented(Said { by_desk, internal, text: "Hello".into(), mentions: vec![] })
}

fn kinds(told: Option<Told>) -> Vec<Kind> {
    told.map(|told| told.reasons.iter().map(|reason| reason.kind).collect()).unwrap_or_default()
}

fn lines(told: Option<Told>) -> Vec<String> {
    told.map(|told| told.lines.into_iter().map(|line| format!("{} {}", line.who, line.what)).collect())
        .unwrap_or_default()
}

#[test]
fn who_asked_is_told_how_it_ended() {
    for (status, heard) in [(Status::Completed, true), (Status::Dropped, true), (Status::OnHold, false)] {
        let update = What::Updated(changes(&[("Status", "New", status.label()), ("State reason", "", "User ended")]));
        let after = Roles { status, ..roles() };
        for person in [ASKER, CALLER] {
            let told = told(&happening(COLLEAGUE, update.clone()), &after, &own(person));
            let expected = format!("The service desk changed Status from New to {}", status.label());
            assert_eq!(lines(told), if heard { vec![expected] } else { vec![] }, "{status:?}");
        }
        assert_eq!(told(&happening(COLLEAGUE, update), &after, &own(SOMEBODY)), None);
    }
    let logged = Roles { status: Status::Completed, ..roles() };
    assert_eq!(kinds(told(&happening(COLLEAGUE, What::Created), &logged, &own(ASKER))), [Kind::Asked]);
}

#[test]
fn who_gets_the_work_is_told() {
    let assigned = happening(COLLEAGUE, What::Updated(changes(&[("Group", "", "Network")])));
    assert_eq!(kinds(told(&assigned, &roles(), &member(MEMBER))), [Kind::Group]);
    assert_eq!(kinds(told(&assigned, &roles(), &desk(SOMEBODY))), []);
    let theirs = Roles { individual: Some(INDIVIDUAL), ..roles() };
    assert_eq!(kinds(told(&assigned, &theirs, &member(INDIVIDUAL))), [Kind::Assigned]);
    assert_eq!(kinds(told(&assigned, &theirs, &member(MEMBER))), [], "it is somebody’s already");
    let other = happening(COLLEAGUE, What::Updated(changes(&[("Summary", "a", "b")])));
    assert_eq!(kinds(told(&other, &theirs, &member(INDIVIDUAL))), []);
    assert_eq!(kinds(told(&happening(COLLEAGUE, What::Created), &roles(), &member(MEMBER))), [Kind::Group]);
    // Who does not see it is told nothing, whatever their group.
    let blind = Candidate { desk: false, ..member(MEMBER) };
    assert_eq!(told(&assigned, &roles(), &blind), None);
}

#[test]
fn a_comment_is_told_to_the_other_side() {
    let by_desk = happening(COLLEAGUE, said(true, false));
    assert_eq!(kinds(told(&by_desk, &roles(), &own(ASKER))), [Kind::Asked]);
    assert_eq!(kinds(told(&by_desk, &roles(), &member(MEMBER))), []);
    let by_asker = happening(ASKER, said(false, false));
    assert_eq!(kinds(told(&by_asker, &roles(), &member(MEMBER))), [Kind::Group]);
    assert_eq!(told(&by_asker, &roles(), &own(ASKER)), None, "never who did it");
    let inside = happening(COLLEAGUE, said(true, true));
    for one in [own(ASKER), watching(own(SOMEBODY)), desk(SOMEBODY)] {
        assert_eq!(told(&inside, &roles(), &one), None);
    }
    assert_eq!(kinds(told(&inside, &roles(), &watching(desk(SOMEBODY)))), [Kind::Watching]);
}

#[test]
fn a_watcher_is_told_what_they_may_know() {
    let update = changes(&[("Group", "", "Network"), ("Summary", "Old", "New"), ("Description", "a", "b")]);
    let update = happening(COLLEAGUE, What::Updated(update));
    let expected = ["Ada set Group to Network", "Ada changed Summary from Old to New", "Ada changed Description"];
    assert_eq!(lines(told(&update, &roles(), &watching(desk(SOMEBODY)))), expected);
    let expected = ["The service desk changed Summary from Old to New", "The service desk changed Description"];
    assert_eq!(lines(told(&update, &roles(), &watching(own(SOMEBODY)))), expected);
    assert_eq!(lines(told_outside(&update, &roles(), "a@b.test", AT)), expected);
    let inside = happening(COLLEAGUE, What::Updated(changes(&[("State reason", "", "Waiting internal")])));
    assert_eq!(told(&inside, &roles(), &watching(own(SOMEBODY))), None, "nothing that they see is different");
    assert_eq!(told_outside(&inside, &roles(), "a@b.test", AT), None);
    let late = Candidate { watches: Some(AT + Duration::SECOND), ..desk(SOMEBODY) };
    assert_eq!(told(&update, &roles(), &late), None, "it was before they watched");
}

#[test]
fn who_is_made_a_watcher_is_told_and_nobody_else() {
    let person = What::Watched(AuditValue::named(SOMEBODY, "Sam"));
    let person = happening(COLLEAGUE, person);
    assert_eq!(lines(told(&person, &roles(), &watching(own(SOMEBODY)))), ["The service desk made you a watcher"]);
    assert_eq!(told(&person, &roles(), &watching(desk(MEMBER))), None);
    assert_eq!(told_outside(&person, &roles(), "a@b.test", AT), None);
    let outside = happening(COLLEAGUE, What::Watched(AuditValue::text("a@b.test")));
    assert!(told_outside(&outside, &roles(), "a@b.test", AT).is_some());
    assert_eq!(told_outside(&outside, &roles(), "c@d.test", AT), None);
    assert_eq!(told(&outside, &roles(), &watching(own(SOMEBODY))), None);
}

#[test]
fn there_is_one_message_with_every_reason() {
    let comment = Said { by_desk: false, internal: false, text: "Hello".into(), mentions: vec![MEMBER] };
    let comment = happening(ASKER, What::Commented(comment));
    let told = told(&comment, &roles(), &watching(member(MEMBER))).unwrap();
    assert_eq!(told.lines.len(), 1);
    assert_eq!(kinds(Some(told)), [Kind::Group, Kind::Watching, Kind::Mentioned]);
}

#[test]
fn roles_are_as_they_were() {
    let mut later = Changes::default();
    later.note("Group", None, Some(AuditValue::named(NETWORK, "Network")));
    later.note("Individual", Some(AuditValue::named(9, "Nina")), None);
    later.note("Status", Some(AuditValue::text("On Hold")), Some(AuditValue::text("New")));
    later.note("Requested For", Some(AuditValue::named(8, "Rosa")), Some(AuditValue::named(ASKER, "Ada")));
    let before = roles().before(&later);
    assert_eq!((before.group, before.individual, before.status), (None, Some(9), Status::OnHold));
    assert_eq!((before.requested_for, before.requested_by), (8, CALLER));
}

/// Anything that may happen, with `hush` wherever nobody but the desk may read.
fn anything() -> impl Strategy<Value = What> {
    let field = prop::sample::select(vec![
        "Group",
        "Individual",
        "State reason",
        "Contact Email",
        "Contact Phone",
        "Category",
        "Impact",
        "Urgency",
        "Impacted CI",
        "Affected Service",
        "Reason for Interaction",
        "Requested For",
        "Something new",
    ]);
    let open = prop::sample::select(vec!["Status", "Summary", "Description"]);
    prop_oneof![
        Just(What::Created),
        (prop::collection::vec(field, 0..4), prop::collection::vec(open, 0..2)).prop_map(|(inside, open)| {
            let inside = inside.into_iter().map(|field| (field, "hush", "hush hush"));
            let fields: Vec<_> = inside.chain(open.into_iter().map(|field| (field, "a", "b"))).collect();
            What::Updated(changes(&fields))
        }),
        (any::<bool>(), any::<bool>(), prop::collection::vec(1_i64..8, 0..3)).prop_map(
            |(by_desk, internal, mentions)| {
                let text = if internal { "hush".into() } else { "Hello".into() };
                What::Commented(Said { by_desk: by_desk || internal, internal, text, mentions })
            }
        ),
        any::<bool>().prop_map(|internal| {
            let name = if internal { "hush.pdf" } else { "open.pdf" };
            What::Attached { internal, names: vec![name.into()] }
        }),
    ]
}

proptest! {
    /// Whatever happens, to whomever: nothing internal gets out, and nobody is told of what they did or do not see.
    #[test]
    fn nothing_internal_leaves_the_desk(
        what in anything(),
        actor in 1_i64..8,
        (person, desk, own, watches) in (1_i64..8, any::<bool>(), any::<bool>(), any::<bool>()),
        groups in prop::collection::vec(11_i64..13, 0..2),
        (individual, over) in (prop::option::of(1_i64..8), any::<bool>()),
    ) {
        let status = if over { Status::Completed } else { Status::InProgress };
        let after = Roles { individual, status, ..roles() };
        let happening = happening(actor, what);
        let one = Candidate { person, desk, own, watches: watches.then_some(AT), groups };
        let outside = told_outside(&happening, &after, "a@b.test", AT);
        let told = told(&happening, &after, &one);
        if let Some(told) = &told {
            prop_assert!(person != actor && (desk || own));
            prop_assert!(!told.reasons.is_empty() && !told.lines.is_empty());
            prop_assert!(told.side == Side::Own || desk);
        }
        for told in [told.filter(|told| told.side == Side::Own), outside].into_iter().flatten() {
            prop_assert!(!format!("{told:?}").contains("hush"), "{told:?}");
        }
    }
}
