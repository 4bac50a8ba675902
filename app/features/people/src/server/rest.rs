//! Plain HTTP routes of this slice, for calls that the browser must be able to break off.

use axum::{
    Extension, Json, Router,
    extract::{Query, State},
    routing::get,
};
use kernel::{ApiError, CompanyId};
use platform::{Actor, Failure, Platform};
use serde::Deserialize;

use super::{policy, queries};
use crate::model::PersonCard;

/// `GET /api/look-up/people?q=TEXT&company=ID`.
pub fn routes() -> Router<Platform> {
    Router::new().route(crate::model::LOOK_UP_PATH, get(look_up))
}

#[derive(Debug, Deserialize)]
struct LookUpQuery {
    #[serde(default)]
    q: String,
    company: Option<i64>,
}

async fn look_up(
    State(platform): State<Platform>,
    actor: Option<Extension<Actor>>,
    query: Result<Query<LookUpQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<Vec<PersonCard>>, Failure> {
    let Extension(actor) = actor.ok_or(ApiError::SignedOut)?;
    let Query(query) = query.map_err(|error| ApiError::Malformed(error.body_text()))?;
    let permit = policy::look_up(&actor)?;
    Ok(Json(queries::look_up(&platform.pool, &permit, &query.q, query.company.map(CompanyId)).await?))
}
