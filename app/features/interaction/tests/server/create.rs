//! Logging an interaction.

use std::collections::BTreeSet;

use interaction::{
    model::{Channel, Draft, Level, Status},
    server::commands,
};
use kernel::{ApiError, InteractionNumber};
use platform::testing::fixture::{self, *};
use uuid::Uuid;

use super::support::{create, draft, record, written, wrong};

#[tokio::test]
async fn everything_that_was_chosen_is_kept() {
    let pool = fixture::database().await;
    let full = Draft {
        requested_for: VIP.to_string(),
        requested_by: CONTOSO_USER.to_string(),
        summary: "  Toner is out \r\n".into(),
        description: "First line\r\nsecond line".into(),
        category: PRINTERS[0].to_string(),
        subcategory: PRINTERS[1].to_string(),
        kind: PRINTERS[2].to_string(),
        ci: PRINTER.to_string(),
        service: MAIL_SERVICE.to_string(),
        impact: "1".into(),
        urgency: "2".into(),
        contact_email: "victor@home.test".into(),
        contact_phone: "0109".into(),
        through: "walk_in".into(),
        group: NETWORK.to_string(),
        individual: MANAGER.to_string(),
        status: "on_hold".into(),
        state_reason: "waiting_internal".into(),
        ..draft()
    };
    let number = create(&pool, AGENT, &full).await.unwrap();
    let saved = record(&pool, AGENT, number).await.unwrap();
    let expected = Draft {
        requested_for_text: "Victor Prime".into(),
        requested_by_text: "Carla Conti".into(),
        summary: "Toner is out".into(),
        description: "First line\nsecond line".into(),
        ..full
    };
    assert_eq!(saved.draft(), expected);
    assert_eq!((saved.number, saved.version, saved.vip), (number, 1, true));
    assert_eq!(saved.priority, Level::priority(saved.impact, saved.urgency));
    assert_eq!((saved.through, saved.status), (Channel::WalkIn, Status::OnHold));
    assert_eq!((saved.reported_on, saved.updated_at), (NOW, NOW));
    assert_eq!(saved.created_by.unwrap().id, AGENT.0);
    let told = fixture::events(&pool).await;
    assert_eq!(told, [("interaction.created".to_owned(), number.0, Some(AGENT))]);
}

#[tokio::test]
async fn the_least_that_can_be_saved_is_new_and_unassigned() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    let saved = record(&pool, AGENT, number).await.unwrap();
    assert_eq!((saved.status, saved.state_reason), (Status::New, None));
    assert!(saved.group.is_none() && saved.individual.is_none() && saved.category.is_none() && !saved.vip);
}

#[tokio::test]
async fn numbers_are_given_in_order_and_once() {
    let pool = fixture::database().await;
    let mut last = InteractionNumber(0);
    for _ in 0..5 {
        let number = create(&pool, AGENT, &draft()).await.unwrap();
        assert!(number > last);
        last = number;
    }
    let small = draft();
    let many = futures::future::join_all((0..20).map(|_| create(&pool, AGENT, &small))).await;
    let numbers: BTreeSet<_> = many.into_iter().map(Result::unwrap).collect();
    assert_eq!(numbers.len(), 20);
    assert!(numbers.iter().all(|number| *number > last));
    assert_eq!(fixture::events(&pool).await.len(), 25);
}

#[tokio::test]
async fn a_number_is_not_given_again_after_its_record_is_gone() {
    let pool = fixture::database().await;
    let first = create(&pool, AGENT, &draft()).await.unwrap();
    sqlx::query("delete from interaction where number = $1").bind(first).execute(&pool).await.unwrap();
    assert!(create(&pool, AGENT, &draft()).await.unwrap() > first);
}

#[tokio::test]
async fn a_form_that_is_sent_twice_is_saved_once() {
    let pool = fixture::database().await;
    let (platform, agent) = (fixture::platform(&pool), fixture::actor(&pool, AGENT).await);
    let submission = Uuid::from_u128(1);
    let first = commands::create(&platform, &agent, &draft(), submission).await.unwrap();
    let after = written(&pool).await;
    let other = Draft { summary: "Typed on".into(), ..draft() };
    for again in [draft(), other] {
        assert_eq!(commands::create(&platform, &agent, &again, submission).await, Ok(first));
    }
    assert_eq!(written(&pool).await, after);
}

