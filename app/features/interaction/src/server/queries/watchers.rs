//! Who watches an interaction, as who asked is told.

use kernel::{ApiError, InteractionNumber, PersonId};
use sqlx::{PgConnection, PgExecutor, PgPool};

use crate::{
    model::{Watcher, Watchers},
    server::policy::{self, Conversation},
};

/// Those of the company who watch. Nobody else is named on this side, and no address.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn own_watchers(
    executor: impl PgExecutor<'_>,
    reading: &Conversation,
    person: PersonId,
) -> Result<Watchers, ApiError> {
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
    .fetch_all(executor)
    .await?;
    Ok(Watchers { rows, outside: false })
}

/// Which interaction somebody outside watches, by the id that the link in their e-mail names; `None` where they watch no
/// more.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn watched_outside(
    connection: &mut PgConnection,
    watcher: i64,
) -> Result<Option<InteractionNumber>, ApiError> {
    let number = sqlx::query_scalar!(
        r#"select number as "number: InteractionNumber" from interaction_watcher where id = $1 and email is not null"#,
        watcher,
    );
    Ok(number.fetch_optional(connection).await?)
}

/// Which interaction a link in an e-mail ends the e-mail about; `None` where it has ended.
///
/// # Errors
/// `NotFound` where it is no link of this house.
pub async fn leaving(pool: &PgPool, token: &str) -> Result<Option<InteractionNumber>, ApiError> {
    let leaving = policy::leaving(&mut *pool.acquire().await?, token).await?;
    Ok(leaving.map(|leaving| leaving.number))
}
