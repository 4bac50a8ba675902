//! What an open list is told of what was logged since.

use interaction::{
    filter::Filter,
    model::{Count, Counts, Draft, ListQuery, ListSince, Scope},
    server::queries,
};
use kernel::PersonId;
use platform::testing::fixture::{self, *};
use sqlx::PgPool;

use super::{
    list::walk,
    list_world::fill,
    support::{create, draft, fabrikam, visible},
};

async fn news(pool: &PgPool, who: PersonId, query: &ListQuery, number: i64) -> ListSince {
    queries::news(&fixture::platform(pool), &visible(pool, who).await, query, number).await.unwrap()
}

fn lists() -> Vec<ListQuery> {
    let narrowed = |parts: &[&str], q: &str| ListQuery {
        filter: Filter::read(&parts.iter().map(ToString::to_string).collect::<Vec<_>>()).0,
        q: q.to_owned(),
        ..ListQuery::default()
    };
    let all = [
        ListQuery::default(),
        ListQuery { days: Some(30), ..ListQuery::default() },
        narrowed(&["status:is:new"], ""),
        narrowed(&["vip:is:yes", "group:filled"], ""),
        narrowed(&["created:after:-20d"], ""),
        narrowed(&[], "printer"),
        narrowed(&["vip:is:yes"], "zebra"),
        narrowed(&[], "pritner"),
        narrowed(&[], "xylophone"),
        narrowed(&["company:is:Fabrikam"], ""),
    ];
    all.into_iter().flat_map(|query| Scope::ALL.map(|scope| ListQuery { scope, ..query.clone() })).collect()
}

#[tokio::test]
async fn the_news_of_a_list_are_what_its_pages_would_say() {
    let pool = fixture::database().await;
    fill(&pool, 240, 11).await;
    let platform = fixture::platform(&pool);
    for who in [AGENT, OUTSIDER, UNASSIGNED] {
        let visible = visible(&pool, who).await;
        for query in lists() {
            let page = queries::list(&platform, &visible, &query).await.unwrap();
            let numbers: Vec<i64> = walk(&pool, &visible, &query)
                .await
                .iter()
                .flat_map(|page| &page.rows)
                .map(|row| row.number.0)
                .collect();
            assert_eq!(page.newest, numbers.first().copied().unwrap_or_default());
            for number in [page.newest, 0, 120, 190, 230, i64::MAX] {
                let newer = numbers.iter().filter(|other| **other > number).count().min(ListSince::MOST + 1);
                // Whatever the order and the page that somebody reads.
                let sort = "status".parse().unwrap();
                let read = ListQuery { sort, after: page.page.after.clone(), ..query.clone() };
                for query in [&query, &read] {
                    let told = news(&pool, who, query, number).await;
                    assert_eq!(told, ListSince { counts: page.counts, newer }, "{who:?} {number} {query:?}");
                }
            }
        }
    }
}

#[tokio::test]
async fn what_is_logged_is_told_to_the_lists_it_is_in() {
    let pool = fixture::database().await;
    let query = |parts: &[&str]| {
        ListQuery::read(|name| if name == "f" { parts.iter().map(ToString::to_string).collect() } else { Vec::new() }).0
    };
    let (all, narrowed) = (query(&[]), query(&["summary:contains:toner"]));
    let mine = ListQuery { scope: Scope::Me, ..narrowed.clone() };
    let before = create(&pool, AGENT, &draft()).await.unwrap().0;
    let toner = Draft { summary: "Out of toner".into(), ..draft() };
    create(&pool, AGENT, &toner).await.unwrap();
    create(&pool, AGENT, &Draft { group: NETWORK.to_string(), individual: AGENT.to_string(), ..toner }).await.unwrap();
    create(&pool, OUTSIDER, &Draft { summary: "Toner of others".into(), ..fabrikam() }).await.unwrap();
    let counts = |me, groups, all| {
        let [me, groups, all] = [me, groups, all].map(Count::Exactly);
        Counts { me, groups, all }
    };
    for (query, newer, counted) in
        [(&all, 2, counts(1, 1, 3)), (&narrowed, 2, counts(1, 1, 2)), (&mine, 1, counts(1, 1, 2))]
    {
        assert_eq!(news(&pool, AGENT, query, before).await, ListSince { counts: counted, newer }, "{query:?}");
    }
    assert_eq!(news(&pool, OUTSIDER, &narrowed, before).await.newer, 1, "each hears of what they see");
}
