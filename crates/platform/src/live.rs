//! What happens, told to every server process at once, and by each to whoever is connected to it.
//!
//! A unit of work announces its event with `NOTIFY`, in its own transaction: PostgreSQL tells it when, and only when,
//! the change is committed, and to every listener in the same order. One [`Hub`] a process listens and hands each
//! announcement to all its [`Listener`]s. It remembers the last ones, so that a connection that broke off is told what
//! it missed; where it cannot know what that was, it says [`Heard::Reset`].
//!
//! Nothing here knows who may see what: whoever forwards an announcement asks the slice's policy first.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use kernel::{ApiError, LiveEvent};
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgPool, postgres::PgListener};
use tokio::sync::broadcast;

/// The channel of `NOTIFY`.
pub const CHANNEL: &str = "firstline_live";

/// How many events a hub remembers for connections that broke off.
const REMEMBERED: usize = 4096;

/// How far a listener may fall behind before it is told to look at everything anew.
const BACKLOG: usize = 1024;

/// A payload of `NOTIFY` has less than 8,000 bytes: more people than this are told in several.
const PEOPLE: usize = 300;

/// An event as it is announced: what a browser is told, and what decides whose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    #[serde(flatten)]
    pub event: LiveEvent,
    /// The company whose staff sees it; `None` where it concerns only `people`.
    pub company: Option<i64>,
    /// Who else sees it, as who asked or watches.
    pub people: Vec<i64>,
    /// Whether it is the desk's alone.
    pub internal: bool,
}

impl Announcement {
    /// The payloads of `NOTIFY`, without the place of the event.
    pub(crate) fn payloads(&self) -> Vec<String> {
        let mut parts = vec![Self { people: self.people.iter().take(PEOPLE).copied().collect(), ..self.clone() }];
        let more = self.people.chunks(PEOPLE).skip(1);
        parts.extend(more.map(|people| Self { company: None, people: people.to_vec(), ..self.clone() }));
        parts.iter().filter_map(|part| serde_json::to_string(part).ok()).collect()
    }
}

/// Announces something that has no place among the events, once the transaction is committed. A page that was not
/// connected hears of it later, as of an event.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn announce(connection: &mut PgConnection, announcement: &Announcement) -> Result<(), ApiError> {
    sqlx::query!(
        r#"select pg_notify($1, '+ ' || payload)::text as "told" from unnest($2::text[]) payload"#,
        CHANNEL,
        &announcement.payloads(),
    )
    .fetch_all(connection)
    .await?;
    Ok(())
}

/// An announcement in the order in which things were committed.
#[derive(Clone, Debug)]
pub struct Told {
    /// The id of its audit row; `None` for what is no event.
    pub place: Option<i64>,
    /// Whether it is told later to who was not connected: not what passes without a trace, as somebody's presence does.
    pub kept: bool,
    pub announcement: Announcement,
    /// The [`LiveEvent`] as JSON, made once for all connections.
    pub json: Arc<str>,
}

impl Told {
    fn read(payload: &str) -> Option<Self> {
        let (place, json) = payload.split_once(' ')?;
        let announcement: Announcement = serde_json::from_str(json).ok()?;
        let json = serde_json::to_string(&announcement.event).ok()?.into();
        let (place, kept) = (place.parse().ok(), place != "-");
        Some(Self { place, kept, announcement, json })
    }
}

/// What a listener hears.
#[derive(Clone, Debug)]
pub enum Heard {
    Told(Arc<Told>),
    /// Some announcements were missed, nobody knows which.
    Reset,
    /// The process ends.
    End,
}

/// The announcements of a server process. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Hub(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    remembered: Mutex<Remembered>,
    sender: broadcast::Sender<Heard>,
}

#[derive(Debug, Default)]
struct Remembered {
    events: VecDeque<Arc<Told>>,
    /// The place of the last event that was dropped from `events`, or before which nothing is known.
    forgotten: Option<i64>,
    listening: bool,
}

impl Remembered {
    /// What came after a place; `None` where nobody knows any more.
    fn after(&self, place: i64) -> Option<Vec<Heard>> {
        let found = self.events.iter().rposition(|told| told.place == Some(place));
        let from = match found {
            Some(found) => found + 1,
            None if self.listening && self.forgotten == Some(place) => 0,
            None => return None,
        };
        Some(self.events.iter().skip(from).cloned().map(Heard::Told).collect())
    }

    /// The place of the latest event.
    fn latest(&self) -> Option<i64> {
        self.events.iter().rev().find_map(|told| told.place).or(self.forgotten)
    }
}

impl Default for Hub {
    fn default() -> Self {
        Self(Arc::new(Inner { remembered: Mutex::default(), sender: broadcast::Sender::new(BACKLOG) }))
    }
}

impl Hub {
    fn remembered(&self) -> MutexGuard<'_, Remembered> {
        self.0.remembered.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The place of the latest event this process was told of, for a page that is made now; `None` before it listens.
    pub fn latest(&self) -> Option<i64> {
        self.remembered().latest()
    }

    /// Listens from now on; first to what came after `place`, where one is named.
    pub fn subscribe(&self, place: Option<i64>) -> Listener {
        let remembered = self.remembered();
        let missed = place.map_or_else(Vec::new, |place| remembered.after(place).unwrap_or_else(|| vec![Heard::Reset]));
        Listener { missed: missed.into(), receiver: self.0.sender.subscribe() }
    }

    /// Tells every listener that the process ends.
    pub fn end(&self) {
        // An error says that nobody listens.
        let _ = self.0.sender.send(Heard::End);
    }

