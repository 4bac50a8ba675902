//! Posted forms of this slice: the same verbs, without JavaScript.

use kernel::{ApiError, Fields, InteractionNumber};
use platform::{Actor, FormOutcome, Platform};
use uuid::Uuid;

use super::commands;
use crate::model::Draft;

/// The name of the button that only asks for the choices of another company or category.
pub const REFRESH: &str = "refresh";

/// `POST /interactions/new`.
pub async fn create(platform: &Platform, actor: &Actor, fields: Fields) -> FormOutcome {
    if fields.get("intent") == REFRESH {
        return FormOutcome::again(fields, None);
    }
    let draft = Draft::from_fields(&fields);
    let outcome = match fields.get("submission").parse::<Uuid>() {
        Ok(submission) => commands::create(platform, actor, &draft, submission).await,
        Err(_) => Err(ApiError::Malformed("This form is damaged. Please open a new one.".into())),
    };
    match outcome {
        Ok(number) => FormOutcome::done(format!("/interactions/{number}")),
        Err(error) => FormOutcome::again(fields, error),
    }
}

/// `POST /interactions/INT…`.
pub async fn edit(platform: &Platform, actor: &Actor, number: &str, fields: Fields) -> FormOutcome {
    if fields.get("intent") == REFRESH {
        return FormOutcome::again(fields, None);
    }
    let draft = Draft::from_fields(&fields);
    let outcome = match (number.parse::<InteractionNumber>(), fields.get("version").parse()) {
        (Ok(number), Ok(version)) => commands::edit(platform, actor, number, version, &draft).await.map(|_| number),
        (Err(_), _) => Err(ApiError::NotFound),
        (_, Err(_)) => Err(ApiError::Malformed("This form is damaged. Please open the record again.".into())),
    };
    match outcome {
        Ok(number) => FormOutcome::done(format!("/interactions/{number}")),
        Err(error) => FormOutcome::again(fields, error),
    }
}
