//! Server functions of this slice: parse, call one query or command, map the error. `endpoint` keeps the
//! address (`/api/NAME`) the same from build to build.

use kernel::{ApiError, Json, PersonId};
use leptos::prelude::*;
use server_fn::codec::GetUrl;

use crate::model::{GuestDraft, PersonCard, SessionRow};

/// The demo accounts as the sign-in page offers them: e-mail, name and role; none outside the demo.
#[server(endpoint = "demo_accounts", output = Json)]
pub async fn demo_accounts() -> Result<Vec<(String, String, String)>, ApiError> {
    use crate::server::{platform, queries, respond};
    respond(async { queries::demo_accounts(&platform()?).await }.await)
}

/// Where the signed-in person is signed in.
#[server(endpoint = "list_sessions", output = Json)]
pub async fn list_sessions() -> Result<Vec<SessionRow>, ApiError> {
    use crate::server::{queries, respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            queries::sessions(&platform, &actor).await
        }
        .await,
    )
}

/// Who is signed in, for a page that was open for a while.
#[server(endpoint = "who_is_signed_in", input = GetUrl, output = Json)]
pub async fn who_is_signed_in() -> Result<PersonId, ApiError> {
    use crate::server::{respond, signed_in};
    respond(
        async {
            let (_, actor) = signed_in()?;
            Ok(actor.person)
        }
        .await,
    )
}

/// Signs in from a page that outlived its session; gives who that is.
#[server(endpoint = "sign_in_again", input = Json, output = Json)]
pub async fn sign_in_again(email: String, password: String) -> Result<PersonId, ApiError> {
    use crate::server::{context, forms, platform, respond};
    respond(
        async {
            let (platform, origin) = (platform()?, context::origin()?);
            let (actor, cookie) = forms::session_of(&platform, &email, &password, &origin).await?;
            context::set_cookie(cookie);
            Ok(actor.person)
        }
        .await,
    )
}

/// Registers a guest.
#[server(endpoint = "add_guest", input = Json, output = Json)]
pub async fn add_guest(draft: GuestDraft) -> Result<PersonCard, ApiError> {
    use crate::server::{commands, respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            commands::add_guest(&platform, &actor, &draft).await
        }
        .await,
    )
}
