//! Writes down what people are to be told, in the application and by e-mail.
//!
//! It knows nothing of what the notices are about: a higher slice has decided who is told, why, and in which words. Here
//! each person's settings are kept to, and what belongs together is put into one message.

use std::collections::{HashMap, HashSet};

use kernel::{ApiError, LiveEvent, PersonId};
use platform::{Announcement, live};
use serde_json::Value;
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};

use crate::model::{Gathered, Kind, Notice, Open, Reason, Recipient, gather};

/// What a person's own pages are told where their notifications are different.
pub const CHANGED: &str = "notification.changed";

/// Of which person about what: what one message is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    recipient: String,
    kind: String,
    id: i64,
    path: String,
}

impl Key {
    fn new(recipient: impl ToString, notice: &Notice) -> Self {
        let subject = &notice.subject;
        Self {
            recipient: recipient.to_string(),
            kind: subject.kind.to_owned(),
            id: subject.id,
            path: subject.path.clone(),
        }
    }
}

/// Somebody who is told, with what they do not want to be told.
struct Known {
    name: String,
    email: String,
    /// Guests do not sign in.
    guest: bool,
    app_off: Vec<String>,
    mail_off: Vec<String>,
}

/// What is told in each way.
#[derive(Default)]
struct Ways {
    app: Vec<(Key, Notice)>,
    mail: Vec<(Key, Notice)>,
    /// One for each letter.
    envelopes: HashMap<Key, Envelope>,
}

/// Tells everybody, each in the ways they want to be told; in the transaction of the caller. What happens to one subject
/// `within` a time is one message.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn notify(connection: &mut PgConnection, notices: Vec<Notice>, within: Duration) -> Result<(), ApiError> {
    let Ways { app, mail, envelopes } = ways(connection, notices).await?;
    in_app(connection, app, within).await?;
    by_mail(connection, mail, &envelopes, within).await
}

/// The address of each letter that [`notify`] would write of these, as though none were open that would take more lines.
/// Nothing is written.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn addressed(connection: &mut PgConnection, notices: Vec<Notice>) -> Result<Vec<String>, ApiError> {
    let Ways { envelopes, .. } = ways(connection, notices).await?;
    Ok(envelopes.into_keys().map(|key| key.recipient).collect())
}

async fn ways(connection: &mut PgConnection, notices: Vec<Notice>) -> Result<Ways, ApiError> {
    let mut ways = Ways::default();
    if notices.is_empty() {
        return Ok(ways);
    }
    let known = known(connection, &notices).await?;
    for notice in notices {
        match &notice.recipient {
            Recipient::Person(person) => {
                let Some(who) = known.get(&person.0) else { continue };
                if !who.guest && wants(&notice.reasons, &who.app_off) {
                    ways.app.push((Key::new(person, &notice), notice.clone()));
                }
                if wants(&notice.reasons, &who.mail_off) {
                    let envelope = Envelope { person: Some(person.0), name: who.name.clone(), unsubscribe: None };
                    let key = Key::new(&who.email, &notice);
                    ways.envelopes.insert(key.clone(), envelope);
                    ways.mail.push((key, notice));
                }
            }
            Recipient::Outside { email, unsubscribe } => {
                let unsubscribe = Some(unsubscribe.clone());
                let key = Key::new(email, &notice);
                ways.envelopes.insert(key.clone(), Envelope { person: None, name: String::new(), unsubscribe });
                ways.mail.push((key, notice));
            }
        }
    }
    Ok(ways)
}

/// Whether any reason is wanted by a way.
fn wants(reasons: &[Reason], off: &[String]) -> bool {
    reasons.iter().any(|reason: &Reason| !off.iter().any(|off| Kind::from_key(off) == Some(reason.kind)))
}

async fn known(connection: &mut PgConnection, notices: &[Notice]) -> Result<HashMap<i64, Known>, ApiError> {
    let persons = notices.iter().filter_map(|notice| match notice.recipient {
        Recipient::Person(PersonId(id)) => Some(id),
        Recipient::Outside { .. } => None,
    });
    let persons: Vec<i64> = persons.collect::<HashSet<_>>().into_iter().collect();
    let rows = sqlx::query!(
        r#"
        select p.id, p.name as "name!", p.email, p.kind = 'guest' as "guest!",
            array(select kind from notification_setting where person_id = p.id and not in_app) as "app_off!",
            array(select kind from notification_setting where person_id = p.id and not by_mail) as "mail_off!"
        from person p where p.id = any($1) and p.active
        "#,
        &persons,
    )
    .fetch_all(connection)
    .await?;
    let known = rows.into_iter().map(|row| {
        let (app_off, mail_off) = (row.app_off, row.mail_off);
        (row.id, Known { name: row.name, email: row.email, guest: row.guest, app_off, mail_off })
    });
    Ok(known.collect())
}

