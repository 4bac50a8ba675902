//! Who watches an interaction and what it belongs together with: one statement of the record page.

use kernel::{ApiError, PersonId};
use sqlx::{PgExecutor, types::Json};

use crate::{
    model::{Links, Related, Watcher, Watchers},
    server::policy::Conversation,
};

/// All that watch, and those of the related interactions that the reader may see.
///
/// # Errors
/// `NotFound` for who asked: they are told of what watches beside them on a page of their own; `Unavailable` where the
/// database is away.
pub async fn links(executor: impl PgExecutor<'_>, reading: &Conversation, person: PersonId) -> Result<Links, ApiError> {
    let row = sqlx::query!(
        r#"
        select c.external_watchers as outside,
            (
                select coalesce(jsonb_agg(jsonb_build_object(
                    'id', w.id, 'name', coalesce(p.name, w.email), 'company', pc.name,
                    'me', coalesce(w.person_id = $3, false)
                ) order by p.sort_name nulls last, w.email, w.id), '[]')
                from interaction_watcher w
                left join person p on p.id = w.person_id
                left join company pc on pc.id = p.company_id
                where w.number = i.number
            ) as "watchers!: Json<Vec<Watcher>>",
            (
                select coalesce(jsonb_agg(jsonb_build_object(
                    'number', o.number, 'kind', r.kind, 'summary', o.summary, 'status', o.status
                ) order by array_position(array['parent', 'child', 'related'], r.kind), o.number), '[]')
                from (
                    select first as number, kind from interaction_relation where second = i.number
                    union all
                    select second, case kind when 'parent' then 'child' else kind end
                    from interaction_relation where first = i.number
                ) r
                join interaction o on o.number = r.number and o.company_id = any($2)
            ) as "related!: Json<Vec<Related>>"
        from interaction i join company c on c.id = i.company_id
        where i.number = $1 and i.company_id = any($2)
        "#,
        reading.number.0,
        &reading.companies,
        person.0,
    )
    .fetch_optional(executor)
    .await?
    .ok_or(ApiError::NotFound)?;
    Ok(Links { watchers: Watchers { rows: row.watchers.0, outside: row.outside }, related: row.related.0 })
}
