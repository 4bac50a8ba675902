//! The best match first, against the simplest program that orders by it.

use interaction::{
    model::{Count, Counts, ListQuery, ListRow, Scope, Sort, SortField},
    server::queries,
};
use kernel::{Cursor, PersonId};
use platform::testing::fixture::{self, *};
use sqlx::PgPool;

use super::{
    list::{page, walk, walk_back},
    list_whole::{begin, rest},
    list_world::{expected, fill},
    support::visible,
};

/// Descriptions with words that summaries have too.
const DESCRIBED: &str = "
    update interaction set description = case
        when number % 3 = 0 then 'A PRINTER was there, and a zebra'
        when number % 5 = 0 then 'Jam of the printer' else '' end";

/// As if there were so many rows that what the index finds is not put into order at once.
const MANY: &str = "update pg_class set reltuples = 1e9, relpages = 1 where relname = 'interaction_search'";

async fn world(rows: usize) -> PgPool {
    let pool = fixture::database().await;
    fill(&pool, rows, 31).await;
    sqlx::raw_sql(DESCRIBED).execute(&pool).await.unwrap();
    pool
}

fn list(q: &str, scope: Scope, days: Option<u16>) -> ListQuery {
    let query = ListQuery { scope, days, ..ListQuery::default() }.searched(q);
    assert_eq!(query.order(), Sort::MATCH);
    query
}

fn numbers(rows: &[ListRow]) -> Vec<i64> {
    rows.iter().map(|row| row.number.0).collect()
}

/// The numbers of the list, in its order.
async fn best_first(pool: &PgPool, who: PersonId, query: &ListQuery) -> Vec<i64> {
    let all = numbers(&expected(pool, who, query.scope, query.days, Sort::default()).await);
    let texts: Vec<(i64, String, String)> = sqlx::query_as(
        "select number, fold_text(summary), fold_text(summary || ' ' || description || ' ' || f.name || ' ' || b.name
            || ' ' || f.email || ' ' || b.email)
         from interaction join person f on f.id = requested_for_id join person b on b.id = requested_by_id",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    let has = |text: &str| {
        let words: Vec<&str> = text.split(|letter: char| !letter.is_alphanumeric()).collect();
        query.q.to_lowercase().split(' ').all(|word| words.iter().any(|begun| begun.starts_with(word)))
    };
    let place = |number: &i64| {
        let (_, summary, anywhere) = texts.iter().find(|(other, ..)| other == number)?;
        has(anywhere).then(|| !has(summary))
    };
    let mut found: Vec<(bool, i64)> = all.iter().filter_map(|number| Some((place(number)?, *number))).collect();
    found.sort_by_key(|(elsewhere, _)| *elsewhere);
    found.into_iter().map(|(_, number)| number).collect()
}

/// Walks the list both ways; gives how many rows it has.
async fn check(pool: &PgPool, who: PersonId, query: &ListQuery) -> usize {
    let visible = visible(pool, who).await;
    let expected = best_first(pool, who, query).await;
    let pages = walk(pool, &visible, query).await;
    let seen: Vec<i64> = pages.iter().flat_map(|page| numbers(&page.rows)).collect();
    assert_eq!(seen, expected, "{}", query.href());
    let (last, full) = pages.split_last().unwrap();
    assert!(full.iter().all(|page| page.rows.len() == 50), "every page but the last is full: {}", query.href());
    assert_eq!(walk_back(pool, &visible, last.clone(), query).await, pages, "backward: {}", query.href());
    let platform = fixture::platform(pool);
    let first = queries::list(&platform, &visible, query).await.unwrap();
    let counted = Count::Exactly(i64::try_from(expected.len()).unwrap());
    assert_eq!(first.counts.of(query.scope), counted, "{}", query.href());
    let newest = queries::list(&platform, &visible, &query.sorted(Sort::default())).await.unwrap();
    assert_eq!(first.counts, newest.counts, "{}", query.href());
    expected.len()
}

