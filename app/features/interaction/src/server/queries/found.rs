//! What Global Search finds: of those that staff see, and of one's own. The two see different words: internal comments
//! and files are for staff alone.

use std::collections::BTreeSet;

use kernel::{ApiError, Hit, InteractionNumber};
use platform::{
    Actor, Platform,
    search::{Asked, Found},
};
use sqlx::PgPool;
use time::OffsetDateTime;

use super::{
    excerpts,
    list::{Best, best},
};
use crate::{
    filter::{self, Place},
    model::{ListQuery, Side, Status},
    server::policy::Visible,
};

/// How many characters an excerpt has before the first of the words.
const BEFORE: usize = 40;

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
    let said = sqlx::query!(
        r#"select string_to_array(search_words($1), ' ') as "words!",
            (select string_to_array(search_words(name || ' ' || email), ' ') from person where id = $2) as "whose!""#,
        asked.text,
        actor.person.0,
    )
    .fetch_one(pool)
    .await?;
    let words: Vec<String> = said.words.into_iter().filter(|word| !word.is_empty()).collect();
    let search = Own { pool, person: actor.person.0, whose: said.whose, most: asked.most };
    let (mut marks, mut similar) = (words.clone(), false);
    let mut rows = search.best(&words, &[]).await?;
    if rows.is_empty() {
        let like = filter::similar(pool, &words).await?;
        similar = like.iter().any(|words| !words.is_empty());
        if similar {
            rows = search.best(&words, &like).await?;
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

/// A search among one's own.
struct Own<'a> {
    pool: &'a PgPool,
    person: i64,
    /// The words of the person's name and address, by which the index finds what is for them or by them.
    whose: Vec<String>,
    most: usize,
}

impl Own<'_> {
    /// First those that have every word in their summary, then those with the words elsewhere; the newest first of each.
    async fn best(&self, words: &[String], similar: &[Vec<String>]) -> Result<Vec<OwnRow>, ApiError> {
        let mut rows = self.rows(words, similar, Place::Headline).await?;
        if rows.len() < self.most {
            let known: BTreeSet<i64> = rows.iter().map(|row| row.number).collect();
            let others = self.rows(words, similar, Place::Anywhere).await?;
            rows.extend(others.into_iter().filter(|row| !known.contains(&row.number)));
            rows.truncate(self.most);
        }
        Ok(rows)
    }

    /// The newest that have the words in a place. The index has words that are not for this side, of what is internal and
    /// of how people are reached, so what it finds outside the summary is looked at once more, until there are enough.
    async fn rows(&self, words: &[String], similar: &[Vec<String>], place: Place) -> Result<Vec<OwnRow>, ApiError> {
        let Some(wanted) = filter::all_of(words, similar, place) else { return Ok(Vec::new()) };
        Ok(sqlx::query_as!(
            OwnRow,
            r#"
            select i.number, i.summary, i.status, f.name as "requested_for!", i.reported_at
            from (
                select number from (
                    select number from interaction_search where words @@ $1::text::tsquery and words @@ $2::text::tsquery
                    union
                    select number from interaction_watcher join interaction_search s using (number)
                    where person_id = $3 and s.words @@ $1::text::tsquery
                ) either order by number desc offset 0
            ) found
            join interaction i on i.number = found.number
            join person f on f.id = i.requested_for_id
            join person b on b.id = i.requested_by_id
            where exists (select from interaction_own_side(i.number) side where side.person_id = $3)
                and ($4 or (
                    search_vector(i.summary, 'A') || search_vector(i.description, 'C')
                    || search_vector(f.name || ' ' || b.name, 'B')
                    || coalesce((select search_gather(search_vector(c.body, 'D')) from interaction_comment c
                        where c.number = i.number and not c.internal), '')
                    || coalesce((select search_gather(search_vector(a.name, 'B')) from interaction_attachment a
                        where a.number = i.number and not a.internal), '')
                ) @@ $1::text::tsquery)
            order by found.number desc
            limit $5
            "#,
            wanted,
            self.whose.iter().map(|word| format!("'{word}':B")).collect::<Vec<_>>().join(" & "),
            self.person,
            place == Place::Headline,
            i64::try_from(self.most).unwrap_or(i64::MAX),
        )
        .fetch_all(self.pool)
        .await?)
    }
}

/// Says of those whose summary has none of the words where they stand.
async fn add_excerpts(pool: &PgPool, side: Side, hits: &mut [Hit], words: &[String]) -> Result<(), ApiError> {
    let numbers: Vec<i64> = hits
        .iter()
        .filter(|hit| !hit.is_marked())
        .filter_map(|hit| hit.number.parse().ok())
        .map(|InteractionNumber(number)| number)
        .collect();
    let mut found = excerpts(pool, side, &numbers, words, BEFORE).await?;
    for hit in hits {
        if let Some(pieces) = hit.number.parse().ok().and_then(|InteractionNumber(number)| found.remove(&number)) {
            hit.excerpt = pieces;
        }
    }
    Ok(())
}
