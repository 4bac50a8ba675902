//! The time that goes into an interaction.

use kernel::{ApiError, InteractionNumber, Json};
use leptos::prelude::*;
use server_fn::codec::GetUrl;

use crate::model::{TimeDraft, TimeSheet, Timer};

/// The ledger of an interaction.
#[server(endpoint = "load_time", input = GetUrl, output = Json)]
pub async fn load_time(number: InteractionNumber) -> Result<TimeSheet, ApiError> {
    use crate::{
        model::Side,
        server::{policy, queries},
    };
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            let reading =
                policy::conversation(&mut *platform.pool.acquire().await?, &actor, number, Side::Desk).await?;
            queries::time_sheet(&platform.pool, &reading, platform.clock.now()).await
        }
        .await,
    )
}

/// Starts or pauses one's own timer.
#[server(endpoint = "press_timer", input = Json, output = Json)]
pub async fn press_timer(number: InteractionNumber, timer: Timer) -> Result<(), ApiError> {
    use crate::server::commands;
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            commands::timer(&platform, &actor, number, timer).await
        }
        .await,
    )
}

/// Corrects a segment of the ledger.
#[server(endpoint = "correct_time", input = Json, output = Json)]
pub async fn correct_time(number: InteractionNumber, segment: i64, draft: TimeDraft) -> Result<(), ApiError> {
    use crate::server::commands;
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            commands::correct_time(&platform, &actor, number, segment, &draft).await
        }
        .await,
    )
}
