//! Reads.

mod look_up;

use kernel::{ApiError, CompanyId, PersonId, Role};
use platform::{Actor, Permit, Platform};
use sqlx::PgPool;

use super::{policy::LookUp, session::device};
use crate::model::{PersonCard, SessionRow};

pub use look_up::{look_up, rarest_pattern, search_patterns};

/// One person of a company the asker sees, as a look-up would show them.
///
/// # Errors
/// `NotFound` where there is none.
pub async fn card(pool: &PgPool, permit: &Permit<LookUp>, person: PersonId) -> Result<PersonCard, ApiError> {
    let companies: Vec<i64> = permit.actor.staff_companies().iter().map(|company| company.0).collect();
    sqlx::query_as!(
        PersonCard,
        r#"
        select p.id as "id: PersonId", p.name, p.email, p.phone, p.vip, p.kind = 'guest' as "guest!",
            p.company_id as "company_id: CompanyId", c.name as company
        from person p join company c on c.id = p.company_id
        where p.id = $1 and p.company_id = any($2) and p.active
        "#,
        person.0,
        &companies,
    )
    .fetch_optional(pool)
    .await?
    .ok_or(ApiError::NotFound)
}

/// Where the person is signed in, the latest first.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn sessions(platform: &Platform, actor: &Actor) -> Result<Vec<SessionRow>, ApiError> {
    let rows = sqlx::query!(
        "select id, created_at, last_seen_at, user_agent, address from session
         where person_id = $1 and expires_at > $2 order by last_seen_at desc, id desc limit 50",
        actor.person.0,
        platform.clock.now(),
    )
    .fetch_all(&platform.pool)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| SessionRow {
            id: row.id,
            created_at: row.created_at,
            last_seen_at: row.last_seen_at,
            device: device(&row.user_agent),
            address: row.address,
            current: row.id == actor.session,
        })
        .collect())
}

/// E-mail, name and first role of the demo accounts; none where the demo is not shown.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn demo_accounts(platform: &Platform) -> Result<Vec<(String, String, String)>, ApiError> {
    if !platform.demo {
        return Ok(Vec::new());
    }
    let rows = sqlx::query!(
        r#"
        select p.email, p.name, p.vip,
            (select role from person_role where person_id = p.id order by role limit 1) as role
        from person p where p.email like '%@demo.test' and p.password_hash is not null order by p.id
        "#
    )
    .fetch_all(&platform.pool)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let requester = if row.vip { "Requester, VIP" } else { "Requester" };
            let role = row.role.as_deref().and_then(Role::from_key).map_or(requester, Role::label);
            (row.email, row.name, role.to_owned())
        })
        .collect())
}
