//! The small world the tests of every slice live in: three companies, their groups and their people.
//!
//! `fixture.sql` holds it as plain SQL; the names below are its ids. Ids of different kinds never
//! coincide, so that a test notices when one is taken for another. To add somebody: a row there, a
//! name here.

use kernel::{CategoryId, CiId, CompanyId, GroupId, PersonId, ReasonId, Role, ServiceId};
use sqlx::PgPool;
use time::{OffsetDateTime, macros::datetime};

use crate::{Actor, Blobs, Clock, Hub, Platform, actor::ActorData};

/// What time it is in the tests.
pub const NOW: OffsetDateTime = datetime!(2026-11-20 12:00 UTC);
/// Everybody's password.
pub const PASSWORD: &str = "demo";

pub const NORTHWIND: CompanyId = CompanyId(1);
pub const CONTOSO: CompanyId = CompanyId(2);
pub const FABRIKAM: CompanyId = CompanyId(3);

/// Serves Northwind and Contoso.
pub const SERVICE_DESK: GroupId = GroupId(11);
/// Serves Northwind and Contoso.
pub const NETWORK: GroupId = GroupId(12);
/// Serves Fabrikam.
pub const FABRIKAM_DESK: GroupId = GroupId(13);
/// Serves nobody.
pub const FIELD_CREW: GroupId = GroupId(14);

/// Service Desk User in Service Desk, Network and Field Crew.
pub const AGENT: PersonId = PersonId(101);
/// Service Desk User in Service Desk.
pub const COLLEAGUE: PersonId = PersonId(102);
/// Interaction Viewer in Service Desk.
pub const VIEWER: PersonId = PersonId(103);
/// Service Desk User in Fabrikam Desk.
pub const OUTSIDER: PersonId = PersonId(104);
/// Interaction Manager in Service Desk and Network.
pub const MANAGER: PersonId = PersonId(105);
/// Administrator in no group.
pub const ADMINISTRATOR: PersonId = PersonId(106);
/// Approver of Northwind, in no group.
pub const APPROVER: PersonId = PersonId(107);
/// Of Northwind, no role.
pub const REQUESTER: PersonId = PersonId(108);
/// Of Northwind, no role, VIP.
pub const VIP: PersonId = PersonId(109);
/// Of Contoso, no role.
pub const CONTOSO_USER: PersonId = PersonId(110);
/// Of Fabrikam, no role.
pub const FABRIKAM_USER: PersonId = PersonId(111);
/// Was a Service Desk User in Service Desk; may not sign in any more.
pub const LEAVER: PersonId = PersonId(112);
/// Of Northwind, no role; both have the same name.
pub const TWINS: [PersonId; 2] = [PersonId(113), PersonId(114)];
/// Interaction User in Field Crew, which serves nobody.
pub const UNASSIGNED: PersonId = PersonId(115);

/// “Enquiry” of Northwind, Contoso and Fabrikam.
pub const ENQUIRIES: [ReasonId; 3] = [ReasonId(201), ReasonId(203), ReasonId(204)];
/// “New Incident” of Northwind.
pub const NEW_INCIDENT: ReasonId = ReasonId(202);
/// A reason of Northwind that is offered no more.
pub const RETIRED_REASON: ReasonId = ReasonId(205);

/// Northwind's Hardware › Printer › Toner.
pub const PRINTERS: [CategoryId; 3] = [CategoryId(301), CategoryId(302), CategoryId(303)];
/// Northwind's Software › Mail › Calendar.
pub const MAIL: [CategoryId; 3] = [CategoryId(304), CategoryId(305), CategoryId(306)];
/// Fabrikam's Hardware › Robot › Arm.
pub const ROBOTS: [CategoryId; 3] = [CategoryId(311), CategoryId(312), CategoryId(313)];

/// Northwind's.
pub const PRINTER: CiId = CiId(401);
/// Fabrikam's.
pub const ROBOT: CiId = CiId(402);
/// Northwind's.
pub const MAIL_SERVICE: ServiceId = ServiceId(501);
/// Fabrikam's.
pub const ASSEMBLY: ServiceId = ServiceId(502);

