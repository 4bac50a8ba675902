//! What the rows promise, on a real database.

use sqlx::{AssertSqlSafe, PgPool};
use time::OffsetDateTime;

use super::super::corpus::Corpus;
use super::super::organisation::Organisation;
use super::super::set_aside::SetAside;
use super::super::{Seeded, load, run};
use super::NOW;

async fn seed(pool: &PgPool, interactions: u64) -> Seeded {
    run(pool, interactions, OffsetDateTime::from_unix_timestamp(NOW).unwrap(), "$argon2id$demo").await.unwrap()
}

/// A hash over everything the generator writes.
async fn content(pool: &PgPool) -> Vec<(String, String)> {
    let mut hashes = Vec::new();
    for (table, key) in [
        ("company", "id"),
        ("support_group", "id"),
        ("company_group", "company_id, group_id"),
        ("person", "id"),
        ("person_role", "person_id, role"),
        ("group_member", "group_id, person_id"),
        ("reason", "id"),
        ("category", "id"),
        ("configuration_item", "id"),
        ("service", "id"),
        ("interaction", "number"),
        ("interaction_comment", "id"),
        ("interaction_time", "id"),
        ("interaction_watcher", "id"),
        ("interaction_relation", "id"),
        ("interaction_tally", "kind, id, company_id, day"),
        ("audit_event", "id"),
        ("audit_head", "entity, entity_id"),
    ] {
        let query = format!("select coalesce(md5(string_agg(t::text, chr(10) order by {key})), '') from {table} t");
        let hash = sqlx::query_scalar(AssertSqlSafe(query)).fetch_one(pool).await.unwrap();
        hashes.push((table.to_owned(), hash));
    }
    hashes
}

async fn number(pool: &PgPool, query: &'static str) -> i64 {
    sqlx::query_scalar(query).fetch_one(pool).await.unwrap()
}

/// How many rows of the tally differ from what there is, and how much of it is not folded yet.
const WRONG_TALLIES: &str = "with one as (
        select k.kind, k.id, i.company_id, d.day
        from interaction i
        cross join lateral (values ('company', i.company_id), ('group', i.group_id), ('individual', i.individual_id)) k (kind, id)
        cross join lateral (values ((i.reported_at at time zone 'UTC')::date), ('-infinity'::date)) d (day)
        where k.id is not null
    ),
    truth as (select kind, id, company_id, day, count(*) n from one group by 1, 2, 3, 4)
    select count(*) + (select count(*) from interaction_tally_delta)
    from truth t full join interaction_tally i using (kind, id, company_id, day)
    where t.n is distinct from i.n";

#[tokio::test]
async fn the_same_call_writes_the_same_rows() {
    let (one, other) = (platform::testing::database().await, platform::testing::database().await);
    assert_eq!(seed(&one, 600).await, Seeded { people: 300, interactions: 600 });
    seed(&other, 600).await;
    assert_eq!(content(&one).await, content(&other).await);
}

#[tokio::test]
async fn a_second_call_adds_only_interactions() {
    let pool = platform::testing::database().await;
    assert_eq!(seed(&pool, 0).await, Seeded { people: 300, interactions: 0 });
    assert_eq!(seed(&pool, 500).await, Seeded { people: 0, interactions: 500 });
    assert_eq!(seed(&pool, 300).await, Seeded { people: 0, interactions: 300 });
    assert_eq!(number(&pool, "select count(*) from interaction").await, 800);
    assert_eq!(number(&pool, "select count(*) from person").await, 300);
    assert_eq!(number(&pool, "select max(number) from interaction").await, 800);
    assert_eq!(number(&pool, "select nextval('interaction_number')").await, 801);
    assert_eq!(number(&pool, WRONG_TALLIES).await, 0);
    assert_eq!(
        number(&pool, "select count(distinct description) from interaction where number > 500").await.min(200),
        200
    );
}

