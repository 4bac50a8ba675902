//! Writes many interactions: made on one thread, sent through `COPY` on another.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use interaction::model::{CheckedComment, Level, RelationKind, StateReason, Watchers};
use kernel::{Changes, InteractionNumber, PersonId};
use platform::chain::{Head, content};
use sqlx::PgConnection;
use time::OffsetDateTime;
use tokio::sync::mpsc;
use uuid::Uuid;

use super::SeedError;
use super::calendar::Calendar;
use super::comments::{MOST, Said};
use super::copy::{Rows, send};
use super::corpus::Corpus;
use super::interactions::{Made, Maker};
use super::links::{self, Recent, Relation, Watching};
use super::organisation::Organisation;
use super::people::ACCOUNTS;
use super::schedule::schedule;
use super::set_aside::SetAside;
use super::words::Vectors;

/// How many interactions are held in memory and sent at once.
const BATCH: usize = 4_000;

/// From how many interactions on it pays to build the indexes anew.
const MANY: u64 = 50_000;

const INTERACTION: &str = "copy interaction (number, version, company_id, reason_id, requested_for_id, requested_by_id, \
    vip, summary, description, category_id, subcategory_id, type_id, ci_id, service_id, impact, urgency, priority, \
    contact_email, contact_phone, through, status, state_reason, group_id, individual_id, reported_at, created_by_id, \
    updated_at, wake_at, ended_at) from stdin";

const COMMENT: &str =
    "copy interaction_comment (id, number, submission, author_id, by_desk, kind, internal, body, at) from stdin";

const TIME: &str = "copy interaction_time (number, kind, person_id, started_at, ended_at) from stdin";

const WATCHER: &str = "copy interaction_watcher (number, person_id, email, added_by_id, at) from stdin";

const RELATION: &str = "copy interaction_relation (kind, first, second, added_by_id, at) from stdin";

const AUDIT: &str = "copy audit_event (entity, entity_id, event, actor_id, at, changes, seq, hash) from stdin";

const HEAD: &str = "copy audit_head (entity, entity_id, seq, hash) from stdin";

const WORDS: &str = "copy interaction_search (number, words) from stdin (format binary)";

/// What the audit log calls an interaction.
const ENTITY: &str = "interaction";

/// What is sent at once.
#[derive(Debug, Default)]
struct Batch {
    interactions: Rows,
    comments: Rows,
    time: Rows,
    watchers: Rows,
    relations: Rows,
    audit: Rows,
    heads: Rows,
    words: Vectors,
    count: usize,
}

/// Adds `count` interactions over the days before `now` (Unix seconds), within the transaction
/// of the connection.
///
/// # Errors
/// Those of the database.
pub async fn interactions(
    connection: &mut PgConnection,
    corpus: Corpus,
    organisation: Organisation,
    count: u64,
    now: i64,
) -> Result<u64, SeedError> {
    sqlx::query("lock table interaction in share row exclusive mode").execute(&mut *connection).await?;
    let many = worth_it(connection, count).await?;
    load(connection, corpus, organisation, count, now, many).await
}

/// Adds them; `many` at once without what the database does for each row.
pub async fn load(
    connection: &mut PgConnection,
    corpus: Corpus,
    organisation: Organisation,
    count: u64,
    now: i64,
    many: bool,
) -> Result<u64, SeedError> {
    let first = reserve(connection, "interaction_number", count).await?;
    let first_comment = reserve(connection, "interaction_comment_id_seq", count * MOST as u64).await?;
    let known: bool = sqlx::query_scalar(
        "select exists (select from interaction i join person p on p.id = i.requested_for_id where p.email = any($1))",
    )
    .bind(ACCOUNTS.map(|account| account.email))
    .fetch_one(&mut *connection)
    .await?;
    let parts = if known { BTreeMap::new() } else { schedule(&organisation, first, count) };
    let maker = Arc::new(Maker::new(corpus, organisation, parts, now));

    let set_aside = if many { SetAside::take(connection).await? } else { SetAside::default() };
    let (sender, mut receiver) = mpsc::channel::<Batch>(2);
    let run = Run { first, first_comment, count, now };
    let making = tokio::task::spawn_blocking(move || {
        let mut learnt = many.then(HashSet::new);
        make(&maker, run, learnt.as_mut(), &sender);
        learnt
    });
    let mut written = 0;
    while let Some(mut batch) = receiver.recv().await {
        batch.words.end();
        written += send(connection, INTERACTION, &batch.interactions).await?;
        send(connection, COMMENT, &batch.comments).await?;
        send(connection, TIME, &batch.time).await?;
        send(connection, WATCHER, &batch.watchers).await?;
        send(connection, RELATION, &batch.relations).await?;
        send(connection, AUDIT, &batch.audit).await?;
        send(connection, HEAD, &batch.heads).await?;
        send(connection, WORDS, &batch.words).await?;
        if written % 100_000 < BATCH as u64 {
            tracing::info!(written, of = count, "interactions");
        }
    }
    // The channel is closed only when everything has been made.
    let learnt = making.await.map_err(|error| SeedError::Corpus(error.to_string()))?;
    if let Some(learnt) = learnt {
        learn(connection, learnt).await?;
    }
    set_aside.put_back(connection, count).await?;
    fold(connection).await?;
    Ok(written)
}

