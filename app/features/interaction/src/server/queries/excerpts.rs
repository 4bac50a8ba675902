//! Where else than in its summary a record has what was searched for.

use std::collections::{HashMap, hash_map::Entry};

use kernel::{ApiError, excerpt};
use sqlx::PgPool;

use crate::model::Side;

/// Comments and files of each that are looked at: the newest.
const TEXTS: i64 = 20;

/// What stands around the words in the descriptions of these, or else in their comments or the names of their files, as
/// far as a side sees them; with as many characters `before` the first of the words.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn excerpts(
    pool: &PgPool,
    side: Side,
    numbers: &[i64],
    words: &[String],
    before: usize,
) -> Result<HashMap<i64, Vec<(bool, String)>>, ApiError> {
    if numbers.is_empty() {
        return Ok(HashMap::new());
    }
    let described = sqlx::query!(
        "select number, description as body from interaction where number = any($1) and description <> ''",
        numbers
    );
    let described = described.fetch_all(pool).await?.into_iter().map(|text| (text.number, text.body));
    let mut found = HashMap::new();
    add(&mut found, described, words, before);
    let rest: Vec<i64> = numbers.iter().copied().filter(|number| !found.contains_key(number)).collect();
    if rest.is_empty() {
        return Ok(found);
    }
    let said = sqlx::query!(
        r#"
        select n.number as "number!", t.body as "body!" from unnest($1::bigint[]) n (number)
        cross join lateral (
            (select c.body, 1 as place, c.id from interaction_comment c
                where c.number = n.number and ($2 or not c.internal) order by c.id desc limit $3)
            union all
            (select a.name, 2, a.id from interaction_attachment a
                where a.number = n.number and ($2 or not a.internal) order by a.id desc limit $3)
        ) t
        order by t.place, t.id desc
        "#,
        &rest,
        side == Side::Desk,
        TEXTS,
    );
    add(&mut found, said.fetch_all(pool).await?.into_iter().map(|text| (text.number, text.body)), words, before);
    Ok(found)
}

/// Adds what stands around the words in the first text of each that has any.
fn add(
    found: &mut HashMap<i64, Vec<(bool, String)>>,
    texts: impl Iterator<Item = (i64, String)>,
    words: &[String],
    before: usize,
) {
    for (number, text) in texts {
        if let Entry::Vacant(entry) = found.entry(number)
            && let Some(pieces) = excerpt(&text, words, before)
        {
            entry.insert(pieces);
        }
    }
}
