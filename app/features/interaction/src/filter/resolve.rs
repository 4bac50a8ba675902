//! What a filter names, looked up: ids of what is called so, words of texts. Nothing is found that the reader may not
//! see; where nothing is, a sentence says so: to be it fits no row, not to be it every one.

use std::collections::{BTreeSet, HashMap};

use kernel::ApiError;
use sqlx::PgPool;
use time::OffsetDateTime;

use super::{Column, Condition, Filter, Kind, Names, Operator, Person, Value};
use crate::server::policy::Visible;

/// Words with a common part, at most: of more, the index would be read longer than the list.
const MOST_LIKE: i64 = 300;

/// How many words may stand for a mistyped one.
const MOST_SIMILAR: i64 = 8;

/// A text with fewer letters and digits is looked up in no index.
const LEAST_PART: usize = 3;

/// What the parts of a filter mean to one reader at one moment.
#[derive(Clone, Debug, Default)]
pub struct Meaning {
    pub(super) now: Option<OffsetDateTime>,
    pub(super) me: i64,
    /// What is called so, by the kind of thing and its name.
    named: HashMap<(&'static str, String), Vec<i64>>,
    people: HashMap<i64, Known>,
    texts: HashMap<String, Text>,
    /// The words there are that have a text at their beginning, in the middle or at their end; `None` for too many.
    like: HashMap<String, Option<Vec<String>>>,
    /// The words there are that begin so; `None` for too many.
    begun: HashMap<String, Option<Vec<String>>>,
    /// Sentences on what is not there.
    pub missing: Vec<String>,
}

/// Somebody whom the reader may see.
#[derive(Clone, Debug)]
struct Known {
    name: String,
    words: String,
}

/// A text as it is compared.
#[derive(Clone, Debug, Default)]
pub(super) struct Text {
    pub(super) folded: String,
    pub(super) words: Vec<String>,
}

/// Looks up what the filter and what is searched for mean.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn resolve(
    pool: &PgPool,
    visible: &Visible,
    filter: &Filter,
    q: &str,
    now: OffsetDateTime,
) -> Result<Meaning, ApiError> {
    let mut meaning = Meaning { now: Some(now), me: visible.person, ..Meaning::default() };
    let conditions = filter.conditions();
    meaning.named(pool, visible, &conditions).await?;
    meaning.people(pool, visible, &conditions).await?;
    meaning.texts(pool, &conditions, q).await?;
    meaning.like(pool, &conditions, q).await?;
    meaning.missing = conditions.iter().filter_map(|condition| meaning.lacks(condition)).collect();
    Ok(meaning)
}

/// The words there are that each of the searched ones may be meant for: those of which the fewest letters are others.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn similar(pool: &PgPool, words: &[String]) -> Result<Vec<Vec<String>>, ApiError> {
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let found = sqlx::query!(
        r#"
        select array(
            select word from (
                select s.word, d.away, min(d.away) over () as least, similarity(s.word, said.word) as alike
                from (select distinct word from search_word where word % said.word) s
                cross join lateral (select levenshtein_less_equal(s.word, said.word, 2) as away) d
                where s.word <> said.word and length(s.word) >= 3
                    and d.away <= case when length(said.word) < 6 then 1 else 2 end
            ) near
            where away = least order by alike desc, word limit $2
        ) as "words!"
        from unnest($1::text[]) with ordinality said (word, place) order by place
        "#,
        words,
        MOST_SIMILAR,
    )
    .fetch_all(pool)
    .await?;
    Ok(found.into_iter().map(|row| row.words).collect())
}

impl Meaning {
    /// What the people are called who are meant by their ids.
    pub fn names(&self, filter: &Filter) -> Names {
        let meant = filter.conditions().into_iter().filter_map(|condition| match condition.value() {
            Value::Person(Person::Id(id)) => Some((*id, self.people.get(id)?.name.clone())),
            _ => None,
        });
        meant.collect()
    }

    /// The words of what is searched for.
    pub fn words(&self, q: &str) -> Vec<String> {
        self.text(q).words
    }

