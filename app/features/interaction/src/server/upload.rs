//! Files on their way in, read as they come and never held as a whole: one at a time from the program in the browser
//! ([`one`]), or several in a form without it ([`form`]).
//!
//! Who may is asked before a byte is read, and again by the command. Whatever is refused leaves nothing behind; what the
//! browser is still sending then is read and dropped for a while, because a connection that is closed with something
//! unread takes its answer with it.

use std::{pin::Pin, time::Duration};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, header},
};
use futures::{Stream, StreamExt};
use kernel::{ApiError, AttachmentId, Fields, InteractionNumber};
use multer::{Field, Multipart};
use platform::{
    Actor, FormOutcome, Platform,
    blobs::{Incoming, Refused},
};

use super::{
    commands::{self, Upload},
    policy,
};
use crate::model::{ATTACHMENT_LIMIT, ATTACHMENTS_AT_ONCE, AttachmentForm, Side, clean_name, too_large, too_many};

/// Bytes of a whole form: as many files as there may be, and what is around them.
const FORM_LIMIT: u64 = ATTACHMENT_LIMIT * ATTACHMENTS_AT_ONCE as u64 + 1024 * 1024;

/// How many parts a form is read with: enough to name those that are too many.
const PARTS: usize = 500;

/// How long a browser may be silent while it sends.
const SILENCE: Duration = Duration::from_mins(1);

/// How long what is refused is read on, for each piece.
const PATIENCE: Duration = Duration::from_secs(1);

/// A body as it comes. An error says that it broke off.
type Content = Pin<Box<dyn Stream<Item = Result<Bytes, BrokeOff>> + Send>>;

#[derive(Debug, thiserror::Error)]
#[error("the body broke off")]
struct BrokeOff;

fn content(body: Body) -> Content {
    let pieces = futures::stream::unfold(body.into_data_stream(), |mut body| async {
        let piece = tokio::time::timeout(SILENCE, body.next()).await;
        let piece = piece.map_or(Some(Err(BrokeOff)), |piece| piece.map(|piece| piece.map_err(|_| BrokeOff)))?;
        Some((piece, body))
    });
    Box::pin(pieces)
}

/// Reads what is still sent, to the size of a form at most.
async fn drain<E>(content: &mut (impl Stream<Item = Result<Bytes, E>> + Unpin)) {
    let mut read = 0;
    while let Ok(Some(Ok(piece))) = tokio::time::timeout(PATIENCE, content.next()).await {
        read += piece.len() as u64;
        if read > FORM_LIMIT {
            return;
        }
    }
}

/// Bytes that a body says it has; none where it does not say.
fn announced(headers: &HeaderMap) -> u64 {
    headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok()).unwrap_or(0)
}

fn broke_off() -> ApiError {
    ApiError::Malformed("The upload broke off. Nothing was kept; please try again.".into())
}

async fn may(platform: &Platform, actor: &Actor, number: InteractionNumber, side: Side) -> Result<(), ApiError> {
    policy::may_attach(&mut *platform.pool.acquire().await?, actor, number, side).await.map(drop)
}

/// Where a file goes to, and what its browser says of it.
#[derive(Debug)]
pub struct Destination {
    pub number: InteractionNumber,
    pub side: Side,
    pub name: String,
    pub internal: bool,
}

/// Adds one file, which is the whole body.
///
/// # Errors
/// `TooLarge`, from what the body says of itself or once more has come; those of [`commands::attach`].
pub async fn one(
    platform: &Platform,
    actor: &Actor,
    to: &Destination,
    headers: &HeaderMap,
    body: Body,
) -> Result<AttachmentId, ApiError> {
    let mut content = content(body);
    let outcome = receive_one(platform, actor, to, announced(headers), &mut content).await;
    if outcome.is_err() {
        drain(&mut content).await;
    }
    let upload = Upload { name: to.name.clone(), content: outcome? };
    let ids = commands::attach(platform, actor, to.number, to.side, to.internal, vec![upload]).await?;
    ids.first().copied().ok_or(ApiError::Internal)
}

async fn receive_one(
    platform: &Platform,
    actor: &Actor,
    to: &Destination,
    announced: u64,
    content: &mut Content,
) -> Result<Incoming, ApiError> {
    may(platform, actor, to.number, to.side).await?;
    let too_large = || ApiError::TooLarge(too_large(&clean_name(&to.name)));
    if announced > ATTACHMENT_LIMIT {
        return Err(too_large());
    }
    platform.blobs.receive(content, ATTACHMENT_LIMIT).await.map_err(|refused| match refused {
        Refused::TooLarge => too_large(),
        Refused::BrokeOff(BrokeOff) => broke_off(),
        Refused::Store(error) => error.into(),
    })
}

/// Adds the files of a form, all of them or none, and goes back to the page it was sent from.
pub async fn form(
    platform: &Platform,
    actor: &Actor,
    number: &str,
    side: Side,
    headers: &HeaderMap,
    body: Body,
) -> FormOutcome {
    let mut fields = sent();
    match attach_form(platform, actor, number, side, headers, body, &mut fields).await {
        Ok(number) => FormOutcome::done(format!("{}#attachments", side.page(number))),
        Err(error) => FormOutcome::again(fields, error),
    }
}