/// A database with the small world in it.
///
/// # Panics
/// Where no PostgreSQL can be had.
pub async fn database() -> PgPool {
    let pool = super::database().await;
    fill(&pool).await;
    pool
}

/// Puts the small world into a migrated database that is empty.
///
/// # Panics
/// Where it does not go in.
pub async fn fill(pool: &PgPool) {
    sqlx::raw_sql(include_str!("fixture.sql")).execute(pool).await.expect("the small world");
}

/// The platform at [`NOW`].
pub fn platform(pool: &PgPool) -> Platform {
    platform_at(pool, NOW)
}

/// The platform at another time.
pub fn platform_at(pool: &PgPool, now: OffsetDateTime) -> Platform {
    let (pool, clock) = (pool.clone(), Clock::fixed(now));
    let (pages, searches) = (pool.clone(), pool.clone());
    let (blobs, url) = (Blobs::memory(), "https://firstline.test".into());
    let (live, kinds) = (Hub::default(), std::sync::Arc::default());
    Platform {
        pool,
        pages,
        searches,
        clock,
        live,
        blobs,
        kinds,
        demo: false,
        secure_cookies: false,
        url,
        keeps_mail: false,
    }
}

/// Somebody as signed in, without a session.
///
/// # Panics
/// Where there is no such person.
pub async fn actor(pool: &PgPool, person: PersonId) -> Actor {
    let (name, email, company): (String, String, i64) =
        sqlx::query_as("select name, email, company_id from person where id = $1")
            .bind(person)
            .fetch_one(pool)
            .await
            .expect("somebody of the small world");
    let roles: Vec<String> = column(pool, "select role from person_role where person_id = $1", person).await;
    let groups = column(pool, "select group_id from group_member where person_id = $1 order by 1", person).await;
    let companies = column(
        pool,
        "select distinct company_id from company_group join group_member using (group_id)
         where person_id = $1 order by 1",
        person,
    )
    .await;
    let opens_with = sqlx::query_scalar(
        "select v.address || '&view=' || v.id from list_view_choice c join list_view v on v.id = c.default_id
         where c.person_id = $1",
    )
    .bind(person)
    .fetch_optional(pool)
    .await
    .expect("what the list opens with");
    Actor::new(ActorData {
        session: 0,
        person,
        name,
        email,
        company: CompanyId(company),
        roles: roles.iter().map(|role| Role::from_key(role).expect("a role")).collect(),
        groups,
        companies,
        unread: 0,
        opens_with,
    })
}

async fn column<T>(pool: &PgPool, query: &'static str, person: PersonId) -> Vec<T>
where
    T: Send + Unpin + for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>,
{
    sqlx::query_scalar(query).bind(person).fetch_all(pool).await.expect("what the person belongs to")
}

/// How many rows a query counts.
///
/// # Panics
/// Where it counts nothing.
pub async fn count(pool: &PgPool, query: &'static str) -> i64 {
    sqlx::query_scalar(query).fetch_one(pool).await.expect("a count")
}

/// What was recorded, in order: `"interaction.created"`, the record, who did it.
///
/// # Panics
/// Where the audit rows and the outbox do not tell the same, or the rows are no chain.
pub async fn events(pool: &PgPool) -> Vec<(String, i64, Option<PersonId>)> {
    let audit: Vec<(i64, String, i64, Option<PersonId>)> =
        sqlx::query_as("select id, entity || '.' || event, entity_id, actor_id from audit_event order by id")
            .fetch_all(pool)
            .await
            .expect("the audit rows");
    let outbox: Vec<(i64, String)> = sqlx::query_as("select audit_event_id, event from outbox order by 1, 2")
        .fetch_all(pool)
        .await
        .expect("the outbox");
    let audited: Vec<_> = audit.iter().map(|(id, event, ..)| (*id, event.clone())).collect();
    assert_eq!(outbox, audited, "every event is in the outbox once");
    let verified = crate::chain::verify(pool, None).await.expect("the audit log");
    assert_eq!((verified.events, verified.wrong), (audit.len() as u64, Vec::new()), "every event is in its chain");
    audit.into_iter().map(|(_, event, entity, actor)| (event, entity, actor)).collect()
}
