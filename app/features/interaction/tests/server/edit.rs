//! Changing an interaction.

use interaction::{
    model::{Draft, Record, StateReason, Status},
    server::{commands, queries},
};
use kernel::{ApiError, AuditValue, Change, InteractionNumber, PersonId};
use platform::testing::fixture::{self, *};
use sqlx::PgPool;
use time::Duration;

use super::support::{create, draft, edit, record, written, wrong};

async fn logged(pool: &PgPool) -> (InteractionNumber, Record) {
    let number = create(pool, AGENT, &draft()).await.unwrap();
    (number, record(pool, AGENT, number).await.unwrap())
}

/// The changes of the latest event, as the Audit Log shows them.
async fn latest_changes(pool: &PgPool, number: InteractionNumber) -> Vec<Change> {
    let page = queries::record_page(pool, &fixture::actor(pool, AGENT).await, number, None, NOW).await.unwrap();
    page.audit.rows.into_iter().next().unwrap().changes.0
}

#[tokio::test]
async fn a_change_is_saved_and_told_in_readable_words() {
    let pool = fixture::database().await;
    let (number, before) = logged(&pool).await;
    let changed = Draft {
        reason: ENQUIRIES[0].to_string(),
        requested_for: VIP.to_string(),
        requested_for_text: String::new(),
        description: "It blinks".into(),
        category: PRINTERS[0].to_string(),
        impact: "1".into(),
        through: "chat".into(),
        group: SERVICE_DESK.to_string(),
        individual: COLLEAGUE.to_string(),
        status: "on_hold".into(),
        state_reason: "waiting_on_customer".into(),
        ..before.draft()
    };
    let later = fixture::platform_at(&pool, NOW + Duration::hours(1));
    let colleague = fixture::actor(&pool, COLLEAGUE).await;
    assert_eq!(commands::edit(&later, &colleague, number, 1, &changed).await, Ok(2));

    let after = record(&pool, AGENT, number).await.unwrap();
    assert_eq!(after.draft(), Draft { requested_for_text: "Victor Prime".into(), ..changed });
    assert_eq!((after.version, after.vip, after.priority.number()), (2, true, 2));
    assert_eq!((after.reported_on, after.updated_at), (NOW, NOW + Duration::hours(1)));
    assert_eq!(after.created_by, before.created_by);

    let change = |field: &str, from: Option<AuditValue>, to| Change { field: field.into(), from, to: Some(to) };
    let text = |text: &str| Some(AuditValue::text(text));
    assert_eq!(
        latest_changes(&pool, number).await,
        [
            change(
                "Reason for Interaction",
                Some(AuditValue::named(NEW_INCIDENT.0, "New Incident")),
                AuditValue::named(ENQUIRIES[0].0, "Enquiry"),
            ),
            change(
                "Requested For",
                Some(AuditValue::named(REQUESTER.0, "Rosa Quest")),
                AuditValue::named(VIP.0, "Victor Prime"),
            ),
            change("Description", None, AuditValue::text("It blinks")),
            change("Category", None, AuditValue::named(PRINTERS[0].0, "Hardware")),
            change("Impact", text("3 - Moderate"), AuditValue::text("1 - Extensive")),
            change("Through", text("Phone"), AuditValue::text("Chat")),
            change("Group", None, AuditValue::named(SERVICE_DESK.0, "Service Desk")),
            change("Individual", None, AuditValue::named(COLLEAGUE.0, "Bo Lind")),
            change("Status", text("New"), AuditValue::text("On Hold")),
            change("State reason", None, AuditValue::text("Waiting on customer")),
        ]
    );
    let told = fixture::events(&pool).await;
    assert_eq!(told[1..], [("interaction.updated".to_owned(), number.0, Some(COLLEAGUE))]);
}

#[tokio::test]
async fn what_was_emptied_is_told_too() {
    let pool = fixture::database().await;
    let (number, before) = logged(&pool).await;
    let filled = Draft { contact_phone: "0108".into(), group: NETWORK.to_string(), ..before.draft() };
    assert_eq!(edit(&pool, AGENT, number, 1, &filled).await, Ok(2));
    assert_eq!(edit(&pool, AGENT, number, 2, &before.draft()).await, Ok(3));
    let emptied = |field: &str, from| Change { field: field.into(), from: Some(from), to: None };
    assert_eq!(
        latest_changes(&pool, number).await,
        [emptied("Contact Phone", AuditValue::text("0108")), emptied("Group", AuditValue::named(NETWORK.0, "Network")),]
    );
}

#[tokio::test]
async fn an_edit_that_changes_nothing_writes_nothing() {
    let pool = fixture::database().await;
    let (number, before) = logged(&pool).await;
    let all = written(&pool).await;
    let blanks = Draft { summary: " Cannot print\r\n".into(), ..before.draft() };
    for same in [before.draft(), blanks] {
        assert_eq!(edit(&pool, COLLEAGUE, number, 1, &same).await, Ok(1));
    }
    assert_eq!(written(&pool).await, all);
}

