//! Server functions of this slice: parse, call one query or command, map the error. `endpoint` keeps the
//! address (`/api/NAME`) the same from build to build.

use kernel::{ApiError, Json};
use leptos::prelude::*;
use server_fn::codec::GetUrl;

use crate::model::{Entries, Settings};

/// The newest notifications of the signed-in person, or those before one.
#[server(endpoint = "list_notifications", input = GetUrl, output = Json)]
pub async fn list_notifications(before: Option<i64>) -> Result<Entries, ApiError> {
    use crate::server::queries;
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            queries::entries(&platform, &actor, before).await
        }
        .await,
    )
}

/// How many the person has not read.
#[server(endpoint = "count_unread", input = GetUrl, output = Json)]
pub async fn count_unread() -> Result<i64, ApiError> {
    use crate::server::queries;
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            queries::unread(&platform.pool, &actor).await
        }
        .await,
    )
}

/// Marks one of the person's notifications as read.
#[server(endpoint = "read_notification", input = Json, output = Json)]
pub async fn read_notification(id: i64) -> Result<(), ApiError> {
    use crate::server::read;
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            read::one(&platform, &actor, id).await
        }
        .await,
    )
}

/// Marks all of them as read.
#[server(endpoint = "read_all_notifications", output = Json)]
pub async fn read_all_notifications() -> Result<(), ApiError> {
    use crate::server::read;
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            read::all(&platform, &actor).await
        }
        .await,
    )
}

/// Says how the person wants to be told.
#[server(endpoint = "save_notification_settings", input = Json, output = Json)]
pub async fn save_notification_settings(settings: Settings) -> Result<(), ApiError> {
    use crate::server::commands;
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            commands::choose(&platform, &actor, &settings).await
        }
        .await,
    )
}
