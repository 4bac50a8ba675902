//! Where else than in its summary a record has what was searched for.

use std::collections::HashMap;

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
        numbers,
        side == Side::Desk,
        TEXTS,
    )
    .fetch_all(pool)
    .await?;
    let mut found = HashMap::new();
    for text in texts {
        if !found.contains_key(&text.number)
            && let Some(pieces) = excerpt(&text.body, words, before)
        {
            found.insert(text.number, pieces);
        }
    }
    Ok(found)
}
