//! What changed elsewhere, as the open page hears it.
//!
//! One stream of server-sent events a page, made by [`provide_live`] in the application's root. A part that shows
//! something asks [`use_live`] and [`Live::listen`]s; it is told that a record has changed, and fetches what it shows.
//! On the server all of this is silent.
//!
//! - Nothing is missed between making a page and listening: the page carries the place in the stream it was made at, and
//!   what came in while a part was fetching is told to it when it begins to listen.
//! - A connection that breaks off is made anew by itself, ever more slowly, and goes on where it was. [`Live::state`]
//!   says so meanwhile.
//! - A page that nobody looks at has no connection (a browser has only six a host for all its tabs); looked at again, it
//!   goes on where it was.

use std::{collections::VecDeque, time::Duration};

use kernel::{LIVE_ENDED, LIVE_PATH, LIVE_RESET, LiveEvent};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{EventSource, MessageEvent};

use crate::once_alive;

/// How much is kept for parts that begin to listen a little later.
const RECENT: usize = 64;

/// How the connection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LiveState {
    /// There is one, or none is wanted.
    Fine,
    /// It broke off, and is tried again.
    Lost,
    /// The session is over.
    Ended,
}

/// What is heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    Event(LiveEvent),
    /// Some events were missed: whatever is shown may be old.
    Reset,
}

/// The page's ear. A handle: cheap to copy.
#[derive(Debug, Clone, Copy)]
pub struct Live {
    ear: StoredValue<Ear>,
    state: RwSignal<LiveState>,
    /// In the browser only, which has one thread.
    line: StoredValue<Option<SendWrapper<Line>>>,
}

#[derive(Debug, Default)]
struct Ear {
    /// How many pieces of news came so far.
    position: u64,
    recent: VecDeque<(u64, News)>,
    listeners: Vec<(u64, Callback<News>)>,
    next: u64,
    /// Where in the stream to go on.
    place: Option<String>,
    /// Whether there was a connection before.
    connected: bool,
    /// Failures since the last success.
    tries: u32,
}

impl Ear {
    /// Keeps a piece of news; gives who is to hear it.
    fn hear(&mut self, news: &News) -> Vec<Callback<News>> {
        self.position += 1;
        if self.recent.len() == RECENT {
            self.recent.pop_front();
        }
        self.recent.push_back((self.position, news.clone()));
        self.listeners.iter().map(|(_, listener)| *listener).collect()
    }

    /// What came after a position; everything may be different where that is forgotten.
    fn since(&self, position: u64) -> Vec<News> {
        let forgotten = self.recent.front().is_some_and(|(first, _)| position + 1 < *first);
        if forgotten {
            return vec![News::Reset];
        }
        self.recent.iter().filter(|(at, _)| *at > position).map(|(_, news)| news.clone()).collect()
    }
}

impl Live {
    fn new(place: Option<i64>) -> Self {
        let ear = Ear { place: place.map(|place| place.to_string()), ..Ear::default() };
        Self { ear: StoredValue::new(ear), state: RwSignal::new(LiveState::Fine), line: StoredValue::new(None) }
    }

    /// How the connection is.
    pub fn state(self) -> Signal<LiveState> {
        self.state.into()
    }

    /// Where the page is in what it has heard; to be noted before something is fetched.
    pub fn position(self) -> u64 {
        self.ear.with_value(|ear| ear.position)
    }

    /// Tells `heard` everything from now on, and first what came since `position`; until the caller's owner is gone.
    pub fn listen(self, position: u64, heard: Callback<News>) {
        let mut missed = Vec::new();
        let id = self.ear.try_update_value(|ear| {
            missed = ear.since(position);
            ear.next += 1;
            ear.listeners.push((ear.next, heard));
            ear.next
        });
        on_cleanup(move || {
            self.ear.try_update_value(|ear| ear.listeners.retain(|(listener, _)| Some(*listener) != id));
        });
        for news in missed {
            heard.try_run(news);
        }
    }

    fn tell(self, news: &News) {
        let listeners = self.ear.try_update_value(|ear| ear.hear(news)).unwrap_or_default();
        for listener in listeners {
            // A part that is gone meanwhile needs no news.
            listener.try_run(news.clone());
        }
    }

    /// Follows the page's visibility: connected while somebody may look at it.
    fn follow_visibility(self) {
        let follow = move || {
            if document().hidden() {
                self.line.set_value(None);
            } else if self.line.with_value(Option::is_none) {
                self.connect();
            }
        };
        follow();
        let changed = window_event_listener_untyped("visibilitychange", move |_| follow());
        let online = window_event_listener_untyped("online", move |_| {
            self.line.set_value(None);
            follow();
        });
        // A stream that is cut off notices it much later, if ever.
        let offline = window_event_listener_untyped("offline", move |_| self.failed());
        on_cleanup(move || {
            changed.remove();
            online.remove();
            offline.remove();
        });
    }

    fn connect(self) {
        let place = self.ear.with_value(|ear| ear.place.clone());
        let address = place.map_or_else(|| LIVE_PATH.to_owned(), |place| format!("{LIVE_PATH}?after={place}"));
        match Line::open(&address, self) {
            Some(line) => self.line.set_value(Some(SendWrapper::new(line))),
            None => self.failed(),
        }
    }

