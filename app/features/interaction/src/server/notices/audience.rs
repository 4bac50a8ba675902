//! Who may have to be told: everybody who had to do with the interactions, and what each sees of them now.

use std::collections::HashMap;

use kernel::{ApiError, AuditValue, InteractionNumber, Role};
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::{facts::Fact, numbers};
use crate::model::notice::{Candidate, What};

/// A watcher of nobody who is known.
#[derive(Debug)]
pub struct Outside {
    pub watcher: i64,
    pub email: String,
    pub since: OffsetDateTime,
}

/// Those who may have to be told, by interaction.
#[derive(Debug, Default)]
pub struct Audience {
    people: HashMap<i64, Vec<Candidate>>,
    outside: HashMap<i64, Vec<Outside>>,
}

impl Audience {
    pub fn people(&self, number: InteractionNumber) -> &[Candidate] {
        self.people.get(&number.0).map(Vec::as_slice).unwrap_or_default()
    }

    pub fn outside(&self, number: InteractionNumber) -> &[Outside] {
        self.outside.get(&number.0).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Somebody who is about to watch an interaction, and is treated as though they did.
#[derive(Debug)]
pub struct Joining {
    number: i64,
    who: AuditValue,
    at: OffsetDateTime,
}

/// Who begins to watch by something that has not happened.
pub fn joining(fact: &Fact) -> Option<Joining> {
    match &fact.happening.what {
        What::Watched(who) => Some(Joining { number: fact.number.0, who: who.clone(), at: fact.happening.at }),
        _ => None,
    }
}

/// # Errors
/// `Unavailable` where the database is away.
pub async fn audience(
    connection: &mut PgConnection,
    facts: &[Fact],
    joining: &[Joining],
) -> Result<Audience, ApiError> {
    if facts.is_empty() {
        return Ok(Audience::default());
    }
    let numbers = numbers(facts);
    let people = people(connection, facts, &numbers, joining).await?;
    let mut outside = outside(connection, &numbers).await?;
    for Joining { number, who, at } in joining.iter().filter(|joining| joining.who.id.is_none()) {
        // An id that nobody has: no link is sent to them.
        let joins = Outside { watcher: 0, email: who.text.clone(), since: *at };
        outside.entry(*number).or_default().push(joins);
    }
    Ok(Audience { people, outside })
}

/// What somebody sees as staff is what [`policy::visible`](crate::server::policy::visible) says, as who asked what
/// `interaction_own_side` says: both as of now.
async fn people(
    connection: &mut PgConnection,
    facts: &[Fact],
    numbers: &[i64],
    joining: &[Joining],
) -> Result<HashMap<i64, Vec<Candidate>>, ApiError> {
    let joins = joining.iter().filter_map(|joining| Some((joining.number, joining.who.id?)));
    let (join, joins): (Vec<i64>, Vec<i64>) = joins.unzip();
    let (mut of, mut persons, mut group_of, mut groups) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for Fact { number, happening, after, .. } in facts {
        let mentions: &[i64] = match &happening.what {
            What::Commented(said) => &said.mentions,
            _ => &[],
        };
        let named = [after.requested_for, after.requested_by].into_iter().chain(after.individual);
        for person in named.chain(mentions.iter().copied()) {
            of.push(number.0);
            persons.push(person);
        }
        // Their members are told where there is no individual.
        if let (Some((group, _)), None) = (&after.group, after.individual) {
            group_of.push(number.0);
            groups.push(*group);
        }
    }
    let staff = Role::staff_keys();
    let rows = sqlx::query!(
        r#"
        with joining as (
            select number, person_id from unnest($7::bigint[], $8::bigint[]) joining (number, person_id)
        ), pair as (
            select number, person_id from unnest($1::bigint[], $2::bigint[]) named (number, person_id)
            union
            select of.number, m.person_id from unnest($3::bigint[], $4::bigint[]) of (number, group_id)
            join group_member m using (group_id)
            union
            select number, person_id from interaction_watcher where number = any($5) and person_id is not null
            union
            select number, person_id from joining
        )
        select i.number, p.id as person,
            exists (select from person_role where person_id = p.id and role = any($6)) and exists (
                select from group_member m join company_group g using (group_id)
                where m.person_id = p.id and g.company_id = i.company_id
            ) as "desk!",
            exists (select from interaction_own_side(i.number) own where own.person_id = p.id)
                or p.company_id = i.company_id and (i.number, p.id) in (select number, person_id from joining) as "own!",
            (select at from interaction_watcher where number = i.number and person_id = p.id) as watches,
            array(select group_id from group_member where person_id = p.id) as "groups!"
        from pair join interaction i using (number) join person p on p.id = pair.person_id
        where p.active
        order by i.number, p.id
        "#,
        &of,
        &persons,
        &group_of,
        &groups,
        numbers,
        &staff,
        &join,
        &joins,
    )
    .fetch_all(connection)
    .await?;
    let mut people: HashMap<i64, Vec<Candidate>> = HashMap::new();
    for row in rows {
        let (desk, own, watches, groups) = (row.desk, row.own, row.watches, row.groups);
        people.entry(row.number).or_default().push(Candidate { person: row.person, desk, own, watches, groups });
    }
    Ok(people)
}

/// Those outside, as far as the company still allows them.
async fn outside(connection: &mut PgConnection, numbers: &[i64]) -> Result<HashMap<i64, Vec<Outside>>, ApiError> {
    let rows = sqlx::query!(
        r#"
        select w.number, w.id, w.email as "email!", w.at
        from interaction_watcher w join interaction i using (number) join company c on c.id = i.company_id
        where w.number = any($1) and w.email is not null and c.external_watchers
        order by w.id
        "#,
        numbers,
    )
    .fetch_all(connection)
    .await?;
    let mut outside: HashMap<i64, Vec<Outside>> = HashMap::new();
    for row in rows {
        outside.entry(row.number).or_default().push(Outside { watcher: row.id, email: row.email, since: row.at });
    }
    Ok(outside)
}
