//! What somebody typed and has not sent, for them alone.

use kernel::{ApiError, InteractionNumber, Json};
use leptos::prelude::*;
use server_fn::codec::GetUrl;

use crate::model::{Draft, Kept, Place, Typed};

/// What was kept of a form, if anything.
#[server(endpoint = "load_draft", input = Json, output = Json)]
pub async fn load_draft(place: Place) -> Result<Option<Kept>, ApiError> {
    use crate::server::{drafts, policy};
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            let writing = policy::writing(&mut *platform.pool.acquire().await?, &actor, place).await?;
            drafts::load(&platform.pool, &writing).await
        }
        .await,
    )
}

/// Keeps what stands in a form until it is sent. JSON, which a page that is being closed can send too.
#[server(endpoint = "save_draft", input = Json, output = Json)]
pub async fn save_draft(place: Place, typed: Typed) -> Result<(), ApiError> {
    use crate::server::{drafts, policy};
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            let writing = policy::writing(&mut *platform.pool.acquire().await?, &actor, place).await?;
            drafts::save(&platform, &writing, &typed).await
        }
        .await,
    )
}

/// Lets go of what was kept of a form.
#[server(endpoint = "discard_draft", input = Json, output = Json)]
pub async fn discard_draft(place: Place) -> Result<(), ApiError> {
    use crate::server::{drafts, policy};
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            policy::writing(&mut *platform.pool.acquire().await?, &actor, place).await?;
            drafts::discard(&platform.pool, actor.person, place).await
        }
        .await,
    )
}

/// A record's form as it was at a version: what an edit that was left began with. None of a version it never had.
#[server(endpoint = "load_version", input = GetUrl, output = Json)]
pub async fn load_version(number: InteractionNumber, version: i32) -> Result<Option<Draft>, ApiError> {
    use crate::server::{policy, queries};
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            queries::opened(&mut *platform.pool.acquire().await?, &policy::visible(&actor)?, number, version).await
        }
        .await,
    )
}
