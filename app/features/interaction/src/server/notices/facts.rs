//! What happened, with what the rules need to know of it.

use std::collections::HashMap;

use kernel::{ApiError, Changes, InteractionNumber};
use platform::outbox::Recorded;
use sqlx::PgConnection;

use crate::model::{
    Status,
    mention::mentioned,
    notice::{Happening, Roles, Said, What},
};

/// An event of an interaction, and how that was right after it.
#[derive(Debug)]
pub struct Fact {
    pub number: InteractionNumber,
    pub summary: String,
    pub happening: Happening,
    pub after: Roles,
}

/// The events somebody may have to be told of.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn facts(connection: &mut PgConnection, events: &[Recorded]) -> Result<Vec<Fact>, ApiError> {
    let events: Vec<&Recorded> = events.iter().filter(|event| TOLD.contains(&event.event.as_str())).collect();
    if events.is_empty() {
        return Ok(Vec::new());
    }
    let comments = comments(connection, &events).await?;
    let records = records(connection, &events).await?;
    let later = later(connection, &events).await?;
    let facts = events.into_iter().filter_map(|event| {
        let (summary, now) = records.get(&event.entity_id)?;
        let what = what(event, &comments)?;
        // Newest first: back to how it was.
        let missed = later.iter().filter(|(number, id, _)| *number == event.entity_id && *id > event.id);
        let after = missed.fold(now.clone(), |roles, (_, _, changes)| roles.before(changes));
        let happening = Happening { actor: event.actor, who: event.who.clone(), at: event.at, what };
        let number = InteractionNumber(event.entity_id);
        Some(Fact { number, summary: summary.clone(), happening, after })
    });
    Ok(facts.collect())
}

/// The events that anybody is told of.
const TOLD: [&str; 5] = [
    "interaction.created",
    "interaction.updated",
    "interaction.commented",
    "interaction.attached",
    "interaction.watched",
];

fn what(event: &Recorded, comments: &HashMap<i64, Said>) -> Option<What> {
    Some(match event.event.as_str() {
        "interaction.created" => What::Created,
        "interaction.updated" => What::Updated(event.changes.clone()),
        "interaction.commented" => What::Commented(comments.get(&comment(event)?)?.clone()),
        "interaction.attached" => {
            let names = event.changes.0.iter().filter_map(|change| Some(change.to.as_ref()?.text.clone()));
            // What does not say that it is open is not.
            let internal = event.payload.get("internal").and_then(serde_json::Value::as_bool) != Some(false);
            What::Attached { internal, names: names.collect() }
        }
        "interaction.watched" => What::Watched(event.changes.0.first()?.to.clone()?),
        _ => return None,
    })
}

/// The id of the comment that an event is about.
fn comment(event: &Recorded) -> Option<i64> {
    event.payload.get("comment").and_then(serde_json::Value::as_i64)
}

async fn comments(connection: &mut PgConnection, events: &[&Recorded]) -> Result<HashMap<i64, Said>, ApiError> {
    let ids: Vec<i64> = events.iter().filter_map(|event| comment(event)).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = sqlx::query!("select id, by_desk, internal, body from interaction_comment where id = any($1)", &ids)
        .fetch_all(connection)
        .await?;
    let said = rows.into_iter().map(|row| {
        let mentions = mentioned(&row.body);
        (row.id, Said { by_desk: row.by_desk, internal: row.internal, text: row.body, mentions })
    });
    Ok(said.collect())
}

/// The summaries and roles as they are now, by number.
async fn records(
    connection: &mut PgConnection,
    events: &[&Recorded],
) -> Result<HashMap<i64, (String, Roles)>, ApiError> {
    let numbers: Vec<i64> = events.iter().map(|event| event.entity_id).collect();
    let rows = sqlx::query!(
        r#"
        select i.number as "number!", i.summary as "summary!", i.requested_for_id as "requested_for_id!",
            i.requested_by_id as "requested_by_id!", i.group_id as "group_id?", g.name as "group?",
            i.individual_id as "individual_id?", i.status as "status!"
        from interaction i left join support_group g on g.id = i.group_id
        where i.number = any($1)
        "#,
        &numbers,
    )
    .fetch_all(connection)
    .await?;
    let records = rows.into_iter().map(|row| {
        let roles = Roles {
            requested_for: row.requested_for_id,
            requested_by: row.requested_by_id,
            group: row.group_id.zip(row.group),
            individual: row.individual_id,
            status: Status::from_key(&row.status).ok_or(ApiError::Internal)?,
        };
        Ok((row.number, (row.summary, roles)))
    });
    records.collect()
}

/// The updates after the first of these events of each record, the latest first: interaction, event, what it changed.
async fn later(connection: &mut PgConnection, events: &[&Recorded]) -> Result<Vec<(i64, i64, Changes)>, ApiError> {
    let mut first: HashMap<i64, i64> = HashMap::new();
    for event in events {
        let id = first.entry(event.entity_id).or_insert(event.id);
        *id = (*id).min(event.id);
    }
    let (numbers, ids): (Vec<i64>, Vec<i64>) = first.into_iter().unzip();
    let rows = sqlx::query!(
        r#"
        select e.id, e.entity_id, e.changes
        from unnest($1::bigint[], $2::bigint[]) f (number, first)
        join audit_event e on e.entity = 'interaction' and e.entity_id = f.number and e.id > f.first
        where e.event = 'updated'
        order by e.id desc
        "#,
        &numbers,
        &ids,
    )
    .fetch_all(connection)
    .await?;
    let later = rows.into_iter().map(|row| {
        let changes = serde_json::from_value(row.changes).map_err(|_| ApiError::Internal)?;
        Ok((row.entity_id, row.id, changes))
    });
    later.collect()
}
