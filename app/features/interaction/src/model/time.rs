//! The ledger of time: what an interaction's time went into, segment by segment, and the rules of it.
//!
//! Waiting is from the report to the first response, and is written when it is over. Work is an agent's, and what is
//! done after the end is wrap-up. A hold is the interaction's own. [`Ledger::turn`] is what a move of the status does
//! to the ledger, [`Ledger::timer`] what a press of the timer does; both say so in a [`Turn`], which the server writes.
//!
//! To add a kind: a variant of [`SegmentKind`], its key in a migration of the check on `kind`.

use kernel::{Fields, PersonId};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use super::{Named, Status};

mod correct;

pub use correct::{Correction, TimeDraft};

/// What a stretch of time was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SegmentKind {
    /// From the report to the first response.
    Wait,
    Work,
    Hold,
    /// Work after the end.
    WrapUp,
}

impl SegmentKind {
    pub const ALL: [Self; 4] = [Self::Wait, Self::Work, Self::Hold, Self::WrapUp];

    /// The kind as the database keeps it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Wait => "wait",
            Self::Work => "work",
            Self::Hold => "hold",
            Self::WrapUp => "wrap_up",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// The kind as people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Wait => "Wait",
            Self::Work => "Work",
            Self::Hold => "Hold",
            Self::WrapUp => "Wrap-up",
        }
    }

    /// Whether it is an agent's time, and counts as duration.
    pub fn is_work(self) -> bool {
        matches!(self, Self::Work | Self::WrapUp)
    }

    /// What an agent's timer measures in a status; nothing is done while it is on hold.
    pub fn timed_in(status: Status) -> Option<Self> {
        match status {
            Status::OnHold => None,
            status if status.is_open() => Some(Self::Work),
            _ => Some(Self::WrapUp),
        }
    }
}

/// A stretch of an interaction's time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    pub id: i64,
    pub kind: SegmentKind,
    /// Whose time; none for that of the interaction itself.
    pub who: Option<Named>,
    pub started_at: OffsetDateTime,
    /// None while it runs.
    pub ended_at: Option<OffsetDateTime>,
}

impl Segment {
    pub fn runs(&self) -> bool {
        self.ended_at.is_none()
    }

    pub fn is_of(&self, person: PersonId) -> bool {
        self.who.as_ref().is_some_and(|who| who.id == person.0)
    }

    /// How long it is, or has been until now.
    pub fn length(&self, now: OffsetDateTime) -> Duration {
        (self.ended_at.unwrap_or(now) - self.started_at).max(Duration::ZERO)
    }

    /// What it is and whose: `Work of Astrid Berg`.
    pub fn label(&self) -> String {
        match &self.who {
            Some(who) => format!("{} of {}", self.kind.label(), who.name),
            None => self.kind.label().to_owned(),
        }
    }
}

/// All segments of an interaction, in the order of their beginnings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ledger(pub Vec<Segment>);

/// A move of an interaction: what it was, what it becomes, and by whom.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// None for a new one.
    pub from: Option<Status>,
    pub to: Status,
    /// Who it was assigned to, and is now.
    pub before: Option<PersonId>,
    pub individual: Option<PersonId>,
    /// Who moves it; none where the system does.
    pub by: Option<PersonId>,
}

/// What has to be written into the ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    /// The waiting is over.
    pub answered: bool,
    /// The ids of the segments that end.
    pub closes: Vec<i64>,
    /// The segment that begins, and whose.
    pub opens: Option<(SegmentKind, Option<PersonId>)>,
}

/// What an agent does with the timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Timer {
    /// Begins, or goes on.
    Start,
    Pause,
}

impl Timer {
    /// The name of the button in the form.
    pub const NAME: &'static str = "timer";

    /// Whether a form that was posted to the page of an interaction is that of the timer.
    pub fn is_sent_by(fields: &Fields) -> bool {
        !fields.get(Self::NAME).is_empty()
    }

    pub fn key(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Pause => "pause",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Start, Self::Pause].into_iter().find(|timer| timer.key() == key)
    }
}

impl Turn {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The segments that are added: kind, whose, start, end.
    pub fn added(
        &self,
        reported_on: OffsetDateTime,
        now: OffsetDateTime,
    ) -> Vec<(SegmentKind, Option<PersonId>, OffsetDateTime, Option<OffsetDateTime>)> {
        let wait = self.answered.then(|| (SegmentKind::Wait, None, reported_on, Some(now.max(reported_on))));
        let opens = self.opens.map(|(kind, who)| (kind, who, now, None));
        wait.into_iter().chain(opens).collect()
    }
}

impl Ledger {
    /// How long agents worked on it: work and wrap-up.
    pub fn duration(&self, now: OffsetDateTime) -> Duration {
        self.0.iter().filter(|segment| segment.kind.is_work()).map(|segment| segment.length(now)).sum()
    }

    /// How long whoever asked waited for a response, or has until now; none where nobody knows.
    pub fn wait(&self, reported_on: OffsetDateTime, status: Status, now: OffsetDateTime) -> Option<Duration> {
        let waited = self.0.iter().find(|segment| segment.kind == SegmentKind::Wait);
        match waited {
            Some(waited) => Some(waited.length(now)),
            None => status.is_open().then(|| (now - reported_on).max(Duration::ZERO)),
        }
    }

