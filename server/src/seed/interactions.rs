//! Makes interactions: who, about what, through which channel, how far it has come.
//!
//! An interaction follows from its number, its time of report and the organisation alone, so
//! each can be made without the ones before it.

use std::collections::BTreeMap;

use interaction::model::{Channel, Ledger, Level, State, StateReason};

use super::calendar::{hour_of_day, weekday};
use super::comments::{Said, Talk, said};
use super::compose::{Form, compose};
use super::corpus::{Corpus, Kind, Situation};
use super::dice::{Dice, Stream};
use super::history::{Course, Step};
use super::likely::Likely;
use super::organisation::{Company, Organisation};
use super::schedule::Part;
use super::state::{CHANNELS, decide, is_machine, is_self_service};
use super::teller::{Facts, Teller};
use super::time::{Told, ended_at, wake};

/// A row of `interaction` and its trail.
#[derive(Clone, Debug)]
pub struct Made {
    pub number: i64,
    pub company: i64,
    pub reason: i64,
    pub requested_for: i64,
    pub requested_by: i64,
    pub vip: bool,
    pub summary: String,
    pub description: String,
    /// Category, sub-category, type.
    pub categories: [Option<i64>; 3],
    pub item: Option<i64>,
    pub service: Option<i64>,
    pub impact: Level,
    pub urgency: Level,
    pub contact_email: String,
    pub contact_phone: String,
    pub channel: Channel,
    pub state: State,
    pub group: Option<i64>,
    pub individual: Option<i64>,
    pub reported_at: i64,
    pub created_by: Option<i64>,
    /// Unix seconds; none while it goes on.
    pub ended_at: Option<i64>,
    pub steps: Vec<Step>,
    pub comments: Vec<Said>,
    pub ledger: Ledger,
}

/// Makes interactions of one organisation.
#[derive(Debug)]
pub struct Maker {
    corpus: Corpus,
    pub organisation: Organisation,
    /// Which interactions the demo accounts have a part in, by number.
    schedule: BTreeMap<i64, Part>,
    likely: Likely,
    /// Unix seconds.
    now: i64,
}

/// The people of one interaction, as positions in [`Organisation::people`].
#[derive(Clone, Copy, Debug)]
struct Cast {
    company: usize,
    requested_for: usize,
    requested_by: usize,
}

/// Who works on it.
#[derive(Clone, Copy, Debug)]
struct Assignment {
    first_line: usize,
    group: usize,
    individual: Option<usize>,
    /// Who answered first, if a person did.
    agent: Option<usize>,
}

impl Maker {
    pub fn new(corpus: Corpus, organisation: Organisation, schedule: BTreeMap<i64, Part>, now: i64) -> Self {
        let likely = Likely::new(&corpus, &organisation);
        Self { corpus, organisation, schedule, likely, now }
    }

    /// The interaction of this number, reported at this time (Unix seconds).
    ///
    /// `None` only where the organisation has no company left with people in it.
    pub fn make(&self, number: i64, reported_at: i64) -> Option<Made> {
        let dice = &mut Dice::of(Stream::Interaction(u64::try_from(number).unwrap_or_default()));
        let part = self.schedule.get(&number).copied();
        let channel = channel(dice, part, reported_at);
        let company = self.company(dice, part)?;
        let cast = self.cast(dice, part, company, channel)?;
        let situation = self.situation(dice, cast, channel)?;
        let open = part.is_some_and(Part::is_open);
        let mut state = decide(dice, self.now - reported_at, situation.kind, channel, open);
        if matches!(part, Some(Part::Works(_) | Part::WorksOpen(_))) && untouched(state) {
            state = State::InProgress;
        }
        let work = self.assignment(dice, part, company, situation, state);
        let created_by = if is_self_service(channel) {
            Some(cast.requested_by)
        } else if is_machine(channel) || channel == Channel::VirtualAgent {
            None
        } else {
            work.agent
        };
        Some(self.record(dice, Outline { number, reported_at, channel, cast, situation, state, work, created_by }))
    }

