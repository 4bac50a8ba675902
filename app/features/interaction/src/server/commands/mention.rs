//! Whom a comment may name: who may read it.

use kernel::{ApiError, InteractionNumber, Role};
use sqlx::PgConnection;

use crate::model::mention::{mention, mentioned, with_mentions};

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
    let staff: Vec<String> =
        Role::ALL.iter().filter(|role| role.is_staff()).map(|role| role.key().to_owned()).collect();
    let readers = sqlx::query!(
        r#"
        select p.id, p.name as "name!"
        from person p join interaction i on i.number = $1
        where p.id = any($2) and p.active and (
            exists (select from person_role where person_id = p.id and role = any($3)) and exists (
                select from group_member m join company_group g using (group_id)
                where m.person_id = p.id and g.company_id = i.company_id
            )
            or not $4 and exists (select from interaction_own_side(i.number) own where own.person_id = p.id)
        )
        "#,
        number.0,
        &persons,
        &staff,
        internal,
    )
    .fetch_all(connection)
    .await?;
    Ok(with_mentions(text, |found| match readers.iter().find(|reader| reader.id == found.person) {
        Some(reader) => mention(&reader.name, reader.id),
        None => format!("@{}", found.name),
    }))
}
