//! Saved lists.

use kernel::{ApiError, Json};
use leptos::prelude::*;
use server_fn::codec::GetUrl;

use crate::model::{ListQuery, ListView, ViewsPage};

/// The saved lists that the person sees, in their order.
#[server(endpoint = "list_views", input = GetUrl, output = Json)]
pub async fn list_views() -> Result<Vec<ListView>, ApiError> {
    use crate::server::{policy, queries};
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            queries::views(&platform.pool, &actor, &policy::visible(&actor)?).await
        }
        .await,
    )
}

/// Everything the page of saved lists shows, about a list that may be saved there.
#[server(endpoint = "load_views", input = Json, output = Json)]
pub async fn load_views(query: ListQuery) -> Result<ViewsPage, ApiError> {
    use crate::server::{policy, queries};
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            queries::views_page(&platform, &actor, &policy::visible(&actor)?, &query).await
        }
        .await,
    )
}