/// Takes `count` numbers from a sequence and returns the first. They are never given out
/// again, even if the transaction is undone.
async fn reserve(connection: &mut PgConnection, sequence: &str, count: u64) -> Result<i64, sqlx::Error> {
    let first: i64 =
        sqlx::query_scalar("select nextval($1::regclass)").bind(sequence).fetch_one(&mut *connection).await?;
    let last = first + i64::try_from(count.saturating_sub(1)).unwrap_or_default();
    sqlx::query("select setval($1::regclass, $2)").bind(sequence).bind(last).execute(connection).await?;
    Ok(first)
}

/// What is made: `count` interactions with the numbers from `first` on, over the days before `now` (Unix seconds).
#[derive(Clone, Copy, Debug)]
struct Run {
    first: i64,
    first_comment: i64,
    count: u64,
    now: i64,
}

/// Makes everything, batch by batch, until it is done or nobody listens any more. With `learnt` also what the
/// interactions are found by; their words are added to it.
fn make(maker: &Maker, run: Run, mut learnt: Option<&mut HashSet<String>>, sender: &mpsc::Sender<Batch>) {
    let Run { first, first_comment, count, now } = run;
    let seed = u64::try_from(first).unwrap_or_default();
    let mut batch = Batch::default();
    let mut comment = first_comment;
    let mut recent = Recent::default();
    for (number, reported_at) in (first..).zip(Calendar::new(seed, count, super::days(count), now)) {
        let Some(made) = maker.make(number, reported_at) else { continue };
        if let Some(learnt) = &mut learnt {
            batch.words.push(&made, &maker.organisation, learnt);
        }
        let mut dice = links::dice(&made);
        let watching = links::watching(&mut dice, &maker.organisation, &made, now);
        let mut log = batch.push(&made, maker, watching.as_ref(), &mut comment);
        if let Some((relation, earlier)) = recent.relation(&mut dice, &made, &log, now) {
            batch.relation(&mut log, earlier, relation);
        }
        if let Some(told) = recent.keep(log) {
            batch.head(&told);
        }
        if batch.count == BATCH && sender.blocking_send(std::mem::take(&mut batch)).is_err() {
            return;
        }
    }
    recent.end().for_each(|told| batch.head(&told));
    if !batch.heads.is_empty() && sender.blocking_send(batch).is_err() {
        tracing::debug!("the last batch was not wanted");
    }
}

impl Batch {
    /// `comment` is the id of the next comment. Gives the log of the interaction, whose end is not written yet.
    fn push(&mut self, made: &Made, maker: &Maker, watching: Option<&Watching>, comment: &mut i64) -> Log {
        let spoken = made.comments.iter().filter(|said| !said.internal).map(|said| said.at);
        let updated_at = made.steps.iter().map(|step| step.at).chain(spoken).max().unwrap_or(made.reported_at);
        let version = 1 + i64::try_from(made.steps.len()).unwrap_or_default();
        let [category, subcategory, kind] = made.categories;
        self.interactions
            .int(made.number)
            .int(version)
            .int(made.company)
            .int(made.reason)
            .int(made.requested_for)
            .int(made.requested_by)
            .bool(made.vip)
            .text(&made.summary)
            .text(&made.description)
            .maybe_int(category)
            .maybe_int(subcategory)
            .maybe_int(kind)
            .maybe_int(made.item)
            .maybe_int(made.service)
            .int(made.impact.number().into())
            .int(made.urgency.number().into())
            .int(Level::priority(made.impact, made.urgency).number().into())
            .text(&made.contact_email)
            .text(&made.contact_phone)
            .text(made.channel.key())
            .text(made.state.status().key())
            .maybe_text(made.state.reason().map(StateReason::key))
            .maybe_int(made.group)
            .maybe_int(made.individual)
            .time(made.reported_at)
            .maybe_int(made.created_by)
            .time(updated_at)
            .maybe_time(made.state.wake_at().map(OffsetDateTime::unix_timestamp))
            .maybe_time(made.ended_at)
            .end();
        self.spent(made);
        self.count += 1;
        self.trail(made, maker, watching, comment)
    }

    /// What its time went into.
    fn spent(&mut self, made: &Made) {
        for segment in &made.ledger.0 {
            self.time
                .int(made.number)
                .text(segment.kind.key())
                .maybe_int(segment.who.as_ref().map(|who| who.id))
                .time(segment.started_at.unix_timestamp())
                .maybe_time(segment.ended_at.map(OffsetDateTime::unix_timestamp))
                .end();
        }
    }