#[tokio::test]
async fn every_interaction_has_its_trail_and_belongs_where_it_is() {
    let pool = platform::testing::database().await;
    seed(&pool, 1_500).await;
    let wrong_trails = "select count(*) from interaction i join lateral (
             select count(*) filter (where event in ('created', 'updated')) events, min(at) first,
                 max(at) filter (where event in ('created', 'updated', 'commented')
                     and changes->0->>'field' is distinct from 'Internal update') last,
                 min(id) filter (where event = 'created') created, min(id) least
             from audit_event a where a.entity = 'interaction' and a.entity_id = i.number
         ) a on true
         where i.version <> a.events or i.updated_at <> a.last or i.reported_at <> a.first or a.created is distinct from a.least";
    assert_eq!(number(&pool, wrong_trails).await, 0);
    let (verified, wrong) = crate::audit::verify(&pool, &[]).await.unwrap();
    assert_eq!(wrong, Vec::<String>::new(), "the trails are chains");
    assert_eq!(i64::try_from(verified.events).unwrap(), number(&pool, "select count(*) from audit_event").await);
    let unheard = "select (select count(*) from interaction_comment c where not exists (
             select from audit_event a where a.entity = 'interaction' and a.entity_id = c.number and a.event = 'commented'
                 and a.actor_id = c.author_id and a.at = c.at and (a.changes->0->'to'->>'id')::bigint = c.id))
         + (select count(*) from interaction_comment c join interaction i using (number) where c.at < i.reported_at)";
    assert_eq!(number(&pool, unheard).await, 0);
    assert!(number(&pool, "select count(*) from interaction_comment where internal").await > 200);
    assert!(number(&pool, "select count(*) from interaction_comment where not by_desk").await > 50);
    let unseeing = "select (select count(*) from interaction_watcher w join interaction i using (number)
             join person p on p.id = w.person_id
             where p.company_id <> i.company_id and not exists (
                 select from group_member m join company_group g using (group_id)
                 where m.person_id = p.id and g.company_id = i.company_id))
         + (select count(*) from interaction_watcher w join interaction i using (number)
             join company c on c.id = i.company_id where w.email is not null and not c.external_watchers)
         + (select count(*) from interaction_relation r join interaction one on one.number = r.first
             join interaction other on other.number = r.second where one.company_id <> other.company_id)";
    assert_eq!(number(&pool, unseeing).await, 0);
    assert!(number(&pool, "select count(*) from interaction_watcher").await > 20);
    assert!(number(&pool, "select count(*) from interaction_relation").await > 20);
    let untold = "select (select count(*) from audit_event where event = 'watched')
             - (select count(*) from interaction_watcher)
         + (select count(*) from audit_event where event = 'related')
             - 2 * (select count(*) from interaction_relation)";
    assert_eq!(number(&pool, untold).await, 0);
    let out_of_order = "select count(*) from (
             select event, at < lag(at) over (partition by entity, entity_id order by id) as back
             from audit_event) o where back and event in ('watched', 'related')";
    assert_eq!(number(&pool, out_of_order).await, 0);
    let misplaced = "select count(*) from interaction i
         where not exists (select from company_group c where c.company_id = i.company_id and c.group_id = i.group_id)
             or individual_id is not null and not exists (
                 select from group_member m where m.group_id = i.group_id and m.person_id = i.individual_id)
             or exists (select from reason r where r.id = i.reason_id and r.company_id <> i.company_id)
             or exists (select from person p where p.id = i.requested_for_id and p.company_id <> i.company_id)
             or exists (select from category c where c.id = i.type_id and c.parent_id <> i.subcategory_id)";
    assert_eq!(number(&pool, misplaced).await, 0);
    let disordered = "select count(*) from (
             select reported_at < lag(reported_at) over (order by number) as back from interaction) o where back";
    assert_eq!(number(&pool, disordered).await, 0);
}