    fn tell(&self, told: Told) {
        let told = Arc::new(told);
        let mut remembered = self.remembered();
        if told.kept {
            if remembered.events.len() == REMEMBERED
                && let Some(dropped) = remembered.events.pop_front()
            {
                remembered.forgotten = dropped.place;
            }
            remembered.events.push_back(told.clone());
        }
        // While the lock is held: whoever subscribes hears each event once.
        let _ = self.0.sender.send(Heard::Told(told));
    }

    /// Begins to listen at `latest`, or anew after the connection was lost.
    fn restart(&self, latest: i64) {
        let mut remembered = self.remembered();
        *remembered = Remembered { events: VecDeque::new(), forgotten: Some(latest), listening: true };
        let _ = self.0.sender.send(Heard::Reset);
    }

    /// Listens to the database for as long as the process lives. A database that is away is tried again every second.
    pub async fn listen(self, pool: PgPool) {
        loop {
            match self.listen_once(&pool).await {
                Ok(()) => tracing::warn!("the connection that hears of changes was lost"),
                Err(error) => tracing::warn!(%error, "no connection to hear of changes"),
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    async fn listen_once(&self, pool: &PgPool) -> Result<(), sqlx::Error> {
        let mut listener = PgListener::connect_with(pool).await?;
        listener.listen(CHANNEL).await?;
        let latest = sqlx::query_scalar!(r#"select coalesce(max(id), 0) as "id!" from audit_event"#);
        self.restart(latest.fetch_one(&mut listener).await?);
        while let Some(notification) = listener.try_recv().await? {
            if let Some(told) = Told::read(notification.payload()) {
                self.tell(told);
            } else {
                tracing::warn!(payload = notification.payload(), "an announcement cannot be read");
            }
        }
        Ok(())
    }
}

/// Hears what a [`Hub`] is told.
#[derive(Debug)]
pub struct Listener {
    missed: VecDeque<Heard>,
    receiver: broadcast::Receiver<Heard>,
}

impl Listener {
    /// The next thing heard; waits for it.
    pub async fn next(&mut self) -> Heard {
        if let Some(missed) = self.missed.pop_front() {
            return missed;
        }
        match self.receiver.recv().await {
            Ok(heard) => heard,
            Err(broadcast::error::RecvError::Lagged(_)) => Heard::Reset,
            Err(broadcast::error::RecvError::Closed) => Heard::End,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(place: i64) -> Told {
        let event = LiveEvent { kind: "thing.changed".into(), id: 1, version: 1 };
        let announcement = Announcement { event, company: Some(1), people: Vec::new(), internal: false };
        Told { place: Some(place), kept: true, announcement, json: "{}".into() }
    }

    fn places(heard: &[Heard]) -> Vec<i64> {
        let place = |heard: &Heard| match heard {
            Heard::Told(told) => told.place.unwrap(),
            Heard::Reset | Heard::End => -1,
        };
        heard.iter().map(place).collect()
    }

    #[test]
    fn what_was_missed_is_told_in_the_order_of_commits() {
        let hub = Hub::default();
        hub.restart(10);
        // 12 began after 11 and was committed before it.
        for place in [12, 11, 13] {
            hub.tell(told(place));
        }
        let missed = |after| places(&hub.subscribe(Some(after)).missed.into_iter().collect::<Vec<_>>());
        assert_eq!(missed(12), [11, 13]);
        assert_eq!(missed(13), [0; 0]);
        assert_eq!(missed(10), [12, 11, 13]);
        // Never heard of here: anything may have been missed.
        assert_eq!(missed(9), [-1]);
        assert_eq!(hub.latest(), Some(13));
    }

    /// A page is made between an event and what people are told of it, and listens after both.
    #[test]
    fn what_is_no_event_is_told_later_too_unless_it_passes() {
        let hub = Hub::default();
        hub.restart(10);
        hub.tell(told(11));
        let json = serde_json::to_string(&told(0).announcement).unwrap();
        hub.tell(Told::read(&format!("+ {json}")).unwrap());
        hub.tell(Told::read(&format!("- {json}")).unwrap());
        assert_eq!(hub.latest(), Some(11));
        assert_eq!(hub.subscribe(Some(11)).missed.len(), 1);
        hub.tell(told(12));
        assert_eq!(hub.subscribe(Some(11)).missed.len(), 2);
    }

    #[test]
    fn what_is_forgotten_is_not_guessed() {
        let hub = Hub::default();
        assert_eq!(places(&hub.subscribe(Some(0)).missed.into_iter().collect::<Vec<_>>()), [-1]);
        hub.restart(0);
        for place in 1..=i64::try_from(REMEMBERED).unwrap() + 2 {
            hub.tell(told(place));
        }
        let missed = |after| hub.subscribe(Some(after)).missed.len();
        assert_eq!((missed(0), missed(1), missed(2)), (1, 1, REMEMBERED));
    }

    #[test]
    fn many_people_are_told_in_payloads_that_fit() {
        let mut announcement = told(1).announcement;
        announcement.people = (0..1000).map(|n| 9_000_000_000_000_000 + n).collect();
        let payloads = announcement.payloads();
        assert!(payloads.iter().all(|payload| payload.len() < 7_900));
        let parts: Vec<Announcement> = payloads.iter().map(|json| serde_json::from_str(json).unwrap()).collect();
        assert_eq!(parts.iter().filter(|part| part.company.is_some()).count(), 1);
        assert_eq!(parts.into_iter().flat_map(|part| part.people).collect::<Vec<_>>(), announcement.people);
    }
}
