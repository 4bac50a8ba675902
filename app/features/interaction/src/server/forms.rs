//! Posted forms of this slice: the same verbs, without JavaScript.

mod bulk;
mod links;
pub mod views;

use kernel::{ApiError, Fields, InteractionNumber, StaleField};
use people::{
    model::{GuestDraft, PersonCard},
    server::commands::add_guest,
};
use platform::{Actor, FormOutcome, Platform};
use uuid::Uuid;

use super::{commands, policy, queries};
use crate::model::{
    AttachmentForm, CommentDraft, Draft, PERSONS, RelationDraft, Side, TimeDraft, Timer, Watching, add_intent,
    guest_beside, guest_field,
};

pub use bulk::{bulk, undo_bulk};

/// The name of the button that only asks for the choices of another company or category.
pub const REFRESH: &str = "refresh";

/// `POST /interactions/new`.
pub async fn create(platform: &Platform, actor: &Actor, fields: Fields) -> FormOutcome {
    if fields.get("intent") == REFRESH {
        return FormOutcome::again(fields, None);
    }
    if let Some(person) = adds(&fields) {
        let company = fields.get("company").to_owned();
        return with_guest(platform, actor, person, company, fields).await;
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

/// `POST /interactions/INT…`: the record's own form, or one that stands beside it.
pub async fn record(platform: &Platform, actor: &Actor, number: &str, fields: Fields) -> FormOutcome {
    if AttachmentForm::is_sent_by(&fields) {
        return remove_attachment(platform, actor, number, Side::Desk, fields).await;
    }
    if CommentDraft::is_sent_by(&fields) {
        return comment(platform, actor, number, Side::Desk, fields).await;
    }
    if Watching::is_sent_by(&fields) {
        return links::watching(platform, actor, number, Side::Desk, fields).await;
    }
    if RelationDraft::is_sent_by(&fields) {
        return links::relating(platform, actor, number, fields).await;
    }
    if Timer::is_sent_by(&fields) || TimeDraft::is_sent_by(&fields) {
        return time(platform, actor, number, fields).await;
    }
    edit(platform, actor, number, fields).await
}

/// `POST /unsubscribe/TOKEN`, by a person or by their mail program (RFC 8058), whatever the form says. The page says that
/// it is done: a mail program follows no redirect.
pub async fn unsubscribe(platform: &Platform, token: &str) -> FormOutcome {
    FormOutcome::again(Fields::default(), commands::unsubscribe(platform, token).await.err())
}

/// `POST /my-requests/INT…`: a comment by who asked, that they watch, or that a file of theirs is to go.
pub async fn own(platform: &Platform, actor: &Actor, number: &str, fields: Fields) -> FormOutcome {
    if Watching::is_sent_by(&fields) {
        return links::watching(platform, actor, number, Side::Own, fields).await;
    }
    if AttachmentForm::is_sent_by(&fields) {
        return remove_attachment(platform, actor, number, Side::Own, fields).await;
    }
    comment(platform, actor, number, Side::Own, fields).await
}

async fn comment(platform: &Platform, actor: &Actor, number: &str, side: Side, fields: Fields) -> FormOutcome {
    let draft = CommentDraft::from_fields(&fields);
    let outcome = match (number.parse::<InteractionNumber>(), fields.get(CommentDraft::SUBMISSION).parse()) {
        (Ok(number), Ok(submission)) => {
            commands::comment(platform, actor, number, side, &draft, submission).await.map(|_| number)
        }
        (Err(_), _) => Err(ApiError::NotFound),
        (_, Err(_)) => Err(ApiError::Malformed("This form is damaged. Please open the page again.".into())),
    };
    match outcome {
        Ok(number) => FormOutcome::done(format!("{}#comments", side.page(number))),
        Err(error) => FormOutcome::again(fields, error),
    }
}

/// Removes a file from somebody who said that they are sure; asks them on the page that comes back where they did not.
async fn remove_attachment(
    platform: &Platform,
    actor: &Actor,
    number: &str,
    side: Side,
    fields: Fields,
) -> FormOutcome {
    let outcome = match (number.parse::<InteractionNumber>(), AttachmentForm::removes(&fields)) {
        (Ok(_), Some(Ok(_))) if fields.get(AttachmentForm::SURE) != "true" => return FormOutcome::again(fields, None),
        (Ok(number), Some(Ok(id))) => {
            commands::remove_attachment(platform, actor, number, side, id).await.map(|()| number)
        }
        (Ok(_), None) => Err(ApiError::Malformed("Files come in a form that is made for them.".into())),
        _ => Err(ApiError::NotFound),
    };
    match outcome {
        Ok(number) => FormOutcome::done(format!("{}#attachments", side.page(number))),
        Err(error) => FormOutcome::again(fields, error),
    }
}

async fn time(platform: &Platform, actor: &Actor, number: &str, fields: Fields) -> FormOutcome {
    let damaged = || ApiError::Malformed("This form is damaged. Please open the page again.".into());
    let sent = async {
        let number: InteractionNumber = number.parse().map_err(|_| ApiError::NotFound)?;
        if TimeDraft::is_sent_by(&fields) {
            let segment = fields.get(TimeDraft::SEGMENT).parse().map_err(|_| damaged())?;
            commands::correct_time(platform, actor, number, segment, &TimeDraft::from_fields(&fields)).await?;
        } else {
            let timer = Timer::from_key(fields.get(Timer::NAME)).ok_or_else(damaged)?;
            commands::timer(platform, actor, number, timer).await?;
        }
        Ok::<_, ApiError>(number)
    };
    match sent.await {
        Ok(number) => FormOutcome::done(format!("{}#time", Side::Desk.page(number))),
        Err(error) => FormOutcome::again(fields, error),
    }
}

async fn edit(platform: &Platform, actor: &Actor, number: &str, mut fields: Fields) -> FormOutcome {
    if fields.get("intent") == REFRESH {
        return FormOutcome::again(fields, None);
    }
    if let Some(person) = adds(&fields) {
        return match company_of(platform, actor, number).await {
            Ok(company) => with_guest(platform, actor, person, company, fields).await,
            Err(error) => FormOutcome::again(fields, error),
        };
    }
    let draft = Draft::from_fields(&fields);
    let outcome = match (number.parse::<InteractionNumber>(), fields.get("version").parse()) {
        (Ok(number), Ok(version)) => commands::edit(platform, actor, number, version, &draft).await.map(|_| number),
        (Err(_), _) => Err(ApiError::NotFound),
        (_, Err(_)) => Err(ApiError::Malformed("This form is damaged. Please open the record again.".into())),
    };
    match outcome {
        Ok(number) => FormOutcome::done(format!("/interactions/{number}")),
        Err(error) => {
            if let ApiError::Stale(stale) = &error {
                take_over(&mut fields, &stale.theirs);
            }
            FormOutcome::again(fields, error)
        }
    }
}

/// The form comes back on the version of now: what only others changed is in it, or the next save would take it back.
fn take_over(fields: &mut Fields, theirs: &[StaleField]) {
    for StaleField { field, value, text, .. } in theirs {
        fields.set(field, value.clone());
        if PERSONS.contains(&field.as_str()) {
            fields.set(&format!("{field}_text"), text.clone());
        }
    }
}

/// The box whose guest is to be added, if that button sent the form.
fn adds(fields: &Fields) -> Option<&'static str> {
    PERSONS.into_iter().find(|person| fields.get("intent") == add_intent(person))
}

/// The company of a record, whatever the form says.
async fn company_of(platform: &Platform, actor: &Actor, number: &str) -> Result<String, ApiError> {
    let number = number.parse().map_err(|_| ApiError::NotFound)?;
    let mut connection = platform.pool.acquire().await?;
    let record = queries::record(&mut connection, &policy::visible(actor)?, number).await?;
    Ok(record.company_id().to_string())
}

/// Adds the guest typed beside a box and fills the form in; the form comes back either way, and is not saved.
async fn with_guest(
    platform: &Platform,
    actor: &Actor,
    person: &'static str,
    company: String,
    mut fields: Fields,
) -> FormOutcome {
    let draft = GuestDraft { company, ..guest_beside(person, &fields) };
    match add_guest(platform, actor, &draft).await {
        Ok(guest) => {
            fill_in(&mut fields, person, &guest);
            FormOutcome::again(fields, None)
        }
        Err(ApiError::Invalid(mut errors)) => {
            // The company is the form's own field.
            for error in errors.0.iter_mut().filter(|error| error.field != "company") {
                error.field = guest_field(person, &error.field);
            }
            FormOutcome::again(fields, ApiError::Invalid(errors))
        }
        Err(error) => FormOutcome::again(fields, error),
    }
}

/// What choosing somebody fills in, with nothing that was typed overwritten.
fn fill_in(fields: &mut Fields, person: &str, guest: &PersonCard) {
    let prefix = guest_field(person, "");
    fields.0.retain(|(name, _)| !name.starts_with(&prefix));
    let choose = |fields: &mut Fields, person: &str| {
        fields.set(person, guest.id.to_string());
        fields.set(&format!("{person}_text"), guest.name.clone());
    };
    choose(fields, person);
    if person != "requested_for" {
        return;
    }
    for (name, value) in [("contact_email", &guest.email), ("contact_phone", &guest.phone)] {
        if fields.get(name).trim().is_empty() {
            fields.set(name, value.clone());
        }
    }
    let nobody = ["requested_by", "requested_by_text"].into_iter().all(|name| fields.get(name).trim().is_empty());
    if nobody {
        choose(fields, "requested_by");
    }
}