#[tokio::test]
async fn a_form_that_is_sent_ten_times_at_once_is_saved_once() {
    let pool = fixture::database().await;
    let (platform, agent) = (fixture::platform(&pool), fixture::actor(&pool, AGENT).await);
    for submission in 0..5 {
        let (draft, submission) = (draft(), Uuid::from_u128(submission));
        let sends = (0..10).map(|_| commands::create(&platform, &agent, &draft, submission));
        let numbers = futures::future::join_all(sends).await;
        assert!(numbers.iter().all(|number| number.is_ok() && *number == numbers[0]), "{numbers:?}");
    }
    assert_eq!(fixture::count(&pool, "select count(*) from interaction").await, 5);
    assert_eq!(fixture::events(&pool).await.len(), 5);
}

#[tokio::test]
async fn somebody_elses_form_is_refused() {
    let pool = fixture::database().await;
    let platform = fixture::platform(&pool);
    let submission = Uuid::from_u128(1);
    commands::create(&platform, &fixture::actor(&pool, AGENT).await, &draft(), submission).await.unwrap();
    let after = written(&pool).await;
    let colleague = fixture::actor(&pool, COLLEAGUE).await;
    let outcome = commands::create(&platform, &colleague, &draft(), submission).await;
    assert!(matches!(outcome, Err(ApiError::Malformed(_))), "{outcome:?}");
    assert_eq!(written(&pool).await, after);
}

#[tokio::test]
async fn a_new_interaction_starts_in_a_status_a_call_can_be_in() {
    let pool = fixture::database().await;
    for status in Status::ALL {
        let reason = status.reasons().first().map(|reason| reason.key()).unwrap_or_default();
        let draft = Draft { status: status.key().into(), state_reason: reason.into(), ..draft() };
        let before = written(&pool).await;
        let outcome = create(&pool, AGENT, &draft).await;
        if Status::initial().contains(&status) {
            let saved = record(&pool, AGENT, outcome.unwrap()).await.unwrap();
            assert_eq!((saved.status, saved.state_reason), (status, status.reasons().first().copied()));
        } else {
            assert_eq!(wrong(outcome), ["status"], "{status:?}");
            assert_eq!(written(&pool).await, before);
        }
    }
}

#[tokio::test]
async fn only_roles_that_write_log_interactions() {
    let pool = fixture::database().await;
    let before = written(&pool).await;
    for (person, refusal) in [
        (VIEWER, ApiError::Forbidden),
        (ADMINISTRATOR, ApiError::Forbidden),
        (APPROVER, ApiError::NotFound),
        (REQUESTER, ApiError::NotFound),
    ] {
        assert_eq!(create(&pool, person, &draft()).await, Err(refusal), "{person}");
    }
    assert_eq!(written(&pool).await, before);
    for person in [AGENT, COLLEAGUE, MANAGER] {
        assert!(create(&pool, person, &draft()).await.is_ok(), "{person}");
    }
}

#[tokio::test]
async fn an_interaction_whose_event_cannot_be_recorded_is_not_saved() {
    let pool = fixture::database().await;
    sqlx::raw_sql("alter table outbox add check (event <> 'interaction.created')").execute(&pool).await.unwrap();
    let before = written(&pool).await;
    assert_eq!(create(&pool, AGENT, &draft()).await, Err(ApiError::Internal));
    assert_eq!(written(&pool).await, before);
}

#[tokio::test]
async fn text_is_kept_as_it_was_typed() {
    let pool = fixture::database().await;
    let family = "👨‍👩‍👧‍👦";
    let strange = [
        "'; drop table interaction; --".to_owned(),
        "<script>alert(1)</script>".to_owned(),
        "%_\\ {} $1 NULL".to_owned(),
        "ﷺ \u{202E}right to left\u{202C} e\u{301}".to_owned(),
        family.repeat(500),
    ];
    for text in strange {
        let typed = Draft { summary: text.clone(), description: format!("{text}\n\n\ttab"), ..draft() };
        let number = create(&pool, AGENT, &typed).await.unwrap();
        let saved = record(&pool, AGENT, number).await.unwrap();
        assert_eq!((saved.summary, saved.description), (typed.summary, typed.description));
    }
}
