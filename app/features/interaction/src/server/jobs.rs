//! Work beside the requests.

use kernel::ApiError;
use sqlx::PgPool;

/// Folds the tally's delta into the tally, in one statement: a reader sees it before or after, never
/// between. Any number of server processes may run it at once; they share the rows out.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn fold_tally(pool: &PgPool) -> Result<(), ApiError> {
    sqlx::query!(
        r#"
        with taken as (
            delete from interaction_tally_delta
            where ctid = any(array(select ctid from interaction_tally_delta limit 20000 for update skip locked))
            returning kind, id, company_id, day, n
        )
        insert into interaction_tally as t (kind, id, company_id, day, n)
        select kind, id, company_id, day, sum(n) from taken group by kind, id, company_id, day
        order by kind, id, company_id, day
        on conflict (kind, id, company_id, day) do update set n = t.n + excluded.n
        "#
    )
    .execute(pool)
    .await?;
    Ok(())
}
