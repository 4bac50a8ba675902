//! The queue of e-mail: what is due is sent, what is not taken is tried again.
//!
//! Any number of server processes share one queue. A letter that is being sent is a locked row, so nobody else takes it,
//! and whoever dies lets go of it. See `docs/adr/0021-who-is-told.md` for what that is worth, and what it is not.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::future::join_all;
use kernel::ApiError;
use lettre::message::Mailbox;
use platform::Clock;
use sqlx::{PgConnection, PgPool};
use time::{Duration, OffsetDateTime};

use super::{
    addresses::{Addressed, Addresses},
    letter::{Letter, message},
    smtp::{Limits, Refusal, Session, SmtpUrl},
};
use crate::model::next_try;

/// How many letters are sent at once, each by a connection of its own.
const AT_ONCE: usize = 3;

/// How long a connection that nobody uses is kept.
const IDLE: Duration = Duration::seconds(30);

/// How long to leave a server alone that cannot be reached: twice as long each time.
const FIRST_PAUSE: Duration = Duration::seconds(5);
const LONGEST_PAUSE: Duration = Duration::minutes(5);

/// How long it is known what became of a letter.
const REMEMBERED: Duration = Duration::days(30);

/// What becomes of a letter that is due.
#[derive(Clone, Debug)]
pub enum Delivery {
    /// It is kept, to be looked at.
    Kept,
    Smtp {
        server: SmtpUrl,
        limits: Limits,
    },
}

/// What a round did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    pub sent: usize,
    /// Those that were not taken.
    pub refused: usize,
    /// Whether the server cannot be reached.
    pub away: bool,
}

/// The one who sends. One a process.
#[derive(Debug)]
pub struct Post {
    pool: PgPool,
    delivery: Delivery,
    from: Mailbox,
    url: Arc<str>,
    /// Letters that the mail server has taken and the database does not know of yet.
    accepted: Mutex<Vec<i64>>,
    addressed: Addresses,
    sessions: Vec<tokio::sync::Mutex<Option<(Session, OffsetDateTime)>>>,
    pause: Mutex<Pause>,
}

#[derive(Clone, Copy, Debug)]
struct Pause {
    until: OffsetDateTime,
    next: Duration,
}

const NO_PAUSE: Pause = Pause { until: OffsetDateTime::UNIX_EPOCH, next: FIRST_PAUSE };

