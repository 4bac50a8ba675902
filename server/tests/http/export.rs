//! The list as a file: what is in it, who gets it, what becomes of it when something happens on the way.

use axum::{
    body::{Body, BodyDataStream},
    http::{Method, header},
};
use futures::StreamExt;
use interaction::model::{Draft, EXPORT_PATH as EXPORT, ListPage, ListQuery, ListRow, Scope, Sort, export_href};
use kernel::PersonId;
use platform::testing::fixture::{self, *};
use serde_json::json;
use sqlx::PgPool;
use time::format_description::well_known::Rfc3339;

use super::site::{Answer, Browser, Site, draft, fabrikam_draft};

/// More than one piece of the file, of all three companies, in every status.
const MANY: &str = "
    insert into interaction (company_id, reason_id, group_id, individual_id, requested_for_id, requested_by_id, vip,
        summary, status, reported_at, description, impact, urgency, priority, contact_email, contact_phone, through,
        updated_at)
    select 1 + n % 3, (array[201, 203, 204])[1 + n % 3], (array[null, 11, 12, 13])[1 + n / 3 % 4],
        case when n / 3 % 4 = 1 and n % 2 = 0 then 101 end, (array[108, 110, 111])[1 + n % 3], 109, n % 5 = 0,
        (array['=1+1', '@SUM(A1)', 'Ü, \"quoted\"', E'two\\r\\nlines', 'plain'])[1 + n % 5] || n,
        (array['new', 'in_progress', 'completed', 'withdrawn'])[1 + n / 7 % 4],
        $1 - make_interval(mins => (3000 - n) * 30), '', 3, 3, 3, '', '', 'phone', $1
    from generate_series(1, 3000) n";

async fn fill(pool: &PgPool) {
    sqlx::query(MANY).bind(NOW).execute(pool).await.unwrap();
}

/// The records of a file, without its header.
fn records(file: &str) -> Vec<Vec<String>> {
    let text = file.strip_prefix('\u{FEFF}').expect("the mark of UTF-8");
    let mut records = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let mut records = records.records().map(|record| record.unwrap().iter().map(ToOwned::to_owned).collect());
    let header: Vec<String> = records.next().expect("a header");
    assert_eq!(header.first().map(String::as_str), Some("Work Item ID"));
    assert_eq!(header.last().map(String::as_str), Some("Created On"));
    records.collect()
}

fn numbers(file: &str) -> Vec<String> {
    records(file).into_iter().map(|record| record[0].clone()).collect()
}

/// A row as its record should be.
fn record(row: &ListRow) -> Vec<String> {
    let inert = |text: &str| if text.starts_with(['=', '@']) { format!("'{text}") } else { text.to_owned() };
    let or_none = |name: &Option<String>| name.clone().unwrap_or_default();
    vec![
        row.number.to_string(),
        row.company.clone(),
        inert(&row.summary),
        row.status.label().to_owned(),
        or_none(&row.group),
        or_none(&row.individual),
        row.requested_for.clone(),
        if row.vip { "Yes" } else { "No" }.to_owned(),
        row.requested_by.clone(),
        row.reason.clone(),
        row.created_on.format(&Rfc3339).unwrap(),
    ]
}

