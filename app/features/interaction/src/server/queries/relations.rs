//! Interactions that may be related, and how two of them are.

use kernel::{ApiError, InteractionNumber};
use platform::Permit;
use sqlx::PgConnection;

use crate::{
    model::{Relatable, RelationDraft, RelationKind, Status, may_go_on, typed_number},
    server::policy::{Seek, Visible},
};

/// How many a search offers.
const ROWS: usize = 8;

/// Those that a text may mean: a number, or words of a summary.
///
/// A number finds itself and those that begin with its digits: for each length and company, the first few of a piece of
/// an index. Words are looked for in what was requested for the same person and in the latest of the company, some
/// hundreds each through an index: who relates things has just had them on the screen, and the number is there for the
/// rest.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn relatable(
    connection: &mut PgConnection,
    permit: &Permit<Seek>,
    text: &str,
) -> Result<Vec<Relatable>, ApiError> {
    let (visible, number) = &permit.subject;
    let found = match typed_number(text) {
        Some(typed) => by_number(connection, visible, *number, typed, may_go_on(text)).await?,
        None => by_words(connection, visible, *number, text).await?,
    };
    found
        .into_iter()
        .map(|Found { number, summary, status }| {
            let status = Status::from_key(&status).ok_or(ApiError::Internal)?;
            Ok(Relatable { number: InteractionNumber(number), summary, status })
        })
        .collect()
}

struct Found {
    number: i64,
    summary: String,
    status: String,
}

async fn by_number(
    connection: &mut PgConnection,
    visible: &Visible,
    except: InteractionNumber,
    typed: InteractionNumber,
    goes_on: bool,
) -> Result<Vec<Found>, ApiError> {
    // The numbers with these digits and none, one, two … more of them; none is beyond the largest there can be.
    let digits = if goes_on { 7 } else { 1 };
    let powers = (0..digits).map_while(|more| 10_i64.checked_pow(more));
    let (low, high): (Vec<i64>, Vec<i64>) = powers
        .filter_map(|power| {
            let low = typed.0.checked_mul(power)?;
            Some((low, low.checked_add(power)?))
        })
        .unzip();
    Ok(sqlx::query_as!(
        Found,
        r#"
        select i.number as "number!", i.summary as "summary!", i.status as "status!"
        from unnest($1::bigint[], $2::bigint[]) with ordinality piece (low, high, place)
        cross join unnest($3::bigint[]) company (id)
        cross join lateral (
            select number, summary, status from interaction
            where company_id = company.id and number >= piece.low and number < piece.high and number <> $4
            order by number limit 8
        ) i
        order by piece.place, i.number limit 8
        "#,
        &low,
        &high,
        &visible.companies,
        except.0,
    )
    .fetch_all(connection)
    .await?)
}

async fn by_words(
    connection: &mut PgConnection,
    visible: &Visible,
    except: InteractionNumber,
    text: &str,
) -> Result<Vec<Found>, ApiError> {
    let words: Vec<String> = text.split_whitespace().take(8).map(ToOwned::to_owned).collect();
    // No text of the database has a zero in it, and it takes none.
    if words.is_empty() || text.contains('\0') {
        return Ok(Vec::new());
    }
    Ok(sqlx::query_as!(
        Found,
        r#"
        with this as (
            select requested_for_id, company_id from interaction where number = $1
        ), near as (
            (select i.number, true as same from interaction i, this
                where i.requested_for_id = this.requested_for_id and i.company_id = any($2)
                order by i.number desc limit 200)
            union all
            (select i.number, i.requested_for_id = this.requested_for_id from interaction i, this
                where i.company_id = this.company_id
                order by i.number desc limit 500)
        )
        select i.number, i.summary, i.status
        from (select number, bool_or(same) as same from near where number <> $1 group by number) n
        join interaction i on i.number = n.number
        cross join lateral (select fold_text(i.summary) as folded offset 0) s
        where not exists (select from unnest($3::text[]) word where position(fold_text(word) in s.folded) = 0)
        order by n.same desc, i.number desc limit 8
        "#,
        except.0,
        &visible.companies,
        &words,
    )
    .fetch_all(connection)
    .await?)
}

