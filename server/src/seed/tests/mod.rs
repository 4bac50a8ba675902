//! What the generator promises of its texts and its rows.

mod database;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use interaction::model::{Channel, DESCRIPTION_LIMIT, SUMMARY_LIMIT, StateReason, Status};
use kernel::graphemes;

use super::calendar::Calendar;
use super::catalogue::{CATEGORIES, COMPANIES, CompanyPlan, GROUPS, REASONS, SERVICES};
use super::corpus::{Corpus, Situation};
use super::interactions::{Made, Maker};
use super::names::lang_of;
use super::organisation::{Company, Group, Organisation, Person};
use super::people::Crowd;

const NOW: i64 = 1_795_250_000;

/// The organisation as it would be read back from an empty database.
fn organisation() -> Organisation {
    let mut organisation = Organisation::default();
    let mut crowd = Crowd::new(HashSet::new(), NOW - 90 * 86_400);
    organisation.groups =
        (1..).zip(GROUPS).map(|(id, name)| Group { id, name: (*name).to_owned(), ..Group::default() }).collect();
    for ordinal in 0..300 {
        let new = crowd.person(ordinal);
        let at = organisation.people.len();
        let works = !new.roles.contains(&"interaction_viewer");
        for group in organisation.groups.iter_mut().filter(|group| works && new.groups.contains(&group.name.as_str())) {
            group.members.push(at);
        }
        organisation.people.push(Person {
            id: i64::try_from(ordinal).unwrap() + 1,
            company: new.company,
            lang: lang_of(&new.last),
            first: new.first,
            last: new.last,
            email: new.email,
            phone: new.phone,
            vip: new.vip,
            guest: new.guest,
            staff: !new.groups.is_empty(),
        });
    }
    organisation.companies = (1..).zip(COMPANIES).map(|(id, plan)| company(id, plan, &organisation.groups)).collect();
    organisation.find_requesters();
    organisation
}

fn company(id: i64, plan: &CompanyPlan, groups: &[Group]) -> Company {
    let mut company = Company { id, name: plan.name.to_owned(), ..Company::default() };
    let reasons = REASONS.iter().chain(plan.reasons);
    company.reasons = (id * 100..).zip(reasons).map(|(id, name)| (id, (*name).to_owned())).collect();
    let services = SERVICES.iter().chain(plan.services);
    company.services = (id * 100..).zip(services).map(|(id, name)| (id, (*name).to_owned())).collect();
    let applications = plan.applications.iter().map(|name| ((*name).to_owned(), "application"));
    let devices = plan.devices.iter().map(|(code, kind, _)| (format!("{}-{code}-0001", plan.prefix), *kind));
    company.items =
        (id * 100..).zip(applications.chain(devices)).map(|(id, (name, kind))| (id, name, kind.to_owned())).collect();
    let mut next = id * 1_000;
    let mut add = |parent, name: &str| {
        next += 1;
        company.categories.insert((parent, name.to_owned()), next);
        Some(next)
    };
    for (category, subs) in CATEGORIES.iter().chain(plan.categories) {
        let category = add(None, category);
        for (sub, kinds) in *subs {
            let sub = add(category, sub);
            kinds.iter().for_each(|kind| {
                add(sub, kind);
            });
        }
    }
    company.groups =
        (0..).zip(groups).filter(|(_, group)| plan.groups.contains(&group.name.as_str())).map(|(at, _)| at).collect();
    company
}

fn maker() -> Maker {
    Maker::new(Corpus::read().unwrap(), organisation(), BTreeMap::new(), NOW)
}

fn made(count: u64) -> Vec<Made> {
    let maker = maker();
    let times = Calendar::new(1, count, 90, NOW);
    (1..).zip(times).map(|(number, at)| maker.make(number, at).unwrap()).collect()
}

fn companies_of(situation: &Situation) -> impl Iterator<Item = &'static CompanyPlan> {
    COMPANIES.iter().filter(|plan| situation.happens_in(plan.name))
}

