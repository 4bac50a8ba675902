//! Many changed at once: the posted forms.

use kernel::{ApiError, Fields};
use platform::{Actor, FormOutcome, Platform};

use crate::{
    model::{BulkDraft, SELECTION, Selection, SelectionError, bulk_page},
    server::commands,
};

/// `POST /interactions/bulk?…`, with the parameters of the page's address. To be told beforehand what it does, the form asks
/// for its page again, which says so.
pub async fn bulk(platform: &Platform, actor: &Actor, address: &[(String, String)], mut fields: Fields) -> FormOutcome {
    let draft = BulkDraft::from_fields(&fields);
    // Nothing is done that was not previewed as it is.
    if fields.get("intent") != BulkDraft::CHANGE || fields.get(BulkDraft::PREVIEWED) != draft.mark() {
        fields.set("intent", BulkDraft::PREVIEW);
        return FormOutcome::again(fields, None);
    }
    let named = |name: &str| address.iter().filter(|(said, _)| said == name).map(|(_, value)| value.clone()).collect();
    let (selection, wrong) = Selection::read(named);
    if let Some(error) = wrong.iter().find(|error| SelectionError::widens(error)) {
        return FormOutcome::again(fields, ApiError::field(SELECTION, error.to_string()));
    }
    let begun = match (fields.get(BulkDraft::SUBMISSION).parse(), fields.get(BulkDraft::TOTAL).parse()) {
        (Ok(submission), Ok(total)) => {
            commands::begin_bulk(platform, actor, selection, &draft, commands::Sent { submission, total }).await
        }
        _ => Err(ApiError::Malformed("This form is damaged. Please open the page again.".into())),
    };
    match begun {
        Ok(job) => FormOutcome::done(bulk_page(job)),
        Err(error) => FormOutcome::again(fields, error),
    }
}

/// `POST /interactions/bulk/ID`: undoes it.
pub async fn undo_bulk(platform: &Platform, actor: &Actor, job: &str, fields: Fields) -> FormOutcome {
    let undone = match job.parse() {
        Ok(job) => commands::undo_bulk(platform, actor, job).await,
        Err(_) => Err(ApiError::NotFound),
    };
    match undone {
        Ok(undo) => FormOutcome::done(bulk_page(undo)),
        Err(error) => FormOutcome::again(fields, error),
    }
}
