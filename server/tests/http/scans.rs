//! No page reads through a table that grows: whatever is in it, a page costs what it shows.

use app::Pages;
use platform::{
    Platform,
    testing::fixture::{self, *},
};
use server::database::{SEARCH, SESSION};
use sqlx::{Executor, PgPool, Row, postgres::PgPoolOptions};

use super::site::Site;

/// What grows. In none of it has anything been cleaned up, as while much is being written: that is when an index looks
/// dear.
const MANY: &str = r"
    insert into person (id, company_id, first_name, last_name, email, phone, vip, active, password_hash, created_at)
    select n, 1, 'Nora', 'Number ' || n, 'n' || n || '@northwind.test', '', false, true, '', now()
    from generate_series(1001, 3000) n;
    insert into interaction (company_id, reason_id, group_id, individual_id, requested_for_id, requested_by_id, vip,
        summary, status, reported_at, description, impact, urgency, priority, contact_email, contact_phone, through,
        updated_at)
    select 1 + n % 2, (array[203, 201])[1 + (n + 1) % 2], 11, 101, 1001 + n % 2000, 1001 + n % 2000, false,
        'Summary ' || n, case when n % 1000 = 1 then 'new' else 'completed' end,
        timestamptz '2026-01-01' + make_interval(mins => n), '', 3, 3, 3, '', '', 'phone', now()
    from generate_series(1, 100000) n;
    insert into interaction_comment (number, submission, author_id, by_desk, kind, internal, body, at)
    select number, gen_random_uuid(), 101, true, 'comment', false, 'Said', now() from interaction;
    insert into notification (person_id, subject_kind, subject_id, label, title, path, reasons, lines, at, closes_at)
    select 104, 'interaction', number, number::text, summary, '/', '[]', '[]', now(), now() from interaction;
    insert into mail (person_id, name, address, subject_kind, subject_id, label, title, path, reasons, lines, at,
        closes_at, due_at)
    select 104, '', 'somebody@northwind.test', 'interaction', number, number::text, summary, '/', '[]', '[]', now(),
        now(), now() from interaction;
    analyze;
";

/// Narrowed lists, of each kind of condition: found by the index of words, by another, and by walking on.
const NARROWED: [&str; 25] = [
    "q=summary",
    "q=number%2077",
    "q=number%2077&after=50000~0",
    "q=said",
    "q=said&sort=-created",
    "q=sumary",
    "q=INT0000777",
    "q=INT00007",
    "q=777",
    "f=status:is:new",
    "f=status:is:denied",
    "f=status:not:completed",
    "f=summary:contains:mary%207",
    "f=summary:contains:1999&sort=individual",
    "f=description:contains:nothing&sort=summary",
    "f=comments:contains:sai&f=vip:is:no",
    "f=comments:empty",
    "f=files:filled",
    "f=requested_for:contains:number%2099",
    "f=requested_for:is:n1500@northwind.test",
    "f=individual:contains:rid&scope=groups",
    "f=created:before:2026-01-03&f=priority:is:1",
    "f=number:before:50&sort=status",
    "f=any(through:is:email,ci:filled)&scope=me",
    "f=any(all(vip:is:yes,impact:is:1),contact_email:filled)",
];

/// What is done with lists.
const OTHERS: [&str; 5] = [
    "/interactions?view=1",
    "/interactions?select=1&sort=-summary",
    "/interactions/bulk?matches=1&f=status:is:new",
    "/interactions/bulk?pick=INT0000007&pick=INT0090000",
    "/interactions.csv?pick=INT0000007&pick=INT0090000",
];

/// How often each table that grows was read from one end to the other so far.
async fn scans(pool: &PgPool) -> Vec<(String, i64)> {
    pool.execute("select pg_stat_force_next_flush()").await.unwrap();
    let grown = "select s.relname::text, s.seq_scan from pg_stat_user_tables s join pg_class c on c.oid = s.relid
        where c.reltuples >= 10000 order by 1";
    let rows = pool.fetch_all(grown).await.unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

/// How many notifications were read through an index so far.
async fn notifications_read(pool: &PgPool) -> i64 {
    pool.execute("select pg_stat_force_next_flush()").await.unwrap();
    let read = "select sum(idx_tup_read)::bigint from pg_stat_user_indexes where relname = 'notification'";
    pool.fetch_one(read).await.unwrap().get(0)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_page_reads_through_a_table_that_grows() {
    let many = fixture::database().await;
    many.execute(MANY).await.unwrap();
    // One connection: what it counts is there when it is asked. Set as the server's are.
    let pool = PgPoolOptions::new().max_connections(1).connect_with((*many.connect_options()).clone()).await.unwrap();
    pool.execute(SESSION).await.unwrap();
    let searches =
        PgPoolOptions::new().max_connections(1).connect_with((*many.connect_options()).clone()).await.unwrap();
    searches.execute(SEARCH).await.unwrap();
    let site = Site::of(Platform { searches: searches.clone(), ..fixture::platform(&pool) });
    let grown: Vec<String> = scans(&pool).await.into_iter().map(|(table, _)| table).collect();
    assert_eq!(
        grown,
        ["interaction", "interaction_comment", "interaction_search", "mail", "notification", "search_word"]
    );
    let narrowed = NARROWED.map(|query| format!("/interactions?{query}"));
    let paths = || Pages::SIGNED_IN.into_iter().chain(OTHERS).chain(narrowed.iter().map(String::as_str));
    for person in [AGENT, REQUESTER] {
        let browser = site.browser(person).await;
        for path in paths() {
            let before = scans(&pool).await;
            let notifications = notifications_read(&pool).await;
            let status = site.get(&browser, path).await.status;
            assert!(!status.is_server_error(), "{path}: {status}");
            searches.execute("select pg_stat_force_next_flush()").await.unwrap();
            assert_eq!(scans(&pool).await, before, "{path} as {person}");
            // Those of one person are many of all, those of these two none.
            let read = notifications_read(&pool).await - notifications;
            assert!(read <= 1_000, "{path} as {person}: {read} notifications");
        }
    }
    // Nothing is unread any more, and the entries of what was are still there.
    pool.execute("update notification set read_at = now()").await.unwrap();
    let browser = site.browser(AGENT).await;
    let notifications = notifications_read(&pool).await;
    assert_eq!(site.get(&browser, "/portal").await.status, 200);
    let read = notifications_read(&pool).await - notifications;
    assert!(read <= 1_000, "{read} that were read");
}
