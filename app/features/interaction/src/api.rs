//! Server functions of this slice: parse, call one query or command, map the error. `endpoint` keeps the
//! address (`/api/NAME`) the same from build to build.

mod attachments;
mod bulk;
mod drafts;
mod past;
mod presence;
mod relations;
mod time;
mod unsubscribe;
mod views;
mod watchers;

use kernel::{ApiError, CompanyId, Cursor, InteractionNumber, Json, PersonId};
use leptos::prelude::*;
use server_fn::codec::GetUrl;
use uuid::Uuid;

pub use self::time::*;
pub use attachments::*;
pub use bulk::*;
pub use drafts::*;
pub use past::*;
pub use presence::*;
pub use relations::*;
pub use unsubscribe::*;
pub use views::*;
pub use watchers::*;

use crate::{
    filter::Column,
    model::{
        AuditWindow, CommentDraft, Comments, Draft, Facet, FormChoices, History, ListPage, ListQuery, ListSince,
        MyInteraction, MyRequests, MyTab, NewForm, RecordPage, Side, Suggestion,
    },
};

/// A page of the list with the counts of the scopes.
#[server(endpoint = "list_interactions", input = Json, output = Json)]
pub async fn list_interactions(query: ListQuery) -> Result<ListPage, ApiError> {
    use crate::server::{policy, queries};
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            queries::list(&platform, &policy::visible(&actor)?, &query).await
        }
        .await,
    )
}

/// The counts of the list at an address, by its parameters, and how many of it are newer than a number. Nothing where
/// they cannot be had now: an open list asks again, and has nothing to say about it.
#[server(endpoint = "list_news", input = GetUrl, output = Json)]
pub async fn list_news(list: String, number: i64) -> Result<Option<ListSince>, ApiError> {
    use crate::server::{address, policy, queries};
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            match queries::news(&platform, &policy::visible(&actor)?, &address::list(&list)?, number).await {
                Err(ApiError::Unavailable | ApiError::TooSlow) => Ok(None),
                news => news.map(Some),
            }
        }
        .await,
    )
}

/// The values of a column with how many interactions of the list have each.
#[server(endpoint = "count_values", input = Json, output = Json)]
pub async fn count_values(query: ListQuery, column: Column) -> Result<Vec<Facet>, ApiError> {
    use crate::server::{policy, queries};
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            queries::facets(&platform, &policy::visible(&actor)?, &query, column).await
        }
        .await,
    )
}

/// The first values of a column that have a text in them.
#[server(endpoint = "suggest_values", input = GetUrl, output = Json)]
pub async fn suggest_values(column: Column, text: String) -> Result<Vec<Suggestion>, ApiError> {
    use crate::server::{policy, queries};
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            queries::values(&platform.searches, &policy::visible(&actor)?, column, &text, 12).await
        }
        .await,
    )
}

/// How many interactions each scope has, for the board.
#[server(endpoint = "count_interactions", input = GetUrl, output = Json)]
pub async fn count_interactions() -> Result<crate::model::Counts, ApiError> {
    use crate::server::{policy, queries};
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            queries::counts(&platform.pool, &policy::visible(&actor)?, None, platform.clock.now()).await
        }
        .await,
    )
}

/// A new form, with what it offers for a company where one is known, or for that of the interaction it follows.
#[server(endpoint = "open_form", input = GetUrl, output = Json)]
pub async fn open_form(company: Option<CompanyId>, follows: Option<InteractionNumber>) -> Result<NewForm, ApiError> {
    use crate::server::{policy, queries};
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            let permit = policy::create(&actor)?;
            queries::new_form(&platform.pool, &permit.subject, company, follows, platform.clock.now()).await
        }
        .await,
    )
}

/// What the form offers, for a company once one is chosen.
#[server(endpoint = "load_choices", input = GetUrl, output = Json)]
pub async fn load_choices(company: Option<CompanyId>) -> Result<FormChoices, ApiError> {
    use crate::server::{policy, queries};
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            let permit = policy::create(&actor)?;
            queries::form_choices(&platform.pool, &permit.subject, company).await
        }
        .await,
    )
}

