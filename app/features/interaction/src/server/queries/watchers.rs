//! Who watches an interaction, as who asked is told.

use kernel::{ApiError, PersonId};
use sqlx::PgPool;

use crate::{
    model::{Watcher, Watchers},
    server::policy::Conversation,
};

/// Those of the company who watch. Nobody else is named on this side, and no address.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn own_watchers(pool: &PgPool, reading: &Conversation, person: PersonId) -> Result<Watchers, ApiError> {
    let rows = sqlx::query_as!(
        Watcher,
        r#"
        select w.id, p.name as "name!", c.name as "company?", p.id = $2 as "me!"
        from interaction i
        join interaction_watcher w on w.number = i.number
        join person p on p.id = w.person_id and p.company_id = i.company_id
        join company c on c.id = p.company_id
        where i.number = $1
        order by p.sort_name, w.id
        "#,
        reading.number.0,
        person.0,
    )
    .fetch_all(pool)
    .await?;
    Ok(Watchers { rows, outside: false })
}
