//! The files of an interaction. Their content comes and goes by plain routes: see `server/rest.rs`.

use kernel::{ApiError, AttachmentId, InteractionNumber, Json};
use leptos::prelude::*;

use crate::model::{Attachment, Side};

/// The files of an interaction, newest first.
#[server(endpoint = "load_attachments", input = Json, output = Json)]
pub async fn load_attachments(number: InteractionNumber, side: Side) -> Result<Vec<Attachment>, ApiError> {
    use crate::server::{policy, queries};
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            let reading = policy::conversation(&mut *platform.pool.acquire().await?, &actor, number, side).await?;
            queries::attachments(&platform.pool, &actor, &reading).await
        }
        .await,
    )
}

/// Removes a file from an interaction.
#[server(endpoint = "remove_attachment", input = Json, output = Json)]
pub async fn remove_attachment(number: InteractionNumber, side: Side, id: AttachmentId) -> Result<(), ApiError> {
    use crate::server::commands;
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            commands::remove_attachment(&platform, &actor, number, side, id).await
        }
        .await,
    )
}
