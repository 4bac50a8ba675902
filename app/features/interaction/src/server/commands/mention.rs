//! Whom a comment names: nobody but those who may read it.

use kernel::{ApiError, InteractionNumber};
use sqlx::PgConnection;

use crate::{
    model::mention::{mention, mentioned, with_mentions},
    server::queries::{Wanted, readers},
};

/// The text with every mention of somebody who may read it under the name they have, and all others as plain text.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn settle(
    connection: &mut PgConnection,
    number: InteractionNumber,
    internal: bool,
    text: &str,
) -> Result<String, ApiError> {
    let persons = mentioned(text);
    if persons.is_empty() {
        return Ok(text.to_owned());
    }
    let readers = readers(connection, number, internal, Wanted::Of(&persons)).await?;
    Ok(with_mentions(text, |found| match readers.iter().find(|reader| reader.id.0 == found.person) {
        Some(reader) => mention(&reader.name, reader.id.0),
        None => format!("@{}", found.name),
    }))
}