    fn company(&self, dice: &mut Dice, part: Option<Part>) -> Option<usize> {
        let companies = &self.organisation.companies;
        if let Some(Part::For(person) | Part::By(person)) = part {
            return Some(self.organisation.people.get(person)?.company);
        }
        let serves = |company: &Company| match part {
            Some(Part::Works(person) | Part::WorksOpen(person)) => {
                company.groups.iter().any(|at| self.organisation.groups[*at].members.contains(&person))
            }
            _ => true,
        };
        let share = |company: &Company| {
            if company.requesters.is_empty() || company.groups.is_empty() || !serves(company) {
                return 0;
            }
            super::catalogue::COMPANIES.iter().find(|plan| plan.name == company.name).map_or(0, |plan| plan.share)
        };
        let at = dice.weighted(companies.iter().map(share));
        companies.get(at).filter(|company| share(company) > 0).map(|_| at)
    }

    fn cast(&self, dice: &mut Dice, part: Option<Part>, at: usize, channel: Channel) -> Option<Cast> {
        let requesters = &self.organisation.companies[at].requesters;
        // Some people call more often than others, whatever their place in the list.
        let anybody = |dice: &mut Dice| {
            let any = dice.below(requesters.len());
            let rank = if dice.chance(40) { any * dice.below(1_000) / 1_000 } else { any };
            requesters.get((rank * 7_919 + 13) % requesters.len()).copied()
        };
        // For a machine stands somebody who looks after it.
        let keepers = || requesters.iter().filter(|at| self.organisation.people[**at].staff).take(4).copied();
        let requested_for = match part {
            Some(Part::For(person)) => person,
            _ if is_machine(channel) && keepers().count() > 0 => {
                let nth = dice.below(keepers().count());
                keepers().nth(nth)?
            }
            _ => anybody(dice)?,
        };
        let vip = self.organisation.people[requested_for].vip;
        let other = !is_machine(channel) && dice.chance(if vip { 45 } else { 9 });
        let requested_by = match part {
            Some(Part::By(person)) => person,
            // An assistant is the same one every time.
            _ if other && vip => requesters[(requested_for * 31 + 5) % requesters.len()],
            _ if other => anybody(dice)?,
            _ => requested_for,
        };
        Some(Cast { company: at, requested_for, requested_by })
    }

    fn situation(&self, dice: &mut Dice, cast: Cast, channel: Channel) -> Option<&Situation> {
        let lang = self.organisation.people[cast.requested_by].lang;
        let written = matches!(channel, Channel::Email | Channel::MyService | Channel::Web);
        let own_language = cast.requested_for == cast.requested_by && written && !lang.is_empty() && dice.chance(22);
        let wanted = if own_language { lang } else { "" };
        let choose = |dice: &mut Dice, wanted: &str| {
            let weights = self.likely.weights(cast.company, channel, wanted)?;
            let at = dice.weighted(weights.iter().copied());
            self.corpus.situations.get(at).filter(|_| weights[at] > 0)
        };
        choose(dice, wanted).or_else(|| choose(dice, "")).or(self.corpus.situations.first())
    }

