//! Many changed at once.

use kernel::{ApiError, Json};
use leptos::prelude::*;
use server_fn::codec::GetUrl;
use uuid::Uuid;

use crate::model::{BulkDraft, BulkForm, BulkJob, Preview, Selection};

/// How many are chosen, and what they can be given.
#[server(endpoint = "open_bulk", input = Json, output = Json)]
pub async fn open_bulk(selection: Selection) -> Result<BulkForm, ApiError> {
    use crate::server::{bulk, policy};
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            bulk::form(&platform, &policy::edit_many(&actor)?, selection).await
        }
        .await,
    )
}

/// What a change would do, and which letters it would send.
#[server(endpoint = "preview_bulk", input = Json, output = Json)]
pub async fn preview_bulk(selection: Selection, draft: BulkDraft) -> Result<Preview, ApiError> {
    use crate::server::{bulk, policy};
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            bulk::preview(&platform, &policy::edit_many(&actor)?, selection, &draft).await
        }
        .await,
    )
}

/// Begins to change them, as many as were previewed or fewer; gives the id of the job. The same `submission` again gives the
/// same job.
#[server(endpoint = "begin_bulk", input = Json, output = Json)]
pub async fn begin_bulk(
    selection: Selection,
    draft: BulkDraft,
    submission: Uuid,
    total: usize,
) -> Result<i64, ApiError> {
    use crate::server::commands;
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            let sent = commands::Sent { submission, total };
            commands::begin_bulk(&platform, &actor, selection, &draft, sent).await
        }
        .await,
    )
}

/// One's own job, as far as it is.
#[server(endpoint = "load_bulk", input = GetUrl, output = Json)]
pub async fn load_bulk(job: i64) -> Result<BulkJob, ApiError> {
    use crate::server::{bulk, policy};
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            let own = policy::own_job(&mut *platform.pool.acquire().await?, &actor, job).await?;
            bulk::job(&platform.pool, &own, platform.clock.now()).await
        }
        .await,
    )
}

/// Begins to take back what a job changed; gives the id of the job that does.
#[server(endpoint = "undo_bulk", input = Json, output = Json)]
pub async fn undo_bulk(job: i64) -> Result<i64, ApiError> {
    use crate::server::commands;
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            commands::undo_bulk(&platform, &actor, job).await
        }
        .await,
    )
}