#[tokio::test]
async fn the_pages_are_the_best_match_first_both_ways() {
    let pool = world(330).await;
    let mut rows = 0;
    for many in [false, true] {
        if many {
            sqlx::query(MANY).execute(&pool).await.unwrap();
        }
        for q in ["printer", "PRINT jam", "printer zebra", "zorn"] {
            for (scope, days) in
                [(Scope::All, None), (Scope::All, Some(30)), (Scope::Groups, None), (Scope::Me, Some(45))]
            {
                rows += check(&pool, AGENT, &list(q, scope, days)).await;
            }
        }
        rows += check(&pool, OUTSIDER, &list("printer", Scope::All, None)).await;
        assert_eq!(check(&pool, UNASSIGNED, &list("printer", Scope::All, None)).await, 0);
    }
    assert!(rows > 1_000, "{rows} rows are no trial");
}

#[tokio::test]
async fn what_the_index_counts_by_itself_is_what_each_reader_sees() {
    let pool = fixture::database().await;
    fill(&pool, 1_500, 31).await;
    sqlx::query(MANY).execute(&pool).await.unwrap();
    let mut long = 0;
    for who in [AGENT, COLLEAGUE, VIEWER, OUTSIDER, MANAGER] {
        let mut counts = Counts::default();
        for q in ["zebra", "jam"] {
            for scope in Scope::ALL {
                let all = expected(&pool, who, scope, None, Sort::default()).await;
                let fitting = all.iter().filter(|row| row.summary.to_lowercase().contains(q)).count();
                long += usize::from(fitting > 50);
                let count = Count::up_to(i64::try_from(fitting).unwrap());
                match scope {
                    Scope::Me => counts.me = count,
                    Scope::Groups => counts.groups = count,
                    Scope::All => counts.all = count,
                }
            }
            for scope in Scope::ALL {
                for query in [list(q, scope, None), list(q, scope, None).sorted(Sort::default())] {
                    let visible = visible(&pool, who).await;
                    let page = queries::list(&fixture::platform(&pool), &visible, &query).await.unwrap();
                    assert_eq!(page.counts, counts, "{who}: {}", query.href());
                }
            }
        }
    }
    assert!(long >= 4, "{long} are longer than a page");
}

#[tokio::test]
async fn words_like_the_typed_ones_and_conditions_keep_the_order() {
    let pool = world(260).await;
    let visible = visible(&pool, AGENT).await;
    let whole = best_first(&pool, AGENT, &list("printer", Scope::All, None)).await;
    let all = async |query: &ListQuery| -> Vec<ListRow> {
        walk(&pool, &visible, query).await.into_iter().flat_map(|page| page.rows).collect()
    };
    let misspelt = list("pritner", Scope::All, None);
    let mut newest = all(&misspelt.sorted(Sort::default())).await;
    newest.sort_by_key(|row| !row.summary.to_lowercase().split(' ').any(|word| word == "printer"));
    assert!(newest.len() > 100 && all(&misspelt).await == newest);
    let filter = interaction::filter::Filter::read(&["vip:is:yes".into(), "number:after:100".into()]).0;
    let narrowed = list("printer", Scope::All, None).filtered(filter);
    let rows = all(&narrowed).await;
    assert!(rows.len() > 20 && rows.iter().all(|row| row.vip));
    let seen = numbers(&rows);
    assert!(whole.iter().filter(|number| seen.contains(number)).eq(&seen), "in the same order");
    // Without words it is the newest order, whatever the address says.
    let plain = ListQuery { sort: Sort::MATCH, ..ListQuery::default() };
    let newest = all(&ListQuery::default()).await;
    assert_eq!(all(&plain).await, newest);
    assert_eq!(rest(&mut begin(&pool, AGENT, &plain).await).await, newest);
}

#[tokio::test]
async fn a_damaged_or_foreign_place_gives_a_page_and_no_row_twice() {
    let pool = world(200).await;
    let visible = visible(&pool, AGENT).await;
    let query = list("printer", Scope::All, None);
    let order = best_first(&pool, AGENT, &query).await;
    for many in [false, true] {
        if many {
            sqlx::query(MANY).execute(&pool).await.unwrap();
        }
        for key in ["", "0", "1", "2", "zebra", "a\0b", "\u{10FFFF}"] {
            for number in [i64::MIN, 0, 90, i64::MAX] {
                let place = || Some(Cursor { key: key.to_owned(), number });
                for query in
                    [ListQuery { after: place(), ..query.clone() }, ListQuery { before: place(), ..query.clone() }]
                {
                    let rows = page(&pool, &visible, &query).await.rows;
                    let places: Vec<_> =
                        rows.iter().map(|row| order.iter().position(|other| *other == row.number.0).unwrap()).collect();
                    assert!(!places.is_empty() && places.len() <= 50, "{query:?}");
                    assert!(places.windows(2).all(|pair| pair[0] < pair[1]), "{query:?}: {places:?}");
                }
            }
        }
    }
}

