//! What a page of the list reads: what it shows and little more, whatever the sort, the scope and the place.

use interaction::model::{ListQuery, Scope, Sort, SortField};
use kernel::Cursor;
use platform::testing::fixture::{self, *};
use sqlx::{Executor, PgPool, postgres::PgPoolOptions};

use super::{
    list::{page, sorts},
    support::visible,
};

/// Twelve thousand, nearly all of them completed, of ordinary people and a tenth Fabrikam's, over 400 days.
const MANY: &str = "
    insert into interaction (company_id, reason_id, group_id, individual_id, requested_for_id, requested_by_id, vip,
        summary, status, reported_at, description, impact, urgency, priority, contact_email, contact_phone, through,
        updated_at)
    select case when n % 10 = 0 then 3 else 1 + n % 2 end,
        case when n % 10 = 0 then 204 else (array[203, 201])[1 + (n + 1) % 2] end,
        g.id, case when n % 7 <> 0 then g.individual end, (array[108, 109, 110, 111])[1 + n % 4], 109, n % 97 = 0,
        'Summary ' || n, case when n % 1000 = 1 then 'new' when n % 500 = 2 then 'on_hold' else 'completed' end,
        $1 - make_interval(mins => (12000 - n) * 48), '', 3, 3, 3, '', '', 'phone', $1
    from generate_series(1, 12000) n
    cross join lateral (
        select (array[11, 12, 13, 14])[1 + k] as id, (array[101, 101, 104, 115])[1 + k] as individual
        from (values (n / 3 % 4)) v (k)
    ) g";

/// A pool of one connection, set as the server's are.
async fn single(pool: &PgPool) -> PgPool {
    let single = PgPoolOptions::new().max_connections(1).connect_with((*pool.connect_options()).clone()).await.unwrap();
    single.execute("set plan_cache_mode = force_generic_plan; set jit = off").await.unwrap();
    single
}

/// How many rows of the table have been read so far.
async fn rows_read(pool: &PgPool) -> i64 {
    pool.execute("select pg_stat_force_next_flush()").await.unwrap();
    let read = "select seq_tup_read + idx_tup_fetch from pg_stat_user_tables where relname = 'interaction'";
    fixture::count(pool, read).await
}

/// Whether the sort and scope have an index of their own; the others leave out what is not in the scope, or
/// in the days.
fn is_exact(scope: Scope, days: Option<u16>, sort: Sort) -> bool {
    let shared = [SortField::Summary, SortField::RequestedFor, SortField::RequestedBy];
    scope == Scope::All && days.is_none() || !shared.contains(&sort.field)
}

/// Eight statuses, two companies and two groups of 51 rows each are the most that any of them may read.
#[tokio::test]
async fn a_page_reads_little_more_than_it_shows() {
    let pool = single(&fixture::database().await).await;
    sqlx::query(MANY).bind(NOW).execute(&pool).await.unwrap();
    pool.execute("vacuum analyze interaction").await.unwrap();
    let visible = visible(&pool, AGENT).await;
    for scope in Scope::ALL {
        for days in [None, Some(30)] {
            for sort in sorts().filter(|sort| is_exact(scope, days, *sort)) {
                let first = ListQuery { scope, days, sort, ..ListQuery::default() };
                let shown = page(&pool, &visible, &first).await;
                let key = shown.after.clone().map_or_else(String::new, |cursor| cursor.key);
                let half = Some(Cursor { key, number: 11_500 });
                let places = [
                    first.clone(),
                    ListQuery { after: shown.after, ..first.clone() },
                    ListQuery { after: half.clone(), ..first.clone() },
                    ListQuery { before: half, ..first.clone() },
                ];
                for query in places {
                    let before = rows_read(&pool).await;
                    let rows = page(&pool, &visible, &query).await.rows.len();
                    let read = rows_read(&pool).await - before;
                    assert!(read < 2_000, "{read} rows read for {rows}: {query:?}");
                }
            }
        }
    }
}
