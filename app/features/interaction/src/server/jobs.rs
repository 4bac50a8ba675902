//! Work beside the requests.

use futures::{StreamExt, TryStreamExt};
use kernel::ApiError;
use platform::{Platform, Uow, blobs::Hash};
use sqlx::PgPool;
use time::Duration;

use super::{commands, queries};

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

/// How long what nobody names is left alone: it may be on its way in.
const UNTOUCHED: Duration = Duration::hours(1);

/// How many contents are asked about at once.
const AT_ONCE: usize = 500;

/// Removes what is left of uploads that broke off, and contents that no attachment names any more. Any number of server
/// processes may run it at once.
///
/// # Errors
/// `Unavailable` where the database is away, `Internal` where the store failed.
pub async fn sweep_attachments(platform: &Platform) -> Result<(), ApiError> {
    platform.blobs.sweep_incoming(platform.clock.now() - UNTOUCHED).await?;
    sweep_contents(platform).await
}

/// Removes contents that no attachment names any more.
///
/// A content is removed under the lock that an upload of the same content holds until its row is there: it is either
/// named by then, or put there anew.
///
/// # Errors
/// Those of [`sweep_attachments`].
pub async fn sweep_contents(platform: &Platform) -> Result<(), ApiError> {
    let before = platform.clock.now() - UNTOUCHED;
    let mut kept = std::pin::pin!(platform.blobs.before(before).try_chunks(AT_ONCE));
    while let Some(hashes) = kept.next().await {
        let hashes = hashes.map_err(|error| error.1)?;
        let unnamed = queries::unnamed(&mut *platform.pool.acquire().await?, &hashes).await?;
        for hash in unnamed {
            remove_unnamed(platform, hash).await?;
        }
    }
    Ok(())
}

async fn remove_unnamed(platform: &Platform, hash: Hash) -> Result<(), ApiError> {
    // For its lock alone: nothing is written, and nothing committed.
    let mut uow = Uow::begin(&platform.pool, None, platform.clock.now()).await?;
    queries::lock_contents(uow.connection(), &[hash]).await?;
    if !queries::unnamed(uow.connection(), &[hash]).await?.is_empty() {
        platform.blobs.remove(&hash).await?;
    }
    Ok(())
}
