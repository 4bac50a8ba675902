//! Two people edit one record.

use interaction::model::Draft;
use kernel::{ApiError, Stale, StaleField};
use platform::testing::fixture::{self, *};
use serde_json::Value;
use sqlx::PgPool;

use super::support::{create, draft, edit, record, written};

fn stale<T: std::fmt::Debug>(outcome: Result<T, ApiError>) -> Stale {
    match outcome {
        Err(ApiError::Stale(stale)) => stale,
        other => panic!("not stale: {other:?}"),
    }
}

fn field(field: &str, label: &str, value: impl ToString, text: &str) -> StaleField {
    StaleField { field: field.into(), label: label.into(), value: value.to_string(), text: text.into() }
}

/// A record at version 3: the colleague changed the summary, then the manager the assignment and the
/// category. Gives the form as it was opened at version 1.
async fn edited_twice(pool: &PgPool) -> (kernel::InteractionNumber, Draft) {
    let with_category = Draft { category: PRINTERS[0].to_string(), ..draft() };
    let number = create(pool, AGENT, &with_category).await.unwrap();
    let opened = record(pool, AGENT, number).await.unwrap().draft();
    let second = Draft { summary: "Cannot print at all".into(), ..opened.clone() };
    assert_eq!(edit(pool, COLLEAGUE, number, 1, &second).await, Ok(2));
    let third = Draft {
        group: NETWORK.to_string(),
        individual: MANAGER.to_string(),
        category: String::new(),
        status: "in_progress".into(),
        ..second
    };
    assert_eq!(edit(pool, MANAGER, number, 2, &third).await, Ok(3));
    (number, opened)
}

fn summary_changed() -> StaleField {
    field("summary", "Summary", "Cannot print at all", "Cannot print at all")
}

fn assignment_changed() -> [StaleField; 4] {
    [
        field("category", "Category", "", ""),
        field("group", "Group", NETWORK, "Network"),
        field("individual", "Individual", MANAGER, "Magda Klein"),
        field("status", "Status", "in_progress", "In Progress"),
    ]
}

