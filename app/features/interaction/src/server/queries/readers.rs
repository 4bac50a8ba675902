//! Who may read a comment, and so may be named in it.

use kernel::{ApiError, CompanyId, InteractionNumber, PersonId, Role};
use people::{model::PersonCard, server::queries::search_patterns};
use sqlx::PgConnection;

/// How many people are offered.
const OFFERED: i64 = 8;

/// Of whom the readers are wanted.
pub enum Wanted<'a> {
    /// Those of these people.
    Of(&'a [i64]),
    /// The first ones who have every word of a text in name, e-mail or phone; whose name begins with it before others.
    Matching(&'a str),
}

/// Those who may read a comment on an interaction: the desk of its company, and who asked unless it is internal.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn readers(
    connection: &mut PgConnection,
    number: InteractionNumber,
    internal: bool,
    wanted: Wanted<'_>,
) -> Result<Vec<PersonCard>, ApiError> {
    let (of, text, patterns, most) = match wanted {
        Wanted::Of(people) => (Some(people), "", Vec::new(), i64::MAX),
        Wanted::Matching(text) => (None, text, search_patterns(text), OFFERED),
    };
    if of.is_none() && patterns.is_empty() {
        return Ok(Vec::new());
    }
    let staff = Role::staff_keys();
    Ok(sqlx::query_as!(
        PersonCard,
        r#"
        with reader as (
            select m.person_id from interaction i join company_group g on g.company_id = i.company_id
            join group_member m on m.group_id = g.group_id
            where i.number = $1 and exists (select from person_role r where r.person_id = m.person_id and r.role = any($2))
            union
            select own.person_id from interaction_own_side($1) own where not $3
        )
        select p.id as "id: PersonId", p.name as "name!", p.email as "email!", p.phone as "phone!", p.vip as "vip!",
            p.kind = 'guest' as "guest!", p.company_id as "company_id!: CompanyId", c.name as "company!"
        from reader join person p on p.id = reader.person_id join company c on c.id = p.company_id
        where p.active and ($4::bigint[] is null or p.id = any($4))
            and p.search_text like all (array(select fold_text(word) from unnest($5::text[]) word))
        order by starts_with(p.sort_name, fold_text($7)) desc, p.sort_name collate "C", p.id limit $6
        "#,
        number.0,
        &staff,
        internal,
        of,
        &patterns,
        most,
        text.trim(),
    )
    .fetch_all(connection)
    .await?)
}