#[tokio::test]
async fn the_time_fits_the_status_and_the_trail() {
    let pool = platform::testing::database().await;
    seed(&pool, 1_500).await;
    for (what, wrong) in [
        (
            "an end that is none",
            "select count(*) from interaction where (ended_at is null) <> (status in ('new', 'in_progress', 'on_hold', 'awaiting_approval'))",
        ),
        (
            "a wake-up time that has come",
            "select count(*) from interaction where wake_at <= to_timestamp(1795250000)",
        ),
        (
            "a hold without its segment, or the other way round",
            "select count(*) from interaction i where (status = 'on_hold') <> exists (
                 select from interaction_time t where t.number = i.number and kind = 'hold' and t.ended_at is null)",
        ),
        (
            "a wait that does not end with a response or the end",
            "select count(*) from interaction i where (status <> 'new' and status not in ('on_hold', 'awaiting_approval'))
                 and not exists (select from interaction_time t where t.number = i.number and kind = 'wait')",
        ),
        (
            "work outside the life of its interaction",
            "select count(*) from interaction_time t join interaction i using (number)
             where t.started_at < i.reported_at or t.ended_at > to_timestamp(1795250000)
                 or t.kind = 'work' and coalesce(t.ended_at, 'infinity') > coalesce(i.ended_at, 'infinity')",
        ),
        (
            "segments of one agent that overlap",
            "select count(*) from interaction_time a join interaction_time b
                 on a.number = b.number and a.id < b.id and a.person_id = b.person_id
             where tstzrange(a.started_at, a.ended_at) && tstzrange(b.started_at, b.ended_at)",
        ),
    ] {
        assert_eq!(number(&pool, wrong).await, 0, "{what}");
    }
    assert!(number(&pool, "select count(*) from interaction where wake_at is not null").await > 10);
    assert!(number(&pool, "select count(*) from interaction_time where kind = 'work'").await > 700);
    assert!(number(&pool, "select count(*) from interaction_time where kind = 'wrap_up'").await > 100);
}