#[tokio::test]
async fn the_file_has_the_order_of_the_pages() {
    let pool = world(300).await;
    for q in ["printer", "zebra", "pritner"] {
        for scope in Scope::ALL {
            let query = list(q, scope, None);
            let pages = walk(&pool, &visible(&pool, AGENT).await, &query).await;
            let whole = numbers(&rest(&mut begin(&pool, AGENT, &query).await).await);
            assert_eq!(
                whole,
                pages.iter().flat_map(|page| numbers(&page.rows)).collect::<Vec<_>>(),
                "{}",
                query.href()
            );
        }
    }
}

/// More than are put into order at once; every third has the word in its summary.
const HERD: &str = "
    insert into interaction (number, company_id, reason_id, requested_for_id, requested_by_id, vip, summary, status,
        reported_at, description, impact, urgency, priority, contact_email, contact_phone, through, updated_at)
    select n, 1, 201, 109, 109, false, case when n % 3 = 0 then 'An aardvark' else 'Nothing' end, 'new', $1,
        case when n % 3 = 0 then '' else 'aardvark' end, 3, 3, 3, '', '', 'phone', $1
    from generate_series(1, 7000) n";

#[tokio::test]
async fn a_long_file_has_the_order_too_and_each_row_once_whatever_moves_meanwhile() {
    let pool = fixture::database().await;
    sqlx::query(HERD).bind(NOW).execute(&pool).await.unwrap();
    let query = list("aardvark", Scope::All, None);
    let order = best_first(&pool, AGENT, &query).await;
    assert_eq!(order[..3], [6_999, 6_996, 6_993]);
    assert_eq!(numbers(&rest(&mut begin(&pool, AGENT, &query).await).await), order);
    let mut list = begin(&pool, AGENT, &query).await;
    let mut rows = list.piece().await.unwrap().unwrap();
    // Some come into the part that is read by now, some leave what is ahead for it.
    sqlx::raw_sql(
        "update interaction set summary = case when n % 3 = 0 then 'Nothing' else 'An aardvark' end,
            description = 'aardvark' from (select number as n from interaction where number % 7 = 0) few where number = n",
    )
    .execute(&pool)
    .await
    .unwrap();
    rows.extend(rest(&mut list).await);
    let mut seen = numbers(&rows);
    seen.sort_unstable();
    assert_eq!(seen, (1..=7_000).collect::<Vec<_>>());
}

#[tokio::test]
async fn who_reads_sees_where_the_words_are() {
    let pool = world(60).await;
    let rows = page(&pool, &visible(&pool, AGENT).await, &list("zebra", Scope::All, None)).await.rows;
    for row in &rows {
        let is_marked = row.summary.to_lowercase().contains("zebra");
        let excerpt: String = row.excerpt.iter().map(|(_, piece)| piece.as_str()).collect();
        assert_eq!(excerpt, if is_marked { "" } else { "… there, and a zebra" });
        assert_eq!(row.excerpt.iter().any(|(mark, piece)| *mark && piece == "zebra"), !is_marked);
    }
    assert!(rows.iter().any(|row| !row.excerpt.is_empty()) && rows.iter().any(|row| row.excerpt.is_empty()));
    let order = rows.iter().map(|row| row.excerpt.is_empty()).collect::<Vec<_>>();
    assert!(order.is_sorted_by(|a, b| a >= b), "the best first");
    let sort = Sort { field: SortField::Status, descending: false };
    let by_status = list("zebra", Scope::All, None).sorted(sort);
    assert_eq!(page(&pool, &visible(&pool, AGENT).await, &by_status).await.rows.len(), rows.len());
}
