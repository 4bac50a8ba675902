//! Sessions in PostgreSQL: a random token in a cookie, its hash in the table.

use axum::http::{HeaderMap, HeaderValue, header};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use kernel::{ApiError, CompanyId, GroupId, PersonId, Role};
use platform::{Actor, Platform, actor::ActorData};
use sha2::{Digest, Sha256};
use sqlx::{PgConnection, PgPool};
use time::{Duration, OffsetDateTime};

/// The cookie's name.
pub const COOKIE: &str = "firstline_session";
/// How long a session lasts without being used.
pub const LIFETIME: Duration = Duration::days(14);
/// How stale "last seen" may be: a session is touched at most this often.
const TOUCH: Duration = Duration::minutes(5);

/// A session's secret: 256 random bits. Only its hash is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; 32]);

impl Token {
    pub fn random() -> Self {
        Self(rand::random())
    }

    /// The token of a request, if its cookie has the form of one.
    pub fn of(headers: &HeaderMap) -> Option<Self> {
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let value = cookies
            .flat_map(|line| line.split(';'))
            .find_map(|pair| pair.trim().strip_prefix(COOKIE)?.strip_prefix('='))?;
        let bytes = URL_SAFE_NO_PAD.decode(value).ok()?;
        Some(Self(bytes.try_into().ok()?))
    }

    /// What the table keeps.
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0).to_vec()
    }

    /// The header that gives the browser this token.
    pub fn set_cookie(&self, secure: bool) -> HeaderValue {
        let token = URL_SAFE_NO_PAD.encode(self.0);
        cookie(&token, LIFETIME.whole_seconds(), secure)
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token")
    }
}

/// The header that makes the browser forget its token.
pub fn clear_cookie(secure: bool) -> HeaderValue {
    cookie("", 0, secure)
}

fn cookie(value: &str, max_age: i64, secure: bool) -> HeaderValue {
    let secure = if secure { "; Secure" } else { "" };
    let text = format!("{COOKIE}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age}{secure}");
    // Base64 and digits: always a valid header.
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
}

/// The person behind a token, with everything a policy asks and the number at the bell, in one query.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn actor(platform: &Platform, token: &Token) -> Result<Option<Actor>, ApiError> {
    let now = platform.clock.now();
    let row = sqlx::query!(
        r#"
        select s.id, s.last_seen_at, p.id as "person: PersonId", p.name, p.email,
            p.company_id as "company: CompanyId",
            array(select role from person_role where person_id = p.id) as "roles!",
            array(select group_id from group_member where person_id = p.id order by group_id) as "groups!: Vec<GroupId>",
            array(
                select distinct g.company_id from group_member m join company_group g using (group_id)
                where m.person_id = p.id order by g.company_id
            ) as "companies!: Vec<CompanyId>",
            (
                select count(*) from (
                    select from notification where (person_id, id) > (p.id, 0)
                        and (person_id, id) <= (p.id, 9223372036854775807) and read_at is null
                    order by person_id, id limit 100
                ) n
            ) as "unread!",
            v.address || '&view=' || v.id as "opens_with?"
        from session s join person p on p.id = s.person_id
        left join list_view_choice c on c.person_id = p.id
        left join list_view v on v.id = c.default_id
        where s.token_hash = $1 and s.expires_at > $2 and p.active
        "#,
        token.hash(),
        now,
    )
    .fetch_optional(&platform.pages)
    .await
    .map_err(|error| ApiError::from(error).of_page())?;
    let Some(row) = row else { return Ok(None) };
    if now - row.last_seen_at > TOUCH {
        touch(&platform.pool, row.id, now).await?;
    }
    Ok(Some(Actor::new(ActorData {
        session: row.id,
        person: row.person,
        name: row.name,
        email: row.email,
        company: row.company,
        roles: row.roles.iter().filter_map(|role| Role::from_key(role)).collect(),
        groups: row.groups,
        companies: row.companies,
        unread: row.unread,
        opens_with: row.opens_with,
    })))
}

/// Somebody as who acts beside the requests, with what they may do now; none where they may not sign in any more.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn actor_of(connection: &mut PgConnection, person: PersonId) -> Result<Option<Actor>, ApiError> {
    let row = sqlx::query!(
        r#"
        select p.name as "name!", p.email, p.company_id as "company: CompanyId",
            array(select role from person_role where person_id = p.id) as "roles!",
            array(select group_id from group_member where person_id = p.id order by group_id) as "groups!: Vec<GroupId>",
            array(
                select distinct g.company_id from group_member m join company_group g using (group_id)
                where m.person_id = p.id order by g.company_id
            ) as "companies!: Vec<CompanyId>"
        from person p where p.id = $1 and p.active
        "#,
        person.0,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| {
        Actor::new(ActorData {
            // No session has this id.
            session: 0,
            person,
            name: row.name,
            email: row.email,
            company: row.company,
            roles: row.roles.iter().filter_map(|role| Role::from_key(role)).collect(),
            groups: row.groups,
            companies: row.companies,
            unread: 0,
            opens_with: None,
        })
    }))
}

/// Notes that a session is in use and lets it last on. No event: nothing a person did.
async fn touch(pool: &PgPool, session: i64, now: OffsetDateTime) -> Result<(), ApiError> {
    sqlx::query!("update session set last_seen_at = $2, expires_at = $3 where id = $1", session, now, now + LIFETIME)
        .execute(pool)
        .await?;
    Ok(())
}

/// Removes what has expired; run now and then by the server.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn sweep(pool: &PgPool, now: OffsetDateTime) -> Result<(), ApiError> {
    sqlx::query!("delete from session where expires_at < $1", now).execute(pool).await?;
    sqlx::query!("delete from sign_in_failure where at < $1", now - Duration::days(1)).execute(pool).await?;
    Ok(())
}

/// Browser and system in words, from what the browser says of itself.
pub fn device(user_agent: &str) -> String {
    let find = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    let browser = find(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ]);
    let system = find(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => "Unknown device".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_comes_back_from_its_cookie() {
        let token = Token::random();
        let set = token.set_cookie(true);
        let set = set.to_str().unwrap();
        assert!(set.ends_with("; Secure") && set.contains("HttpOnly") && set.contains("SameSite=Lax"));
        let mut headers = HeaderMap::new();
        let pair = set.split(';').next().unwrap();
        headers.insert(header::COOKIE, HeaderValue::from_str(&format!("theme=dark; {pair}")).unwrap());
        assert_eq!(Token::of(&headers), Some(token));
    }

    #[test]
    fn what_is_no_token_is_none() {
        for text in ["", "firstline_session=", "firstline_session=abc", "firstline_sessionx=1", "other=1"] {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::from_str(text).unwrap());
            assert_eq!(Token::of(&headers), None, "{text}");
        }
    }

    #[test]
    fn devices_in_words() {
        let chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36";
        assert_eq!(device(chrome), "Chrome on Linux");
        assert_eq!(device(""), "Unknown device");
    }
}
