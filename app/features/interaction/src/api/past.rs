//! The record as it was.

use kernel::{ApiError, InteractionNumber, Json};
use leptos::prelude::*;
use time::OffsetDateTime;

use crate::model::AsOf;

/// A record as it was at a moment.
#[server(endpoint = "load_as_of", input = Json, output = Json)]
pub async fn load_as_of(number: InteractionNumber, at: OffsetDateTime) -> Result<AsOf, ApiError> {
    use crate::server::{policy, queries};
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            queries::as_of(&mut *platform.pool.acquire().await?, &policy::visible(&actor)?, number, at).await
        }
        .await,
    )
}