/// What a person had with the desk before.
#[server(endpoint = "load_history", input = GetUrl, output = Json)]
pub async fn load_history(person: PersonId) -> Result<History, ApiError> {
    use crate::server::{policy, queries};
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            queries::history(&platform.pool, &policy::visible(&actor)?, person, None).await
        }
        .await,
    )
}

/// Everything the record page shows; of the comments those before one, where that is asked for.
#[server(endpoint = "load_record", input = GetUrl, output = Json)]
pub async fn load_record(number: InteractionNumber, before: Option<i64>) -> Result<RecordPage, ApiError> {
    use crate::server::queries;
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            queries::record_page(&platform.pages, &actor, number, before, platform.clock.now())
                .await
                .map_err(ApiError::of_page)
        }
        .await,
    )
}

/// Logs an interaction; gives its number.
#[server(endpoint = "create_interaction", input = Json, output = Json)]
pub async fn create_interaction(draft: Draft, submission: Uuid) -> Result<InteractionNumber, ApiError> {
    use crate::server::commands;
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            commands::create(&platform, &actor, &draft, submission).await
        }
        .await,
    )
}

/// Saves an edited record that was opened at `version`; gives the new version.
#[server(endpoint = "edit_interaction", input = Json, output = Json)]
pub async fn edit_interaction(number: InteractionNumber, version: i32, draft: Draft) -> Result<i32, ApiError> {
    use crate::server::commands;
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            commands::edit(&platform, &actor, number, version, &draft).await
        }
        .await,
    )
}

/// Says something about an interaction; gives the comment's id.
#[server(endpoint = "post_comment", input = Json, output = Json)]
pub async fn post_comment(
    number: InteractionNumber,
    side: Side,
    draft: CommentDraft,
    submission: Uuid,
) -> Result<i64, ApiError> {
    use crate::server::commands;
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            commands::comment(&platform, &actor, number, side, &draft, submission).await
        }
        .await,
    )
}

/// The newest comments of an interaction, or those before one.
#[server(endpoint = "load_comments", input = Json, output = Json)]
pub async fn load_comments(number: InteractionNumber, side: Side, before: Option<i64>) -> Result<Comments, ApiError> {
    use crate::server::{policy, queries};
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            let reading = policy::conversation(&mut *platform.pool.acquire().await?, &actor, number, side).await?;
            queries::comments(&platform.pool, &reading, before).await
        }
        .await,
    )
}

/// The people a comment may name: who may read it and has every word of a text in name, e-mail or phone.
#[server(endpoint = "find_readers", input = GetUrl, output = Json)]
pub async fn find_readers(
    number: InteractionNumber,
    internal: bool,
    text: String,
) -> Result<Vec<people::model::PersonCard>, ApiError> {
    use crate::server::{policy, queries};
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            let mut connection = platform.pool.acquire().await?;
            let permit = policy::name(&mut connection, &actor, number).await?;
            queries::readers(&mut connection, permit.subject, internal, queries::Wanted::Matching(&text)).await
        }
        .await,
    )
}

/// The latest events of a record, or those before one.
#[server(endpoint = "load_audit", input = GetUrl, output = Json)]
pub async fn load_audit(number: InteractionNumber, before: Option<i64>) -> Result<AuditWindow, ApiError> {
    use crate::server::{policy, queries};
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            let reading =
                policy::conversation(&mut *platform.pool.acquire().await?, &actor, number, Side::Desk).await?;
            queries::audit(&platform.pool, &reading, before).await
        }
        .await,
    )
}

/// A page of My Requests.
#[server(endpoint = "list_my_interactions", input = Json, output = Json)]
pub async fn list_my_interactions(tab: MyTab, after: Option<Cursor>) -> Result<MyRequests, ApiError> {
    use crate::server::queries;
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            queries::my_requests(&platform.pages, &actor, tab, after).await.map_err(ApiError::of_page)
        }
        .await,
    )
}

/// An interaction as its requester sees it.
#[server(endpoint = "load_my_interaction", input = GetUrl, output = Json)]
pub async fn load_my_interaction(number: InteractionNumber, before: Option<i64>) -> Result<MyInteraction, ApiError> {
    use crate::server::queries;
    use people::server::{respond, signed_in};
    respond(
        async {
            let (platform, actor) = signed_in()?;
            queries::my_interaction(&platform.pages, &actor, number, before).await.map_err(ApiError::of_page)
        }
        .await,
    )
}