    fn watcher(&mut self, log: &mut Log, watching: &Watching) {
        let Watching { at, added_by, who } = watching;
        let outside = who.id.is_none().then_some(who.text.as_str());
        self.watchers.int(log.number).maybe_int(who.id).maybe_text(outside).int(*added_by).time(*at).end();
        self.event(log, "watched", Some(*added_by), *at, &Watchers::added(who.clone()));
    }

    fn relation(&mut self, log: &mut Log, earlier: &mut Log, relation: Relation) {
        let Relation { at, added_by, kind } = relation;
        let key = if kind == RelationKind::Parent { "parent" } else { "related" };
        let (this, other) = (InteractionNumber(log.number), InteractionNumber(earlier.number));
        self.relations.text(key).int(other.0).int(this.0).int(added_by).time(at).end();
        self.event(log, "related", Some(added_by), at, &kind.added(other));
        self.event(earlier, "related", Some(added_by), at, &kind.from_there().added(this));
    }

    /// The end of a log that is told.
    fn head(&mut self, log: &Log) {
        let Log { number, head: Head { seq, hash }, .. } = log;
        self.heads.text(ENTITY).int(*number).int((*seq).into()).bytea(hash).end();
    }

    /// The log of a record: how it was logged, who watches, updates and comments, in the order of their times.
    fn trail(&mut self, made: &Made, maker: &Maker, watching: Option<&Watching>, comment: &mut i64) -> Log {
        let id = |at: usize| maker.organisation.people[at].id;
        let mut log = Log { number: made.number, company: made.company, last: made.reported_at, head: Head::NONE };
        self.event(&mut log, "created", made.created_by, made.reported_at, &Changes::default());
        if let Some(watching) = watching {
            self.watcher(&mut log, watching);
        }
        let mut said = made.comments.iter().peekable();
        for step in &made.steps {
            while let Some(earlier) = said.next_if(|said| said.at < step.at) {
                self.comment(&mut log, earlier, id(earlier.author), comment);
            }
            self.event(&mut log, "updated", step.actor.map(id), step.at, &step.changes);
        }
        for said in said {
            self.comment(&mut log, said, id(said.author), comment);
        }
        log
    }

    fn comment(&mut self, log: &mut Log, said: &Said, author: i64, next: &mut i64) {
        let id = *next;
        *next += 1;
        // Unique, and the same each time: a name of its own for the comment's id.
        let submission = Uuid::from_u128((0xC0_u128 << 120) | u128::from(id.unsigned_abs()));
        self.comments
            .int(id)
            .int(log.number)
            .text(&submission.to_string())
            .int(author)
            .bool(said.by_desk)
            .text(said.kind.key())
            .bool(said.internal)
            .text(&said.body)
            .time(said.at)
            .end();
        let checked = CheckedComment { text: String::new(), kind: said.kind, internal: said.internal };
        self.event(log, "commented", Some(author), said.at, &checked.changes(id));
    }

    fn event(&mut self, log: &mut Log, event: &str, actor: Option<i64>, at: i64, changes: &Changes) {
        let changes = serde_json::to_value(changes).unwrap_or_else(|_| serde_json::json!([]));
        let moment = OffsetDateTime::from_unix_timestamp(at).unwrap_or(OffsetDateTime::UNIX_EPOCH);
        log.last = log.last.max(at);
        log.head = log.head.then(content(ENTITY, log.number, event, actor.map(PersonId), moment, &changes));
        let row = self.audit.text(ENTITY).int(log.number).text(event).maybe_int(actor).time(at);
        row.text(&changes.to_string()).int(log.head.seq.into()).bytea(&log.head.hash).end();
    }
}

/// The log of a record, while it is told.
#[derive(Debug)]
pub struct Log {
    pub number: i64,
    pub company: i64,
    /// When something happened last, in Unix seconds.
    pub last: i64,
    head: Head,
}

/// Whether so many rows are worth building the indexes of all rows anew.
async fn worth_it(connection: &mut PgConnection, count: u64) -> Result<bool, sqlx::Error> {
    let there: i64 = sqlx::query_scalar("select count(*) from (select from interaction limit $1) seen")
        .bind(i64::try_from(count).unwrap_or(i64::MAX))
        .fetch_one(connection)
        .await?;
    Ok(count >= MANY && u64::try_from(there).unwrap_or_default() <= count)
}

/// Adds the words to those that there are.
async fn learn(connection: &mut PgConnection, learnt: HashSet<String>) -> Result<(), sqlx::Error> {
    let mut words: Vec<String> = learnt.into_iter().collect();
    words.sort_unstable();
    for part in words.chunks(100_000) {
        sqlx::query("select search_learn($1)").bind(part).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Adds what the triggers counted to the tally itself.
async fn fold(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query(
        "with counted as (delete from interaction_tally_delta returning kind, id, company_id, day, n)
         insert into interaction_tally (kind, id, company_id, day, n)
         select kind, id, company_id, day, sum(n) from counted group by 1, 2, 3, 4 having sum(n) <> 0
         on conflict (kind, id, company_id, day) do update set n = interaction_tally.n + excluded.n",
    )
    .execute(connection)
    .await?;
    Ok(())
}
