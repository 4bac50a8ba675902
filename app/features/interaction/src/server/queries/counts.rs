//! How many interactions each scope has: from the maintained tally, never by counting rows.

use kernel::ApiError;
use sqlx::PgExecutor;
use time::OffsetDateTime;

use crate::{
    filter::first_day,
    model::{Count, Counts},
    server::policy::Visible,
};

/// The counts of the three scopes, with the days applied: true at the moment of asking.
///
/// The tally and its not yet folded delta are added up in one statement, so in one snapshot.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn counts(
    executor: impl PgExecutor<'_>,
    visible: &Visible,
    days: Option<u16>,
    now: OffsetDateTime,
) -> Result<Counts, ApiError> {
    // The day '-infinity' stands for all days.
    let (from, to) = match days {
        Some(days) => (first_day(now, days).to_string(), "infinity"),
        None => ("-infinity".to_owned(), "-infinity"),
    };
    let counted = sqlx::query!(
        r#"
        select
            coalesce(sum(n) filter (where kind = 'individual'), 0)::bigint as "me!",
            coalesce(sum(n) filter (where kind = 'group'), 0)::bigint as "groups!",
            coalesce(sum(n) filter (where kind = 'company'), 0)::bigint as "all!"
        from (
            select kind, (
                select sum(n) from interaction_tally t
                where t.kind = k.kind and t.id = k.id and t.company_id = k.company_id
                  and t.day between $4::text::date and $5::text::date
            ) as n
            from (
                select 'company', company, company from unnest($1::bigint[]) company
                union all
                select 'group', g, company from unnest($2::bigint[]) g, unnest($1::bigint[]) company
                union all
                select 'individual', $3, company from unnest($1::bigint[]) company
            ) k (kind, id, company_id)
            union all
            select kind, n from interaction_tally_delta
            where company_id = any($1) and day between $4::text::date and $5::text::date
              and (kind = 'company' or kind = 'group' and id = any($2) or kind = 'individual' and id = $3)
        ) part
        "#,
        &visible.companies,
        &visible.groups,
        visible.person,
        from,
        to,
    )
    .fetch_one(executor)
    .await?;
    let [me, groups, all] = [counted.me, counted.groups, counted.all].map(Count::Exactly);
    Ok(Counts { me, groups, all })
}
