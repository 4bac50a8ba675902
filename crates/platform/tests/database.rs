//! Every test has a database of its own.

use platform::testing;

#[tokio::test]
async fn two_tests_do_not_see_one_another() {
    let (one, other) = (testing::database().await, testing::database().await);
    sqlx::query("insert into company (name) values ('Northwind')").execute(&one).await.unwrap();
    let companies = "select count(*) from company";
    assert_eq!(testing::fixture::count(&one, companies).await, 1);
    assert_eq!(testing::fixture::count(&other, companies).await, 0);
}

#[tokio::test]
async fn a_database_is_kept_as_long_as_somebody_uses_it() {
    let kept = testing::database().await;
    let name: String = sqlx::query_scalar("select current_database()").fetch_one(&kept).await.unwrap();
    let ended = testing::database().await;
    let ended_name: String = sqlx::query_scalar("select current_database()").fetch_one(&ended).await.unwrap();
    ended.close().await;
    let exists = "select exists (select from pg_database where datname = $1)";
    for _ in 0..50 {
        let next = testing::database().await;
        let gone: bool = sqlx::query_scalar(exists).bind(&ended_name).fetch_one(&next).await.unwrap();
        if !gone {
            let there: bool = sqlx::query_scalar(exists).bind(&name).fetch_one(&next).await.unwrap();
            assert!(there);
            return;
        }
    }
    panic!("{ended_name} was never dropped");
}

#[tokio::test]
async fn it_has_the_schema_and_nothing_else() {
    let pool = testing::database().await;
    assert_eq!(testing::fixture::count(&pool, "select count(*) from person").await, 0);
    assert_eq!(testing::fixture::count(&pool, "select count(*) from interaction").await, 0);
}
