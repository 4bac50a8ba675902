//! Work beside the requests.

use kernel::ApiError;
use platform::Platform;
use sqlx::PgPool;

use super::commands;

/// The most interactions that are woken before other work is seen to; the next call goes on.
const WAKES: usize = 200;

/// Puts every interaction whose wake-up time has come back to In Progress, each in a transaction of its own. Any
/// number of server processes may run it at once; each interaction is woken by one of them.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn wake(platform: &Platform) -> Result<(), ApiError> {
    for _ in 0..WAKES {
        if commands::wake(platform).await?.is_none() {
            break;
        }
    }
    Ok(())
}

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
