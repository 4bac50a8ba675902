//! Many changed at once: the job.

use std::collections::BTreeMap;

use interaction::{
    filter::Filter,
    model::{BulkDraft, BulkJob, Draft, ListQuery, MOST_AT_ONCE, Selection},
    server::{bulk, commands, policy},
};
use kernel::{ApiError, InteractionNumber, PersonId};
use platform::{
    Platform,
    testing::fixture::{self, *},
};
use sqlx::PgPool;
use uuid::Uuid;

use super::support::{create, draft, edit, fabrikam, record, wrong};

pub fn picked(numbers: &[InteractionNumber]) -> Selection {
    Selection::Picked(numbers.to_vec())
}

pub fn assign(group: impl ToString, individual: Option<PersonId>) -> BulkDraft {
    let individual = individual.map(|individual| individual.to_string()).unwrap_or_default();
    BulkDraft { action: "assign".into(), group: group.to_string(), individual, ..BulkDraft::default() }
}

pub fn status(status: &str, reason: &str) -> BulkDraft {
    let (status, state_reason) = (status.into(), reason.into());
    BulkDraft { action: "status".into(), status, state_reason, ..BulkDraft::default() }
}

pub fn watch(email: &str) -> BulkDraft {
    BulkDraft { action: "watch".into(), watcher_text: email.into(), ..BulkDraft::default() }
}

pub async fn begin(pool: &PgPool, who: PersonId, selection: Selection, draft: &BulkDraft) -> Result<i64, ApiError> {
    let actor = fixture::actor(pool, who).await;
    let sent = commands::Sent { submission: Uuid::new_v4(), total: MOST_AT_ONCE };
    commands::begin_bulk(&fixture::platform(pool), &actor, selection, draft, sent).await
}

/// Works until nothing is left to do.
pub async fn run_at(platform: &Platform) {
    let mut last = 0;
    while let Some(turn) = bulk::turn(platform, last).await.unwrap() {
        assert!(turn.went_on);
        last = turn.job;
    }
}

pub async fn run(pool: &PgPool) {
    run_at(&fixture::platform(pool)).await;
}

pub async fn job(pool: &PgPool, who: PersonId, id: i64) -> Result<BulkJob, ApiError> {
    let actor = fixture::actor(pool, who).await;
    let own = policy::own_job(&mut pool.acquire().await.unwrap(), &actor, id).await?;
    bulk::job(pool, &own, NOW).await
}

/// How many changed, were so already, and failed.
pub fn counts(job: &BulkJob) -> (usize, usize, usize) {
    (job.changed, job.same, job.failed)
}

pub async fn email(pool: &PgPool, who: PersonId) -> String {
    sqlx::query_scalar("select email from person where id = $1").bind(who).fetch_one(pool).await.unwrap()
}

/// Begins it and does it all.
pub async fn done(pool: &PgPool, selection: Selection, draft: &BulkDraft) -> BulkJob {
    let id = begin(pool, AGENT, selection, draft).await.unwrap();
    run(pool).await;
    let job = job(pool, AGENT, id).await.unwrap();
    assert_eq!((job.is_over(), job.done()), (true, job.total), "{job:?}");
    job
}

/// Logs so many of Northwind.
pub async fn logged(pool: &PgPool, count: usize) -> Vec<InteractionNumber> {
    let mut numbers = Vec::new();
    for _ in 0..count {
        numbers.push(create(pool, AGENT, &draft()).await.unwrap());
    }
    numbers
}

/// Copies the first interaction until there are so many.
pub async fn multiply(pool: &PgPool, count: i32) {
    sqlx::query(
        "insert into interaction (company_id, reason_id, group_id, individual_id, requested_for_id, requested_by_id,
            vip, summary, status, reported_at, description, impact, urgency, priority, contact_email, contact_phone,
            through, updated_at)
         select company_id, reason_id, group_id, individual_id, requested_for_id, requested_by_id, vip,
            summary || n, status, reported_at, '', 3, 3, 3, '', '', 'phone', updated_at
         from (select * from interaction order by number limit 1) i cross join generate_series(2, $1) n",
    )
    .bind(count)
    .execute(pool)
    .await
    .unwrap();
}

