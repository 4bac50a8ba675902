//! Saying how one wants to be told.

use kernel::ApiError;
use platform::{Actor, Platform, Uow};

use super::event::Chosen;
use crate::{
    model::Settings,
    server::{policy, queries},
};

/// Saves how the person wants to be told; nothing changes where it is the same.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn choose(platform: &Platform, actor: &Actor, settings: &Settings) -> Result<(), ApiError> {
    let permit = policy::choose(actor);
    let settings = Settings::of(settings.choices());
    let changes = queries::settings(&platform.pool, &permit.actor).await?.changes_to(&settings);
    if changes.is_empty() {
        return Ok(());
    }
    let mut uow = Uow::begin(&platform.pool, Some(actor.person), platform.clock.now()).await?;
    let (mut kinds, mut in_app, mut by_mail) = (Vec::new(), Vec::new(), Vec::new());
    for choice in settings.choices() {
        kinds.push(choice.kind.key().to_owned());
        in_app.push(choice.in_app);
        by_mail.push(choice.by_mail);
    }
    sqlx::query!(
        "insert into notification_setting (person_id, kind, in_app, by_mail)
         select $1, kind, in_app, by_mail from unnest($2::text[], $3::boolean[], $4::boolean[]) c (kind, in_app, by_mail)
         order by kind
         on conflict (person_id, kind) do update set in_app = excluded.in_app, by_mail = excluded.by_mail",
        permit.actor.person.0,
        &kinds,
        &in_app,
        &by_mail,
    )
    .execute(uow.connection())
    .await?;
    uow.record(&Chosen(permit.actor.person, changes)).await?;
    uow.commit().await
}