#[tokio::test]
async fn what_two_people_changed_apart_from_each_other_both_stays() {
    let pool = fixture::database().await;
    let (number, opened) = edited_twice(&pool).await;
    let mine = Draft { description: "It blinks".into(), urgency: "1".into(), ..opened };
    assert_eq!(edit(&pool, AGENT, number, 1, &mine).await, Ok(4));
    let after = record(&pool, AGENT, number).await.unwrap();
    assert_eq!((after.summary.as_str(), after.description.as_str()), ("Cannot print at all", "It blinks"));
    assert_eq!((after.individual.unwrap().id, after.category), (MANAGER.0, None));
    // The log says what this edit changed, and not what the others had.
    let changes: Value =
        sqlx::query_scalar("select changes from audit_event order by id desc limit 1").fetch_one(&pool).await.unwrap();
    let fields: Vec<&str> =
        changes.as_array().unwrap().iter().map(|change| change["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["Description", "Urgency"]);
}

#[tokio::test]
async fn who_changed_the_same_is_told_who_changed_what_since() {
    let pool = fixture::database().await;
    let (number, opened) = edited_twice(&pool).await;
    let all = written(&pool).await;
    let mine = Draft { summary: "Cannot print today".into(), description: "It blinks".into(), ..opened.clone() };
    let told = stale(edit(&pool, AGENT, number, 1, &mine).await);
    assert_eq!((told.version, told.by.as_str()), (3, "Magda Klein"));
    assert_eq!(told.both, [[summary_changed()]]);
    assert_eq!(told.theirs, assignment_changed());
    // Since version 2 only the assignment changed: of that, too, both changed something.
    let [category, group, individual, status] = assignment_changed();
    let mine = Draft { summary: "Cannot print at all".into(), group: SERVICE_DESK.to_string(), ..opened.clone() };
    let told = stale(edit(&pool, AGENT, number, 2, &mine).await);
    assert_eq!((told.theirs, told.both), (vec![category.clone(), status], vec![vec![group, individual]]));
    // A type is of its category: half of one and half of the other would be neither's.
    let mine = Draft { subcategory: PRINTERS[1].to_string(), ..opened };
    let told = stale(edit(&pool, AGENT, number, 1, &mine).await);
    assert_eq!(told.both, [[category, field("subcategory", "Sub-category", "", "")]]);
    assert_eq!(written(&pool).await, all);
}

#[tokio::test]
async fn both_to_the_same_value_is_no_conflict() {
    let pool = fixture::database().await;
    let (number, opened) = edited_twice(&pool).await;
    let mine = Draft { summary: "Cannot print at all".into(), ..opened };
    // Nothing is left to be changed.
    assert_eq!(edit(&pool, AGENT, number, 1, &mine).await, Ok(3));
}

#[tokio::test]
async fn what_a_stale_edit_tells_can_be_chosen_from_and_saved() {
    let pool = fixture::database().await;
    let (number, opened) = edited_twice(&pool).await;
    let mine = Draft { summary: "Cannot print today".into(), description: "It blinks".into(), ..opened };
    let told = stale(edit(&pool, AGENT, number, 1, &mine).await);
    let mut fields = mine.to_fields();
    for changed in told.theirs.iter().chain(told.both.iter().flatten()) {
        fields.set(&changed.field, changed.value.clone());
    }
    let merged = Draft::from_fields(&fields);
    assert_eq!(edit(&pool, AGENT, number, told.version, &merged).await, Ok(4));
    let after = record(&pool, AGENT, number).await.unwrap();
    assert_eq!((after.summary.as_str(), after.description.as_str()), ("Cannot print at all", "It blinks"));
    assert_eq!(after.individual.unwrap().id, MANAGER.0);
}

#[tokio::test]
async fn a_status_that_both_moved_is_for_somebody_to_choose() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    let opened = record(&pool, AGENT, number).await.unwrap().draft();
    let done = Draft { status: "withdrawn".into(), ..opened.clone() };
    assert_eq!(edit(&pool, COLLEAGUE, number, 1, &done).await, Ok(2));
    let mine = Draft { status: "in_progress".into(), ..opened };
    let told = stale(edit(&pool, AGENT, number, 1, &mine).await);
    assert_eq!((told.theirs, told.both), (vec![], vec![vec![field("status", "Status", "withdrawn", "Withdrawn")]]));
}

/// Twenty people make ten edits each, on whatever they saw last: of different fields and of the same one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_hundred_edits_at_once_none_is_lost() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    let editors = (0..20_i64).map(|editor| {
        let pool = &pool;
        async move {
            let who = [AGENT, COLLEAGUE, MANAGER][usize::try_from(editor % 3).unwrap()];
            let mut saved = Vec::new();
            for round in 0..10 {
                let seen = record(pool, who, number).await.unwrap();
                let (mut version, opened, text) = (seen.version, seen.draft(), format!("{editor}/{round}"));
                let mut mine = match editor % 3 {
                    0 => Draft { summary: text.clone(), ..opened },
                    1 => Draft { description: text.clone(), ..opened },
                    _ => Draft { contact_phone: text.clone(), ..opened },
                };
                loop {
                    match edit(pool, who, number, version, &mine).await {
                        Ok(_) => break saved.push(text),
                        // Mine is kept where both changed the same; the rest is taken over, as the page does.
                        Err(ApiError::Stale(told)) => {
                            let mut fields = mine.to_fields();
                            for theirs in &told.theirs {
                                fields.set(&theirs.field, theirs.value.clone());
                            }
                            (version, mine) = (told.version, Draft::from_fields(&fields));
                        }
                        other => panic!("{other:?}"),
                    }
                }
            }
            saved
        }
    });
    let saved: Vec<String> = futures::future::join_all(editors).await.concat();
    assert_eq!(saved.len(), 200);
    let logged: Vec<Value> = sqlx::query_scalar("select changes from audit_event where event = 'updated' order by id")
        .fetch_all(&pool)
        .await
        .unwrap();
    assert_eq!(logged.len(), 200);
    // The log is one story: each change begins at what the last one left, and the record is as the last one left it.
    let opened = draft();
    let mut fields =
        [("Summary", opened.summary), ("Description", opened.description), ("Contact Phone", String::new())];
    let mut told = Vec::new();
    for change in logged.iter().flat_map(|changes| changes.as_array().unwrap()) {
        let (_, value) = fields.iter_mut().find(|(label, _)| change["field"] == *label).expect("a field");
        assert_eq!(change["from"]["text"].as_str().unwrap_or_default(), value);
        *value = change["to"]["text"].as_str().unwrap().to_owned();
        told.push(value.clone());
    }
    told.sort_unstable();
    let mut expected = saved;
    expected.sort_unstable();
    assert_eq!(told, expected);
    let after = record(&pool, AGENT, number).await.unwrap();
    assert_eq!(fields.map(|(_, value)| value), [after.summary, after.description, after.contact_phone]);
    // One chain, too: `events` verifies it.
    assert_eq!(fixture::events(&pool).await.len(), 201);
}