#[tokio::test]
async fn each_row_is_changed_as_by_hand_with_an_event_of_its_own() {
    let pool = fixture::database().await;
    let numbers = logged(&pool, 3).await;
    let job = done(&pool, picked(&numbers), &assign(NETWORK, Some(MANAGER))).await;
    assert_eq!((counts(&job), job.title.as_str()), ((3, 0, 0), "Assign to Network, Magda Klein"));
    for number in &numbers {
        let record = record(&pool, AGENT, *number).await.unwrap();
        assert_eq!((record.version, record.individual.unwrap().id), (2, MANAGER.0));
    }
    let events = fixture::events(&pool).await;
    let of = |name: &str| events.iter().filter(|(event, _, who)| event == name && *who == Some(AGENT)).count();
    assert_eq!((of("bulk_job.begun"), of("interaction.updated")), (1, 3));
    let again = done(&pool, picked(&numbers), &assign(NETWORK, Some(MANAGER))).await;
    assert_eq!(counts(&again), (0, 3, 0));
    assert_eq!(record(&pool, AGENT, numbers[0]).await.unwrap().version, 2);
}

#[tokio::test]
async fn a_status_keeps_the_ledger_of_time() {
    let pool = fixture::database().await;
    let mine = Draft { group: NETWORK.to_string(), individual: AGENT.to_string(), ..draft() };
    let number = create(&pool, AGENT, &mine).await.unwrap();
    let job = done(&pool, picked(&[number]), &status("in_progress", "")).await;
    assert_eq!((counts(&job), job.title.as_str()), ((1, 0, 0), "Set status to In Progress"));
    let kinds: Vec<String> =
        sqlx::query_scalar("select kind from interaction_time order by kind desc, id").fetch_all(&pool).await.unwrap();
    assert_eq!(kinds, ["work", "wait"]);
}

#[tokio::test]
async fn those_that_cannot_be_changed_are_listed_and_stop_nothing() {
    let pool = fixture::database().await;
    let numbers = logged(&pool, 2).await;
    let over = create(&pool, AGENT, &Draft { status: "completed".into(), ..draft() }).await.unwrap();
    let hidden = create(&pool, OUTSIDER, &fabrikam()).await.unwrap();
    let all = [numbers[0], over, hidden, numbers[1], InteractionNumber(999)];
    let job = done(&pool, picked(&all), &status("on_hold", "waiting_internal")).await;
    assert_eq!(counts(&job), (2, 0, 3));
    let failures: BTreeMap<i64, &str> = job.failures.iter().map(|f| (f.number.0, f.why.as_str())).collect();
    let gone = "There is nothing here, or nothing that you may see.";
    assert_eq!(failures, BTreeMap::from([(over.0, "Completed cannot become On Hold."), (hidden.0, gone), (999, gone)]));
    assert_eq!(record(&pool, OUTSIDER, hidden).await.unwrap().version, 1);
}

#[tokio::test]
async fn all_of_a_list_are_those_it_has_when_it_is_begun() {
    let pool = fixture::database().await;
    logged(&pool, 3).await;
    create(&pool, OUTSIDER, &fabrikam()).await.unwrap();
    let all = Selection::Matches(ListQuery::default());
    let id = begin(&pool, AGENT, all, &watch(&email(&pool, MANAGER).await)).await.unwrap();
    let later = create(&pool, AGENT, &draft()).await.unwrap();
    run(&pool).await;
    let job = job(&pool, AGENT, id).await.unwrap();
    assert_eq!((job.total, counts(&job)), (3, (3, 0, 0)));
    let watched: Vec<i64> =
        sqlx::query_scalar("select number from interaction_watcher where person_id = $1 order by 1")
            .bind(MANAGER)
            .fetch_all(&pool)
            .await
            .unwrap();
    assert_eq!(watched.len(), 3);
    assert!(!watched.contains(&later.0));
}

