//! Who watches an interaction.

use kernel::{ApiError, InteractionNumber, Json};
use leptos::prelude::*;
use server_fn::codec::GetUrl;

use crate::model::{Links, Side, WatcherDraft};

/// Who watches, and what the interaction belongs together with, as the desk sees it.
#[server(endpoint = "load_links", input = GetUrl, output = Json)]
pub async fn load_links(number: InteractionNumber) -> Result<Links, ApiError> {
    use crate::server::{policy, queries};
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            let reading =
                policy::conversation(&mut *platform.pool.acquire().await?, &actor, number, Side::Desk).await?;
            queries::links(&platform.pool, &reading, actor.person).await
        }
        .await,
    )
}

/// Watches it oneself.
#[server(endpoint = "watch_interaction", input = Json, output = Json)]
pub async fn watch_interaction(number: InteractionNumber, side: Side) -> Result<(), ApiError> {
    use crate::server::commands;
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            commands::watch(&platform, &actor, number, side).await
        }
        .await,
    )
}

/// Watches it no more.
#[server(endpoint = "unwatch_interaction", input = Json, output = Json)]
pub async fn unwatch_interaction(number: InteractionNumber, side: Side) -> Result<(), ApiError> {
    use crate::server::commands;
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            commands::unwatch(&platform, &actor, number, side).await
        }
        .await,
    )
}

/// Makes somebody watch it.
#[server(endpoint = "add_watcher", input = Json, output = Json)]
pub async fn add_watcher(number: InteractionNumber, draft: WatcherDraft) -> Result<(), ApiError> {
    use crate::server::commands;
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            commands::add_watcher(&platform, &actor, number, &draft).await
        }
        .await,
    )
}

/// Removes a watcher.
#[server(endpoint = "remove_watcher", input = Json, output = Json)]
pub async fn remove_watcher(number: InteractionNumber, watcher: i64) -> Result<(), ApiError> {
    use crate::server::commands;
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            commands::remove_watcher(&platform, &actor, number, watcher).await
        }
        .await,
    )
}
