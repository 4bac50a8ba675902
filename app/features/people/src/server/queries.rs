//! Reads.

use kernel::{ApiError, CompanyId, PersonId, Role};
use platform::{Actor, Permit, Platform};
use sqlx::PgPool;

use super::{policy::LookUp, session::device};
use crate::model::{PersonCard, SessionRow};

/// How many people a look-up offers.
const LOOK_UP_ROWS: i64 = 8;

/// The people of the companies the person sees (or of the one given) whose name, e-mail or phone
/// contains every word of `text`; whose name begins with it come first.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn look_up(
    pool: &PgPool,
    permit: &Permit<LookUp>,
    text: &str,
    company: Option<CompanyId>,
) -> Result<Vec<PersonCard>, ApiError> {
    let companies: Vec<i64> = permit
        .actor
        .staff_companies()
        .iter()
        .filter(|visible| company.is_none_or(|company| company == **visible))
        .map(|visible| visible.0)
        .collect();
    let text = normal(text);
    // No text of the database has a zero in it, and it takes none.
    if text.is_empty() || text.contains('\0') {
        return Ok(Vec::new());
    }
    let patterns: Vec<String> = text.split(' ').map(|word| format!("%{}%", escape_like(word))).collect();
    Ok(sqlx::query_as!(
        PersonCard,
        r#"
        select p.id as "id: PersonId", p.name, p.email, p.phone, p.vip, p.kind = 'guest' as "guest!",
            p.company_id as "company_id: CompanyId", c.name as company
        from person p join company c on c.id = p.company_id
        where p.company_id = any($1) and p.active and p.search_text like all (array(select fold_text(word) from unnest($2::text[]) word))
        order by not starts_with(p.sort_name, fold_text($3)), p.sort_name, p.id
        limit $4
        "#,
        &companies,
        &patterns,
        text,
        LOOK_UP_ROWS,
    )
    .fetch_all(pool)
    .await?)
}

/// Lower case, words parted by one blank; a word that reads as a phone number is its digits alone.
fn normal(text: &str) -> String {
    let text = text.trim().to_lowercase();
    let phone_like =
        text.chars().any(|c| c.is_ascii_digit()) && text.chars().all(|c| c.is_ascii_digit() || " +-()/.".contains(c));
    if phone_like {
        return text.chars().filter(char::is_ascii_digit).collect();
    }
    text.split_whitespace().take(8).collect::<Vec<_>>().join(" ")
}

/// The text with the signs that mean something to `like` made plain.
fn escape_like(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_number_is_looked_up_by_its_digits() {
        assert_eq!(normal("+44 (0)20 7946-0123"), "4402079460123");
        assert_eq!(normal("  Ana   ORTIZ "), "ana ortiz");
        assert_eq!(normal("ortiz2"), "ortiz2");
    }

    #[test]
    fn signs_of_like_are_plain() {
        assert_eq!(escape_like(r"50%_a\b"), r"50\%\_a\\b");
    }
}