    /// Goes on where it was, after a session that had ended goes on too.
    pub fn resume(self) {
        self.line.set_value(None);
        self.state.set(LiveState::Fine);
        if !document().hidden() {
            self.connect();
        }
    }

    fn opened(self) {
        let gap = self.ear.try_update_value(|ear| {
            let gap = ear.connected && ear.place.is_none();
            (ear.connected, ear.tries) = (true, 0);
            gap
        });
        self.state.set(LiveState::Fine);
        if gap == Some(true) {
            self.tell(&News::Reset);
        }
    }

    fn came(self, message: &MessageEvent) {
        let (data, place) = (message.data().as_string().unwrap_or_default(), message.last_event_id());
        if !place.is_empty() {
            self.ear.update_value(|ear| ear.place = Some(place));
        }
        if let Ok(event) = serde_json::from_str(&data) {
            self.tell(&News::Event(event));
        }
    }

    fn ended(self) {
        self.line.with_value(|line| line.iter().for_each(|line| line.close()));
        self.state.set(LiveState::Ended);
    }

    /// Tries again by and by.
    fn failed(self) {
        self.line.with_value(|line| line.iter().for_each(|line| line.close()));
        if self.state.get_untracked() == LiveState::Ended {
            return;
        }
        self.state.set(LiveState::Lost);
        let tries = self.ear.try_update_value(|ear| {
            ear.tries = ear.tries.saturating_add(1);
            ear.tries
        });
        set_timeout(
            move || {
                self.line.set_value(None);
                if !document().hidden() {
                    self.connect();
                }
            },
            pause(tries.unwrap_or(1), js_sys::Math::random()),
        );
    }
}

/// How long to wait before the next try, after so many failures: from about half a second to about 15, spread by `dice`
/// (from 0 to 1) so that not everybody comes at once.
fn pause(tries: u32, dice: f64) -> Duration {
    let longest = 1_000_u32.saturating_mul(1 << tries.min(5).saturating_sub(1)).min(15_000);
    Duration::from_millis(u64::from(longest)).mul_f64(0.5 + dice.clamp(0.0, 1.0) / 2.0)
}

/// An open stream; closed where it is dropped.
#[derive(Debug)]
struct Line {
    source: EventSource,
    _plain: [Closure<dyn Fn()>; 4],
    _message: Closure<dyn Fn(MessageEvent)>,
}

impl Line {
    fn open(address: &str, live: Live) -> Option<Self> {
        let source = EventSource::new(address).ok()?;
        let opened = Closure::<dyn Fn()>::new(move || live.opened());
        let failed = Closure::<dyn Fn()>::new(move || live.failed());
        let reset = Closure::<dyn Fn()>::new(move || live.tell(&News::Reset));
        let ended = Closure::<dyn Fn()>::new(move || live.ended());
        let message = Closure::<dyn Fn(MessageEvent)>::new(move |message: MessageEvent| live.came(&message));
        source.set_onopen(Some(opened.as_ref().unchecked_ref()));
        source.set_onerror(Some(failed.as_ref().unchecked_ref()));
        source.set_onmessage(Some(message.as_ref().unchecked_ref()));
        for (name, told) in [(LIVE_RESET, &reset), (LIVE_ENDED, &ended)] {
            source.add_event_listener_with_callback(name, told.as_ref().unchecked_ref()).ok()?;
        }
        Some(Self { source, _plain: [opened, failed, reset, ended], _message: message })
    }

    /// Nothing more is heard; the handlers stay until it is dropped, as one of them may be running.
    fn close(&self) {
        self.source.close();
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.source.set_onerror(None);
        self.source.close();
    }
}

/// Gives everything below the caller an ear, and has it listen where `listening` (somebody is signed in). `place` is
/// where in the stream the page was made.
pub fn provide_live(place: Option<i64>, listening: bool) {
    let live = Live::new(place);
    provide_context(live);
    if listening {
        once_alive(move || live.follow_visibility());
    }
}

/// The page's ear; a deaf one where none was provided.
pub fn use_live() -> Live {
    use_context::<Live>().unwrap_or_else(|| Live::new(None))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(version: i32) -> News {
        News::Event(LiveEvent { kind: "thing.changed".into(), id: 1, version })
    }

    #[test]
    fn who_listens_later_hears_what_came_meanwhile() {
        let mut ear = Ear::default();
        ear.hear(&event(1));
        let before = ear.position;
        ear.hear(&event(2));
        ear.hear(&News::Reset);
        assert_eq!(ear.since(before), [event(2), News::Reset]);
        assert_eq!(ear.since(ear.position), []);
    }

    #[test]
    fn what_is_forgotten_may_have_been_anything() {
        let mut ear = Ear::default();
        for version in 0..70 {
            ear.hear(&event(version));
        }
        assert_eq!(ear.since(2), [News::Reset]);
        assert_eq!(ear.since(6).len(), RECENT);
    }

    #[test]
    fn it_is_tried_ever_more_slowly_and_not_by_all_at_once() {
        let longest: Vec<u128> = (1..8).map(|tries| pause(tries, 1.0).as_millis()).collect();
        assert_eq!(longest, [1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
        assert_eq!(pause(1, 0.0).as_millis(), 500);
    }
}
