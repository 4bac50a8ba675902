//! The people of the demo companies: the ten accounts, the agents, everybody else.

use std::collections::HashSet;

use super::catalogue::COMPANIES;
use super::dice::{Dice, Stream};
use super::names::{CULTURES, plain};

/// An account of the demonstration; its password is the same for all of them.
#[derive(Debug)]
pub struct Account {
    pub email: &'static str,
    pub first: &'static str,
    pub last: &'static str,
    pub company: usize,
    pub phone: &'static str,
    pub vip: bool,
    pub roles: &'static [&'static str],
    pub groups: &'static [&'static str],
}

const DESK_AND_NETWORK: &[&str] = &["Service Desk", "Network"];
const DESK: &[&str] = &["Service Desk"];

/// Who can sign in.
#[rustfmt::skip]
pub const ACCOUNTS: [Account; 10] = [
    Account { email: "agent@demo.test", first: "Maya", last: "Lindqvist", company: 0, phone: "+46 8 465 004 11", vip: false, roles: &["service_desk_user"], groups: DESK_AND_NETWORK },
    Account { email: "agent2@demo.test", first: "Daniel", last: "Okafor", company: 0, phone: "+44 20 7946 0112", vip: false, roles: &["service_desk_user"], groups: DESK },
    Account { email: "interaction@demo.test", first: "Priya", last: "Raman", company: 0, phone: "+44 20 7946 0113", vip: false, roles: &["interaction_user"], groups: DESK },
    Account { email: "manager@demo.test", first: "Helena", last: "Brandt", company: 0, phone: "+49 30 23125 114", vip: false, roles: &["interaction_manager"], groups: DESK_AND_NETWORK },
    Account { email: "viewer@demo.test", first: "Tomás", last: "Ferreira", company: 0, phone: "+44 20 7946 0115", vip: false, roles: &["interaction_viewer"], groups: DESK },
    Account { email: "outsider@demo.test", first: "Jonas", last: "Weber", company: 2, phone: "+49 89 99998 116", vip: false, roles: &["service_desk_user"], groups: &["Fabrikam Desk"] },
    Account { email: "user@demo.test", first: "Amélie", last: "Rousseau", company: 0, phone: "+33 1 99 00 01 17", vip: false, roles: &[], groups: &[] },
    Account { email: "vip@demo.test", first: "Victoria", last: "Ashworth", company: 0, phone: "+44 20 7946 0118", vip: true, roles: &[], groups: &[] },
    Account { email: "approver@demo.test", first: "Richard", last: "Hollis", company: 0, phone: "+44 20 7946 0119", vip: false, roles: &["approver"], groups: &[] },
    Account { email: "admin@demo.test", first: "Noor", last: "Haddad", company: 0, phone: "+44 20 7946 0120", vip: false, roles: &["administrator"], groups: &[] },
];

/// The agents beside the accounts: the company that employs them and their groups.
const AGENTS: &[(usize, &[&str])] = &[
    (0, &["Service Desk"]),
    (0, &["Service Desk"]),
    (0, &["Service Desk", "Identity and Access"]),
    (0, &["Service Desk"]),
    (1, &["Service Desk"]),
    (1, &["Service Desk", "Applications"]),
    (0, &["Network"]),
    (0, &["Network", "Data Centre"]),
    (1, &["Network"]),
    (0, &["Field Support"]),
    (1, &["Field Support"]),
    (2, &["Field Support"]),
    (0, &["Applications"]),
    (0, &["Applications"]),
    (1, &["Applications", "Store Systems"]),
    (0, &["Identity and Access"]),
    (2, &["Identity and Access"]),
    (0, &["Facilities Desk"]),
    (0, &["Facilities Desk"]),
    (0, &["Data Centre"]),
    (1, &["Data Centre"]),
    (1, &["Store Systems"]),
    (2, &["Fabrikam Desk"]),
    (2, &["Fabrikam Desk", "Plant Systems"]),
    (2, &["Plant Systems"]),
    (2, &["Fabrikam Desk"]),
];

/// Guests among the first three hundred.
const GUESTS: u64 = 15;

/// The ordinals from which everybody is an ordinary requester.
const REQUESTERS_FROM: u64 = (ACCOUNTS.len() + AGENTS.len()) as u64 + GUESTS;

/// Somebody to be written to the database.
#[derive(Clone, Debug, Default)]
pub struct NewPerson {
    /// The position in [`COMPANIES`].
    pub company: usize,
    pub guest: bool,
    pub first: String,
    pub last: String,
    pub email: String,
    pub phone: String,
    pub address: String,
    pub vip: bool,
    pub roles: Vec<&'static str>,
    pub groups: Vec<&'static str>,
    /// Whether it is one of the demo accounts.
    pub account: bool,
    /// Unix seconds.
    pub created_at: i64,
}

/// Makes people, one ordinal after the other.
#[derive(Debug)]
pub struct Crowd {
    /// The addresses that are taken.
    taken: HashSet<String>,
    /// Unix seconds before which everybody was there.
    before: i64,
}

impl Crowd {
    pub fn new(taken: HashSet<String>, before: i64) -> Self {
        Self { taken, before }
    }