#[test]
fn there_are_many_situations_and_each_fits_its_companies() {
    let corpus = Corpus::read().unwrap();
    let names: BTreeSet<_> = corpus.situations.iter().map(|situation| &situation.name).collect();
    assert!(names.len() >= 100, "{}", names.len());
    let organisation = organisation();
    for situation in &corpus.situations {
        assert!(companies_of(situation).count() > 0, "{}", situation.name);
        for plan in companies_of(situation) {
            let company = organisation.companies.iter().find(|company| company.name == plan.name).unwrap();
            let mut parent = None;
            for name in situation.path.iter().filter(|name| !name.is_empty()) {
                let found = company.categories.get(&(parent, name.clone()));
                assert!(found.is_some(), "{}: {} has no category {name}", situation.name, plan.name);
                parent = found.copied();
            }
            if let Some(kind) = &situation.ci {
                let has = company.items.iter().any(|(_, name, kind)| situation.is_about(name, kind));
                assert!(has, "{}: {} has no {kind}", situation.name, plan.name);
            }
        }
        let some = |has: &dyn Fn(&CompanyPlan) -> bool| companies_of(situation).any(has);
        if let Some(group) = &situation.group {
            assert!(some(&|plan| plan.groups.contains(&group.as_str())), "{}: {group}", situation.name);
        }
        if let Some(service) = &situation.service {
            let has = |plan: &CompanyPlan| SERVICES.iter().chain(plan.services).any(|name| name == service);
            assert!(some(&has), "{}: {service}", situation.name);
        }
        if let Some(reason) = &situation.reason {
            assert!(some(&|plan| plan.reasons.contains(&reason.as_str())), "{}: {reason}", situation.name);
        }
    }
}

#[test]
fn an_interaction_follows_from_its_number() {
    let (one, other) = (maker(), maker());
    for number in 1..300 {
        let at = NOW - number * 20_000;
        assert_eq!(format!("{:?}", one.make(number, at)), format!("{:?}", other.make(number, at)));
    }
    let texts: HashSet<_> = made(500).into_iter().map(|made| made.summary + &made.description).collect();
    assert!(texts.len() > 480, "{}", texts.len());
}

#[test]
fn twenty_thousand_texts_keep_the_limits_and_leave_nothing_unfilled() {
    let (mut long, mut empty) = (0, 0);
    for made in made(20_000) {
        let (summary, description) = (&made.summary, &made.description);
        assert!(!summary.is_empty() && graphemes(summary) <= SUMMARY_LIMIT, "{}: {summary}", made.number);
        assert!(graphemes(description) <= DESCRIPTION_LIMIT, "{}", made.number);
        assert!(!summary.contains('\n'), "{summary}");
        for text in [summary, description] {
            assert!(!text.replace(" | ", "").contains(['{', '}', '|', '\\', '\t']), "{}: {text}", made.number);
            assert!(!text.contains("[["), "{}: {text}", made.number);
            assert!(!text.contains("  ") || text.contains(" INFO"), "{}: {text}", made.number);
        }
        long += usize::from(graphemes(description) > 3_000);
        empty += usize::from(description.is_empty());
    }
    assert!((60..800).contains(&long), "{long} very long ones");
    assert!(empty < 1_500, "{empty} without a description");
}

#[test]
fn everything_that_can_happen_does() {
    let all = made(5_000);
    let channels: HashSet<_> = all.iter().map(|made| made.channel.key()).collect();
    assert_eq!(channels.len(), Channel::ALL.len());
    let statuses: HashSet<_> = all.iter().map(|made| made.state.status().key()).collect();
    assert_eq!(statuses.len(), 8);
    let reasons: HashSet<_> = all.iter().filter_map(|made| made.state.reason()).map(StateReason::key).collect();
    assert_eq!(reasons.len(), 7);
    let phone = all.iter().filter(|made| made.channel == Channel::Phone).count();
    assert!((32..45).contains(&(phone * 100 / all.len())), "{phone} by phone");
}

#[test]
fn a_trail_ends_where_the_interaction_stands() {
    for made in made(3_000) {
        let times: Vec<_> = made.steps.iter().map(|step| step.at).collect();
        assert!(times.is_sorted() && times.iter().all(|at| (made.reported_at..=NOW).contains(at)), "{}", made.number);
        assert!(made.steps.iter().all(|step| !step.changes.is_empty()));
        let last = |field: &str| {
            let mut changes = made.steps.iter().flat_map(|step| &step.changes.0);
            changes.rfind(|change| change.field == field).map(|change| change.to.clone())
        };
        let status = last("Status").flatten().map_or(Status::New.label().to_owned(), |value| value.text);
        assert_eq!(status, made.state.status().label(), "{}", made.number);
        let individual = last("Individual").flatten().and_then(|value| value.id);
        assert!(individual.is_none() || individual == made.individual, "{}", made.number);
        assert!(made.individual.is_none() || made.group.is_some());
    }
}
