//! The list, in every sort, direction, scope and period, against the simplest program that makes it.

use interaction::{
    model::{Count, ListQuery, ListRow, Scope, Sort, SortField},
    server::{policy::Visible, queries},
};
use kernel::{Page, PersonId};
use platform::testing::fixture::{self, *};
use sqlx::PgPool;

use super::{
    list_world::{expected, fill},
    support::visible,
};

/// Rows of a page.
const ROWS: usize = 50;

pub fn sorts() -> impl Iterator<Item = Sort> {
    SortField::ALL.into_iter().flat_map(|field| [false, true].map(|descending| Sort { field, descending }))
}

pub async fn page(pool: &PgPool, visible: &Visible, query: &ListQuery) -> Page<ListRow> {
    queries::list(&fixture::platform(pool), visible, query).await.unwrap().page
}

/// All pages from the first on, by their `after`.
pub async fn walk(pool: &PgPool, visible: &Visible, first: &ListQuery) -> Vec<Page<ListRow>> {
    let mut pages = vec![page(pool, visible, first).await];
    while let Some(after) = pages.last().unwrap().after.clone() {
        pages.push(page(pool, visible, &ListQuery { after: Some(after), ..first.first_page() }).await);
        assert!(pages.len() < 100, "no end: {first:?}");
    }
    pages
}

/// All pages from the last one back, by their `before`, put into the order of the list.
pub async fn walk_back(pool: &PgPool, visible: &Visible, last: Page<ListRow>, query: &ListQuery) -> Vec<Page<ListRow>> {
    let mut pages = vec![last];
    while let Some(before) = pages.last().unwrap().before.clone() {
        pages.push(page(pool, visible, &ListQuery { before: Some(before), ..query.first_page() }).await);
        assert!(pages.len() < 100, "no end: {query:?}");
    }
    pages.reverse();
    pages
}

/// Walks the whole list both ways; gives how many rows it has.
async fn check(pool: &PgPool, who: PersonId, query: &ListQuery) -> usize {
    let visible = visible(pool, who).await;
    let whole = expected(pool, who, query.scope, query.days, query.sort).await;
    let pages = walk(pool, &visible, query).await;
    let seen: Vec<ListRow> = pages.iter().flat_map(|page| page.rows.clone()).collect();
    let numbers = |rows: &[ListRow]| rows.iter().map(|row| row.number.0).collect::<Vec<_>>();
    assert_eq!(numbers(&seen), numbers(&whole), "{query:?}");
    assert_eq!(seen, whole, "{query:?}");
    let (last, full) = pages.split_last().unwrap();
    assert!(full.iter().all(|page| page.rows.len() == ROWS), "every page but the last is full: {query:?}");
    assert!(last.rows.len() <= ROWS && (full.is_empty() || !last.rows.is_empty()), "{query:?}");
    assert!(pages[0].before.is_none(), "nothing is before the first page: {query:?}");
    assert_eq!(walk_back(pool, &visible, last.clone(), query).await, pages, "backward: {query:?}");
    whole.len()
}

async fn every_sort(who: PersonId, scope: Scope, days: Option<u16>, at_least: usize) {
    let pool = fixture::database().await;
    fill(&pool, 190, 1).await;
    for sort in sorts() {
        let rows = check(&pool, who, &ListQuery { scope, days, sort, ..ListQuery::default() }).await;
        assert!(rows >= at_least, "{rows} rows are no trial");
    }
}

#[tokio::test]
async fn all_is_in_order_both_ways() {
    every_sort(AGENT, Scope::All, None, 151).await;
}

#[tokio::test]
async fn all_of_the_last_days_is_in_order_both_ways() {
    every_sort(AGENT, Scope::All, Some(30), 60).await;
}

#[tokio::test]
async fn the_work_of_my_groups_is_in_order_both_ways() {
    every_sort(AGENT, Scope::Groups, None, 101).await;
}

#[tokio::test]
async fn the_work_of_my_groups_of_the_last_days_is_in_order_both_ways() {
    every_sort(AGENT, Scope::Groups, Some(30), 51).await;
}

#[tokio::test]
async fn my_own_work_is_in_order_both_ways() {
    every_sort(AGENT, Scope::Me, None, 30).await;
}

#[tokio::test]
async fn my_own_work_of_the_last_days_is_in_order_both_ways() {
    every_sort(AGENT, Scope::Me, Some(30), 10).await;
}

#[tokio::test]
async fn somebody_else_sees_another_list() {
    let pool = fixture::database().await;
    fill(&pool, 190, 3).await;
    for scope in Scope::ALL {
        for sort in sorts() {
            let query = ListQuery { scope, sort, ..ListQuery::default() };
            check(&pool, OUTSIDER, &query).await;
            check(&pool, VIEWER, &query).await;
            assert_eq!(check(&pool, UNASSIGNED, &query).await, 0, "whose groups serve nobody sees nothing");
        }
    }
}

#[tokio::test]
async fn a_list_of_whole_pages_ends_with_a_full_one() {
    let pool = fixture::database().await;
    for rows in [0, 1, 49, 50, 51, 100] {
        let there =
            usize::try_from(fixture::count(&pool, "select count(*) from interaction where company_id <> 3").await);
        let mut missing = rows - there.unwrap();
        let mut seed = 10;
        while missing > 0 {
            // What is Fabrikam's is not seen and does not count.
            fill(&pool, missing, seed).await;
            let there = fixture::count(&pool, "select count(*) from interaction where company_id <> 3").await;
            missing = rows - usize::try_from(there).unwrap();
            seed += 1;
        }
        for sort in sorts() {
            assert_eq!(check(&pool, AGENT, &ListQuery { sort, ..ListQuery::default() }).await, rows);
        }
    }
}

#[tokio::test]
async fn the_counts_are_those_of_the_lists() {
    let pool = fixture::database().await;
    fill(&pool, 120, 4).await;
    let visible = visible(&pool, AGENT).await;
    for days in [None, Some(1), Some(30)] {
        let counts = queries::counts(&pool, &visible, days, NOW).await.unwrap();
        for scope in Scope::ALL {
            let pages = walk(&pool, &visible, &ListQuery { scope, days, ..ListQuery::default() }).await;
            let rows: usize = pages.iter().map(|page| page.rows.len()).sum();
            assert_eq!(Count::Exactly(i64::try_from(rows).unwrap()), counts.of(scope), "{scope:?} {days:?}");
        }
    }
}