    /// The ids of what a column calls so.
    pub fn ids(&self, column: Column, name: &str) -> &[i64] {
        self.named.get(&(kind(column), name.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// The ids of whoever is meant.
    pub(super) fn persons(&self, column: Column, person: &Person) -> Vec<i64> {
        match person {
            Person::Me => vec![self.me],
            Person::Id(id) => self.people.contains_key(id).then_some(*id).into_iter().collect(),
            Person::Named(name) => self.ids(column, name).to_vec(),
        }
    }

    /// The words of the name and address of somebody.
    pub(super) fn words_of(&self, person: i64) -> Option<&str> {
        self.people.get(&person).map(|known| known.words.as_str())
    }

    pub(super) fn text(&self, text: &str) -> Text {
        self.texts.get(text).cloned().unwrap_or_default()
    }

    /// The words that are like this, `%` standing for anything; `None` where they are too many to look for.
    pub(super) fn words_like(&self, pattern: &str) -> Option<&[String]> {
        self.like.get(pattern)?.as_deref()
    }

    /// The words that begin so; `None` where they are too many to name.
    pub(super) fn words_begun(&self, begun: &str) -> Option<&[String]> {
        self.begun.get(begun)?.as_deref()
    }

    /// Says what is not there of a condition.
    fn lacks(&self, condition: &Condition) -> Option<String> {
        let column = condition.column();
        match condition.value() {
            Value::Name(name) if self.ids(column, name).is_empty() => {
                Some(format!("{} “{name}”: there is none, or none that you may see.", column.label()))
            }
            Value::Person(person) if self.persons(column, person).is_empty() => Some(match person {
                Person::Named(name) => {
                    format!("{} “{name}”: there is nobody, or nobody whom you may see.", column.label())
                }
                _ => format!("{}: there is no such person, or none whom you may see.", column.label()),
            }),
            _ => None,
        }
    }

    async fn named(&mut self, pool: &PgPool, visible: &Visible, conditions: &[&Condition]) -> Result<(), ApiError> {
        let said: BTreeSet<(&'static str, &str)> = conditions.iter().copied().filter_map(named).collect();
        if said.is_empty() {
            return Ok(());
        }
        let (kinds, names): (Vec<_>, Vec<_>) =
            said.iter().map(|(kind, name)| ((*kind).to_owned(), (*name).to_owned())).unzip();
        let found = sqlx::query!(
            r#"
            select said.place as "place!", found.id as "id!"
            from unnest($1::text[], $2::text[]) with ordinality said (kind, name, place)
            cross join lateral (
                select id from company
                where said.kind = 'company' and id = any($3) and fold_text(name) = fold_text(said.name)
                union all
                select g.id from support_group g
                where said.kind = 'group' and fold_text(g.name) = fold_text(said.name) and (
                    g.id = any($4)
                    or exists (select from company_group c where c.group_id = g.id and c.company_id = any($3))
                )
                union all
                select id from reason
                where said.kind = 'reason' and company_id = any($3) and fold_text(name) = fold_text(said.name)
                union all
                select id from category
                where level = array_position(array['category', 'subcategory', 'type'], said.kind)
                    and company_id = any($3) and fold_text(name) = fold_text(said.name)
                union all
                select id from configuration_item
                where said.kind = 'ci' and company_id = any($3) and fold_text(name) = fold_text(said.name)
                union all
                select id from service
                where said.kind = 'service' and company_id = any($3) and fold_text(name) = fold_text(said.name)
                union all
                select p.id from person p
                where said.kind = 'person' and (p.sort_name = fold_text(said.name) or p.email = lower(said.name))
                    and (p.company_id = any($3) or exists (
                        select from group_member m join company_group c using (group_id)
                        where m.person_id = p.id and c.company_id = any($3)
                    ))
                union all
                select p.id from person p
                where said.kind = 'individual'
                    and p.sort_name like '%' || replace(replace(replace(fold_text(said.name), '\', '\\'), '%', '\%'), '_', '\_') || '%'
                    and exists (
                        select from group_member m join company_group c using (group_id)
                        where m.person_id = p.id and c.company_id = any($3)
                    )
            ) found
            "#,
            &kinds,
            &names,
            &visible.companies,
            &visible.groups,
        )
        .fetch_all(pool)
        .await?;
        for row in found {
            let place = usize::try_from(row.place - 1).unwrap_or(usize::MAX);
            if let Some((kind, name)) = said.iter().nth(place) {
                self.named.entry((*kind, (*name).to_owned())).or_default().push(row.id);
            }
        }
        Ok(())
    }

    /// Everybody who is meant, however that was said.
    async fn people(&mut self, pool: &PgPool, visible: &Visible, conditions: &[&Condition]) -> Result<(), ApiError> {
        let meant = conditions.iter().flat_map(|condition| match condition.value() {
            Value::Person(Person::Id(id)) => vec![*id],
            Value::Person(Person::Me) => vec![self.me],
            Value::Person(Person::Named(name)) => self.ids(condition.column(), name).to_vec(),
            _ => Vec::new(),
        });
        let ids: Vec<i64> = meant.collect::<BTreeSet<_>>().into_iter().collect();
        if ids.is_empty() {
            return Ok(());
        }
        let found = sqlx::query!(
            r#"
            select p.id, p.name, search_words(p.name || ' ' || p.email) as "words!" from person p
            where p.id = any($1) and (p.id = $3 or p.company_id = any($2) or exists (
                select from group_member m join company_group c using (group_id)
                where m.person_id = p.id and c.company_id = any($2)
            ))
            "#,
            &ids,
            &visible.companies,
            self.me,
        )
        .fetch_all(pool)
        .await?;
        self.people = found.into_iter().map(|row| (row.id, Known { name: row.name, words: row.words })).collect();
        Ok(())
    }

    async fn texts(&mut self, pool: &PgPool, conditions: &[&Condition], q: &str) -> Result<(), ApiError> {
        let said = conditions.iter().copied().filter_map(text_of).chain((!q.is_empty()).then_some(q));
        let said: Vec<String> = said.map(str::to_owned).collect::<BTreeSet<_>>().into_iter().collect();
        if said.is_empty() {
            return Ok(());
        }
        let found = sqlx::query!(
            r#"select text as "text!", fold_text(text) as "folded!", search_words(text) as "words!" from unnest($1::text[]) text"#,
            &said,
        )
        .fetch_all(pool)
        .await?;
        let words = |words: &str| words.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        self.texts =
            found.into_iter().map(|row| (row.text, Text { folded: row.folded, words: words(&row.words) })).collect();
        Ok(())
    }

    async fn like(&mut self, pool: &PgPool, conditions: &[&Condition], q: &str) -> Result<(), ApiError> {
        let contained = conditions.iter().filter(|condition| condition.operator() == Operator::Contains);
        let texts = contained.copied().filter_map(text_of).map(|text| self.text(text));
        let patterns: Vec<String> =
            texts.filter_map(|text| text.pattern()).collect::<BTreeSet<_>>().into_iter().collect();
        let begun = self.words(q);
        if patterns.is_empty() && begun.is_empty() {
            return Ok(());
        }
        let found = sqlx::query!(
            r#"
            select true as "like!", pattern as "text!", array(
                select distinct word from search_word where word like pattern limit $3
            ) as "words!"
            from unnest($1::text[]) pattern
            union all
            select false, begun, array(
                select distinct word from search_word
                where word >= begun collate "C" and word < begun || U&'\+10FFFF' collate "C" order by word limit $3
            )
            from unnest($2::text[]) begun
            "#,
            &patterns,
            &begun,
            MOST_LIKE + 1,
        )
        .fetch_all(pool)
        .await?;
        for row in found {
            let few = i64::try_from(row.words.len()).is_ok_and(|n| n <= MOST_LIKE).then_some(row.words);
            let _ = if row.like { self.like.insert(row.text, few) } else { self.begun.insert(row.text, few) };
        }
        Ok(())
    }
}

impl Text {
    /// What its first word is like in a text that it stands in: whatever is before it in the same word, and, where it
    /// is the only one, behind it. Nothing where that is too short to be looked up.
    pub(super) fn pattern(&self) -> Option<String> {
        let first = self.words.first().filter(|word| word.chars().count() >= LEAST_PART)?;
        Some(if self.words.len() == 1 { format!("%{first}%") } else { format!("%{first}") })
    }
}

/// The kind of thing that a condition calls by its name.
fn named(condition: &Condition) -> Option<(&'static str, &str)> {
    match condition.value() {
        Value::Name(name) | Value::Person(Person::Named(name)) => Some((kind(condition.column()), name)),
        Value::Text(text) if condition.column() == Column::Individual => Some(("individual", text)),
        _ => None,
    }
}

fn kind(column: Column) -> &'static str {
    if column.kind() == Kind::Person { "person" } else { column.key() }
}

impl Meaning {
    /// Those who may be an individual and are called like that.
    pub(super) fn individuals_like(&self, text: &str) -> &[i64] {
        self.named.get(&("individual", text.to_owned())).map_or(&[], Vec::as_slice)
    }
}

fn text_of(condition: &Condition) -> Option<&str> {
    if let Value::Text(text) = condition.value() { Some(text) } else { None }
}
