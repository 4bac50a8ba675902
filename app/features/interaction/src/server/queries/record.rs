//! One record with the names of all it refers to, and its Audit Log.

use kernel::{ApiError, AuditValue, Changes, InteractionNumber};
use platform::Actor;
use sqlx::{PgConnection, PgExecutor, PgPool, types::Json};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    attachments::attachments,
    choices::form_choices,
    comments::comments,
    history::history,
    links::links,
    time::{Row, read},
};
use crate::{
    model::{
        AuditEntry, AuditWindow, Channel, CommentBox, Level, Named, Record, RecordPage, Side, StateReason, Status,
    },
    server::policy::{self, Conversation, Visible},
};

/// How many events the Audit Log opens with, and each step back brings.
const WINDOW: usize = 20;

/// What stands for the number of an interaction that the reader may not see.
pub const UNSEEN: &str = "one that you may not see";

/// Takes the row for an update, so that two saves of one record follow one another.
///
/// # Errors
/// `NotFound` where there is no such number.
pub async fn lock(connection: &mut PgConnection, number: InteractionNumber) -> Result<(), ApiError> {
    sqlx::query!("select number from interaction where number = $1 for update", number.0)
        .fetch_optional(connection)
        .await?
        .map(drop)
        .ok_or(ApiError::NotFound)
}

/// # Errors
/// `NotFound` where there is no such number, or not for staff who see these companies.
pub async fn sees(connection: &mut PgConnection, visible: &Visible, number: InteractionNumber) -> Result<(), ApiError> {
    sqlx::query!(
        "select number from interaction where number = $1 and company_id = any($2)",
        number.0,
        &visible.companies,
    )
    .fetch_optional(connection)
    .await?
    .map(drop)
    .ok_or(ApiError::NotFound)
}

/// The record.
///
/// # Errors
/// `NotFound` where it is not there or not visible.
pub async fn record(
    connection: &mut PgConnection,
    visible: &Visible,
    number: InteractionNumber,
) -> Result<Record, ApiError> {
    let row = sqlx::query!(
        r#"
        select i.number, i.version, i.company_id, c.name as company, i.reason_id, r.name as reason,
            i.requested_for_id, f.name as requested_for,
            concat_ws(' · ', fc.name, f.email, nullif(f.phone, '')) as "requested_for_detail!",
            i.requested_by_id, b.name as requested_by,
            concat_ws(' · ', bc.name, b.email, nullif(b.phone, '')) as "requested_by_detail!",
            i.vip, i.summary, i.description,
            i.category_id, c1.name as "category?", i.subcategory_id, c2.name as "subcategory?",
            i.type_id, c3.name as "kind?", i.ci_id, ci.name as "ci?", i.service_id, s.name as "service?",
            i.impact, i.urgency, i.priority, i.contact_email, i.contact_phone, i.through, i.status,
            i.state_reason, i.wake_at, i.ended_at, c.reopen_days, i.group_id, g.name as "group?", i.individual_id, p.name as "individual?",
            i.reported_at, i.updated_at, i.created_by_id, a.name as "created_by?",
            i.follows as "follows: InteractionNumber",
            array(select f.number from interaction f where f.follows = i.number order by f.number limit 20) as "followed_by!",
            interaction_ledger(i.number) as "ledger: Json<Vec<Row>>"
        from interaction i
        join company c on c.id = i.company_id
        join reason r on r.id = i.reason_id
        join person f on f.id = i.requested_for_id
        join company fc on fc.id = f.company_id
        join person b on b.id = i.requested_by_id
        join company bc on bc.id = b.company_id
        left join category c1 on c1.id = i.category_id
        left join category c2 on c2.id = i.subcategory_id
        left join category c3 on c3.id = i.type_id
        left join configuration_item ci on ci.id = i.ci_id
        left join service s on s.id = i.service_id
        left join support_group g on g.id = i.group_id
        left join person p on p.id = i.individual_id
        left join person a on a.id = i.created_by_id
        where i.number = $1 and i.company_id = any($2)
        "#,
        number.0,
        &visible.companies,
    )
    .fetch_optional(connection)
    .await?
    .ok_or(ApiError::NotFound)?;
    let opt = |id: Option<i64>, name: Option<String>| id.zip(name).map(|(id, name)| Named { id, name });
    Ok(Record {
        number: InteractionNumber(row.number),
        version: row.version,
        company: Named { id: row.company_id, name: row.company },
        reason: Named { id: row.reason_id, name: row.reason },
        requested_for: Named { id: row.requested_for_id, name: row.requested_for },
        requested_for_detail: row.requested_for_detail,
        requested_by: Named { id: row.requested_by_id, name: row.requested_by },
        requested_by_detail: row.requested_by_detail,
        vip: row.vip,
        summary: row.summary,
        description: row.description,
        category: opt(row.category_id, row.category),
        subcategory: opt(row.subcategory_id, row.subcategory),
        kind: opt(row.type_id, row.kind),
        ci: opt(row.ci_id, row.ci),
        service: opt(row.service_id, row.service),
        impact: level(row.impact)?,
        urgency: level(row.urgency)?,
        priority: level(row.priority)?,
        contact_email: row.contact_email,
        contact_phone: row.contact_phone,
        through: Channel::from_key(&row.through).ok_or(ApiError::Internal)?,
        status: Status::from_key(&row.status).ok_or(ApiError::Internal)?,
        state_reason: row.state_reason.as_deref().and_then(StateReason::from_key),
        wake_at: row.wake_at,
        ended_at: row.ended_at,
        reopen_days: row.reopen_days,
        group: opt(row.group_id, row.group),
        individual: opt(row.individual_id, row.individual),
        reported_on: row.reported_at,
        updated_at: row.updated_at,
        created_by: opt(row.created_by_id, row.created_by),
        follows: row.follows,
        followed_by: row.followed_by.into_iter().map(InteractionNumber).collect(),
        ledger: read(row.ledger)?,
    })
}