fn open<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Post {
    pub fn new(pool: PgPool, delivery: Delivery, from: Mailbox, url: Arc<str>) -> Self {
        let sessions = (0..AT_ONCE).map(|_| tokio::sync::Mutex::new(None)).collect();
        let (accepted, addressed, pause) = (Mutex::default(), Addresses::default(), Mutex::new(NO_PAUSE));
        Self { pool, delivery, from, url, accepted, addressed, sessions, pause }
    }

    /// Sends what is due, for as long as the process lives. Nobody waits for who is still at a letter.
    pub async fn work(self, clock: Clock) {
        join_all((0..AT_ONCE).map(|at| self.work_at(at, &clock))).await;
    }

    async fn work_at(&self, at: usize, clock: &Clock) {
        let mut second = tokio::time::interval(std::time::Duration::from_secs(1));
        second.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            second.tick().await;
            let carried = async {
                match self.due(clock.now()).await? {
                    Some((server, limits)) => self.carry(at, server, limits, clock).await.map(drop),
                    None => Ok(()),
                }
            };
            if let Err(error) = carried.await {
                tracing::warn!(%error, "no e-mail was sent");
            }
        }
    }

    /// Sends everything that is due, and says what became of it.
    ///
    /// # Errors
    /// `Unavailable` where the database is away.
    pub async fn round(&self, clock: &Clock) -> Result<Round, ApiError> {
        let mut round = Round::default();
        if let Some((server, limits)) = self.due(clock.now()).await? {
            for one in join_all((0..AT_ONCE).map(|at| self.carry(at, server, limits, clock))).await {
                let one = one?;
                round.sent += one.sent;
                round.refused += one.refused;
            }
        }
        round.away = open(&self.pause).until > clock.now();
        Ok(round)
    }

    /// By which server something that is due is sent now, if it is.
    async fn due(&self, now: OffsetDateTime) -> Result<Option<(&SmtpUrl, Limits)>, ApiError> {
        self.note_accepted(now).await?;
        let addressed = self.addressed.all();
        let due = sqlx::query_scalar!(
            r#"select exists (select from mail where done_at is null and due_at <= $1 and address <> all($2)) as "due!""#,
            now,
            &addressed,
        );
        if !due.fetch_one(&self.pool).await? {
            self.close_idle(now).await;
            return Ok(None);
        }
        match &self.delivery {
            Delivery::Kept => {
                sqlx::query!(
                    "update mail set state = 'kept', done_at = $1 where done_at is null and due_at <= $1",
                    now,
                )
                .execute(&self.pool)
                .await?;
                Ok(None)
            }
            Delivery::Smtp { server, limits } => Ok((open(&self.pause).until <= now).then_some((server, *limits))),
        }
    }

    /// Sends one letter after another by one connection, until none is due.
    async fn carry(&self, at: usize, server: &SmtpUrl, limits: Limits, clock: &Clock) -> Result<Round, ApiError> {
        let mut round = Round::default();
        let Some(slot) = self.sessions.get(at) else { return Ok(round) };
        let mut slot = slot.lock().await;
        loop {
            let mut session = match open_session(slot.take(), server, limits).await {
                Ok(session) => session,
                Err(why) => {
                    self.away(&why, clock.now());
                    return Ok(round);
                }
            };
            // Whether this conversation has come to a letter.
            let mut began = false;
            loop {
                match self.deliver(&mut session, clock.now()).await? {
                    Delivered::Nothing => {
                        *slot = Some((session, clock.now()));
                        return Ok(round);
                    }
                    Delivered::Sent => round.sent += 1,
                    Delivered::Refused => round.refused += 1,
                    Delivered::Broken => {
                        round.refused += 1;
                        break;
                    }
                    // It takes so many in one conversation.
                    Delivered::Away(_) if began => break,
                    Delivered::Away(why) => {
                        self.away(&why, clock.now());
                        return Ok(round);
                    }
                }
                began = true;
                *open(&self.pause) = NO_PAUSE;
            }
        }
    }

    /// Notes that the server cannot be reached: every letter waits, and none is the worse for it.
    fn away(&self, why: &str, now: OffsetDateTime) {
        let mut pause = open(&self.pause);
        if pause.until > now {
            return;
        }
        tracing::warn!(why, seconds = pause.next.whole_seconds(), "the mail server cannot be reached; e-mail waits");
        *pause = Pause { until: now + pause.next, next: Duration::min(pause.next * 2, LONGEST_PAUSE) };
    }

    /// Sends the letter that has been due for longest. Its row is locked until it is known what became of it.
    async fn deliver(&self, session: &mut Session, now: OffsetDateTime) -> Result<Delivered, ApiError> {
        #[expect(clippy::disallowed_methods, reason = "what becomes of a letter changes no record")]
        let mut transaction = self.pool.begin().await?;
        let Some((letter, _addressed)) = self.claim(&mut transaction, now).await? else {
            return Ok(Delivered::Nothing);
        };
        // Its lock may be given back by now, but the mail server has it: the next round notes that.
        if open(&self.accepted).contains(&letter.id) {
            return Ok(Delivered::Nothing);
        }
        let message = message(&letter, &self.url, &self.from, now);
        let to = letter.address.parse::<lettre::Address>();
        let outcome = match (&message, &to) {
            (Ok(message), Ok(to)) => session.send(&self.from.email, to, message).await,
            (Err(why), _) => Err(Refusal::Never(why.clone())),
            (_, Err(why)) => Err(Refusal::Never(why.to_string())),
        };
        match outcome {
            Ok(()) => {
                // Whatever happens to the database now, this process does not send it again.
                open(&self.accepted).push(letter.id);
                sqlx::query!("update mail set state = 'sent', done_at = $2 where id = $1", letter.id, now)
                    .execute(&mut *transaction)
                    .await?;
                transaction.commit().await?;
                open(&self.accepted).retain(|id| *id != letter.id);
                Ok(Delivered::Sent)
            }
            Err(refusal) => {
                let (why, again, delivered) = match refusal {
                    // The letter is as it was.
                    Refusal::Away(why) => return Ok(Delivered::Away(why)),
                    Refusal::Never(why) => (why, None, Delivered::Refused),
                    Refusal::Later(why) => (why, next_try(letter.tries + 1), Delivered::Refused),
                    Refusal::Broken(why) => (why, next_try(letter.tries + 1), Delivered::Broken),
                };
                refused(&mut transaction, &letter, &why, again, now).await?;
                transaction.commit().await?;
                Ok(delivered)
            }
        }
    }

    /// Takes the letter that has been due for longest, but none that somebody else is sending, nor one to whom another is
    /// just being sent.
    async fn claim(
        &self,
        connection: &mut PgConnection,
        now: OffsetDateTime,
    ) -> Result<Option<(Letter, Addressed<'_>)>, ApiError> {
        loop {
            let addressed = self.addressed.all();
            let letter = sqlx::query_as!(
                Letter,
                "select id, message_id, name, address, label, title, path, unsubscribe, reasons, lines, tries from mail
                 where done_at is null and due_at <= $1 and address <> all($2)
                 order by due_at, id limit 1 for update skip locked",
                now,
                &addressed,
            );
            let Some(letter) = letter.fetch_optional(&mut *connection).await? else { return Ok(None) };
            if let Some(addressed) = self.addressed.take(&letter.address) {
                return Ok(Some((letter, addressed)));
            }
        }
    }

    /// Notes the letters that were taken just before the database went away.
    async fn note_accepted(&self, now: OffsetDateTime) -> Result<(), ApiError> {
        let accepted = open(&self.accepted).clone();
        if accepted.is_empty() {
            return Ok(());
        }
        sqlx::query!(
            "update mail set state = 'sent', done_at = $2 where id = any($1) and state = 'waiting'",
            &accepted,
            now,
        )
        .execute(&self.pool)
        .await?;
        open(&self.accepted).retain(|id| !accepted.contains(id));
        Ok(())
    }

    /// Closes the connections that nobody has used for a while.
    async fn close_idle(&self, now: OffsetDateTime) {
        for slot in &self.sessions {
            // Who is at a letter uses it.
            let Ok(mut slot) = slot.try_lock() else { continue };
            if slot.as_ref().is_some_and(|(_, used)| *used + IDLE < now)
                && let Some((session, _)) = slot.take()
            {
                session.close().await;
            }
        }
    }
}

