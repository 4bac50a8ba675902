//! Interactions in Global Search.

use std::collections::BTreeSet;

use kernel::{ApiError, InteractionNumber};
use platform::{
    Actor, Platform,
    search::{Answer, Asked, Found, Kind},
};

use super::{policy, queries};
use crate::model::Side;

/// Those that a person sees as staff, and their own.
#[derive(Debug)]
pub struct Interactions;

impl Kind for Interactions {
    fn title(&self) -> &'static str {
        "Interactions"
    }

    fn named<'a>(&'a self, platform: &'a Platform, actor: &'a Actor, text: &'a str) -> Answer<'a, Option<String>> {
        Box::pin(named(platform, actor, text))
    }

    fn find<'a>(&'a self, platform: &'a Platform, actor: &'a Actor, asked: &'a Asked) -> Answer<'a, Found> {
        Box::pin(find(platform, actor, asked))
    }
}

/// The page of the interaction of that number, written with its letters or without.
async fn named(platform: &Platform, actor: &Actor, text: &str) -> Result<Option<String>, ApiError> {
    let Some(number) = InteractionNumber::read(text) else { return Ok(None) };
    let mut connection = platform.pool.acquire().await?;
    for side in [Side::Desk, Side::Own] {
        let seen = match side {
            Side::Desk => match policy::visible(actor) {
                Ok(visible) => queries::sees(&mut connection, &visible, number).await,
                Err(error) => Err(error),
            },
            Side::Own => queries::owns(&mut connection, actor.person, number).await,
        };
        match seen {
            Ok(()) => return Ok(Some(side.page(number))),
            Err(ApiError::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

async fn find(platform: &Platform, actor: &Actor, asked: &Asked) -> Result<Found, ApiError> {
    let own = queries::own(platform, actor, asked);
    let Ok(visible) = policy::visible(actor) else { return own.await };
    let (mut found, mut own) = tokio::try_join!(queries::at_desk(platform, &visible, asked), own)?;
    // Words like the typed ones count only where nothing has these.
    match (found.similar || found.hits.is_empty(), own.similar || own.hits.is_empty()) {
        (true, false) => found = Found::default(),
        (false, true) => own = Found::default(),
        _ => found.similar |= own.similar,
    }
    let known: BTreeSet<String> = found.hits.iter().map(|hit| hit.number.clone()).collect();
    found.hits.extend(own.hits.into_iter().filter(|hit| !known.contains(&hit.number)));
    found.hits.truncate(asked.most);
    Ok(found)
}
