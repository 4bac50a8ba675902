//! Which interactions a selection means now.

use kernel::{ApiError, InteractionNumber};
use platform::Platform;
use sqlx::{PgConnection, PgPool};

use crate::{
    model::{
        BulkAim, BulkRow, MOST_AT_ONCE, MOST_PICKED, Named, SELECTION, Selection, Sort, Standing, StateReason, Status,
    },
    server::{policy::Visible, queries::WholeList},
};

/// The numbers, the newest first. Of those that were picked some may not be there, or not for this person to see.
///
/// # Errors
/// `Invalid` at [`SELECTION`] where there are none, or more than may be changed at once; of a narrowed list `TooSlow`.
pub async fn chosen(
    platform: &Platform,
    visible: &Visible,
    selection: Selection,
) -> Result<Vec<InteractionNumber>, ApiError> {
    let mut numbers = match selection.lawful() {
        Selection::Picked(picked) if picked.is_empty() => return wrong("Choose some interactions first."),
        Selection::Picked(picked) if picked.len() > MOST_PICKED => {
            return wrong(format!("At most {MOST_PICKED} can be picked by hand."));
        }
        Selection::Picked(picked) => picked,
        Selection::Matches(query) => {
            // In whatever order: the best match first is two lists.
            let mut list = WholeList::begin(platform, visible.clone(), &query.sorted(Sort::default())).await?;
            // A list shows what comes near; what is changed is what was meant.
            let doubts = list.doubts(&query);
            if !doubts.is_empty() {
                return wrong(doubts.join(" "));
            }
            let mut numbers = Vec::new();
            while let Some(rows) = list.piece().await? {
                numbers.extend(rows.iter().map(|row| row.number));
                if numbers.len() > MOST_AT_ONCE {
                    return wrong("This list has more than 10,000 interactions. Narrow it first.");
                }
            }
            if numbers.is_empty() {
                return wrong("This list has no interactions.");
            }
            numbers
        }
    };
    numbers.sort_unstable_by(|a, b| b.cmp(a));
    Ok(numbers)
}

fn wrong<T>(why: impl Into<String>) -> Result<T, ApiError> {
    Err(ApiError::field(SELECTION, why))
}

/// The companies of those that the person sees.
///
/// # Errors
/// `Invalid` at [`SELECTION`] where they see none of them.
pub async fn companies(
    pool: &PgPool,
    visible: &Visible,
    numbers: &[InteractionNumber],
) -> Result<Vec<Named>, ApiError> {
    let companies = sqlx::query_as!(
        Named,
        "select c.id, c.name from company c where c.id = any($1) and exists (
             select from interaction i where i.number = any($2) and i.company_id = c.id
         ) order by c.id",
        &visible.companies,
        &plain(numbers),
    )
    .fetch_all(pool)
    .await?;
    if companies.is_empty() {
        return wrong("None of these interactions is there, or yours to see.");
    }
    Ok(companies)
}

/// What has to be known of each that the person sees, the newest first.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn rows(
    connection: &mut PgConnection,
    visible: &Visible,
    numbers: &[InteractionNumber],
    aim: &BulkAim,
) -> Result<Vec<BulkRow>, ApiError> {
    let (mut persons, mut emails) = (Vec::new(), Vec::new());
    if let BulkAim::Watch(whom) = aim {
        for who in whom.values().flatten() {
            match who.id {
                Some(id) => persons.push(id),
                None => emails.push(who.text.clone()),
            }
        }
    }
    let rows = sqlx::query!(
        r#"
        select i.number as "number: InteractionNumber", i.company_id, i.summary, i.status, i.state_reason, i.wake_at, i.ended_at,
            c.reopen_days, i.group_id, g.name as "group?", i.individual_id, p.name as "individual?",
            i.requested_for_id, i.requested_by_id,
            (select count(*) from interaction_watcher w where w.number = i.number) as "watchers!",
            exists (
                select from interaction_watcher w
                where w.number = i.number and (w.person_id = any($3) or w.email = any($4))
            ) as "watches!"
        from interaction i
        join company c on c.id = i.company_id
        left join support_group g on g.id = i.group_id
        left join person p on p.id = i.individual_id
        where i.number = any($1) and i.company_id = any($2)
        order by i.number desc
        "#,
        &plain(numbers),
        &visible.companies,
        &persons,
        &emails,
    )
    .fetch_all(connection)
    .await?;
    let opt = |id: Option<i64>, name: Option<String>| id.zip(name).map(|(id, name)| Named { id, name });
    let rows = rows.into_iter().map(|row| {
        let status = Status::from_key(&row.status).ok_or(ApiError::Internal)?;
        Ok(BulkRow {
            number: row.number,
            company: row.company_id,
            summary: row.summary,
            standing: Standing { status, ended_at: row.ended_at, reopen_days: row.reopen_days },
            reason: row.state_reason.as_deref().and_then(StateReason::from_key),
            wake_at: row.wake_at,
            group: opt(row.group_id, row.group),
            individual: opt(row.individual_id, row.individual),
            requested_for: row.requested_for_id,
            requested_by: row.requested_by_id,
            watchers: usize::try_from(row.watchers).unwrap_or_default(),
            watches: row.watches,
        })
    });
    rows.collect()
}

pub fn plain(numbers: &[InteractionNumber]) -> Vec<i64> {
    numbers.iter().map(|number| number.0).collect()
}
