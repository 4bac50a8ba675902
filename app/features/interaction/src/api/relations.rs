//! How interactions belong together. [`load_links`](super::load_links) reads it.

use kernel::{ApiError, InteractionNumber, Json};
use leptos::prelude::*;
use server_fn::codec::GetUrl;

use crate::model::{Relatable, RelationDraft};

/// Relates an interaction to another; gives that one's number.
#[server(endpoint = "relate_interaction", input = Json, output = Json)]
pub async fn relate_interaction(
    number: InteractionNumber,
    draft: RelationDraft,
) -> Result<InteractionNumber, ApiError> {
    use crate::server::commands;
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            commands::relate(&platform, &actor, number, &draft).await
        }
        .await,
    )
}

/// Removes the relation of two interactions.
#[server(endpoint = "unrelate_interaction", input = Json, output = Json)]
pub async fn unrelate_interaction(number: InteractionNumber, other: InteractionNumber) -> Result<(), ApiError> {
    use crate::server::commands;
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            commands::unrelate(&platform, &actor, number, other).await
        }
        .await,
    )
}

/// The interactions that a text may mean: a number, or words of a summary.
#[server(endpoint = "find_relatable", input = GetUrl, output = Json)]
pub async fn find_relatable(number: InteractionNumber, text: String) -> Result<Vec<Relatable>, ApiError> {
    use crate::server::{policy, queries};
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            let mut connection = platform.pool.acquire().await?;
            let permit = policy::seek(&mut connection, &actor, number).await?;
            queries::relatable(&mut connection, &permit, &text).await
        }
        .await,
    )
}