#[tokio::test]
async fn the_same_form_sent_twice_is_one_job() {
    let pool = fixture::database().await;
    let numbers = logged(&pool, 2).await;
    let (platform, actor) = (fixture::platform(&pool), fixture::actor(&pool, AGENT).await);
    let (draft, submission) = (assign(NETWORK, None), Uuid::new_v4());
    let once = commands::Sent { submission, total: 2 };
    let send = || commands::begin_bulk(&platform, &actor, picked(&numbers), &draft, once);
    let (first, second) = tokio::join!(send(), send());
    let first = first.unwrap();
    assert_eq!((second.unwrap(), send().await.unwrap()), (first, first));
    run(&pool).await;
    assert_eq!(send().await.unwrap(), first);
    assert_eq!(fixture::count(&pool, "select count(*) from bulk_item").await, 2);
    let other = fixture::actor(&pool, COLLEAGUE).await;
    let stolen = commands::begin_bulk(&platform, &other, picked(&numbers), &draft, once).await;
    assert!(matches!(stolen, Err(ApiError::Malformed(_))), "{stolen:?}");
    // Another change is not taken for the one that was sent.
    let changed =
        commands::begin_bulk(&platform, &actor, picked(&numbers), &status("dropped", "user_ended"), once).await;
    assert!(matches!(changed, Err(ApiError::Malformed(_))), "{changed:?}");
}

#[tokio::test]
async fn no_more_are_changed_than_were_meant() {
    let pool = fixture::database().await;
    logged(&pool, 2).await;
    let (platform, actor) = (fixture::platform(&pool), fixture::actor(&pool, AGENT).await);
    let (all, draft) = (Selection::Matches(ListQuery::default()), assign(NETWORK, None));
    let seen = |total| commands::Sent { submission: Uuid::new_v4(), total };
    let grown = commands::begin_bulk(&platform, &actor, all.clone(), &draft, seen(1)).await;
    assert_eq!(wrong(grown), ["selection"], "one came after the preview");
    commands::begin_bulk(&platform, &actor, all, &draft, seen(3)).await.unwrap();
    // A list shows what comes near to it: words like those that nothing has, all that is not what there is none of.
    for (q, filter) in [("prnit", None), ("", Some("group:not:Nowhere")), ("", Some("company:is:Nowhere"))] {
        let (filter, misread) = Filter::read(&filter.into_iter().map(str::to_owned).collect::<Vec<_>>());
        assert!(misread.is_empty());
        let near = Selection::Matches(ListQuery { q: q.to_owned(), filter, ..ListQuery::default() });
        assert_eq!(wrong(begin(&pool, AGENT, near, &draft).await), ["selection"], "{q}");
    }
}

#[tokio::test]
async fn a_job_goes_on_where_it_was_and_does_nothing_twice() {
    let pool = fixture::database().await;
    logged(&pool, 1).await;
    multiply(&pool, 70).await;
    let id = begin(&pool, AGENT, Selection::Matches(ListQuery::default()), &assign(NETWORK, None)).await.unwrap();
    let mut aborted = 0;
    // A process that ends between two rows, or within one.
    for wait in 0..60 {
        let platform = fixture::platform(&pool);
        let worker = tokio::spawn(async move { bulk::turn(&platform, 0).await });
        tokio::time::sleep(std::time::Duration::from_millis(wait % 17 + 1)).await;
        worker.abort();
        aborted += i32::from(worker.await.is_err());
    }
    // Two processes share out what is left.
    let platform = fixture::platform(&pool);
    let work = || async { while bulk::turn(&platform, 0).await.unwrap().is_some() {} };
    tokio::join!(work(), work());
    let job = job(&pool, AGENT, id).await.unwrap();
    assert!(aborted > 0, "no process was ended");
    assert_eq!((job.is_over(), counts(&job)), (true, (70, 0, 0)));
    assert_eq!(fixture::count(&pool, "select count(*) from interaction where version <> 2").await, 0);
    let updated = "select count(*) from audit_event where entity = 'interaction' and event = 'updated'";
    assert_eq!(fixture::count(&pool, updated).await, 70);
}