#[tokio::test]
async fn the_status_moves_as_the_rules_say_and_not_otherwise() {
    let pool = fixture::database().await;
    let (number, before) = logged(&pool).await;
    for from in Status::ALL {
        for to in Status::ALL {
            let key = |status: Status| status.reasons().first().map(|reason| reason.key());
            sqlx::query("update interaction set status = $2, state_reason = $3, version = 1 where number = $1")
                .bind(number)
                .bind(from.key())
                .bind(key(from))
                .execute(&pool)
                .await
                .unwrap();
            let moved = Draft {
                status: to.key().into(),
                state_reason: key(to).unwrap_or_default().into(),
                summary: "Moved".into(),
                ..before.draft()
            };
            let all = written(&pool).await;
            let outcome = edit(&pool, AGENT, number, 1, &moved).await;
            if from == to || from.moves().contains(&to) {
                assert!(outcome.is_ok(), "{from:?} to {to:?}: {outcome:?}");
                assert_eq!(record(&pool, AGENT, number).await.unwrap().status, to);
            } else {
                assert_eq!(wrong(outcome), ["status"], "{from:?} to {to:?}");
                assert_eq!(written(&pool).await, all);
            }
            sqlx::query("update interaction set summary = 'Cannot print' where number = $1")
                .bind(number)
                .execute(&pool)
                .await
                .unwrap();
        }
    }
}

#[tokio::test]
async fn another_reason_for_the_same_status_is_no_move() {
    let pool = fixture::database().await;
    let (number, before) = logged(&pool).await;
    let hold =
        |reason: StateReason| Draft { status: "on_hold".into(), state_reason: reason.key().into(), ..before.draft() };
    assert_eq!(edit(&pool, AGENT, number, 1, &hold(StateReason::WaitingInternal)).await, Ok(2));
    assert_eq!(edit(&pool, AGENT, number, 2, &hold(StateReason::WaitingOnCustomer)).await, Ok(3));
    let bare = Draft { status: "on_hold".into(), ..before.draft() };
    assert_eq!(wrong(edit(&pool, AGENT, number, 3, &bare).await), ["state_reason"]);
}

#[tokio::test]
async fn every_wrong_field_of_an_edit_is_named_and_nothing_written() {
    let pool = fixture::database().await;
    let (number, before) = logged(&pool).await;
    let all = written(&pool).await;
    for (fields, draft) in [
        (vec!["summary"], Draft { summary: " ".into(), ..before.draft() }),
        (vec!["reason", "ci"], Draft { reason: "204".into(), ci: ROBOT.to_string(), ..before.draft() }),
        (
            vec!["requested_for"],
            Draft {
                requested_for: CONTOSO_USER.to_string(),
                requested_for_text: "Carla Conti".into(),
                ..before.draft()
            },
        ),
        (
            vec!["requested_for", "requested_by"],
            Draft {
                requested_for: String::new(),
                requested_for_text: "Nobody".into(),
                requested_by: FABRIKAM_USER.to_string(),
                requested_by_text: String::new(),
                ..before.draft()
            },
        ),
        (
            vec!["requested_for", "summary", "ci", "status"],
            Draft {
                requested_for: CONTOSO_USER.to_string(),
                requested_for_text: String::new(),
                summary: String::new(),
                ci: ROBOT.to_string(),
                status: "denied".into(),
                ..before.draft()
            },
        ),
        (
            vec!["summary", "status", "state_reason"],
            Draft {
                summary: String::new(),
                status: "denied".into(),
                state_reason: "user_ended".into(),
                ..before.draft()
            },
        ),
    ] {
        assert_eq!(wrong(edit(&pool, AGENT, number, 1, &draft).await), fields);
    }
    assert_eq!(written(&pool).await, all);
}

#[tokio::test]
async fn the_company_stays_whatever_the_form_says() {
    let pool = fixture::database().await;
    let (number, before) = logged(&pool).await;
    for company in [CONTOSO.to_string(), FABRIKAM.to_string(), String::new()] {
        let moved = Draft { company, ..before.draft() };
        assert_eq!(edit(&pool, AGENT, number, 1, &moved).await, Ok(1));
    }
    let moved = Draft { company: CONTOSO.to_string(), reason: ENQUIRIES[1].to_string(), ..before.draft() };
    assert_eq!(wrong(edit(&pool, AGENT, number, 1, &moved).await), ["reason"]);
    assert_eq!(record(&pool, AGENT, number).await.unwrap().company_id(), NORTHWIND);
}

