//! What somebody outside may know, who has nothing but the link in their e-mail.

use kernel::{ApiError, InteractionNumber, Json};
use leptos::prelude::*;
use server_fn::codec::GetUrl;

/// Which interaction a link ends the e-mail about; `None` where it has ended.
#[server(endpoint = "load_leaving", input = GetUrl, output = Json)]
pub async fn load_leaving(token: String) -> Result<Option<InteractionNumber>, ApiError> {
    use crate::server::queries;
    use people::server::{platform, respond};
    respond(async { queries::leaving(&platform()?.pool, &token).await }.await)
}
