//! Tells people what happened to interactions: reads events from the outbox, finds who may have to be told, lets
//! [`model::notice`](crate::model::notice) decide, and hands it to the slice that tells them.
//!
//! A batch costs the same few statements however many events are in it, and all of it is one transaction: an event is
//! gone from the outbox when, and only when, what is told of it is there.

mod audience;
mod facts;

use std::{collections::HashSet, time::Instant};

use kernel::{ApiError, InteractionNumber};
use notification::{
    model::{Notice, Recipient, Subject},
    server::{addressed, notify},
};
use platform::{Platform, live::Heard, outbox::Batch};
use sqlx::PgConnection;
use time::Duration;

use self::audience::Audience;
use super::unsubscribe;
use crate::model::{
    Letters, Side,
    notice::{Told, told, told_outside},
};

pub(super) use self::facts::Fact;

/// What a message calls the thing that it is about.
pub const SUBJECT: &str = "interaction";

/// How long after an event the next ones are waited for, so that many are told at once.
const GATHER: std::time::Duration = std::time::Duration::from_millis(150);

/// How long a process that hears of nothing waits before it looks by itself.
const LOOK: std::time::Duration = std::time::Duration::from_secs(1);

/// Tells people what happens for as long as the process lives; what happens to one interaction `within` a time is one
/// message. Of several processes, one at a time. However much there is to tell, it works half the time at most: those who
/// record it go first.
pub async fn work(platform: Platform, within: Duration) {
    let mut listener = platform.live.subscribe(None);
    loop {
        let begun = Instant::now();
        match tell(&platform, within).await {
            // There may be more.
            Ok(count) if count > 0 => {
                tokio::time::sleep(begun.elapsed()).await;
                continue;
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "nobody was told of what happened"),
        }
        if let Ok(Heard::End) = tokio::time::timeout(LOOK, listener.next()).await {
            return;
        }
        tokio::time::sleep(GATHER).await;
    }
}

/// Tells people of the oldest events that nobody was told of. Gives how many events there were.
///
/// # Errors
/// `Unavailable` where the database is away: nothing was told, and all of it will be.
pub async fn tell(platform: &Platform, within: Duration) -> Result<usize, ApiError> {
    let Some(mut batch) = Batch::take(&platform.pool).await? else { return Ok(0) };
    let events = batch.events().to_vec();
    let facts = facts::facts(batch.connection(), &events).await?;
    let audience = audience::audience(batch.connection(), &facts, &[]).await?;
    let key = unsubscribe::key(batch.connection()).await?;
    let notices = facts.iter().flat_map(|fact| notices(fact, &audience, &key)).collect();
    notify(batch.connection(), notices, within).await?;
    batch.done().await
}

/// How many events that have not happened are looked at together.
const AT_ONCE: usize = 100;

/// Which letters would be written if all of this happened: by the same rules, and as though none were open that would take
/// more lines.
///
/// # Errors
/// `Unavailable` where the database is away.
pub(super) async fn letters(connection: &mut PgConnection, facts: &[Fact]) -> Result<Letters, ApiError> {
    let key = unsubscribe::key(connection).await?;
    let (mut letters, mut people) = (0, HashSet::new());
    for facts in facts.chunks(AT_ONCE) {
        // Who is about to watch does not do so yet.
        let joining: Vec<_> = facts.iter().filter_map(audience::joining).collect();
        let audience = audience::audience(connection, facts, &joining).await?;
        let notices = facts.iter().flat_map(|fact| notices(fact, &audience, &key)).collect();
        let addresses = addressed(connection, notices).await?;
        letters += addresses.len();
        people.extend(addresses);
    }
    Ok(Letters { letters, people: people.len() })
}

/// What everybody is told of one event.
fn notices(fact: &Fact, audience: &Audience, key: &unsubscribe::Key) -> Vec<Notice> {
    let notice = |recipient, Told { side, reasons, lines }, page: bool| {
        let path = if page { side.page(fact.number) } else { String::new() };
        let (label, title) = (fact.number.to_string(), fact.summary.clone());
        let subject = Subject { kind: SUBJECT, id: fact.number.0, label, title, path };
        Notice { recipient, subject, reasons, lines, at: fact.happening.at }
    };
    let people = audience.people(fact.number).iter().filter_map(|one| {
        let told = told(&fact.happening, &fact.after, one)?;
        Some(notice(Recipient::Person(kernel::PersonId(one.person)), told, true))
    });
    let outside = audience.outside(fact.number).iter().filter_map(|one| {
        let told = told_outside(&fact.happening, &fact.after, &one.email, one.since)?;
        debug_assert_eq!(told.side, Side::Own);
        let unsubscribe = unsubscribe::path(key, one.watcher);
        // Who cannot sign in needs no page.
        Some(notice(Recipient::Outside { email: one.email.clone(), unsubscribe }, told, false))
    });
    people.chain(outside).collect()
}

/// The interactions of some facts, each once.
fn numbers(facts: &[Fact]) -> Vec<i64> {
    let mut numbers: Vec<InteractionNumber> = facts.iter().map(|fact| fact.number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.into_iter().map(|number| number.0).collect()
}
