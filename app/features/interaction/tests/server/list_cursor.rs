//! Places in the list that were never given, and lists that change while they are read.

use std::collections::BTreeMap;

use interaction::{
    model::{ListQuery, Scope},
    server::queries,
};
use kernel::Cursor;
use platform::testing::fixture::{self, *};

use super::{
    list::{page, sorts, walk},
    list_world::{expected, fill},
    support::visible,
};

fn strange_cursors() -> Vec<Cursor> {
    let keys = ["", "0", "7", "99", "zebra", "\u{10FFFF}", "a\0b", "'; --", "%", "Network", "Ärzte", "zoe zorn", "-1"];
    let numbers = [0, 70, -1, i64::MIN, i64::MAX];
    keys.iter()
        .flat_map(|key| numbers.map(|number| Cursor { key: (*key).to_owned(), number }))
        .chain([Cursor { key: "x".repeat(4_000), number: 1 }])
        .collect()
}

#[tokio::test]
async fn a_damaged_or_foreign_place_gives_a_page_and_no_error() {
    let pool = fixture::database().await;
    fill(&pool, 70, 5).await;
    let visible = visible(&pool, AGENT).await;
    for sort in sorts() {
        let seen = expected(&pool, AGENT, Scope::All, None, sort).await;
        for cursor in strange_cursors() {
            for backward in [false, true] {
                let (after, before) =
                    if backward { (None, Some(cursor.clone())) } else { (Some(cursor.clone()), None) };
                let query = ListQuery { sort, after, before, ..ListQuery::default() };
                let page = queries::list(&fixture::platform(&pool), &visible, &query).await;
                let page = page.unwrap_or_else(|error| panic!("{query:?}: {error:?}")).page;
                let places: Vec<_> =
                    page.rows.iter().map(|row| seen.iter().position(|other| other == row).unwrap()).collect();
                assert!(places.len() <= 50 && places.is_sorted(), "{query:?}: {places:?}");
            }
        }
    }
}

#[tokio::test]
async fn a_place_past_either_end_shows_the_first_page() {
    let pool = fixture::database().await;
    fill(&pool, 70, 9).await;
    let visible = visible(&pool, AGENT).await;
    let newest = ListQuery { before: Some(Cursor { key: String::new(), number: i64::MAX }), ..ListQuery::default() };
    let oldest = ListQuery { after: Some(Cursor { key: String::new(), number: 0 }), ..ListQuery::default() };
    let first = page(&pool, &visible, &ListQuery::default()).await;
    assert_eq!(page(&pool, &visible, &newest).await, first);
    assert_eq!(page(&pool, &visible, &oldest).await, first);
}

#[tokio::test]
async fn a_place_of_another_sort_still_leads_through_the_list() {
    let pool = fixture::database().await;
    fill(&pool, 130, 6).await;
    let visible = visible(&pool, AGENT).await;
    for from in sorts() {
        let after = page(&pool, &visible, &ListQuery { sort: from, ..ListQuery::default() }).await.after;
        for to in sorts() {
            let pages =
                walk(&pool, &visible, &ListQuery { sort: to, after: after.clone(), ..ListQuery::default() }).await;
            let mut numbers: Vec<_> = pages.iter().flat_map(|page| &page.rows).map(|row| row.number).collect();
            let rows = numbers.len();
            numbers.sort();
            numbers.dedup();
            assert_eq!(numbers.len(), rows, "{from} {to}: no row twice");
        }
    }
}

/// Rows that come while the list is read: each old one is seen exactly once, a new one at most once.
#[tokio::test]
async fn nothing_is_skipped_or_shown_twice_when_rows_come_while_paging() {
    let pool = fixture::database().await;
    fill(&pool, 110, 7).await;
    let visible = visible(&pool, AGENT).await;
    for (n, sort) in sorts().enumerate() {
        for backward in [false, true] {
            let old = expected(&pool, AGENT, Scope::All, None, sort).await;
            let mut query = ListQuery { sort, ..ListQuery::default() };
            if backward {
                let whole = walk(&pool, &visible, &query).await;
                // Behind the last row: the place the last page would end at.
                let last = whole.last().unwrap();
                let end = page(&pool, &visible, &ListQuery { before: last.before.clone(), ..query.clone() }).await;
                assert!(end.after.is_some());
                query = ListQuery { after: end.after, ..query };
            }
            let mut seen: BTreeMap<i64, usize> = BTreeMap::new();
            let mut dice = u64::try_from(n).unwrap() * 100 + u64::from(backward) * 50;
            loop {
                let page = page(&pool, &visible, &query).await;
                for row in &page.rows {
                    *seen.entry(row.number.0).or_default() += 1;
                }
                dice += 1;
                fill(&pool, 3, dice).await;
                let (next, first_page) = (if backward { page.before } else { page.after }, query.first_page());
                let Some(next) = next else { break };
                query = if backward {
                    ListQuery { before: Some(next), ..first_page }
                } else {
                    ListQuery { after: Some(next), ..first_page }
                };
            }
            assert!(seen.values().all(|times| *times == 1), "twice: {sort} backward {backward}");
            let skipped: Vec<_> = old.iter().filter(|row| !seen.contains_key(&row.number.0)).collect();
            assert!(skipped.is_empty(), "skipped: {sort} backward {backward}: {skipped:?}");
            let newest = fixture::count(&pool, "select max(number) from interaction").await;
            sqlx::query("delete from interaction where number > $1 - 200 and number > 110")
                .bind(newest)
                .execute(&pool)
                .await
                .unwrap();
        }
    }
}

#[tokio::test]
async fn a_group_renamed_while_paging_hides_none_of_the_others() {
    let pool = fixture::database().await;
    fill(&pool, 160, 8).await;
    let visible = visible(&pool, AGENT).await;
    for descending in [false, true] {
        let sort = interaction::model::Sort { field: interaction::model::SortField::Group, descending };
        let query = ListQuery { sort, ..ListQuery::default() };
        let first = page(&pool, &visible, &query).await;
        let cut = first.rows.last().unwrap().group.clone();
        let rest: Vec<_> = expected(&pool, AGENT, Scope::All, None, sort).await.split_off(first.rows.len());
        sqlx::query("update support_group set name = name || '!' where name = $1")
            .bind(&cut)
            .execute(&pool)
            .await
            .unwrap();
        let next = ListQuery { after: first.after, ..query };
        let seen: Vec<_> =
            walk(&pool, &visible, &next).await.into_iter().flat_map(|page| page.rows).map(|row| row.number).collect();
        for row in rest.iter().filter(|row| row.group != cut) {
            assert!(seen.contains(&row.number), "{} of {:?}", row.number, row.group);
        }
    }
}