    /// The person of this ordinal: accounts first, then agents, guests, requesters.
    pub fn person(&mut self, ordinal: u64) -> NewPerson {
        let mut dice = Dice::of(Stream::Person(ordinal));
        let created_at = self.before - dice.between(1, 500) * 86_400 - dice.between(0, 86_399);
        let at = usize::try_from(ordinal).unwrap_or(usize::MAX);
        if let Some(account) = ACCOUNTS.get(at) {
            self.taken.insert(account.email.to_owned());
            return NewPerson {
                company: account.company,
                first: account.first.to_owned(),
                last: account.last.to_owned(),
                email: account.email.to_owned(),
                phone: account.phone.to_owned(),
                vip: account.vip,
                roles: account.roles.to_vec(),
                groups: account.groups.to_vec(),
                account: true,
                created_at,
                ..NewPerson::default()
            };
        }
        let mut person = stranger(&mut dice);
        person.created_at = created_at;
        if let Some((company, groups)) = AGENTS.get(at - ACCOUNTS.len()) {
            person.company = *company;
            person.groups = groups.to_vec();
            person.roles.push(match at % 9 {
                0 => "interaction_manager",
                1..=3 => "interaction_user",
                _ => "service_desk_user",
            });
        } else if ordinal < REQUESTERS_FROM {
            person.guest = true;
            person.address = address(&mut dice);
        } else {
            // Contoso and Fabrikam have an approver as well, and every 25th is a VIP.
            if (REQUESTERS_FROM + 1..=REQUESTERS_FROM + 2).contains(&ordinal) {
                person.company = at - usize::try_from(REQUESTERS_FROM).unwrap_or_default();
                person.roles.push("approver");
            }
            person.vip = ordinal % 25 == 7;
        }
        person.email = self.free_address(&person);
        person
    }

    fn free_address(&mut self, person: &NewPerson) -> String {
        let domain = COMPANIES[person.company].domain;
        let guest = if person.guest { "guest." } else { "" };
        let name = format!("{}.{}", plain(&person.first), plain(&person.last));
        let mut email = format!("{name}@{guest}{domain}");
        let mut further = 1;
        while !self.taken.insert(email.clone()) {
            further += 1;
            email = format!("{name}{further}@{guest}{domain}");
        }
        email
    }
}

/// Somebody drawn from the names, with a number.
fn stranger(dice: &mut Dice) -> NewPerson {
    let culture = &CULTURES[dice.weighted(CULTURES.iter().map(|culture| culture.weight))];
    let company = dice.weighted(COMPANIES.iter().map(|company| company.share));
    let pick = |dice: &mut Dice, from: &[&'static str]| dice.pick(from).copied().unwrap_or_default();
    let first = pick(dice, culture.first).to_owned();
    let last = pick(dice, culture.last).to_owned();
    let pattern = pick(dice, culture.phones);
    // One in fifteen has no number in the directory.
    let phone = if dice.chance(7) { String::new() } else { digits(dice, pattern) };
    NewPerson { company, first, last, phone, ..NewPerson::default() }
}

fn digits(dice: &mut Dice, pattern: &str) -> String {
    let digit =
        |dice: &mut Dice| char::from_digit(u32::try_from(dice.below(10)).unwrap_or_default(), 10).unwrap_or('0');
    pattern.chars().map(|c| if c == '#' { digit(dice) } else { c }).collect()
}

fn address(dice: &mut Dice) -> String {
    const STREETS: [&str; 8] = [
        "Harbour Row",
        "Mill Lane",
        "Rue des Tanneurs",
        "Lindenallee",
        "Quay Street",
        "Kanalgatan",
        "Orchard Rise",
        "Calle del Olmo",
    ];
    const TOWNS: [&str; 6] = [
        "Westhaven WH4 2QT",
        "Altenbrück 04999",
        "Port-Clair 44990",
        "Norrvik 999 31",
        "Castlebridge CB9 7RD",
        "Villaclara 28999",
    ];
    let street = dice.pick(&STREETS).copied().unwrap_or_default();
    let town = dice.pick(&TOWNS).copied().unwrap_or_default();
    format!("{} {street}, {town}", dice.between(1, 180))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn three_hundred() -> Vec<NewPerson> {
        let mut crowd = Crowd::new(HashSet::new(), 1_700_000_000);
        (0..300).map(|ordinal| crowd.person(ordinal)).collect()
    }

    #[test]
    fn the_crowd_is_as_promised() {
        let people = three_hundred();
        let count = |is: fn(&NewPerson) -> bool| people.iter().filter(|person| is(person)).count();
        assert_eq!(count(|p| p.account), 10);
        assert_eq!(count(|p| p.guest && !p.address.is_empty()), 15);
        assert!((9..=15).contains(&count(|p| p.vip)), "{}", count(|p| p.vip));
        assert_eq!(count(|p| !p.groups.is_empty()), 32);
        for (at, company) in COMPANIES.iter().enumerate() {
            assert!(people.iter().any(|p| p.company == at && p.roles.contains(&"approver")), "{}", company.name);
        }
    }

    #[test]
    fn addresses_are_unique_and_reserved() {
        let people = three_hundred();
        let unique: HashSet<_> = people.iter().map(|person| &person.email).collect();
        assert_eq!(unique.len(), people.len());
        assert!(people.iter().all(|p| p.email.rsplit('.').next() == Some("test") && p.email == p.email.to_lowercase()));
    }

    #[test]
    fn every_group_has_at_least_two_members() {
        let people = three_hundred();
        for group in super::super::catalogue::GROUPS {
            let members = people.iter().filter(|person| person.groups.contains(group)).count();
            assert!(members >= 2, "{group}: {members}");
        }
    }
}