#[tokio::test]
async fn a_version_the_record_never_had_is_stale() {
    let pool = fixture::database().await;
    let (number, opened) = edited_twice(&pool).await;
    let all = written(&pool).await;
    let mine = Draft { description: "It blinks".into(), ..opened };
    for forged in [0, -1, 4, 1_000, i32::MAX, i32::MIN] {
        let told = stale(edit(&pool, AGENT, number, forged, &mine).await);
        let asked: Vec<&str> = told.both.iter().flatten().map(|field| field.label.as_str()).collect();
        assert_eq!(asked, ["Summary", "Description", "Category", "Group", "Individual", "Status"], "{forged}");
        assert_eq!((told.version, told.theirs), (3, vec![]), "{forged}: everything may have been missed");
    }
    assert_eq!(written(&pool).await, all);
}

#[tokio::test]
async fn a_stale_edit_is_said_before_its_wrong_fields() {
    let pool = fixture::database().await;
    let (number, _) = edited_twice(&pool).await;
    stale(edit(&pool, AGENT, number, 1, &Draft::open()).await);
    // Who may not edit learns nothing of it.
    assert_eq!(edit(&pool, VIEWER, number, 1, &Draft::open()).await, Err(ApiError::Forbidden));
    assert_eq!(edit(&pool, OUTSIDER, number, 1, &Draft::open()).await, Err(ApiError::NotFound));
}

#[tokio::test]
async fn of_twenty_edits_at_once_exactly_one_wins() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    for round in 1..=3 {
        let drafts: Vec<Draft> =
            (0..20).map(|n| Draft { summary: format!("Round {round}, edit {n}"), ..draft() }).collect();
        let people = [AGENT, COLLEAGUE, MANAGER];
        let edits = drafts.iter().enumerate().map(|(n, draft)| edit(&pool, people[n % 3], number, round, draft));
        let outcomes = futures::future::join_all(edits).await;
        let won: Vec<usize> = (0..20).filter(|n| outcomes[*n] == Ok(round + 1)).collect();
        let [winner] = won.as_slice() else { panic!("{won:?} won") };
        let saved = record(&pool, AGENT, number).await.unwrap();
        assert_eq!((saved.version, &saved.summary), (round + 1, &drafts[*winner].summary));
        for (n, outcome) in outcomes.into_iter().enumerate().filter(|(n, _)| n != winner) {
            let told = stale(outcome);
            assert_eq!(told.version, round + 1, "edit {n}");
            assert_eq!(told.both, [[field("summary", "Summary", &saved.summary, &saved.summary)]]);
        }
    }
    assert_eq!(fixture::events(&pool).await.len(), 4);
}
