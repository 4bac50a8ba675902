//! All rows of a list as a file, sent as they are found.
//!
//! The next rows are looked for when the last ones are on their way, so a slow reader waits for nobody, and for who has
//! gone nothing is looked for any more. A failure in the middle breaks the connection off: a browser then says that the
//! download failed, instead of keeping a file that ends too early.

use axum::{
    BoxError, Extension,
    body::Body,
    extract::{OriginalUri, Query, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use futures::{StreamExt, stream};
use kernel::{ApiError, InteractionNumber};
use people::ui::sign_in_href;
use platform::{Actor, Platform};
use time::{Date, OffsetDateTime};

use super::sentence;
use crate::{
    model::{Columns, ListQuery, MOST_PICKED, SELECTION, Selection, SelectionError},
    server::{
        policy,
        queries::{self, WholeList},
        sheet,
    },
};

/// What of the address is not understood counts for nothing, as on the page of the list.
pub async fn export(
    State(platform): State<Platform>,
    actor: Option<Extension<Actor>>,
    OriginalUri(address): OriginalUri,
    Query(said): Query<Vec<(String, String)>>,
) -> Response {
    let Some(Extension(actor)) = actor else {
        let here = address.path_and_query().map_or(address.path(), |whole| whole.as_str());
        return Redirect::to(&sign_in_href(here)).into_response();
    };
    let named = |name: &str| said.iter().filter(|(said, _)| said == name).map(|(_, value)| value.clone()).collect();
    let query = ListQuery::read(named).0;
    let (selection, wrong) = Selection::read(named);
    let file = match selection {
        Selection::Picked(_) if wrong.iter().any(|wrong| matches!(wrong, SelectionError::TooMany(..))) => {
            // A file that looks whole and is not is worse than none.
            Err(ApiError::field(SELECTION, format!("At most {MOST_PICKED} can be picked by hand.")))
        }
        Selection::Picked(picked) if Selection::is_of_picks(named) => {
            some(&platform, &actor, &picked, &query.columns).await
        }
        _ => all(platform, &actor, &query).await,
    };
    file.unwrap_or_else(sentence)
}

/// Those that were picked, as far as they are the person's to see; the newest first.
async fn some(
    platform: &Platform,
    actor: &Actor,
    picked: &[InteractionNumber],
    columns: &Columns,
) -> Result<Response, ApiError> {
    let rows = queries::picked(&platform.pool, &policy::visible(actor)?, picked).await?;
    let written = sheet::head(columns).and_then(|head| Ok([head, sheet::lines(columns, &rows)?].concat()));
    let written = written.map_err(|_| ApiError::Internal)?;
    Ok(file(Body::from(written), platform.clock.now()))
}

async fn all(platform: Platform, actor: &Actor, query: &ListQuery) -> Result<Response, ApiError> {
    let now = platform.clock.now();
    let list = WholeList::begin(&platform, policy::visible(actor)?, query).await?;
    let head = sheet::head(&query.columns).map_err(BoxError::from);
    let head = stream::once(async { head });
    let columns = query.columns.clone();
    let lines = stream::try_unfold((list, columns), |(mut list, columns)| async move {
        let Some(rows) = list.piece().await? else { return Ok::<_, BoxError>(None) };
        Ok(Some((sheet::lines(&columns, &rows)?, (list, columns))))
    });
    Ok(file(Body::from_stream(head.chain(lines)), now))
}

fn file(lines: Body, now: OffsetDateTime) -> Response {
    let mut response = lines.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // A date is ASCII without control characters.
    if let Ok(disposition) = HeaderValue::from_str(&disposition(now.date())) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}

fn disposition(today: Date) -> String {
    format!("attachment; filename=\"interactions-{today}.csv\"")
}