    /// Whether somebody still waits for a response.
    pub fn is_waiting(&self, status: Status) -> bool {
        status.is_open() && self.0.iter().all(|segment| segment.kind != SegmentKind::Wait)
    }

    /// How long it was on hold; zero where it never was.
    pub fn held(&self, now: OffsetDateTime) -> Duration {
        self.0.iter().filter(|segment| segment.kind == SegmentKind::Hold).map(|segment| segment.length(now)).sum()
    }

    /// The segment that runs for a person.
    pub fn running(&self, person: PersonId) -> Option<&Segment> {
        self.0.iter().find(|segment| segment.runs() && segment.is_of(person))
    }

    /// Whether a person's timer ran before for what it would measure now.
    pub fn is_paused(&self, person: PersonId, status: Status) -> bool {
        let kind = SegmentKind::timed_in(status);
        self.running(person).is_none()
            && self.0.iter().any(|segment| segment.is_of(person) && Some(segment.kind) == kind)
    }

    /// What a move does: a hold and every end close what runs, and whoever hands it over works on it no more. Work
    /// begins where who it is assigned to moves it to In Progress.
    pub fn turn(&self, step: Step) -> Turn {
        let Step { from, to, before, individual, by } = step;
        let waits = self.0.iter().all(|segment| segment.kind != SegmentKind::Wait);
        let handed_over = before.filter(|before| individual != Some(*before));
        let ends = |segment: &Segment| {
            let kind = match segment.kind {
                SegmentKind::Wait => false,
                SegmentKind::Work => SegmentKind::timed_in(to) != Some(SegmentKind::Work),
                SegmentKind::Hold => to != Status::OnHold,
                SegmentKind::WrapUp => to.is_open(),
            };
            segment.runs() && (kind || handed_over.is_some_and(|person| segment.is_of(person)))
        };
        let (ending, running): (Vec<_>, Vec<_>) =
            self.0.iter().filter(|segment| segment.runs()).partition(|segment| ends(segment));
        let opens = match to {
            Status::OnHold if running.iter().all(|segment| segment.kind != SegmentKind::Hold) => {
                Some((SegmentKind::Hold, None))
            }
            Status::InProgress if from != Some(to) => by
                .filter(|by| individual == Some(*by) && !running.iter().any(|segment| segment.is_of(*by)))
                .map(|by| (SegmentKind::Work, Some(by))),
            _ => None,
        };
        Turn {
            answered: waits && (to == Status::InProgress || !to.is_open()),
            closes: ending.into_iter().map(|segment| segment.id).collect(),
            opens,
        }
    }

    /// What a press of the timer does; nothing where it is as asked already.
    ///
    /// # Errors
    /// Why it cannot be started, as a sentence.
    pub fn timer(&self, timer: Timer, person: PersonId, status: Status) -> Result<Turn, &'static str> {
        let running = self.running(person);
        match timer {
            Timer::Pause => {
                Ok(Turn { closes: running.into_iter().map(|segment| segment.id).collect(), ..Turn::default() })
            }
            Timer::Start if running.is_some() => Ok(Turn::default()),
            Timer::Start => match SegmentKind::timed_in(status) {
                Some(kind) => Ok(Turn { opens: Some((kind, Some(person))), ..Turn::default() }),
                None => Err("It is on hold: move it to In Progress to work on it."),
            },
        }
    }

    /// Writes a turn, as the database does; `id` is that of the first segment it adds.
    pub fn write(&mut self, turn: &Turn, reported_on: OffsetDateTime, now: OffsetDateTime, id: i64) {
        for segment in self.0.iter_mut().filter(|segment| turn.closes.contains(&segment.id)) {
            segment.ended_at = Some(now.max(segment.started_at));
        }
        let added = turn.added(reported_on, now).into_iter().zip(id..);
        self.0.extend(added.map(|((kind, who, started_at, ended_at), id)| {
            let who = who.map(|who| Named { id: who.0, name: String::new() });
            Segment { id, kind, who, started_at, ended_at }
        }));
    }
}

/// Who may keep the time of an interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keeper {
    pub person: PersonId,
    /// Whether they correct the time of others, too.
    pub corrects_all: bool,
}

impl Keeper {
    /// Whether they may correct a segment.
    pub fn corrects(self, segment: &Segment) -> bool {
        self.corrects_all || segment.who.is_none() || segment.is_of(self.person)
    }
}

/// The ledger as it is read for itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeSheet {
    pub ledger: Ledger,
    pub now: OffsetDateTime,
}

/// A length in words: `12 min 05 s`, `3 h 04 min 05 s`.
pub fn length_text(length: Duration) -> String {
    let seconds = length.whole_seconds().max(0);
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours} h {minutes:02} min {seconds:02} s")
    } else if minutes > 0 {
        format!("{minutes} min {seconds:02} s")
    } else {
        format!("{seconds} s")
    }
}

#[cfg(test)]
mod tests;