#[tokio::test]
async fn who_may_not_edit_is_refused_and_who_may_not_see_finds_nothing() {
    let pool = fixture::database().await;
    let (number, before) = logged(&pool).await;
    let all = written(&pool).await;
    let changed = Draft { summary: "Changed".into(), ..before.draft() };
    for (person, refusal) in [
        (VIEWER, ApiError::Forbidden),
        (OUTSIDER, ApiError::NotFound),
        (UNASSIGNED, ApiError::NotFound),
        (ADMINISTRATOR, ApiError::NotFound),
        (APPROVER, ApiError::NotFound),
        (REQUESTER, ApiError::NotFound),
    ] {
        assert_eq!(edit(&pool, person, number, 1, &changed).await, Err(refusal), "{person}");
        let absent = InteractionNumber(999);
        assert_eq!(edit(&pool, person, absent, 1, &changed).await, Err(ApiError::NotFound), "{person}");
    }
    for strange in [0, -1, i64::MAX, i64::MIN] {
        assert_eq!(edit(&pool, AGENT, InteractionNumber(strange), 1, &changed).await, Err(ApiError::NotFound));
    }
    assert_eq!(written(&pool).await, all);
    for person in [COLLEAGUE, MANAGER] {
        let version = record(&pool, AGENT, number).await.unwrap().version;
        let again = Draft { summary: format!("Changed by {person}"), ..before.draft() };
        assert_eq!(edit(&pool, person, number, version, &again).await, Ok(version + 1));
    }
}

/// Sets what the world looks like after the record was saved.
async fn meanwhile(pool: &PgPool, sql: &'static str) {
    sqlx::raw_sql(sql).execute(pool).await.unwrap();
}

#[tokio::test]
async fn a_choice_that_would_not_be_offered_any_more_may_stay() {
    let pool = fixture::database().await;
    let assigned = Draft { group: FIELD_CREW.to_string(), individual: UNASSIGNED.to_string(), ..draft() };
    let number = create(&pool, AGENT, &assigned).await.unwrap();
    meanwhile(
        &pool,
        "update person set active = false where id in (108, 115);
         delete from group_member where group_id = 14;
         update reason set active = false where id = 202",
    )
    .await;
    let kept = record(&pool, COLLEAGUE, number).await.unwrap().draft();
    let changed = Draft { summary: "Still printing nothing".into(), ..kept.clone() };
    assert_eq!(edit(&pool, COLLEAGUE, number, 1, &changed).await, Ok(2));
    let page = queries::record_page(&pool, &fixture::actor(&pool, COLLEAGUE).await, number, None, NOW).await.unwrap();
    assert!(page.choices.reasons.iter().any(|reason| reason.id == NEW_INCIDENT.0), "the form still shows it");
    let members = page.choices.members(&FIELD_CREW.to_string());
    assert!(members.iter().any(|member| member.id == UNASSIGNED.0));

    // Once given up it is no choice again.
    let moved = Draft {
        reason: ENQUIRIES[0].to_string(),
        requested_for: VIP.to_string(),
        requested_for_text: String::new(),
        requested_by: VIP.to_string(),
        requested_by_text: String::new(),
        group: SERVICE_DESK.to_string(),
        individual: String::new(),
        ..kept.clone()
    };
    assert_eq!(edit(&pool, COLLEAGUE, number, 2, &moved).await, Ok(3));
    let mut named = wrong(edit(&pool, COLLEAGUE, number, 3, &kept).await);
    named.sort();
    assert_eq!(named, ["group", "individual", "reason", "requested_by", "requested_for"]);
}

#[tokio::test]
async fn a_person_written_over_is_changed_though_the_former_choice_stands_in_the_form() {
    let pool = fixture::database().await;
    let (number, before) = logged(&pool).await;
    let over = Draft { requested_for_text: "Victor Prime".into(), ..before.draft() };
    assert_eq!(edit(&pool, AGENT, number, 1, &over).await, Ok(2));
    assert_eq!(record(&pool, AGENT, number).await.unwrap().requested_for_id(), VIP);
    let unknown = Draft { requested_by_text: "Nobody Here".into(), ..before.draft() };
    assert_eq!(wrong(edit(&pool, AGENT, number, 2, &unknown).await), ["requested_by"]);
}

#[tokio::test]
async fn a_vip_is_noted_when_requested_for_changes_and_not_before() {
    let pool = fixture::database().await;
    let (number, before) = logged(&pool).await;
    meanwhile(&pool, "update person set vip = true where id = 108").await;
    let changed = Draft { summary: "Changed".into(), ..before.draft() };
    assert_eq!(edit(&pool, AGENT, number, 1, &changed).await, Ok(2));
    assert!(!record(&pool, AGENT, number).await.unwrap().vip);
    let to = |person: PersonId| Draft {
        requested_for: person.to_string(),
        requested_for_text: String::new(),
        ..before.draft()
    };
    assert_eq!(edit(&pool, AGENT, number, 2, &to(TWINS[0])).await, Ok(3));
    assert_eq!(edit(&pool, AGENT, number, 3, &to(REQUESTER)).await, Ok(4));
    assert!(record(&pool, AGENT, number).await.unwrap().vip);
}

#[tokio::test]
async fn an_edit_whose_event_cannot_be_recorded_is_not_saved() {
    let pool = fixture::database().await;
    let (number, before) = logged(&pool).await;
    meanwhile(&pool, "alter table outbox add check (event <> 'interaction.updated')").await;
    let all = written(&pool).await;
    let changed = Draft { summary: "Changed".into(), ..before.draft() };
    assert_eq!(edit(&pool, AGENT, number, 1, &changed).await, Err(ApiError::Internal));
    assert_eq!(written(&pool).await, all);
}