/// The conversation that is open, if the server is still there, or a new one.
async fn open_session(
    kept: Option<(Session, OffsetDateTime)>,
    server: &SmtpUrl,
    limits: Limits,
) -> Result<Session, String> {
    if let Some((mut session, _)) = kept
        && session.is_alive().await
    {
        return Ok(session);
    }
    Session::open(server, limits).await
}

/// What became of one letter.
enum Delivered {
    /// None was due.
    Nothing,
    Sent,
    Refused,
    /// And the conversation is over.
    Broken,
    /// The server takes none, which says why.
    Away(String),
}

/// Notes that a letter was not taken, and after what time it is tried again, if it is. What else goes to that address waits
/// as long.
async fn refused(
    connection: &mut PgConnection,
    letter: &Letter,
    why: &str,
    again: Option<Duration>,
    now: OffsetDateTime,
) -> Result<(), ApiError> {
    let (mail, tries) = (letter.id, letter.tries + 1);
    if let Some(wait) = again {
        tracing::warn!(mail, tries, why, seconds = wait.whole_seconds(), "an e-mail was not taken and is tried again");
    } else {
        tracing::error!(mail, tries, why, "an e-mail has failed");
    }
    let again = again.map(|wait| now + wait);
    sqlx::query!(
        "update mail set tries = $2, error = $3, due_at = coalesce($4, due_at),
             state = case when $4::timestamptz is null then 'failed' else state end,
             done_at = case when $4::timestamptz is null then $5::timestamptz end
         where id = $1",
        mail,
        tries,
        why,
        again,
        now,
    )
    .execute(&mut *connection)
    .await?;
    let Some(again) = again else { return Ok(()) };
    // But not what is just being written, or sent by somebody else.
    sqlx::query!(
        "update mail set due_at = $2 where id in (
             select id from mail where done_at is null and due_at < $2 and address = $1 for update skip locked)",
        letter.address,
        again,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets the letters that are long done with.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn sweep(pool: &PgPool, now: OffsetDateTime) -> Result<(), ApiError> {
    sqlx::query!("delete from mail where state <> 'waiting' and done_at < $1", now - REMEMBERED).execute(pool).await?;
    Ok(())
}