fn level(number: i16) -> Result<Level, ApiError> {
    Level::try_from(number).map_err(|_| ApiError::Internal)
}

/// The record's latest events, or those before one, for the desk's side.
///
/// # Errors
/// `NotFound` for who asked: there is no Audit Log on their side; `Unavailable` where the database is away.
pub async fn audit(
    executor: impl PgExecutor<'_>,
    reading: &Conversation,
    before: Option<i64>,
) -> Result<AuditWindow, ApiError> {
    if reading.side != Side::Desk {
        return Err(ApiError::NotFound);
    }
    // How interactions belong together, each end's log names: to who may not see the other end, without its number.
    let rows = sqlx::query!(
        r#"
        select e.id, e.at, p.name as "who?", e.event, e.changes,
            e.event in ('related', 'unrelated') and not exists (
                select from interaction o
                where o.number = (jsonb_path_query_first(e.changes, '$[0].*.id'))::bigint and o.company_id = any($3)
            ) as "hidden!"
        from audit_event e left join person p on p.id = e.actor_id
        where e.entity = 'interaction' and e.entity_id = $1 and e.id < $2
        order by e.id desc limit 21
        "#,
        reading.number.0,
        before.unwrap_or(i64::MAX),
        &reading.companies,
    )
    .fetch_all(executor)
    .await?;
    let earlier = rows.len() > WINDOW;
    let rows = rows
        .into_iter()
        .take(WINDOW)
        .map(|row| {
            let mut changes: Changes = serde_json::from_value(row.changes).map_err(|error| {
                tracing::error!(%error, event = row.id, "an audit row cannot be read");
                ApiError::Internal
            })?;
            if row.hidden {
                for change in &mut changes.0 {
                    for value in [&mut change.from, &mut change.to].into_iter().flatten() {
                        *value = AuditValue::text(UNSEEN);
                    }
                }
            }
            Ok(AuditEntry { id: row.id, at: row.at, who: row.who, event: row.event, changes })
        })
        .collect::<Result<_, ApiError>>()?;
    Ok(AuditWindow { rows, earlier })
}

/// The record with all that stands around it; of the comments the newest, or those before `before`.
///
/// All over one connection: that a connection is given back costs a round trip to the database of its own, which is more
/// than most of these statements take.
///
/// # Errors
/// `NotFound` where it is not there or not visible.
pub async fn record_page(
    pool: &PgPool,
    actor: &Actor,
    number: InteractionNumber,
    before: Option<i64>,
    now: OffsetDateTime,
) -> Result<RecordPage, ApiError> {
    let visible = policy::visible(actor)?;
    let mut connection = pool.acquire().await?;
    let record = record(&mut connection, &visible, number).await?;
    let reading = policy::conversation_of(&visible, &record);
    let choices = form_choices(&mut *connection, &visible, Some(record.company_id())).await?;
    let history = history(&mut *connection, &visible, record.requested_for_id(), Some(number)).await?;
    let audit = audit(&mut *connection, &reading, None).await?;
    let comments = comments(&mut *connection, &reading, before).await?;
    let links = links(&mut *connection, &reading, actor.person).await?;
    let attachments = attachments(&mut *connection, actor, &reading).await?;
    drop(connection);
    let choices = choices.with_current(&record);
    let conversation = CommentBox { comments, submission: Uuid::new_v4() };
    Ok(RecordPage {
        record,
        choices,
        history,
        audit,
        conversation,
        links,
        attachments,
        may_edit: policy::offers_edit(actor),
        may_comment: policy::offers_comment(actor),
        may_attach: policy::offers_attach(actor),
        keeper: policy::keeper(actor),
        now,
    })
}