/// What messages are written as: a column each.
#[derive(Default)]
struct Columns {
    recipient: Vec<String>,
    kind: Vec<String>,
    subject: Vec<i64>,
    label: Vec<String>,
    title: Vec<String>,
    path: Vec<String>,
    reasons: Vec<Value>,
    lines: Vec<Value>,
    at: Vec<OffsetDateTime>,
    closes_at: Vec<OffsetDateTime>,
    /// Of those that are open already.
    id: Vec<i64>,
}

impl Columns {
    /// The messages that are new, and those that go on.
    fn of(gathered: Vec<Gathered<Key>>) -> Result<(Self, Self), ApiError> {
        let (mut new, mut more) = (Self::default(), Self::default());
        for one in gathered {
            let columns = if one.open.is_some() { &mut more } else { &mut new };
            columns.id.extend(one.open);
            columns.recipient.push(one.key.recipient);
            columns.kind.push(one.key.kind);
            columns.subject.push(one.key.id);
            columns.label.push(one.subject.label);
            columns.title.push(one.subject.title);
            columns.path.push(one.key.path);
            columns.reasons.push(json(&one.reasons)?);
            columns.lines.push(json(&one.lines)?);
            columns.at.push(one.at);
            columns.closes_at.push(one.closes_at);
        }
        Ok((new, more))
    }

    fn persons(&self) -> Result<Vec<i64>, ApiError> {
        self.recipient.iter().map(|id| id.parse().map_err(|_| ApiError::Internal)).collect()
    }
}

fn json(value: &impl serde::Serialize) -> Result<Value, ApiError> {
    serde_json::to_value(value).map_err(|_| ApiError::Internal)
}

fn reasons(value: Value) -> Vec<Reason> {
    serde_json::from_value(value).unwrap_or_default()
}

