//! Server functions of this slice: parse, call one query or command, map the error. `endpoint` keeps the
//! address (`/api/NAME`) the same from build to build.

use kernel::{ApiError, Json};
use leptos::prelude::*;

use crate::model::{Results, Wanted};

/// What is found of every kind.
#[server(endpoint = "search_everything", input = Json, output = Json)]
pub async fn search_everything(q: String, wanted: Wanted) -> Result<Results, ApiError> {
    use crate::server::queries;
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            Ok(queries::everything(&platform, &actor, &q, wanted).await)
        }
        .await,
    )
}
