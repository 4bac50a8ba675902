//! The stream of what changed, for one open page: server-sent events.
//!
//! Each carries what happened to which record and the version it has since, and only what the policy lets this person
//! hear. A connection that broke off says which event it heard last and is told the rest.

use std::{convert::Infallible, time::Duration};

use axum::{
    Extension,
    extract::{Query, State, rejection::QueryRejection},
    http::{HeaderMap, HeaderName},
    response::{
        IntoResponse, Response, Sse,
        sse::{Event, KeepAlive},
    },
};
use futures::StreamExt;
use interaction::server::policy;
use kernel::{ApiError, LIVE_ENDED, LIVE_RESET};
use people::server::session::{self, Token};
use platform::{
    Actor, Failure,
    live::{Heard, Listener},
};
use serde::Deserialize;
use tokio::time::{Interval, MissedTickBehavior};

use crate::router::App;

/// How often a connection is kept alive, and asks whether its session still is.
const BEAT: Duration = Duration::from_secs(15);

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// Where a page knows everything up to.
#[derive(Debug, Deserialize)]
pub struct From {
    after: Option<i64>,
}

/// `GET /api/live?after=PLACE`.
pub async fn stream(
    State(app): State<App>,
    actor: Option<Extension<Actor>>,
    from: Result<Query<From>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let (Some(Extension(actor)), Some(token)) = (actor, Token::of(&headers)) else {
        return Failure(ApiError::SignedOut).into_response();
    };
    let Ok(Query(From { after })) = from else {
        return Failure(ApiError::Malformed("The place to go on from is a number.".into())).into_response();
    };
    let last = headers.get(LAST_EVENT_ID).and_then(|value| value.to_str().ok()?.parse().ok());
    let mut beat = tokio::time::interval_at(tokio::time::Instant::now() + BEAT, BEAT);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let listener = app.platform.live.subscribe(last.or(after));
    let connection = Connection { app, actor, token, listener, beat, over: false };
    let events = futures::stream::unfold(connection, Connection::next).map(Ok::<_, Infallible>);
    Sse::new(events).keep_alive(KeepAlive::new().interval(BEAT)).into_response()
}

/// An event that is its name alone. A browser drops one without data.
fn named(name: &str) -> Event {
    Event::default().event(name).data("-")
}

struct Connection {
    app: App,
    actor: Actor,
    token: Token,
    listener: Listener,
    beat: Interval,
    over: bool,
}

impl Connection {
    /// The next event for this person; none where the stream is over.
    async fn next(mut self) -> Option<(Event, Self)> {
        if self.over {
            return None;
        }
        loop {
            tokio::select! {
                heard = self.listener.next() => match heard {
                    Heard::Told(told) if policy::hears(&self.actor, &told.announcement) => {
                        let event = Event::default().data(&told.json);
                        let event = match told.place {
                            Some(place) => event.id(place.to_string()),
                            None => event,
                        };
                        return Some((event, self));
                    }
                    Heard::Told(_) => {}
                    Heard::Reset => return Some((named(LIVE_RESET), self)),
                    Heard::End => return None,
                },
                _ = self.beat.tick() => match session::actor(&self.app.platform, &self.token).await {
                    // Roles and groups may be others since.
                    Ok(Some(actor)) => self.actor = actor,
                    Ok(None) => {
                        self.over = true;
                        return Some((named(LIVE_ENDED), self));
                    }
                    // A database that is away ends no session.
                    Err(_) => {}
                },
            }
        }
    }
}
