//! Posted forms of this slice: the same, without JavaScript.

use kernel::{ApiError, Fields};
use platform::{Actor, FormOutcome, Platform};

use super::{commands, read};
use crate::model::Settings;

/// `POST /notifications`: `intent` is `settings`, `read_all`, or `read` with the field `id`.
pub async fn post(platform: &Platform, actor: &Actor, fields: Fields) -> FormOutcome {
    let outcome = match fields.get("intent") {
        Settings::INTENT => commands::choose(platform, actor, &Settings::from_fields(&fields)).await,
        "read_all" => read::all(platform, actor).await,
        "read" => match fields.get("id").parse() {
            Ok(id) => read::one(platform, actor, id).await,
            Err(_) => Err(ApiError::NotFound),
        },
        _ => Err(ApiError::Malformed("This form is damaged. Please open the page again.".into())),
    };
    match outcome {
        Ok(()) => FormOutcome::done("/notifications"),
        Err(error) => FormOutcome::again(fields, error),
    }
}