/// A form with files by nobody: its page asks to sign in. The files have to be chosen again after that.
pub async fn signed_out(body: Body) -> FormOutcome {
    drain(&mut content(body)).await;
    FormOutcome::again(sent(), ApiError::SignedOut)
}

/// What a page is shown again with: files cannot be carried.
fn sent() -> Fields {
    Fields(vec![(AttachmentForm::FILES.to_owned(), String::new())])
}

async fn attach_form(
    platform: &Platform,
    actor: &Actor,
    number: &str,
    side: Side,
    headers: &HeaderMap,
    body: Body,
    fields: &mut Fields,
) -> Result<InteractionNumber, ApiError> {
    let mut content = content(body);
    let allowed = async {
        let number = number.parse::<InteractionNumber>().map_err(|_| ApiError::NotFound)?;
        may(platform, actor, number, side).await?;
        if announced(headers) > FORM_LIMIT {
            let most = format!("{ATTACHMENTS_AT_ONCE} files of 5 MiB (5,242,880 bytes) each are the most in one go.");
            return Err(ApiError::TooLarge(format!("This is too large: {most} None was added.")));
        }
        let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let boundary = multer::parse_boundary(kind).map_err(|_| damaged())?;
        Ok((number, boundary))
    };
    let (number, boundary) = match allowed.await {
        Ok(allowed) => allowed,
        Err(error) => {
            drain(&mut content).await;
            return Err(error);
        }
    };
    let mut form = Form::default();
    let read = form.read(platform, Multipart::new(content, boundary)).await;
    if form.internal {
        fields.set(AttachmentForm::INTERNAL, "true");
    }
    if let Err(error) = read.and_then(|()| form.complaint().map_or(Ok(()), Err)) {
        form.discard().await;
        return Err(error);
    }
    commands::attach(platform, actor, number, side, form.internal, form.uploads).await?;
    Ok(number)
}

fn damaged() -> ApiError {
    ApiError::Malformed("This form is damaged. Please open the page again.".into())
}

/// What was read of a form with files.
#[derive(Debug, Default)]
struct Form {
    internal: bool,
    /// All files by their names, those that were not received too.
    names: Vec<String>,
    uploads: Vec<Upload>,
    too_large: Vec<String>,
}

impl Form {
    async fn read(&mut self, platform: &Platform, mut parts: Multipart<'static>) -> Result<(), ApiError> {
        for _ in 0..PARTS {
            let Some(field) = parts.next_field().await.map_err(|_| broke_off())? else { return Ok(()) };
            match (field.name(), field.file_name().map(ToOwned::to_owned)) {
                (Some(AttachmentForm::FILES), Some(name)) if !name.is_empty() => {
                    self.read_file(platform, as_typed(&name), field).await?;
                }
                (Some(AttachmentForm::INTERNAL), None) => self.internal = is_true(field).await?,
                // Read over: an empty file control, and whatever else there may be.
                _ => {}
            }
        }
        Err(damaged())
    }

    async fn read_file(&mut self, platform: &Platform, name: String, mut field: Field<'_>) -> Result<(), ApiError> {
        let name = clean_name(&name);
        self.names.push(name.clone());
        if self.names.len() > ATTACHMENTS_AT_ONCE || !self.too_large.is_empty() {
            // Nothing is kept any more; the rest is only read to be named.
            self.discard().await;
            return Ok(());
        }
        match platform.blobs.receive(&mut field, ATTACHMENT_LIMIT).await {
            Ok(content) => self.uploads.push(Upload { name, content }),
            Err(Refused::TooLarge) => self.too_large.push(name),
            Err(Refused::BrokeOff(_)) => return Err(broke_off()),
            Err(Refused::Store(error)) => return Err(error.into()),
        }
        Ok(())
    }

    /// What is wrong with the files that the form has.
    fn complaint(&self) -> Option<ApiError> {
        if self.names.len() > ATTACHMENTS_AT_ONCE {
            return Some(ApiError::field(AttachmentForm::FILES, too_many(&self.names)));
        }
        let name = self.too_large.first()?;
        let rest = if self.names.len() > 1 { " None was added." } else { "" };
        Some(ApiError::TooLarge(format!("{}{rest}", too_large(name))))
    }

    async fn discard(&mut self) {
        for upload in self.uploads.drain(..) {
            upload.content.discard().await;
        }
    }
}

async fn is_true(mut field: Field<'_>) -> Result<bool, ApiError> {
    let mut text: Vec<u8> = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(|_| broke_off())? {
        text.extend(piece.iter().take(16));
        if text.len() > 16 {
            break;
        }
    }
    Ok(text == b"true")
}

/// A file's name as it was before the browser put it into the form: quotes and line ends are escaped there, and
/// nothing else (HTML, "multipart/form-data encoding algorithm").
fn as_typed(name: &str) -> String {
    name.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n")
}
