//! The record page and the history panel: who sees what.

use interaction::model::{Draft, Side};
use interaction::server::{
    policy,
    queries::{audit, history, record_page},
};
use kernel::{ApiError, InteractionNumber};
use platform::testing::fixture::{self, *};

use super::support::{create, draft, edit, fabrikam, record, visible};

fn contoso() -> Draft {
    Draft {
        company: CONTOSO.to_string(),
        reason: ENQUIRIES[1].to_string(),
        requested_for: CONTOSO_USER.to_string(),
        ..draft()
    }
}

#[tokio::test]
async fn staff_see_the_records_of_the_companies_their_groups_serve_and_no_others() {
    let pool = fixture::database().await;
    let northwind = create(&pool, AGENT, &draft()).await.unwrap();
    let contoso = create(&pool, AGENT, &contoso()).await.unwrap();
    let fabrikam = create(&pool, OUTSIDER, &fabrikam()).await.unwrap();
    for (person, sees) in [
        (AGENT, vec![northwind, contoso]),
        (VIEWER, vec![northwind, contoso]),
        (OUTSIDER, vec![fabrikam]),
        (UNASSIGNED, vec![]),
        (ADMINISTRATOR, vec![]),
        (APPROVER, vec![]),
        (REQUESTER, vec![]),
    ] {
        let actor = fixture::actor(&pool, person).await;
        for number in [northwind, contoso, fabrikam, InteractionNumber(999), InteractionNumber(-1)] {
            let page = record_page(&pool, &actor, number, None, NOW).await;
            match page {
                Ok(page) => assert!(sees.contains(&number) && page.record.number == number, "{person} {number}"),
                Err(error) => {
                    assert!(!sees.contains(&number), "{person} {number}");
                    assert_eq!(error, ApiError::NotFound, "never anything else: {person} {number}");
                }
            }
        }
    }
}

#[tokio::test]
async fn the_page_offers_editing_to_who_may() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    for (person, may) in [(AGENT, true), (COLLEAGUE, true), (MANAGER, true), (VIEWER, false)] {
        let page = record_page(&pool, &fixture::actor(&pool, person).await, number, None, NOW).await.unwrap();
        assert_eq!(page.may_edit, may, "{person}");
    }
}

#[tokio::test]
async fn the_audit_log_tells_who_did_what_newest_first() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    let other = create(&pool, AGENT, &draft()).await.unwrap();
    let opened = record(&pool, AGENT, number).await.unwrap().draft();
    let changed = Draft { summary: "Changed".into(), ..opened };
    edit(&pool, COLLEAGUE, number, 1, &changed).await.unwrap();
    let page = record_page(&pool, &fixture::actor(&pool, VIEWER).await, number, None, NOW).await.unwrap();
    let told: Vec<_> = page.audit.rows.iter().map(|entry| (entry.event.as_str(), entry.who.as_deref())).collect();
    assert_eq!(told, [("updated", Some("Bo Lind")), ("created", Some("Astrid Berg"))]);
    assert!(page.audit.rows.iter().all(|entry| entry.at == NOW));
    let untouched = record_page(&pool, &fixture::actor(&pool, VIEWER).await, other, None, NOW).await.unwrap();
    assert_eq!(untouched.audit.rows.len(), 1);
}

#[tokio::test]
async fn the_history_has_what_was_requested_for_the_person_newest_first() {
    let pool = fixture::database().await;
    let mut numbers = Vec::new();
    for _ in 0..3 {
        numbers.push(create(&pool, AGENT, &draft()).await.unwrap());
    }
    // Asked by the person for somebody else: not theirs.
    create(&pool, AGENT, &Draft { requested_for: VIP.to_string(), ..draft() }).await.unwrap();
    let page = record_page(&pool, &fixture::actor(&pool, AGENT).await, numbers[1], None, NOW).await.unwrap();
    let shown: Vec<_> = page.history.interactions.iter().map(|row| row.number).collect();
    assert_eq!(shown, [numbers[2], numbers[0]], "without the one looked at");
    assert!(!page.history.more);
    let nobody = history(&pool, &visible(&pool, AGENT).await, TWINS[0], None).await.unwrap();
    assert_eq!(nobody.interactions, []);
}

#[tokio::test]
async fn the_history_has_only_what_the_viewer_may_see() {
    let pool = fixture::database().await;
    create(&pool, OUTSIDER, &fabrikam()).await.unwrap();
    let own = history(&pool, &visible(&pool, OUTSIDER).await, FABRIKAM_USER, None).await.unwrap();
    assert_eq!(own.interactions.len(), 1);
    for person in [AGENT, UNASSIGNED] {
        let hidden = history(&pool, &visible(&pool, person).await, FABRIKAM_USER, None).await.unwrap();
        assert_eq!(hidden.interactions, [], "{person}");
    }
}

#[tokio::test]
async fn a_long_history_says_that_there_is_more() {
    let pool = fixture::database().await;
    for n in 0..31 {
        assert!(!history_of_requester(&pool).await.more, "{n}");
        create(&pool, AGENT, &draft()).await.unwrap();
    }
    let long = history_of_requester(&pool).await;
    assert_eq!((long.interactions.len(), long.more), (30, true));
}

async fn history_of_requester(pool: &sqlx::PgPool) -> interaction::model::History {
    history(pool, &visible(pool, AGENT).await, REQUESTER, None).await.unwrap()
}

#[tokio::test]
async fn a_long_audit_log_is_read_in_windows_without_gaps() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    for n in 1..=44 {
        let summary = if n % 2 == 0 { "Prints" } else { "Prints not" };
        edit(&pool, AGENT, number, n, &Draft { summary: summary.into(), ..draft() }).await.unwrap();
    }
    let viewer = fixture::actor(&pool, VIEWER).await;
    let reading = policy::conversation(&mut pool.acquire().await.unwrap(), &viewer, number, Side::Desk).await.unwrap();
    let (mut ids, mut before) = (Vec::new(), None);
    for (rows, earlier) in [(20, true), (20, true), (5, false)] {
        let window = audit(&pool, &reading, before).await.unwrap();
        assert_eq!((window.rows.len(), window.earlier), (rows, earlier));
        ids.extend(window.rows.iter().map(|entry| entry.id));
        before = ids.last().copied();
    }
    assert!(ids.is_sorted_by(|one, next| one > next));
    let requester = fixture::actor(&pool, REQUESTER).await;
    let own = policy::conversation(&mut pool.acquire().await.unwrap(), &requester, number, Side::Own).await.unwrap();
    assert_eq!(audit(&pool, &own, None).await, Err(ApiError::NotFound), "who asked reads no audit log");
}
