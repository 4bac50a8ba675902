//! My Requests: what was requested for or by a person.

use interaction::{
    model::{Draft, MyTab},
    server::queries::{my_interaction, my_requests},
};
use kernel::{ApiError, Cursor, InteractionNumber, PersonId};
use platform::testing::fixture::{self, *};
use sqlx::PgPool;

use super::support::{create, draft};

async fn logged(pool: &PgPool, requested_for: PersonId, requested_by: PersonId) -> InteractionNumber {
    let draft = Draft { requested_for: requested_for.to_string(), requested_by: requested_by.to_string(), ..draft() };
    create(pool, AGENT, &draft).await.unwrap()
}

/// The numbers of all pages of a tab, and the counts of both.
async fn tab(pool: &PgPool, who: PersonId, tab: MyTab) -> (Vec<InteractionNumber>, i64, i64) {
    let actor = fixture::actor(pool, who).await;
    let (mut numbers, mut after) = (Vec::new(), None);
    loop {
        let requests = my_requests(pool, &actor, tab, after).await.unwrap();
        numbers.extend(requests.page.rows.iter().map(|row| row.number));
        after = requests.page.after;
        if after.is_none() {
            return (numbers, requests.mine, requests.others);
        }
        assert_eq!(requests.page.rows.len(), 25, "every page but the last is full");
    }
}

#[tokio::test]
async fn what_was_requested_for_me_and_by_me_for_others_are_two_tabs() {
    let pool = fixture::database().await;
    let own = logged(&pool, REQUESTER, REQUESTER).await;
    let by_another = logged(&pool, REQUESTER, VIP).await;
    let for_another = logged(&pool, VIP, REQUESTER).await;
    logged(&pool, VIP, VIP).await;
    assert_eq!(tab(&pool, REQUESTER, MyTab::Mine).await, (vec![by_another, own], 2, 1));
    assert_eq!(tab(&pool, REQUESTER, MyTab::Others).await, (vec![for_another], 2, 1));
    assert_eq!(tab(&pool, TWINS[0], MyTab::Mine).await, (vec![], 0, 0));
    assert_eq!(tab(&pool, AGENT, MyTab::Others).await, (vec![], 0, 0), "logging a call is not asking for it");
}

#[tokio::test]
async fn long_tabs_have_pages_without_gaps() {
    let pool = fixture::database().await;
    for n in 0..51 {
        if n < 50 {
            logged(&pool, REQUESTER, VIP).await;
        }
        logged(&pool, VIP, VIP).await;
    }
    let (numbers, mine, others) = tab(&pool, REQUESTER, MyTab::Mine).await;
    assert_eq!((numbers.len(), mine, others), (50, 50, 0));
    assert!(numbers.is_sorted_by(|one, next| one > next));
    let (numbers, mine, others) = tab(&pool, VIP, MyTab::Others).await;
    assert_eq!((numbers.len(), mine, others), (50, 51, 50));
    let (numbers, ..) = tab(&pool, VIP, MyTab::Mine).await;
    assert_eq!(numbers.len(), 51);
}

#[tokio::test]
async fn a_damaged_place_is_an_empty_page_at_worst() {
    let pool = fixture::database().await;
    logged(&pool, REQUESTER, REQUESTER).await;
    let actor = fixture::actor(&pool, REQUESTER).await;
    for (key, number) in [("", i64::MIN), ("zebra", 0), ("a\0b", i64::MAX), ("", -1)] {
        let cursor = Cursor { key: key.into(), number };
        assert!(my_requests(&pool, &actor, MyTab::Mine, Some(cursor)).await.is_ok());
    }
}

#[tokio::test]
async fn a_request_is_seen_by_who_it_is_for_and_by_who_asked() {
    let pool = fixture::database().await;
    let number = logged(&pool, REQUESTER, VIP).await;
    for (person, sees) in
        [(REQUESTER, true), (VIP, true), (TWINS[0], false), (AGENT, false), (MANAGER, false), (APPROVER, false)]
    {
        let actor = fixture::actor(&pool, person).await;
        match my_interaction(&pool, &actor, number, None).await {
            Ok(mine) => {
                assert!(sees, "{person}");
                assert_eq!((mine.number, mine.requested_for.as_str()), (number, "Rosa Quest"));
                assert_eq!((mine.requested_by.as_str(), mine.company.as_str()), ("Victor Prime", "Northwind"));
            }
            Err(error) => assert_eq!((error, sees), (ApiError::NotFound, false), "{person}"),
        }
        assert_eq!(my_interaction(&pool, &actor, InteractionNumber(999), None).await, Err(ApiError::NotFound));
    }
}
