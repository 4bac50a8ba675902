//! Finding people while typing: a few index entries for what is typed mostly, the beginning of a name.
//!
//! 1. Those whose name begins with the text, by name. Eight of them are all there is to show.
//! 2. Those who have every word anywhere in name, e-mail or phone, through the trigrams of the longest word.
//! 3. Where that has no three letters, or too many people have it, the companies' people are walked by name
//!    until enough have every word. Only a text of one or two letters that nearly nobody has reads them all.

use kernel::{ApiError, CompanyId, PersonId};
use platform::Permit;
use sqlx::PgPool;

use super::super::policy::LookUp;
use crate::model::PersonCard;

/// How many people a look-up offers.
const ROWS: i64 = 8;

/// Of more people than this a walk by name finds the first ones sooner than a sort.
const MANY: i64 = 500;

/// The people of the companies the person sees (or of the one given) whose name, e-mail or phone
/// contains every word of `text`; whose name begins with it come first.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn look_up(
    pool: &PgPool,
    permit: &Permit<LookUp>,
    text: &str,
    company: Option<CompanyId>,
) -> Result<Vec<PersonCard>, ApiError> {
    let companies: Vec<i64> = permit
        .actor
        .staff_companies()
        .iter()
        .filter(|visible| company.is_none_or(|company| company == **visible))
        .map(|visible| visible.0)
        .collect();
    let text = normal(text);
    // No text of the database has a zero in it, and it takes none.
    if text.is_empty() || text.contains('\0') {
        return Ok(Vec::new());
    }
    let search = Search { pool, companies, text };
    let mut found = search.beginning().await?;
    let missing = ROWS - i64::try_from(found.len()).unwrap_or(ROWS);
    if missing > 0 {
        found.extend(search.containing(missing).await?);
    }
    cards(pool, &found).await
}

/// The people of these ids, in their order.
async fn cards(pool: &PgPool, ids: &[i64]) -> Result<Vec<PersonCard>, ApiError> {
    Ok(sqlx::query_as!(
        PersonCard,
        r#"
        select p.id as "id: PersonId", p.name, p.email, p.phone, p.vip, p.kind = 'guest' as "guest!",
            p.company_id as "company_id: CompanyId", c.name as company
        from person p join company c on c.id = p.company_id
        where p.id = any($1) order by array_position($1, p.id)
        "#,
        ids,
    )
    .fetch_all(pool)
    .await?)
}

struct Search<'a> {
    pool: &'a PgPool,
    companies: Vec<i64>,
    text: String,
}

impl Search<'_> {
    /// Whose name begins with the text, by name.
    async fn beginning(&self) -> Result<Vec<i64>, ApiError> {
        Ok(sqlx::query_scalar!(
            r#"
            select p.id as "id!" from unnest($1::bigint[]) s (id) cross join lateral (
                select p.id, p.sort_name from person p
                where p.company_id = s.id and p.active
                    and p.sort_name collate "C" >= (select fold_text($2))
                    and p.sort_name collate "C" < (select fold_text($2) || U&'\+10FFFF')
                order by p.sort_name collate "C", p.id limit $3
            ) p
            order by p.sort_name collate "C", p.id limit $3
            "#,
            &self.companies,
            self.text,
            ROWS,
        )
        .fetch_all(self.pool)
        .await?)
    }

    /// Who has every word but does not begin with the text, by name.
    async fn containing(&self, limit: i64) -> Result<Vec<i64>, ApiError> {
        let words: Vec<&str> = self.text.split(' ').collect();
        let patterns = patterns(&words);
        if let Some(pattern) = rarest_pattern(&patterns) {
            let found = sqlx::query!(
                r#"
                select m.id as "id!", count(*) over () as "of!" from (
                    select p.id, p.sort_name from person p
                    where p.search_text like (select fold_text($1)) and p.company_id = any($2) and p.active
                        and p.search_text like all (array(select fold_text(word) from unnest($3::text[]) word))
                        and not starts_with(p.sort_name, (select fold_text($4)))
                    limit $5
                ) m
                order by m.sort_name collate "C", m.id limit $6
                "#,
                pattern,
                &self.companies,
                &patterns,
                self.text,
                MANY + 1,
                limit,
            )
            .fetch_all(self.pool)
            .await?;
            if found.first().is_none_or(|row| row.of <= MANY) {
                return Ok(found.into_iter().map(|row| row.id).collect());
            }
        }
        // Inside a `case` the planner takes the words for something that many have, and walks.
        Ok(sqlx::query_scalar!(
            r#"
            select p.id as "id!" from unnest($1::bigint[]) s (id) cross join lateral (
                select p.id, p.sort_name from person p
                where p.company_id = s.id and p.active and not starts_with(p.sort_name, (select fold_text($3)))
                    and case when p.search_text like all (array(select fold_text(word) from unnest($2::text[]) word))
                        then true end
                order by p.sort_name collate "C", p.id limit $4
            ) p
            order by p.sort_name collate "C", p.id limit $4
            "#,
            &self.companies,
            &patterns,
            self.text,
            limit,
        )
        .fetch_all(self.pool)
        .await?)
    }
}

/// The place of the longest of the words that have a trigram: three letters or digits in a row.
fn longest(words: &[&str]) -> Option<usize> {
    let has_trigram = |word: &str| word.split(|c: char| !c.is_alphanumeric()).any(|part| part.chars().count() >= 3);
    let with = words.iter().enumerate().filter(|(_, word)| has_trigram(word));
    with.max_by_key(|(_, word)| word.chars().count()).map(|(place, _)| place)
}

/// What `person.search_text` is like where it has every word of a text; the words are still to be folded. Empty for a text
/// that no person can have.
pub fn search_patterns(text: &str) -> Vec<String> {
    let text = normal(text);
    if text.is_empty() || text.contains('\0') {
        return Vec::new();
    }
    patterns(&text.split(' ').collect::<Vec<_>>())
}

/// Of such patterns, the one by which an index of them finds the fewest: the longest that has a trigram. `None` where all
/// are too short for it.
pub fn rarest_pattern(patterns: &[String]) -> Option<&String> {
    let words: Vec<&str> = patterns.iter().map(String::as_str).collect();
    patterns.get(longest(&words)?)
}

fn patterns(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| format!("%{}%", escape_like(word))).collect()
}

/// Lower case, words parted by one blank; a word that reads as a phone number is its digits alone.
fn normal(text: &str) -> String {
    let text = text.trim().to_lowercase();
    let phone_like =
        text.chars().any(|c| c.is_ascii_digit()) && text.chars().all(|c| c.is_ascii_digit() || " +-()/.".contains(c));
    if phone_like {
        return text.chars().filter(char::is_ascii_digit).collect();
    }
    text.split_whitespace().take(8).collect::<Vec<_>>().join(" ")
}

/// The text with the signs that mean something to `like` made plain.
fn escape_like(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_number_is_looked_up_by_its_digits() {
        assert_eq!(normal("+44 (0)20 7946-0123"), "4402079460123");
        assert_eq!(normal("  Ana   ORTIZ "), "ana ortiz");
        assert_eq!(normal("ortiz2"), "ortiz2");
    }

    #[test]
    fn signs_of_like_are_plain() {
        assert_eq!(escape_like(r"50%_a\b"), r"50\%\_a\\b");
    }

    #[test]
    fn the_longest_word_with_a_trigram_is_searched_for() {
        assert_eq!(longest(&["al", "ana", "ortiz"]), Some(2));
        assert_eq!(longest(&["a.b.c.d.e", "ana"]), Some(1));
        assert_eq!(longest(&["al", "@", "o'n"]), None);
    }
}