    fn assignment(
        &self,
        dice: &mut Dice,
        part: Option<Part>,
        company: usize,
        situation: &Situation,
        state: State,
    ) -> Assignment {
        let groups = &self.organisation.groups;
        let serving = &self.organisation.companies[company].groups;
        let first_line = serving.first().copied().unwrap_or_default();
        let skilled = serving.iter().copied().find(|at| Some(&groups[*at].name) == situation.group.as_ref());
        let mut group = match skilled {
            // The desk solves or keeps some of what others could.
            Some(group) if state.reason() != Some(StateReason::LeftBeforeEngagement) && dice.chance(78) => group,
            _ => first_line,
        };
        let member = |dice: &mut Dice, group: usize| dice.pick(&groups[group].members).copied();
        let agent = member(dice, first_line);
        let mut individual = match state {
            _ if nobody_came(state) => None,
            State::New | State::AwaitingApproval if dice.chance(75) => None,
            // Who answers keeps it, as a rule, while it stays with the desk.
            _ if group == first_line && dice.chance(65) => agent,
            _ => member(dice, group),
        };
        if let Some(Part::Works(person) | Part::WorksOpen(person)) = part {
            let of_person = |at: &usize| serving.contains(at) && groups[*at].members.contains(&person);
            if !of_person(&group) {
                group = (0..groups.len()).find(of_person).unwrap_or(group);
            }
            individual = Some(person).filter(|_| of_person(&group));
        }
        let engaged = state.reason() != Some(StateReason::LeftBeforeEngagement);
        Assignment { first_line, group, individual, agent: agent.filter(|_| engaged) }
    }

    fn record(&self, dice: &mut Dice, outline: Outline<'_>) -> Made {
        let Outline { number, reported_at, channel, cast, situation, state, work, created_by } = outline;
        let organisation = &self.organisation;
        let company = &organisation.companies[cast.company];
        let (requested_for, requested_by) =
            (&organisation.people[cast.requested_for], &organisation.people[cast.requested_by]);
        let known = state.reason() != Some(StateReason::LeftBeforeEngagement);
        let again = match situation.kind {
            Kind::Incident => 13,
            Kind::Request => 8,
            Kind::Question | Kind::Event => 0,
        };
        let follow_up = known && situation.path[1] != "Password" && situation.lang.is_empty() && dice.chance(again);

        let items: Vec<_> = company.items.iter().filter(|(_, name, kind)| situation.is_about(name, kind)).collect();
        // Everybody has a laptop of their own; applications are everybody's.
        let nth =
            if situation.ci.as_deref() == Some("application") { dice.below(items.len()) } else { cast.requested_for };
        let item = items.get(nth % items.len().max(1)).copied();

        let agent =
            work.individual.filter(|at| organisation.groups[work.first_line].members.contains(at)).or(work.agent);
        let facts = Facts {
            organisation,
            company: cast.company,
            requested_for,
            requested_by,
            agent: agent.map(|at| &organisation.people[at]),
            item: item.map(|(_, name, kind)| (name.as_str(), kind.as_str())),
            reported_at,
            number,
        };
        let form = Form { channel, state, follow_up, on_behalf: cast.requested_for != cast.requested_by };
        let mut teller = Teller::new(&self.corpus, situation, facts, dice);
        let (summary, description) = compose(&mut teller, form);
        let told = teller.told();

        let (impact, urgency) = grade(dice, situation, requested_for.vip);
        let service = situation.service.as_ref().and_then(|name| company.services.iter().find(|(_, of)| of == name));
        let other_phone = dice.chance(4);
        let course = Course {
            organisation,
            state,
            first_line: work.first_line,
            group: work.group,
            individual: work.individual,
            agent,
            created_by,
            approver: company.approver,
            reported_at,
            now: self.now,
        };
        let categories = if known { categories(dice, company, situation) } else { [None; 3] };
        let item = item.map(|item| item.0).filter(|_| known && dice.chance(72));
        let service = service.map(|service| service.0).filter(|_| known && dice.chance(62));
        let reason = reason(dice, company, situation, follow_up);
        let mut steps = course.steps(dice);
        let talk = Talk {
            requester: Some(cast.requested_by).filter(|_| known && !requested_by.staff),
            individual: work.individual,
            state,
            reported_at,
            now: self.now,
        };
        let comments = said(&mut Teller::resumed(&self.corpus, situation, facts, dice, told), &steps, talk);
        let id = |at: usize| organisation.people[at].id;
        let state = wake(number, state, &mut steps, self.now);
        let individual = work.individual.map(id);
        let ledger =
            Told { number, reported_at, now: self.now, individual, steps: &steps, comments: &comments, organisation }
                .ledger();
        Made {
            number,
            company: company.id,
            reason,
            requested_for: requested_for.id,
            requested_by: requested_by.id,
            vip: requested_for.vip,
            summary,
            description,
            categories,
            item,
            service,
            impact,
            urgency,
            contact_email: requested_for.email.clone(),
            contact_phone: if other_phone { requested_by.phone.clone() } else { requested_for.phone.clone() },
            channel,
            state,
            group: organisation.groups.get(work.group).map(|group| group.id),
            individual,
            reported_at,
            created_by: created_by.map(id),
            ended_at: ended_at(state, &steps, reported_at),
            steps,
            comments,
            ledger,
        }
    }
}

