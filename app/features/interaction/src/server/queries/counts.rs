//! How many interactions each scope has: from the maintained tally, never by counting rows.

use kernel::ApiError;
use sqlx::PgPool;
use time::OffsetDateTime;

use super::list::first_day;
use crate::{model::Counts, server::policy::Visible};

/// The counts of the three scopes, with the days applied: true at the moment of asking.
///
/// The tally and its not yet folded delta are added up in one statement, so in one snapshot.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn counts(
    pool: &PgPool,
    visible: &Visible,
    days: Option<u16>,
    now: OffsetDateTime,
) -> Result<Counts, ApiError> {
    let since = days.map(|days| first_day(now, days));
    Ok(sqlx::query_as!(
        Counts,
        r#"
        with part as (
            select kind, id, company_id, day, n from interaction_tally
            where (kind, id) in (
                select 'company', unnest($1::bigint[])
                union all select 'group', unnest($2::bigint[])
                union all select 'individual', $3
            ) and company_id = any($1)
              and (case when $4::date is null then day = '-infinity' else day >= $4 end)
            union all
            select kind, id, company_id, day, n from interaction_tally_delta
            where company_id = any($1) and (case when $4::date is null then day = '-infinity' else day >= $4 end)
        )
        select
            coalesce(sum(n) filter (where kind = 'individual' and id = $3), 0)::bigint as "me!",
            coalesce(sum(n) filter (where kind = 'group' and id = any($2)), 0)::bigint as "groups!",
            coalesce(sum(n) filter (where kind = 'company'), 0)::bigint as "all!"
        from part
        "#,
        &visible.companies,
        &visible.groups,
        visible.person,
        since,
    )
    .fetch_one(pool)
    .await?)
}
