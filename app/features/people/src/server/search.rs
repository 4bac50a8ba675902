//! People in Global Search.

use kernel::{ApiError, Hit, PersonId, marked::folded};
use platform::{
    Actor, Platform,
    search::{Answer, Asked, Found, Kind},
};

use super::{policy, queries};

/// The people whom a person may look up. They have no page of their own here: `page` gives the address of what there is
/// of them elsewhere.
#[derive(Clone, Copy, Debug)]
pub struct People {
    pub page: fn(PersonId) -> String,
}

impl Kind for People {
    fn title(&self) -> &'static str {
        "People"
    }

    /// A text names many people, or one of whom there may soon be more.
    fn named<'a>(&'a self, _: &'a Platform, _: &'a Actor, _: &'a str) -> Answer<'a, Option<String>> {
        Box::pin(async { Ok(None) })
    }

    fn find<'a>(&'a self, platform: &'a Platform, actor: &'a Actor, asked: &'a Asked) -> Answer<'a, Found> {
        Box::pin(self.looked_up(platform, actor, asked))
    }
}

impl People {
    async fn looked_up(self, platform: &Platform, actor: &Actor, asked: &Asked) -> Result<Found, ApiError> {
        let Ok(permit) = policy::look_up(actor) else { return Ok(Found::default()) };
        let people = queries::look_up(&platform.searches, &permit, &asked.text, None).await?;
        let words: Vec<String> = asked.text.split_whitespace().map(folded).collect();
        let hits = people.into_iter().take(asked.most).map(|person| {
            let detail = person.detail();
            Hit { detail, ..Hit::new((self.page)(person.id), &person.name, &words) }
        });
        Ok(Found { hits: hits.collect(), ..Found::default() })
    }
}