#[tokio::test]
async fn it_acts_with_the_rights_of_now() {
    let pool = fixture::database().await;
    let numbers = logged(&pool, 2).await;
    let id = begin(&pool, COLLEAGUE, picked(&numbers), &status("in_progress", "")).await.unwrap();
    sqlx::query("update person_role set role = 'interaction_viewer' where person_id = $1")
        .bind(COLLEAGUE)
        .execute(&pool)
        .await
        .unwrap();
    run(&pool).await;
    let failed = job(&pool, COLLEAGUE, id).await.unwrap();
    assert_eq!(counts(&failed), (0, 0, 2));
    assert_eq!(failed.failures[0].why, "Your role does not allow this.");
    assert_eq!(record(&pool, AGENT, numbers[0]).await.unwrap().version, 1);
}

#[tokio::test]
async fn who_left_or_sees_no_more_changes_nothing() {
    let pool = fixture::database().await;
    let numbers = logged(&pool, 1).await;
    for (leave, why) in [
        ("delete from group_member where person_id = $1", "There is nothing here, or nothing that you may see."),
        ("update person set active = false where id = $1", "Your role does not allow this."),
    ] {
        let id = begin(&pool, COLLEAGUE, picked(&numbers), &status("in_progress", "")).await.unwrap();
        sqlx::query(leave).bind(COLLEAGUE).execute(&pool).await.unwrap();
        run(&pool).await;
        assert_eq!(job(&pool, COLLEAGUE, id).await.unwrap().failures[0].why, why);
        sqlx::query("insert into group_member (group_id, person_id) values ($1, $2) on conflict do nothing")
            .bind(SERVICE_DESK)
            .bind(COLLEAGUE)
            .execute(&pool)
            .await
            .unwrap();
    }
    assert_eq!(record(&pool, AGENT, numbers[0]).await.unwrap().version, 1);
}

#[tokio::test]
async fn what_others_changed_meanwhile_is_changed_as_it_is_now() {
    let pool = fixture::database().await;
    let numbers = logged(&pool, 1).await;
    let id = begin(&pool, AGENT, picked(&numbers), &assign(NETWORK, None)).await.unwrap();
    let theirs = Draft { summary: "Cannot scan".into(), ..record(&pool, AGENT, numbers[0]).await.unwrap().draft() };
    edit(&pool, COLLEAGUE, numbers[0], 1, &theirs).await.unwrap();
    run(&pool).await;
    assert_eq!(counts(&job(&pool, AGENT, id).await.unwrap()), (1, 0, 0));
    let record = record(&pool, AGENT, numbers[0]).await.unwrap();
    assert_eq!((record.version, record.summary.as_str(), record.group.unwrap().id), (3, "Cannot scan", NETWORK.0));
}

#[tokio::test]
async fn jobs_take_turns() {
    let pool = fixture::database().await;
    logged(&pool, 1).await;
    multiply(&pool, 50).await;
    let long = begin(&pool, AGENT, Selection::Matches(ListQuery::default()), &assign(NETWORK, None)).await.unwrap();
    let short = begin(&pool, AGENT, picked(&[InteractionNumber(1)]), &status("in_progress", "")).await.unwrap();
    let platform = fixture::platform(&pool);
    let mut turns = Vec::new();
    while let Some(turn) = bulk::turn(&platform, turns.last().copied().unwrap_or_default()).await.unwrap() {
        turns.push(turn.job);
    }
    assert_eq!(turns, [long, short, long, long]);
}

