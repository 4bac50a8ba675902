//! What may be written into a condition: what a column's values are called, as far as the reader may see them.

use kernel::ApiError;
use people::server::queries::search_patterns;
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
/// `Unavailable` where the database is away.
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

/// Who may be an individual is a member of a group; who asks is of a company.
async fn people(
    pool: &PgPool,
    visible: &Visible,
    column: Column,
    text: &str,
    most: i64,
) -> Result<Vec<Suggestion>, ApiError> {
    let patterns = search_patterns(text);
    Ok(sqlx::query_as!(
        Suggestion,
        r#"
        select p.email as value, p.name as label from person p
        where p.search_text like all (array(select fold_text(word) from unnest($3::text[]) word))
            and case when $2 then exists (
                select from group_member m join company_group c using (group_id)
                where m.person_id = p.id and c.company_id = any($1)
            ) else p.company_id = any($1) end
        order by p.sort_name, p.id limit $4
        "#,
        &visible.companies,
        column == Column::Individual,
        &patterns,
        most,
    )
    .fetch_all(pool)
    .await?)
}
