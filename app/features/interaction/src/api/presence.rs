//! Who else is at a record.

use kernel::{ApiError, InteractionNumber, Json};
use leptos::prelude::*;
use uuid::Uuid;

use crate::model::Present;

/// Says that a page shows the record, and whether somebody types there; gives who else is there.
#[server(endpoint = "be_present", input = Json, output = Json)]
pub async fn be_present(number: InteractionNumber, page: Uuid, typing: bool) -> Result<Vec<Present>, ApiError> {
    use crate::{
        model::Side,
        server::{policy, presence},
    };
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            let reading =
                policy::conversation(&mut *platform.pool.acquire().await?, &actor, number, Side::Desk).await?;
            presence::beat(&platform, &actor, &reading, page, typing).await?;
            presence::here(&platform, &actor, &policy::visible(&actor)?, &[number]).await
        }
        .await,
    )
}

/// Says that a page shows its record no more. Sent as a form, so that a page that is being closed can send it.
#[server(endpoint = "leave_page", output = Json)]
pub async fn leave_page(page: Uuid) -> Result<(), ApiError> {
    use crate::server::{policy, presence};
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            policy::visible(&actor)?;
            presence::leave(&platform.pool, &actor, page).await
        }
        .await,
    )
}

/// Who else is at these records: those of a page of the list, 50 at most.
#[server(endpoint = "who_is_at", input = Json, output = Json)]
pub async fn who_is_at(numbers: Vec<InteractionNumber>) -> Result<Vec<Present>, ApiError> {
    use crate::server::{policy, presence};
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            let visible = policy::visible(&actor)?;
            if numbers.len() > 50 {
                return Err(ApiError::Malformed("50 records at most.".into()));
            }
            presence::here(&platform, &actor, &visible, &numbers).await
        }
        .await,
    )
}
