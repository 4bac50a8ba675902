//! What may be written into a condition: what a column's values are called, as far as the reader may see them.

use kernel::ApiError;
use people::server::queries::{rarest_pattern, search_patterns};
use sqlx::PgPool;

use crate::{
    filter::{Column, Kind, MOST_TEXT},
    model::Suggestion,
    server::policy::Visible,
};

/// The first values of a column that have a text in them, by name; `most` at most. None of a column whose values have
/// no names.
///
/// # Errors
/// `TooSlow` where it takes too long to find, `Unavailable` where the database is away.
pub async fn values(
    pool: &PgPool,
    visible: &Visible,
    column: Column,
    text: &str,
    most: i64,
) -> Result<Vec<Suggestion>, ApiError> {
    // The database takes no zero.
    let text: String = text.chars().filter(|letter| *letter != '\0').take(MOST_TEXT).collect();
    let text = text.trim();
    match column.kind() {
        Kind::Name => named(pool, visible, column, text, most).await,
        Kind::Person => people(pool, visible, column, text, most).await,
        _ => Ok(Vec::new()),
    }
}

async fn named(
    pool: &PgPool,
    visible: &Visible,
    column: Column,
    text: &str,
    most: i64,
) -> Result<Vec<Suggestion>, ApiError> {
    let found = sqlx::query_scalar!(
        r#"
        select distinct name as "name!" from (
            select name from company where $1 = 'company' and id = any($2)
            union all
            select g.name from support_group g where $1 = 'group' and (
                g.id = any($3) or exists (select from company_group c where c.group_id = g.id and c.company_id = any($2))
            )
            union all
            select name from reason where $1 = 'reason' and company_id = any($2)
            union all
            select name from category
            where level = array_position(array['category', 'subcategory', 'type'], $1) and company_id = any($2)
            union all
            select name from configuration_item where $1 = 'ci' and company_id = any($2)
            union all
            select name from service where $1 = 'service' and company_id = any($2)
        ) named
        where strpos(fold_text(name), fold_text($4)) > 0 order by 1 limit $5
        "#,
        column.key(),
        &visible.companies,
        &visible.groups,
        text,
        most,
    )
    .fetch_all(pool)
    .await?;
    Ok(found.into_iter().map(|name| Suggestion { label: name.clone(), value: name }).collect())
}

/// From how many on those who have the words of a text are met soon enough by going through all by name.
const MANY: i64 = 500;

/// Who may be an individual is a member of a group; who asks is of a company.
async fn people(
    pool: &PgPool,
    visible: &Visible,
    column: Column,
    text: &str,
    most: i64,
) -> Result<Vec<Suggestion>, ApiError> {
    let patterns = search_patterns(text);
    if column == Column::Individual {
        return members(pool, visible, &patterns, most).await;
    }
    if let Some(pattern) = rarest_pattern(&patterns) {
        let found = sqlx::query!(
            r#"
            select m.email as "value!", m.name as "label!", count(*) over () as "of!" from (
                select p.id, p.email, p.name, p.sort_name from person p
                where p.search_text like (select fold_text($1)) and p.company_id = any($2)
                    and p.search_text like all (array(select fold_text(word) from unnest($3::text[]) word))
                limit $4
            ) m
            order by m.sort_name collate "C", m.id limit $5
            "#,
            pattern,
            &visible.companies,
            &patterns,
            MANY + 1,
            most,
        )
        .fetch_all(pool)
        .await?;
        if found.first().is_none_or(|row| row.of <= MANY) {
            return Ok(found.into_iter().map(|row| Suggestion { value: row.value, label: row.label }).collect());
        }
    }
    // Inside a `case` the planner takes the words for something that many have, and walks.
    Ok(sqlx::query_as!(
        Suggestion,
        r#"
        select p.email as "value!", p.name as "label!" from unnest($1::bigint[]) s (id) cross join lateral (
            select p.id, p.email, p.name, p.sort_name from person p
            where p.company_id = s.id
                and case when p.search_text like all (array(select fold_text(word) from unnest($2::text[]) word))
                    then true end
            order by p.sort_name collate "C", p.id limit $3
        ) p
        order by p.sort_name collate "C", p.id limit $3
        "#,
        &visible.companies,
        &patterns,
        most,
    )
    .fetch_all(pool)
    .await?)
}

async fn members(
    pool: &PgPool,
    visible: &Visible,
    patterns: &[String],
    most: i64,
) -> Result<Vec<Suggestion>, ApiError> {
    // The members first: of all people they are few.
    Ok(sqlx::query_as!(
        Suggestion,
        r#"
        with member as materialized (
            select distinct m.person_id from company_group c join group_member m using (group_id)
            where c.company_id = any($1)
        )
        select p.email as value, p.name as "label!" from member m join person p on p.id = m.person_id
        where p.search_text like all (array(select fold_text(word) from unnest($2::text[]) word))
        order by p.sort_name collate "C", p.id limit $3
        "#,
        &visible.companies,
        patterns,
        most,
    )
    .fetch_all(pool)
    .await?)
}