/// What is settled of an interaction before its text is written.
#[derive(Clone, Copy, Debug)]
struct Outline<'a> {
    number: i64,
    reported_at: i64,
    channel: Channel,
    cast: Cast,
    situation: &'a Situation,
    state: State,
    work: Assignment,
    created_by: Option<usize>,
}

/// Whether nobody can have worked on it.
fn untouched(state: State) -> bool {
    state == State::New || nobody_came(state)
}

/// Whether it went away or waits before anybody took it on.
fn nobody_came(state: State) -> bool {
    matches!(state.reason(), Some(StateReason::LeftBeforeEngagement | StateReason::WaitingForAssignment))
}

fn channel(dice: &mut Dice, part: Option<Part>, reported_at: i64) -> Channel {
    if matches!(part, Some(Part::By(_))) {
        return Channel::MyService;
    }
    let quiet = weekday(reported_at) > 4 || !(6..20).contains(&hour_of_day(reported_at));
    let mut shares = CHANNELS.map(|(_, by_day, by_night)| if quiet { by_night } else { by_day });
    if matches!(part, Some(Part::For(_))) {
        shares[7..].fill(0);
    }
    CHANNELS[dice.weighted(shares.into_iter())].0
}

/// Impact and urgency around the usual; who is important is in a hurry.
fn grade(dice: &mut Dice, situation: &Situation, vip: bool) -> (Level, Level) {
    let around = |dice: &mut Dice, usual: i16| match dice.below(100) {
        0..10 => usual - 1,
        82.. => usual + 1,
        _ => usual,
    };
    let hurry = i16::from(vip && dice.chance(45));
    let (impact, urgency) = (around(dice, situation.impact), around(dice, situation.urgency) - hurry);
    let level = |number: i16| Level::try_from(number.clamp(1, 4)).unwrap_or(Level::DEFAULT);
    (level(impact), level(urgency))
}

/// The reason that fits, of those the company has.
fn reason(dice: &mut Dice, company: &Company, situation: &Situation, follow_up: bool) -> i64 {
    let named = |name: &str| company.reasons.iter().find(|(_, of)| of == name).map(|(id, _)| *id);
    let own = situation.reason.as_deref().filter(|_| dice.chance(75)).and_then(named);
    let usual = match situation.kind {
        _ if follow_up => "Follow Up",
        Kind::Incident if dice.chance(4) => "Enquiry",
        Kind::Incident | Kind::Event => "New Incident",
        Kind::Request => "New SR",
        Kind::Question => "Enquiry",
    };
    let fallback = || company.reasons.first().map_or(0, |(id, _)| *id);
    own.filter(|_| !follow_up).or_else(|| named(usual)).unwrap_or_else(fallback)
}

/// How far down the tree the interaction is classified.
fn categories(dice: &mut Dice, company: &Company, situation: &Situation) -> [Option<i64>; 3] {
    let depth = [3, 2, 1, 0][dice.weighted([78, 7, 4, 11].into_iter())];
    let mut found = [None; 3];
    let mut parent = None;
    for (name, found) in situation.path.iter().zip(&mut found).take(depth) {
        let Some(id) = company.categories.get(&(parent, name.clone())).copied() else { break };
        *found = Some(id);
        parent = Some(id);
    }
    found
}