async fn in_app(connection: &mut PgConnection, notices: Vec<(Key, Notice)>, within: Duration) -> Result<(), ApiError> {
    let Some(since) = notices.iter().map(|(_, notice)| notice.at).min() else { return Ok(()) };
    let (mut persons, mut subjects): (Vec<i64>, Vec<i64>) = (Vec::new(), Vec::new());
    for (key, _) in &notices {
        persons.push(key.recipient.parse().map_err(|_| ApiError::Internal)?);
        subjects.push(key.id);
    }
    // One that is just being read takes no more. Each is looked up by itself: joined, a few that are open would be compared
    // with all that are told.
    let open = sqlx::query!(
        "select n.* from (select distinct * from unnest($1::bigint[], $2::bigint[]) t (person_id, subject_id)) told
         cross join lateral (
             select id, person_id, subject_kind, subject_id, path, reasons, closes_at from notification
             where person_id = told.person_id and subject_id = told.subject_id and closes_at > $3 and read_at is null
             for update skip locked
         ) n
         order by n.id",
        &persons,
        &subjects,
        since,
    )
    .fetch_all(&mut *connection)
    .await?;
    let open = open.into_iter().map(|row| Open {
        id: row.id,
        key: Key { recipient: row.person_id.to_string(), kind: row.subject_kind, id: row.subject_id, path: row.path },
        reasons: reasons(row.reasons),
        closes_at: row.closes_at,
    });
    let (new, more) = Columns::of(gather(open.collect(), notices, within))?;
    sqlx::query!(
        "update notification n set lines = n.lines || u.lines, reasons = u.reasons, title = u.title
         from unnest($1::bigint[], $2::jsonb[], $3::jsonb[], $4::text[]) u (id, lines, reasons, title)
         where n.id = u.id",
        &more.id,
        &more.lines,
        &more.reasons,
        &more.title,
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "insert into notification (person_id, subject_kind, subject_id, label, title, path, reasons, lines, at, closes_at)
         select * from unnest($1::bigint[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::jsonb[],
             $8::jsonb[], $9::timestamptz[], $10::timestamptz[])",
        &new.persons()?,
        &new.kind,
        &new.subject,
        &new.label,
        &new.title,
        &new.path,
        &new.reasons,
        &new.lines,
        &new.at,
        &new.closes_at,
    )
    .execute(&mut *connection)
    .await?;
    persons.sort_unstable();
    persons.dedup();
    tell(connection, persons).await
}

/// Tells the open pages of these people, and nobody else's, that something is different.
pub async fn tell(connection: &mut PgConnection, people: Vec<i64>) -> Result<(), ApiError> {
    let event = LiveEvent { kind: CHANGED.into(), id: 0, version: 0 };
    live::announce(connection, &Announcement { event, company: None, people, internal: false }).await
}

/// What else an e-mail needs.
struct Envelope {
    person: Option<i64>,
    name: String,
    unsubscribe: Option<String>,
}

async fn by_mail(
    connection: &mut PgConnection,
    notices: Vec<(Key, Notice)>,
    envelopes: &HashMap<Key, Envelope>,
    within: Duration,
) -> Result<(), ApiError> {
    let Some(since) = notices.iter().map(|(_, notice)| notice.at).min() else { return Ok(()) };
    let addresses: Vec<String> = notices.iter().map(|(key, _)| key.recipient.clone()).collect();
    let subjects: Vec<i64> = notices.iter().map(|(key, _)| key.id).collect();
    // One that is just being sent takes no more.
    let open = sqlx::query!(
        "select m.* from (select distinct * from unnest($1::text[], $2::bigint[]) t (address, subject_id)) told
         cross join lateral (
             select id, address, subject_kind, subject_id, path, reasons, closes_at from mail
             where address = told.address and subject_id = told.subject_id and closes_at > $3 and state = 'waiting'
                 and tries = 0
             for update skip locked
         ) m
         order by m.id",
        &addresses,
        &subjects,
        since,
    )
    .fetch_all(&mut *connection)
    .await?;
    let open = open.into_iter().map(|row| Open {
        id: row.id,
        key: Key { recipient: row.address, kind: row.subject_kind, id: row.subject_id, path: row.path },
        reasons: reasons(row.reasons),
        closes_at: row.closes_at,
    });
    let gathered = gather(open.collect(), notices, within);
    let envelopes = gathered.iter().filter(|one| one.open.is_none()).map(|one| envelopes.get(&one.key));
    let envelopes: Vec<&Envelope> = envelopes.collect::<Option<_>>().ok_or(ApiError::Internal)?;
    let (new, more) = Columns::of(gathered)?;
    sqlx::query!(
        "update mail m set lines = m.lines || u.lines, reasons = u.reasons, title = u.title
         from unnest($1::bigint[], $2::jsonb[], $3::jsonb[], $4::text[]) u (id, lines, reasons, title)
         where m.id = u.id",
        &more.id,
        &more.lines,
        &more.reasons,
        &more.title,
    )
    .execute(&mut *connection)
    .await?;
    let persons: Vec<Option<i64>> = envelopes.iter().map(|envelope| envelope.person).collect();
    let names: Vec<String> = envelopes.iter().map(|envelope| envelope.name.clone()).collect();
    let unsubscribe: Vec<Option<String>> = envelopes.iter().map(|envelope| envelope.unsubscribe.clone()).collect();
    sqlx::query!(
        "insert into mail (person_id, name, address, unsubscribe, subject_kind, subject_id, label, title, path, reasons,
             lines, at, closes_at, due_at)
         select *, closes_at from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[],
             $7::text[], $8::text[], $9::text[], $10::jsonb[], $11::jsonb[], $12::timestamptz[], $13::timestamptz[])
             m (person_id, name, address, unsubscribe, subject_kind, subject_id, label, title, path, reasons, lines, at,
                 closes_at)",
        &persons as &[Option<i64>],
        &names,
        &new.recipient,
        &unsubscribe as &[Option<String>],
        &new.kind,
        &new.subject,
        &new.label,
        &new.title,
        &new.path,
        &new.reasons,
        &new.lines,
        &new.at,
        &new.closes_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes back what somebody outside was to be told of a subject and has not been sent: they want no more of it. What is
/// just being sent goes out.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn take_back(connection: &mut PgConnection, address: &str, kind: &str, subject: i64) -> Result<(), ApiError> {
    sqlx::query!(
        "delete from mail where id in (
             select id from mail where done_at is null and person_id is null and address = $1 and subject_kind = $2
                 and subject_id = $3
             for update skip locked)",
        address,
        kind,
        subject,
    )
    .execute(connection)
    .await?;
    Ok(())
}
