//! What all kinds find.

use std::{sync::Arc, time::Duration};

use futures::future::join_all;
use kernel::ApiError;
use platform::{
    Actor, Platform,
    search::{Asked, Found, Kind},
};

use crate::model::{Results, Section, Wanted};

/// How long a kind is waited for.
const PATIENCE: Duration = Duration::from_secs(8);

/// What a person finds by a text. A kind that fails says so in its own place, and keeps no other from being shown.
pub async fn everything(platform: &Platform, actor: &Actor, q: &str, wanted: Wanted) -> Results {
    let q = q.trim();
    let text: String = q.chars().take(Asked::LONGEST).filter(|letter| *letter != '\0').collect();
    let note = note(q);
    if !has_words(&text) {
        return Results { note, ..Results::default() };
    }
    if wanted == Wanted::Page
        && let Some(straight) = named(platform, actor, &text).await
    {
        return Results { straight: Some(straight), ..Results::default() };
    }
    let asked = Asked { text, most: wanted.most(), excerpts: wanted == Wanted::Page };
    let sections = join_all(platform.kinds.iter().map(|kind| section(platform, actor, kind, &asked))).await;
    Results { straight: None, sections: sections.into_iter().flatten().collect(), note }
}

/// What is said of a text that is not searched for as it is.
fn note(q: &str) -> Option<String> {
    if q.is_empty() {
        None
    } else if !has_words(q) {
        Some("There is no letter and no digit in it that could be searched for.".to_owned())
    } else if q.chars().nth(Asked::LONGEST).is_some() {
        Some(format!("Of what is searched for, the first {} characters count.", Asked::LONGEST))
    } else {
        None
    }
}

fn has_words(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// The page of what the text names, of the first kind that has it. Where that cannot be told, it is searched for.
async fn named(platform: &Platform, actor: &Actor, text: &str) -> Option<String> {
    for kind in platform.kinds.iter() {
        match kind.named(platform, actor, text).await {
            Ok(None) => {}
            Ok(found) => return found,
            Err(error) => tracing::warn!(%error, kind = kind.title(), "what is named could not be looked up"),
        }
    }
    None
}

async fn section(platform: &Platform, actor: &Actor, kind: &Arc<dyn Kind>, asked: &Asked) -> Option<Section> {
    let found = tokio::time::timeout(PATIENCE, kind.find(platform, actor, asked)).await;
    let title = kind.title().to_owned();
    match found.unwrap_or(Err(ApiError::TooSlow)) {
        Ok(Found { hits, .. }) if hits.is_empty() => None,
        Ok(Found { hits, more, similar }) => Some(Section { title, hits, more, similar, failed: None }),
        Err(error) => Some(Section { title, hits: Vec::new(), more: None, similar: false, failed: Some(error) }),
    }
}
