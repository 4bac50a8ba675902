//! The whole list in pieces, in every sort and scope, while others write.

use std::collections::BTreeMap;

use interaction::{
    filter::Filter,
    model::{ListQuery, ListRow, Scope},
    server::queries::WholeList,
};
use kernel::PersonId;
use platform::testing::fixture::{self, *};
use sqlx::PgPool;

use super::{
    list::{sorts, walk},
    list_world::{expected, fill},
    support::visible,
};

pub async fn begin(pool: &PgPool, who: PersonId, query: &ListQuery) -> WholeList {
    WholeList::begin(&fixture::platform(pool), visible(pool, who).await, query).await.unwrap()
}

pub async fn rest(list: &mut WholeList) -> Vec<ListRow> {
    let mut rows = Vec::new();
    while let Some(piece) = list.piece().await.unwrap() {
        assert!(!piece.is_empty() && piece.len() <= 6_000);
        rows.extend(piece);
    }
    rows
}

/// Makes fourteen of each row, in the order of their reports: several pieces.
async fn multiply(pool: &PgPool) {
    sqlx::raw_sql(
        "create temporary table old as select * from interaction;
         insert into interaction (company_id, reason_id, group_id, individual_id, requested_for_id, requested_by_id,
            vip, summary, status, reported_at, description, impact, urgency, priority, contact_email, contact_phone,
            through, updated_at)
         select company_id, reason_id, group_id, individual_id, requested_for_id, requested_by_id, vip,
            summary || n, status, reported_at, '', 3, 3, 3, '', '', 'phone', updated_at
         from old cross join generate_series(1, 14) n order by reported_at, n;
         delete from interaction where number in (select number from old);
         drop table old",
    )
    .execute(pool)
    .await
    .unwrap();
}

#[tokio::test]
async fn a_narrowed_one_is_all_pages_of_the_narrowed_list() {
    let pool = fixture::database().await;
    fill(&pool, 260, 22).await;
    let visible = visible(&pool, AGENT).await;
    for (q, part) in [
        ("INT0000020", ""),
        ("INT00001", "status:not:new"),
        ("printer", ""),
        ("", "summary:contains:rint"),
        ("", "summary:not:x"),
        ("", "number:before:INT0000030"),
        ("", "created:before:2026-10-20"),
    ] {
        for sort in sorts().step_by(4) {
            let filter = Filter::read(&[part.to_owned()]).0;
            let query = ListQuery { q: q.to_owned(), filter, sort, ..ListQuery::default() };
            let whole = rest(&mut begin(&pool, AGENT, &query).await).await;
            let pages = walk(&pool, &visible, &query).await;
            let pages: Vec<ListRow> = pages.into_iter().flat_map(|page| page.rows).collect();
            assert!(!whole.is_empty(), "{}", query.href());
            assert_eq!(whole, pages, "{}", query.href());
        }
    }
}

#[tokio::test]
async fn it_is_all_pages_of_the_list() {
    let pool = fixture::database().await;
    fill(&pool, 190, 21).await;
    multiply(&pool).await;
    for (who, scope, days) in [
        (AGENT, Scope::All, None),
        (AGENT, Scope::All, Some(30)),
        (AGENT, Scope::Groups, None),
        (AGENT, Scope::Groups, Some(30)),
        (AGENT, Scope::Me, None),
        (OUTSIDER, Scope::All, None),
        (UNASSIGNED, Scope::All, None),
    ] {
        for sort in sorts() {
            let query = ListQuery { scope, days, sort, ..ListQuery::default() };
            let whole = rest(&mut begin(&pool, who, &query).await).await;
            let numbers = |rows: &[ListRow]| rows.iter().map(|row| row.number.0).collect::<Vec<_>>();
            let expected = expected(&pool, who, scope, days, sort).await;
            assert_eq!(numbers(&whole), numbers(&expected), "{query:?}");
            assert_eq!(whole, expected, "{query:?}");
        }
    }
}

#[tokio::test]
async fn it_begins_with_the_first_page_whatever_the_place() {
    let pool = fixture::database().await;
    fill(&pool, 70, 22).await;
    let whole = rest(&mut begin(&pool, AGENT, &ListQuery::default()).await).await;
    for place in ["40~", "0~", "-1~x"] {
        let (after, before) = (place.parse().ok(), place.parse().ok());
        for query in [ListQuery { after, ..ListQuery::default() }, ListQuery { before, ..ListQuery::default() }] {
            assert_eq!(rest(&mut begin(&pool, AGENT, &query).await).await, whole, "{query:?}");
        }
    }
}

/// Between two pieces every third row gets everything by which it is sorted from another one, some are gone, groups and
/// people change their names, and new rows come.
const MEANWHILE: &str = "
    update interaction i set (status, group_id, individual_id, vip, summary, requested_for_id, requested_by_id,
        company_id, reason_id) = (other.status, other.group_id, other.individual_id, other.vip, other.summary,
        other.requested_for_id, other.requested_by_id, other.company_id, other.reason_id)
    from interaction other
    where other.number = 191 + (i.number * 31 + $1) % 2660 and i.number % 3 = $1 % 3
        and i.company_id <> 3 and other.company_id <> 3";

#[tokio::test]
async fn whatever_others_do_each_row_that_stays_comes_once() {
    let pool = fixture::database().await;
    fill(&pool, 190, 23).await;
    multiply(&pool).await;
    for (n, sort) in sorts().enumerate() {
        let turn = i64::try_from(n).unwrap();
        let mut list = begin(&pool, AGENT, &ListQuery { sort, ..ListQuery::default() }).await;
        let newest = fixture::count(&pool, "select max(number) from interaction").await;
        let mut rows = list.piece().await.unwrap().unwrap();
        let changed = sqlx::query(MEANWHILE).bind(turn).execute(&pool).await.unwrap();
        assert!(changed.rows_affected() > 500, "{changed:?} is no trial");
        let gone =
            sqlx::query("delete from interaction where number % 700 = $1").bind(turn).execute(&pool).await.unwrap();
        assert!(gone.rows_affected() > 0);
        sqlx::raw_sql(
            "update support_group set name = reverse(name);
             update person set first_name = reverse(first_name), last_name = reverse(last_name);
             update reason set name = reverse(name)",
        )
        .execute(&pool)
        .await
        .unwrap();
        fill(&pool, 5, 100 + u64::try_from(n).unwrap()).await;
        rows.extend(rest(&mut list).await);
        let mut times: BTreeMap<i64, usize> = BTreeMap::new();
        for row in &rows {
            *times.entry(row.number.0).or_default() += 1;
        }
        assert!(times.values().all(|times| *times == 1), "{sort}: a row came twice");
        assert!(times.keys().all(|number| *number <= newest), "{sort}: a row came that was not there");
        let stayed = expected(&pool, AGENT, Scope::All, None, sort).await;
        let missing: Vec<_> = stayed
            .iter()
            .map(|row| row.number.0)
            .filter(|number| *number <= newest && !times.contains_key(number))
            .collect();
        assert!(missing.is_empty(), "{sort}: {missing:?} did not come");
    }
}