/// The one that is meant by what stands in the box.
///
/// # Errors
/// `Invalid` where that is none or may be several; one that may not be seen is said to be not there.
pub async fn named(
    connection: &mut PgConnection,
    permit: &Permit<Seek>,
    text: &str,
) -> Result<InteractionNumber, ApiError> {
    let wrong = |why: String| Err(ApiError::field(RelationDraft::OTHER, why));
    if text.trim().is_empty() {
        return wrong("Enter a number, or words of the summary.".into());
    }
    let (visible, number) = &permit.subject;
    match typed_number(text) {
        Some(typed) if typed == *number => return Ok(typed),
        Some(typed) => {
            return match super::sees(connection, visible, typed).await {
                Err(ApiError::NotFound) => wrong(format!("There is no {typed}, or none that you may see.")),
                outcome => outcome.map(|()| typed),
            };
        }
        None => {}
    }
    let found = relatable(connection, permit, text).await?;
    match found.as_slice() {
        [] => wrong("None of the person’s or the company’s latest has these words: enter the number.".into()),
        [one] => Ok(one.number),
        several => {
            let several: Vec<String> = several.iter().map(described).collect();
            let more = if several.len() == ROWS { ", and maybe more" } else { "" };
            wrong(format!("Several have these words, enter the number: {}{more}.", several.join(", ")))
        }
    }
}

fn described(one: &Relatable) -> String {
    let short: String = one.summary.chars().take(40).collect();
    let more = if short.len() < one.summary.len() { "…" } else { "" };
    format!("{} ({short}{more})", one.number)
}

/// What `other` is to `number`, if anything.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn existing(
    connection: &mut PgConnection,
    number: InteractionNumber,
    other: InteractionNumber,
) -> Result<Option<RelationKind>, ApiError> {
    let row = sqlx::query!(
        "select kind, first from interaction_relation
         where least(first, second) = least($1::bigint, $2) and greatest(first, second) = greatest($1::bigint, $2)",
        number.0,
        other.0,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| match row.kind.as_str() {
        "parent" if row.first == other.0 => RelationKind::Parent,
        "parent" => RelationKind::Child,
        _ => RelationKind::Related,
    }))
}

/// The parent of an interaction, and whether the person may see it.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn parent_of(
    connection: &mut PgConnection,
    visible: &Visible,
    number: InteractionNumber,
) -> Result<Option<(InteractionNumber, bool)>, ApiError> {
    let row = sqlx::query!(
        r#"
        select p.number, p.company_id = any($2) as "seen!"
        from interaction_relation r join interaction p on p.number = r.first
        where r.second = $1 and r.kind = 'parent'
        "#,
        number.0,
        &visible.companies,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (InteractionNumber(row.number), row.seen)))
}

/// An interaction, its parent, the parent's parent and so on, each with whether the person may see it. Ends even where
/// the rows were in a circle.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn above(
    connection: &mut PgConnection,
    visible: &Visible,
    number: InteractionNumber,
) -> Result<Vec<(InteractionNumber, bool)>, ApiError> {
    let rows = sqlx::query!(
        r#"
        with recursive above (number, level) as (
            select $1::bigint, 0
            union all
            select r.first, a.level + 1
            from above a join interaction_relation r on r.second = a.number and r.kind = 'parent'
        ) cycle number set again using way
        select a.number as "number!", i.company_id = any($2) as "seen!"
        from above a join interaction i on i.number = a.number
        where not a.again order by a.level
        "#,
        number.0,
        &visible.companies,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (InteractionNumber(row.number), row.seen)).collect())
}

/// How many relations an interaction has.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn count_relations(connection: &mut PgConnection, number: InteractionNumber) -> Result<usize, ApiError> {
    let count = sqlx::query_scalar!(
        r#"
        select (select count(*) from interaction_relation where first = $1)
            + (select count(*) from interaction_relation where second = $1) as "count!"
        "#,
        number.0,
    )
    .fetch_one(connection)
    .await?;
    Ok(usize::try_from(count).unwrap_or_default())
}