#[tokio::test]
async fn what_cannot_be_begun_is_said() {
    let pool = fixture::database().await;
    let numbers = logged(&pool, 1).await;
    let hidden = create(&pool, OUTSIDER, &fabrikam()).await.unwrap();
    let ok = assign(NETWORK, None);
    let past = BulkDraft { wake_at: "2026-11-20T11:00".into(), ..status("on_hold", "waiting_internal") };
    for (selection, draft, field) in [
        (picked(&[]), ok.clone(), "selection"),
        (picked(&[hidden]), ok.clone(), "selection"),
        (Selection::Picked((1..502).map(InteractionNumber).collect()), ok.clone(), "selection"),
        (Selection::Matches(ListQuery { q: "nowhere".into(), ..ListQuery::default() }), ok.clone(), "selection"),
        (picked(&numbers), BulkDraft { action: "delete".into(), ..ok.clone() }, "action"),
        (picked(&numbers), assign("", None), "group"),
        (picked(&numbers), assign(FABRIKAM_DESK, None), "group"),
        (picked(&numbers), assign(9_999, None), "group"),
        (picked(&numbers), assign(NETWORK, Some(COLLEAGUE)), "individual"),
        (picked(&numbers), status("dropped", "waiting_internal"), "state_reason"),
        (picked(&numbers), past, "wake_at"),
        (picked(&numbers), watch("nobody.at.all@example.test"), "watcher"),
    ] {
        let outcome = begin(&pool, AGENT, selection, &draft).await;
        assert_eq!(wrong(outcome), [field], "{draft:?}");
    }
    // One's own group may be given whatever it serves.
    begin(&pool, AGENT, picked(&numbers), &assign(FIELD_CREW, None)).await.unwrap();
    for (who, error) in [(REQUESTER, ApiError::NotFound), (VIEWER, ApiError::Forbidden)] {
        assert_eq!(begin(&pool, who, picked(&numbers), &ok).await, Err(error));
    }
}

#[tokio::test]
async fn ten_thousand_and_no_more() {
    let pool = fixture::database().await;
    logged(&pool, 1).await;
    multiply(&pool, 10_001).await;
    let all = || Selection::Matches(ListQuery::default());
    let Err(ApiError::Invalid(errors)) = begin(&pool, AGENT, all(), &assign(NETWORK, None)).await else {
        panic!("it was begun")
    };
    assert_eq!(errors.get("selection"), Some("This list has more than 10,000 interactions. Narrow it first."));
    assert_eq!(fixture::count(&pool, "select count(*) from bulk_job").await, 0);
    sqlx::query("delete from interaction where number = (select max(number) from interaction)")
        .execute(&pool)
        .await
        .unwrap();
    let id = begin(&pool, AGENT, all(), &assign(NETWORK, None)).await.unwrap();
    assert_eq!(job(&pool, AGENT, id).await.unwrap().total, 10_000);
}

#[tokio::test]
async fn a_job_is_its_owners_alone() {
    let pool = fixture::database().await;
    let numbers = logged(&pool, 1).await;
    let id = begin(&pool, AGENT, picked(&numbers), &assign(NETWORK, None)).await.unwrap();
    for who in [COLLEAGUE, MANAGER, REQUESTER] {
        assert_eq!(job(&pool, who, id).await, Err(ApiError::NotFound));
    }
    assert_eq!(job(&pool, AGENT, id + 1).await, Err(ApiError::NotFound));
}

#[tokio::test]
async fn jobs_that_are_long_over_are_let_go_of() {
    let pool = fixture::database().await;
    let numbers = logged(&pool, 1).await;
    done(&pool, picked(&numbers), &assign(NETWORK, None)).await;
    bulk::sweep(&pool, NOW + time::Duration::days(29)).await.unwrap();
    assert_eq!(fixture::count(&pool, "select count(*) from bulk_job").await, 1);
    bulk::sweep(&pool, NOW + time::Duration::days(31)).await.unwrap();
    assert_eq!(fixture::count(&pool, "select count(*) from bulk_item").await, 0);
}