#[tokio::test]
async fn the_demo_accounts_see_and_have_what_was_promised() {
    let pool = platform::testing::database().await;
    seed(&pool, 1_500).await;
    let sees: Vec<(String, Vec<String>)> = sqlx::query_as(
        "select p.email, array_agg(distinct c.name order by c.name)
         from person p join group_member m on m.person_id = p.id
         join company_group cg on cg.group_id = m.group_id join company c on c.id = cg.company_id
         where p.password_hash is not null group by p.email order by p.email",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    let served = ["Contoso".to_owned(), "Northwind".to_owned()].to_vec();
    for (email, companies) in &sees {
        let expected = if email == "outsider@demo.test" { vec!["Fabrikam".to_owned()] } else { served.clone() };
        assert_eq!(companies, &expected, "{email}");
    }
    assert_eq!(sees.len(), 6);
    assert_eq!(number(&pool, "select count(*) from person where password_hash is not null").await, 10);

    let involved: Vec<(String, i64, i64, i64, i64)> = sqlx::query_as(
        "select p.email,
             (select count(*) from interaction where requested_for_id = p.id),
             (select count(*) from interaction where requested_by_id = p.id and requested_for_id <> p.id),
             (select count(*) from interaction where individual_id = p.id),
             (select count(*) from interaction where individual_id = p.id and status in ('new', 'in_progress', 'on_hold'))
         from person p where p.password_hash is not null",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    let of = |email: &str| involved.iter().find(|row| row.0 == email).unwrap();
    for email in ["user@demo.test", "vip@demo.test", "agent@demo.test"] {
        assert!((12..=25).contains(&of(email).1), "{:?}", of(email));
    }
    assert!(of("user@demo.test").2 >= 5);
    assert!(of("agent@demo.test").3 >= 30 && of("agent@demo.test").4 >= 10, "{:?}", of("agent@demo.test"));
    assert_eq!(of("viewer@demo.test").3, 0);
    let silent =
        "select count(*) from person p where not exists (select from interaction where requested_for_id = p.id)
         and not exists (select from group_member where person_id = p.id)";
    assert!(number(&pool, silent).await >= 2);
}

/// What interactions are found by is written at once for many, and otherwise bit by bit: it is the same.
#[tokio::test]
async fn what_is_found_is_the_same_however_it_was_written() {
    let pool = platform::testing::database().await;
    seed(&pool, 400).await;
    let found = "select coalesce(sum(hashtextextended(strip(words)::text, 0) % 1000003), 0)::bigint
         from interaction_search";
    let bit_by_bit = number(&pool, found).await;
    sqlx::query("select interaction_search_renew(array(select number from interaction))").execute(&pool).await.unwrap();
    assert_eq!(number(&pool, found).await, bit_by_bit);
    assert_eq!(number(&pool, "select count(*) from interaction_search").await, 400);
}

/// The program makes the words as the database would, to the place and the weight.
#[tokio::test]
async fn many_are_found_by_the_words_that_the_database_would_write() {
    let pool = platform::testing::database().await;
    seed(&pool, 0).await;
    let mut connection = pool.acquire().await.unwrap();
    let organisation = Organisation::read(&mut connection).await.unwrap();
    let corpus = Corpus::read().unwrap();
    load::load(&mut connection, corpus, organisation, 1_500, NOW, true).await.unwrap();
    drop(connection);
    sqlx::query("create table made as select number, words from interaction_search").execute(&pool).await.unwrap();
    assert_eq!(number(&pool, "select count(*) from made").await, 1_500);
    let learnt = "select hashtextextended(string_agg(word, ' ' order by word), 0) from search_word";
    let made = number(&pool, learnt).await;
    sqlx::raw_sql("truncate search_word; select interaction_search_renew(array(select number from interaction))")
        .execute(&pool)
        .await
        .unwrap();
    let other: Option<(String, String)> = sqlx::query_as(
        "select m.words::text, s.words::text from made m join interaction_search s using (number)
         where m.words <> s.words order by number limit 1",
    )
    .fetch_optional(&pool)
    .await
    .unwrap();
    assert_eq!(other, None);
    assert_eq!(number(&pool, learnt).await, made);
}

#[tokio::test]
async fn what_is_set_aside_is_put_back() {
    let pool = platform::testing::database().await;
    let definitions = || async {
        sqlx::query_scalar::<_, String>(
            "select indexdef from pg_indexes where tablename in ('interaction', 'interaction_comment', 'interaction_time', 'audit_event', 'interaction_search')
             union all select conrelid::regclass || conname || pg_get_constraintdef(oid) from pg_constraint
             where conrelid in ('interaction'::regclass, 'interaction_comment'::regclass, 'interaction_time'::regclass, 'audit_event'::regclass, 'interaction_search'::regclass)
             union all select tgname::text || tgenabled::text from pg_trigger where not tgisinternal order by 1",
        )
        .fetch_all(&pool)
        .await
        .unwrap()
    };
    let before = definitions().await;
    let mut connection = pool.acquire().await.unwrap();
    let set_aside = SetAside::take(&mut connection).await.unwrap();
    assert!(definitions().await.len() < before.len() - 15);
    set_aside.put_back(&mut connection, 0).await.unwrap();
    assert_eq!(definitions().await, before);
}

#[tokio::test]
async fn a_database_with_other_companies_of_these_names_is_left_alone() {
    let pool = platform::testing::database().await;
    sqlx::query("insert into company (name) values ('Contoso')").execute(&pool).await.unwrap();
    let error = run(&pool, 10, OffsetDateTime::from_unix_timestamp(NOW).unwrap(), "").await.unwrap_err();
    assert!(error.to_string().contains("Contoso"));
    assert_eq!(number(&pool, "select count(*) from person").await, 0);
}