/// All pages of the list, as the program in the browser asks for them.
async fn pages(site: &Site, browser: &Browser, query: &ListQuery) -> Vec<Vec<String>> {
    let (mut rows, mut query) = (Vec::new(), query.clone());
    loop {
        let answer = site.call(browser, "list_interactions", &json!({ "query": query })).await;
        let ListPage { page, .. } = serde_json::from_str(&answer.body).unwrap();
        rows.extend(page.rows.iter().map(record));
        let Some(after) = page.after else { return rows };
        query = ListQuery { after: Some(after), ..query.first_page() };
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_file_is_all_pages_of_the_list_at_the_same_address() {
    let site = Site::new().await;
    fill(&site.pool).await;
    let (agent, outsider) = (site.browser(AGENT).await, site.browser(OUTSIDER).await);
    for (browser, scope, days, sort) in [
        (&agent, Scope::All, None, "-created"),
        (&agent, Scope::All, Some(30), "status"),
        (&agent, Scope::Groups, None, "-summary"),
        (&agent, Scope::Groups, Some(7), "requested_for"),
        (&agent, Scope::Me, None, "group"),
        (&outsider, Scope::All, None, "individual"),
    ] {
        let sort: Sort = sort.parse().unwrap();
        let query = ListQuery { scope, days, sort, ..ListQuery::default() };
        let rows = pages(&site, browser, &query).await;
        assert!(rows.len() > 50, "{query:?}: {} rows are no trial", rows.len());
        let file = site.get(browser, &export_href(&query)).await;
        assert_eq!(file.status, 200);
        let records = records(&file.body);
        let other = records.iter().zip(&rows).find(|(record, row)| record != row);
        assert_eq!((records.len(), other), (rows.len(), None), "{query:?}");
        // The place in the list makes no difference.
        let place =
            format!("{}{}after=500~x", export_href(&query), if query == ListQuery::default() { "?" } else { "&" });
        assert_eq!(site.get(browser, &place).await.body, file.body, "{place}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_is_a_download_that_nothing_keeps_or_runs() {
    let site = Site::new().await;
    let summary = "=HYPERLINK(\"https://evil.test\")".to_owned();
    site.log(AGENT, &Draft { summary, ..draft() }).await;
    let agent = site.browser(AGENT).await;
    let file = site.get(&agent, EXPORT).await;
    for (name, value) in [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"interactions-2026-11-20.csv\""),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        assert_eq!(file.header(name), value);
    }
    assert!(file.body.starts_with("\u{FEFF}Work Item ID,Company,Summary,Status,Group,Individual,"), "{}", file.body);
    assert!(file.body.contains(r#","'=HYPERLINK(""https://evil.test"")",New,"#), "{}", file.body);
    assert!(file.body.ends_with(",2026-11-20T12:00:00Z\r\n"), "{}", file.body);
    let page = site.get(&agent, "/interactions?scope=me&days=30&sort=summary&after=1~x").await;
    assert!(page.body.contains(r#"href="/interactions.csv?scope=me&amp;days=30&amp;sort=summary""#), "{}", page.body);
    let head = site.send(agent.request(Method::HEAD, EXPORT, Body::empty())).await;
    assert_eq!((head.status.as_u16(), head.body.as_str()), (200, ""));
    assert_eq!(site.post(&agent, EXPORT, &[]).await.status, 405);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_is_not_understood_is_answered_as_by_the_page() {
    let site = Site::new().await;
    site.log(AGENT, &draft()).await;
    let agent = site.browser(AGENT).await;
    for strange in
        ["scope=mine", "days=soon", "sort=price", "after=x", "before=%FF~x", "%", "=&&", "sort=price&sort=-number"]
    {
        let file = site.get(&agent, &format!("{EXPORT}?{strange}")).await;
        assert!(file.status == 200 && numbers(&file.body) == ["INT0000001"], "{strange}: {}", file.body);
    }
    // Of a parameter said twice the page takes the last.
    let mine = site.get(&agent, &format!("{EXPORT}?scope=all&scope=me")).await;
    assert!(numbers(&mine.body).is_empty(), "{}", mine.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_gets_what_their_list_shows_and_nothing_else() {
    let site = Site::new().await;
    site.log(AGENT, &draft()).await;
    site.log(OUTSIDER, &fabrikam_draft()).await;
    let expected: [(PersonId, u16, &[&str]); 7] = [
        (AGENT, 200, &["INT0000001"]),
        (VIEWER, 200, &["INT0000001"]),
        (OUTSIDER, 200, &["INT0000002"]),
        (UNASSIGNED, 200, &[]),
        (ADMINISTRATOR, 200, &[]),
        (REQUESTER, 404, &[]),
        (APPROVER, 404, &[]),
    ];
    for (person, status, seen) in expected {
        let browser = site.browser(person).await;
        assert_eq!(site.get(&browser, "/interactions").await.status, status, "{person}");
        let Answer { status: answered, body, .. } = site.get(&browser, EXPORT).await;
        assert_eq!(answered, status, "{person}");
        if status == 200 {
            assert_eq!(numbers(&body), seen, "{person}");
        } else {
            assert_eq!(body, "There is nothing here, or nothing that you may see.", "{person}");
        }
    }
    let whole = format!("{EXPORT}?scope=me&sort=-status");
    let nobody = site.get(&Browser::nobody(), &whole).await;
    let sign_in = "/login?next=/interactions.csv%3Fscope%3Dme%26sort%3D-status";
    assert_eq!((nobody.status.as_u16(), nobody.location(), nobody.body.as_str()), (303, sign_in, ""));
}

/// A file on its way.
async fn open(site: &Site, browser: &Browser, path: &str) -> BodyDataStream {
    let response = site.respond(browser.request(Method::GET, path, Body::empty())).await;
    assert_eq!(response.status(), 200);
    response.into_body().into_data_stream()
}

/// The header and the first rows.
async fn begun(stream: &mut BodyDataStream) -> String {
    let pieces = [stream.next().await.unwrap().unwrap(), stream.next().await.unwrap().unwrap()];
    String::from_utf8(pieces.concat()).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_that_come_go_and_change_on_the_way_make_none_come_twice_or_not_at_all() {
    let site = Site::new().await;
    fill(&site.pool).await;
    let agent = site.browser(AGENT).await;
    let mut stream = open(&site, &agent, &format!("{EXPORT}?sort=status")).await;
    let mut file = begun(&mut stream).await;
    let first = numbers(&file);
    assert!(!first.is_empty() && first.len() < 1_500, "{} rows are no beginning", first.len());
    fill(&site.pool).await;
    sqlx::raw_sql(
        "delete from interaction where number <= 3000 and number % 50 = 0;
         update interaction set status = case status when 'new' then 'withdrawn' else 'new' end where number % 4 = 1",
    )
    .execute(&site.pool)
    .await
    .unwrap();
    while let Some(piece) = stream.next().await {
        file.push_str(std::str::from_utf8(&piece.unwrap()).unwrap());
    }
    let mut numbers: Vec<i64> = numbers(&file).iter().map(|number| number[3..].parse().unwrap()).collect();
    numbers.sort_unstable();
    let stayed: Vec<i64> =
        sqlx::query_scalar("select number from interaction where number <= 3000 and company_id <> 3 order by number")
            .fetch_all(&site.pool)
            .await
            .unwrap();
    let rows = numbers.len();
    numbers.dedup();
    assert_eq!(numbers.len(), rows, "no row twice");
    // What is gone may have been sent before.
    let sent: Vec<i64> = numbers.iter().copied().filter(|number| number % 50 != 0).collect();
    assert_eq!(sent, stayed);
    assert!(numbers.iter().all(|number| *number <= 3_000), "nothing that was logged on the way");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failure_in_the_middle_breaks_the_connection_off() {
    for encoding in ["identity", "gzip", "br"] {
        let site = Site::new().await;
        fill(&site.pool).await;
        let mut request = site.browser(AGENT).await.request(Method::GET, EXPORT, Body::empty());
        request.headers_mut().insert(header::ACCEPT_ENCODING, encoding.parse().unwrap());
        let response = site.respond(request).await;
        assert_eq!(response.status(), 200);
        let mut stream = response.into_body().into_data_stream();
        // What is compressed comes in pieces of other sizes.
        if encoding == "identity" {
            begun(&mut stream).await;
        }
        sqlx::query("alter table person rename to nobody").execute(&site.pool).await.unwrap();
        let broken = stream.any(async |piece| piece.is_err()).await;
        assert!(broken, "{encoding}: the file ended as if it were whole");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn between_two_pieces_and_for_who_has_gone_the_database_does_nothing() {
    let site = Site::new().await;
    fill(&site.pool).await;
    let agent = site.browser(AGENT).await;
    let mut stream = open(&site, &agent, EXPORT).await;
    begun(&mut stream).await;
    let busy = "select count(*) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'";
    assert_eq!(fixture::count(&site.pool, busy).await, 0);
    drop(stream);
    assert_eq!(fixture::count(&site.pool, busy).await, 0);
}
