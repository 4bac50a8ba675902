//! What Global Search finds: of those that staff see, and of one's own. The two see different words: internal comments
//! and files are for staff alone.

use std::collections::HashMap;

use kernel::{ApiError, Hit, InteractionNumber, excerpt};
use platform::{
    Actor, Platform,
    search::{Asked, Found},
};
use sqlx::PgPool;
use time::OffsetDateTime;

use super::list::{Best, best};
use crate::{
    filter,
    model::{ListQuery, Side, Status},
    server::policy::Visible,
};

/// How many of one's own are looked through: the newest of those for, by and watched by the person.
const OWN: i64 = 2_000;

/// Comments and files of each that an excerpt is looked for in: the newest.
const TEXTS: i64 = 20;

/// Of what staff see.
///
/// # Errors
/// `TooSlow` where it takes too long to find, `Unavailable` where the database is away.
pub async fn at_desk(platform: &Platform, visible: &Visible, asked: &Asked) -> Result<Found, ApiError> {
    let (query, _) = ListQuery::read(|name| if name == "q" { vec![asked.text.clone()] } else { Vec::new() });
    let Best { rows, marks, more, similar } = best(platform, visible, &query, asked.most).await?;
    let hits = rows.into_iter().map(|row| {
        let detail = format!("{} · {} · {}", row.company, row.requested_for, row.status.label());
        hit(Side::Desk, row.number, &row.summary, detail, row.created_on, &marks)
    });
    let mut hits: Vec<Hit> = hits.collect();
    if asked.excerpts {
        add_excerpts(&platform.searches, Side::Desk, &mut hits, &marks).await?;
    }
    Ok(Found { hits, more: more.then(|| query.href()), similar })
}

/// Of what a person asked for, or watches as somebody of its company.
///
/// # Errors
/// `TooSlow` where it takes too long to find, `Unavailable` where the database is away.
pub async fn own(platform: &Platform, actor: &Actor, asked: &Asked) -> Result<Found, ApiError> {
    let pool = &platform.searches;
    let words = sqlx::query_scalar!(r#"select string_to_array(search_words($1), ' ') as "words!""#, asked.text)
        .fetch_one(pool)
        .await?;
    let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
    let (mut marks, mut similar) = (words.clone(), false);
    let mut rows = own_rows(pool, actor, filter::all_of(&words, &[]), asked.most).await?;
    if rows.is_empty() {
        let like = filter::similar(pool, &words).await?;
        similar = like.iter().any(|words| !words.is_empty());
        if similar {
            rows = own_rows(pool, actor, filter::all_of(&words, &like), asked.most).await?;
            marks.extend(like.into_iter().flatten());
        }
    }
    let hits = rows.into_iter().map(|row| {
        let status = Status::from_key(&row.status).ok_or(ApiError::Internal)?;
        let (number, detail) = (InteractionNumber(row.number), format!("{} · {}", row.requested_for, status.label()));
        Ok(hit(Side::Own, number, &row.summary, detail, row.reported_at, &marks))
    });
    let mut hits = hits.collect::<Result<Vec<Hit>, ApiError>>()?;
    if asked.excerpts {
        add_excerpts(pool, Side::Own, &mut hits, &marks).await?;
    }
    Ok(Found { similar: similar && !hits.is_empty(), hits, more: None })
}

fn hit(
    side: Side,
    number: InteractionNumber,
    summary: &str,
    detail: String,
    at: OffsetDateTime,
    words: &[String],
) -> Hit {
    Hit { number: number.to_string(), detail, at: Some(at), ..Hit::new(side.page(number), summary, words) }
}

struct OwnRow {
    number: i64,
    summary: String,
    status: String,
    requested_for: String,
    reported_at: OffsetDateTime,
}

/// Those whose own words fit: first those that have them in their summary, then the newest. The index of words has
/// internal ones too, so what it lets through is looked at once more.
async fn own_rows(pool: &PgPool, actor: &Actor, words: Option<String>, most: usize) -> Result<Vec<OwnRow>, ApiError> {
    let Some(words) = words else { return Ok(Vec::new()) };
    Ok(sqlx::query_as!(
        OwnRow,
        r#"
        with own as (
            (select number from interaction where requested_for_id = $1 order by number desc limit $3)
            union (select number from interaction where requested_by_id = $1 order by number desc limit $3)
            union (select number from interaction_watcher where person_id = $1 order by number desc limit $3)
        )
        select i.number as "number!", i.summary as "summary!", i.status as "status!", p.name as "requested_for!",
            i.reported_at as "reported_at!"
        from own
        join interaction_search w on w.number = own.number and w.words @@ $2::text::tsquery
        join interaction i on i.number = own.number
        join person p on p.id = i.requested_for_id
        where exists (select from interaction_own_side(i.number) side where side.person_id = $1)
            and (
                interaction_words(i)
                || search_vector((select coalesce(string_agg(c.body, ' '), '') from interaction_comment c
                    where c.number = i.number and not c.internal), 'D')
                || search_vector((select coalesce(string_agg(a.name, ' '), '') from interaction_attachment a
                    where a.number = i.number and not a.internal), 'B')
            ) @@ $2::text::tsquery
        order by search_vector(i.summary, 'A') @@ $2::text::tsquery desc, i.number desc
        limit $4
        "#,
        actor.person.0,
        words,
        OWN,
        i64::try_from(most).unwrap_or(OWN),
    )
    .fetch_all(pool)
    .await?)
}

/// Says of those whose summary has none of the words where they stand.
async fn add_excerpts(pool: &PgPool, side: Side, hits: &mut [Hit], words: &[String]) -> Result<(), ApiError> {
    let numbers: Vec<i64> = hits
        .iter()
        .filter(|hit| !hit.is_marked())
        .filter_map(|hit| hit.number.parse().ok())
        .map(|InteractionNumber(number)| number)
        .collect();
    if numbers.is_empty() {
        return Ok(());
    }
    let texts = sqlx::query!(
        r#"
        select n.number as "number!", t.body as "body!" from unnest($1::bigint[]) n (number)
        cross join lateral (
            (select i.description as body, 0 as place, 0::bigint as id from interaction i where i.number = n.number)
            union all
            (select c.body, 1, c.id from interaction_comment c
                where c.number = n.number and ($2 or not c.internal) order by c.id desc limit $3)
            union all
            (select a.name, 2, a.id from interaction_attachment a
                where a.number = n.number and ($2 or not a.internal) order by a.id desc limit $3)
        ) t
        order by t.place, t.id desc
        "#,
        &numbers,
        side == Side::Desk,
        TEXTS,
    )
    .fetch_all(pool)
    .await?;
    let mut found: HashMap<String, Vec<(bool, String)>> = HashMap::new();
    for text in texts {
        let number = InteractionNumber(text.number).to_string();
        if !found.contains_key(&number)
            && let Some(pieces) = excerpt(&text.body, words)
        {
            found.insert(number, pieces);
        }
    }
    for hit in hits {
        if let Some(pieces) = found.remove(&hit.number) {
            hit.excerpt = pieces;
        }
    }
    Ok(())
}
