//! The demo organisation as the interactions see it: read back from the database.
//!
//! What an administrator changed since it was made is respected: a category that is gone is not
//! chosen, a new member of a group gets work.

use std::collections::HashMap;

use sqlx::PgConnection;

use super::catalogue::COMPANIES;
use super::names::lang_of;
use super::people::ACCOUNTS;

/// How many people of each company have never called.
const SILENT: usize = 3;

/// Somebody who calls, is called about, or answers.
#[derive(Clone, Debug, Default)]
pub struct Person {
    pub id: i64,
    pub company: usize,
    pub first: String,
    pub last: String,
    pub email: String,
    pub phone: String,
    pub vip: bool,
    pub guest: bool,
    /// The language the person may write in besides English; empty for none of ours.
    pub lang: &'static str,
    /// Member of a support group.
    pub staff: bool,
}

impl Person {
    pub fn name(&self) -> String {
        format!("{} {}", self.first, self.last)
    }

    /// Whether it is a demo account.
    pub fn is_account(&self) -> bool {
        ACCOUNTS.iter().any(|account| account.email == self.email)
    }
}

/// A support group and the positions of its members who work, in [`Organisation::people`].
#[derive(Clone, Debug, Default)]
pub struct Group {
    pub id: i64,
    pub name: String,
    pub members: Vec<usize>,
}

/// A demo company and what belongs to it.
#[derive(Clone, Debug, Default)]
pub struct Company {
    pub id: i64,
    pub name: String,
    pub reasons: Vec<(i64, String)>,
    /// By parent and name.
    pub categories: HashMap<(Option<i64>, String), i64>,
    /// Id, name, kind.
    pub items: Vec<(i64, String, String)>,
    pub services: Vec<(i64, String)>,
    /// The groups that serve it; the first is its first line.
    pub groups: Vec<usize>,
    /// Those who may need help, by position in [`Organisation::people`].
    pub requesters: Vec<usize>,
    /// Who approves, likewise.
    pub approver: Option<usize>,
}

/// What interactions are made of.
#[derive(Clone, Debug, Default)]
pub struct Organisation {
    pub companies: Vec<Company>,
    pub groups: Vec<Group>,
    pub people: Vec<Person>,
}

impl Organisation {
    /// Reads the demo companies and what belongs to them, in the order of ids.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn read(connection: &mut PgConnection) -> Result<Self, sqlx::Error> {
        let mut organisation = Self::default();
        organisation.read_companies(connection).await?;
        organisation.read_people(connection).await?;
        organisation.read_groups(connection).await?;
        Ok(organisation)
    }

    async fn read_companies(&mut self, connection: &mut PgConnection) -> Result<(), sqlx::Error> {
        for plan in COMPANIES {
            let Some(id) = sqlx::query_scalar::<_, i64>("select id from company where name = $1")
                .bind(plan.name)
                .fetch_optional(&mut *connection)
                .await?
            else {
                continue;
            };
            let mut company = Company { id, name: plan.name.to_owned(), ..Company::default() };
            company.reasons =
                sqlx::query_as("select id, name from reason where company_id = $1 and active order by position")
                    .bind(id)
                    .fetch_all(&mut *connection)
                    .await?;
            company.items =
                sqlx::query_as("select id, name, kind from configuration_item where company_id = $1 order by id")
                    .bind(id)
                    .fetch_all(&mut *connection)
                    .await?;
            company.services = sqlx::query_as("select id, name from service where company_id = $1 order by id")
                .bind(id)
                .fetch_all(&mut *connection)
                .await?;
            let categories: Vec<(i64, Option<i64>, String)> =
                sqlx::query_as("select id, parent_id, name from category where company_id = $1")
                    .bind(id)
                    .fetch_all(&mut *connection)
                    .await?;
            company.categories = categories.into_iter().map(|(id, parent, name)| ((parent, name), id)).collect();
            self.companies.push(company);
        }
        Ok(())
    }

    async fn read_people(&mut self, connection: &mut PgConnection) -> Result<(), sqlx::Error> {
        type Row = (i64, i64, String, String, String, String, bool, bool, bool);
        let rows: Vec<Row> = sqlx::query_as(
            "select id, company_id, first_name, last_name, email, phone, vip, kind = 'guest',
                 exists (select from group_member m where m.person_id = person.id)
             from person where active order by id",
        )
        .fetch_all(&mut *connection)
        .await?;
        for (id, company_id, first, last, email, phone, vip, guest, staff) in rows {
            let Some(company) = self.companies.iter().position(|company| company.id == company_id) else { continue };
            let lang = lang_of(&last);
            self.people.push(Person { id, company, first, last, email, phone, vip, guest, lang, staff });
        }
        self.find_requesters();
        let approvers: Vec<i64> =
            sqlx::query_scalar("select person_id from person_role where role = 'approver' order by person_id")
                .fetch_all(connection)
                .await?;
        for (at, company) in self.companies.iter_mut().enumerate() {
            let is_approver = |person: &Person| person.company == at && approvers.contains(&person.id);
            company.approver = self.people.iter().position(is_approver);
        }
        Ok(())
    }

    /// Who may need help: everybody but the demo accounts, whose share is planned, and a few who
    /// never called.
    pub fn find_requesters(&mut self) {
        for (at, company) in self.companies.iter_mut().enumerate() {
            let ordinary = |person: &Person| person.company == at && !person.is_account();
            company.requesters =
                (0..).zip(&self.people).filter(|(_, person)| ordinary(person)).map(|(at, _)| at).collect();
            let mut silent = SILENT;
            company.requesters.retain(|at| {
                let spared = silent > 0 && !self.people[*at].staff && !self.people[*at].guest;
                silent -= usize::from(spared);
                !spared
            });
        }
    }

    async fn read_groups(&mut self, connection: &mut PgConnection) -> Result<(), sqlx::Error> {
        let groups: Vec<(i64, String)> =
            sqlx::query_as("select id, name from support_group order by id").fetch_all(&mut *connection).await?;
        let members: Vec<(i64, i64)> =
            // Work goes to those who may do it, not to those who only read.
            sqlx::query_as(
                "select group_id, person_id from group_member m
                 where exists (
                     select from person_role r where r.person_id = m.person_id
                         and r.role in ('service_desk_user', 'interaction_user', 'interaction_manager'))
                 order by group_id, person_id",
            )
            .fetch_all(&mut *connection)
            .await?;
        let c2g: Vec<(i64, i64)> = sqlx::query_as("select company_id, group_id from company_group order by group_id")
            .fetch_all(&mut *connection)
            .await?;
        let position: HashMap<i64, usize> = self.people.iter().zip(0..).map(|(person, at)| (person.id, at)).collect();
        for (id, name) in groups {
            let of = members.iter().filter(|(group, _)| *group == id);
            let members = of.filter_map(|(_, person)| position.get(person).copied()).collect();
            self.groups.push(Group { id, name, members });
        }
        for company in &mut self.companies {
            let serves = |group: &Group| c2g.contains(&(company.id, group.id));
            company.groups = (0..).zip(&self.groups).filter(|(_, group)| serves(group)).map(|(at, _)| at).collect();
        }
        Ok(())
    }

    /// The account of this address, as a position in [`Organisation::people`].
    pub fn account(&self, email: &str) -> Option<usize> {
        self.people.iter().position(|person| person.email == email)
    }
}
