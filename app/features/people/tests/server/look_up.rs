//! Finding people while typing.

use kernel::{ApiError, CompanyId};
use people::server::{policy, queries};
use platform::testing::fixture::{self, *};
use sqlx::PgPool;

/// The names an agent of Northwind and Contoso finds.
async fn found(pool: &PgPool, text: &str) -> Vec<String> {
    found_in(pool, text, None).await
}

async fn found_in(pool: &PgPool, text: &str, company: Option<CompanyId>) -> Vec<String> {
    let permit = policy::look_up(&fixture::actor(pool, AGENT).await).unwrap();
    let cards = queries::look_up(pool, &permit, text, company).await.unwrap();
    cards.into_iter().map(|card| card.name).collect()
}

async fn add(pool: &PgPool, first: &str, last: &str, email: &str) {
    sqlx::query(
        "insert into person (company_id, first_name, last_name, email, created_at) values (1, $1, $2, $3, now())",
    )
    .bind(first)
    .bind(last)
    .bind(email)
    .execute(pool)
    .await
    .unwrap();
}

#[tokio::test]
async fn people_are_found_by_any_part_of_name_and_email() {
    let pool = fixture::database().await;
    for (text, names) in [
        ("vic", vec!["Victor Prime"]),
        ("PRI", vec!["Victor Prime"]),
        ("victor prime", vec!["Victor Prime"]),
        ("  prime   victor ", vec!["Victor Prime"]),
        ("carla.conti@contoso.test", vec!["Carla Conti"]),
        ("@contoso", vec!["Carla Conti"]),
        ("victor conti", vec![]),
        ("", vec![]),
        (" \t", vec![]),
    ] {
        assert_eq!(found(&pool, text).await, names, "{text:?}");
    }
}

#[tokio::test]
async fn people_are_found_by_their_phone_number_however_it_is_written() {
    let pool = fixture::database().await;
    for text in ["+44 20 7946 0109", "442079460109", "(0)20 / 7946-0109", "79460109", "46 01 09", "0109"] {
        let expected: &[&str] = if text.starts_with("(0)") { &[] } else { &["Victor Prime"] };
        assert_eq!(found(&pool, text).await, expected, "{text:?}");
    }
    assert_eq!(found(&pool, "020 7946 0110").await, ["Carla Conti"]);
}

#[tokio::test]
async fn only_active_people_of_visible_companies_are_found() {
    let pool = fixture::database().await;
    assert_eq!(found(&pool, "fabry").await, [] as [String; 0], "Fabrikam is not seen");
    assert_eq!(found(&pool, "leaver").await, [] as [String; 0]);
    assert_eq!(found_in(&pool, "fabry", Some(FABRIKAM)).await, [] as [String; 0], "not even when asked for");
    assert_eq!(found_in(&pool, "prime", Some(CONTOSO)).await, [] as [String; 0]);
    assert_eq!(found_in(&pool, "prime", Some(NORTHWIND)).await, ["Victor Prime"]);
    let outsider = policy::look_up(&fixture::actor(&pool, OUTSIDER).await).unwrap();
    let cards = queries::look_up(&pool, &outsider, "fabry", None).await.unwrap();
    assert_eq!(cards.len(), 2);
    let unassigned = policy::look_up(&fixture::actor(&pool, UNASSIGNED).await).unwrap();
    assert_eq!(queries::look_up(&pool, &unassigned, "prime", None).await.unwrap(), []);
}

#[tokio::test]
async fn signs_that_mean_something_to_the_database_are_plain() {
    let pool = fixture::database().await;
    add(&pool, "Per", "Cent%Age", "under_score@northwind.test").await;
    add(&pool, "Back", r"Slash\Er", "back.slash@northwind.test").await;
    assert_eq!(found(&pool, "%").await, ["Per Cent%Age"]);
    assert_eq!(found(&pool, "_").await, ["Per Cent%Age"]);
    assert_eq!(found(&pool, "t%a").await, ["Per Cent%Age"]);
    assert_eq!(found(&pool, "c_nt").await, [] as [String; 0]);
    assert_eq!(found(&pool, r"\").await, [r"Back Slash\Er"]);
    assert_eq!(found(&pool, "'; drop table person").await, [] as [String; 0]);
    assert_eq!(found(&pool, "vic\0tor").await, [] as [String; 0]);
}

#[tokio::test]
async fn accents_neither_hide_anybody_nor_put_them_elsewhere() {
    let pool = fixture::database().await;
    add(&pool, "Zoë", "Ørsted", "zoe.1@northwind.test").await;
    add(&pool, "Zoe", "Zu\u{308}rich", "zoe.2@northwind.test").await;
    for text in ["zoe", "ZOË", "zoe\u{308}"] {
        assert_eq!(found(&pool, text).await, ["Zoë Ørsted", "Zoe Zu\u{308}rich"], "{text:?}");
    }
    assert_eq!(found(&pool, "orsted").await, ["Zoë Ørsted"]);
    assert_eq!(found(&pool, "zürich").await, ["Zoe Zu\u{308}rich"]);
}

#[tokio::test]
async fn names_that_begin_with_the_text_come_first_and_eight_are_enough() {
    let pool = fixture::database().await;
    for n in 0..10 {
        add(&pool, &format!("Zed{n}"), "Anders", &format!("zed{n}@northwind.test")).await;
    }
    add(&pool, "Anders", "Zorn", "zorn@northwind.test").await;
    add(&pool, "anders", "Celsius", "celsius@northwind.test").await;
    let names = found(&pool, "anders").await;
    assert_eq!(names.len(), 8);
    assert_eq!(names[..4], ["anders Celsius", "Anders Zorn", "Zed0 Anders", "Zed1 Anders"]);
    assert_eq!(found(&pool, "anders").await, names, "the same every time");
}

/// Whoever is found by a beginning, by trigrams or on a walk by name: the answer is that of the simplest query.
#[tokio::test]
async fn however_many_there_are_the_first_eight_are_found() {
    let pool = fixture::database().await;
    sqlx::query(
        "insert into person (id, company_id, first_name, last_name, email, phone, active, created_at)
         select 10000 + n, 1 + n % 3, (array['Anna', 'Åsa', 'Bo', 'Johan', 'Zoë'])[1 + n % 5] || repeat('n', n % 7),
             (array['Anders', 'Börn', 'Quist', 'Sand', 'O''Hanna', 'Xu'])[1 + n / 5 % 6], 'p' || n || '@mail.test',
             '+44 20 ' || 10000 + n * 7, n % 11 <> 0, now()
         from generate_series(1, 3000) n",
    )
    .execute(&pool)
    .await
    .unwrap();
    let texts = [
        "an",
        "ann",
        "anna",
        "anna a",
        "anna anders",
        "anders anna",
        "a",
        "o",
        "zoe",
        "zo",
        "xu",
        "qu",
        "zq",
        "mail",
        "@mail",
        "mail.test",
        "p17",
        "p1700@",
        "sand bo",
        "bo an",
        "hanna",
        "o'hanna",
        "o'h",
        "@",
        ".",
        "4420",
        "2010007",
        "johan mail",
        "asa qu",
        "nnnnnn",
        "nobody",
        "test an",
        "x u",
    ];
    for text in texts {
        let simple: Vec<String> = sqlx::query_scalar(
            "select name from person
             where company_id in (1, 2) and active
                 and search_text like all (select '%' || word || '%' from unnest(string_to_array($1, ' ')) word)
             order by not starts_with(sort_name, $1), sort_name collate \"C\", id limit 8",
        )
        .bind(text)
        .fetch_all(&pool)
        .await
        .unwrap();
        assert_eq!(found(&pool, text).await, simple, "{text:?}");
    }
}

#[tokio::test]
async fn a_card_holds_what_choosing_fills_in() {
    let pool = fixture::database().await;
    let permit = policy::look_up(&fixture::actor(&pool, AGENT).await).unwrap();
    let cards = queries::look_up(&pool, &permit, "victor", None).await.unwrap();
    let [card] = cards.as_slice() else { panic!("{cards:?}") };
    assert_eq!((card.id, card.vip, card.guest), (VIP, true, false));
    assert_eq!((card.email.as_str(), card.phone.as_str()), ("victor.prime@northwind.test", "+44 20 7946 0109"));
    assert_eq!((card.company_id, card.company.as_str()), (NORTHWIND, "Northwind"));
    assert_eq!(queries::card(&pool, &permit, VIP).await.unwrap(), *card);
    for hidden in [FABRIKAM_USER, LEAVER, kernel::PersonId(9_999)] {
        assert_eq!(queries::card(&pool, &permit, hidden).await.unwrap_err(), ApiError::NotFound);
    }
}

#[tokio::test]
async fn only_who_writes_interactions_looks_people_up() {
    let pool = fixture::database().await;
    for person in [AGENT, COLLEAGUE, OUTSIDER, MANAGER, UNASSIGNED] {
        assert!(policy::look_up(&fixture::actor(&pool, person).await).is_ok(), "{person}");
    }
    for person in [VIEWER, ADMINISTRATOR, APPROVER, REQUESTER, VIP] {
        let refused = policy::look_up(&fixture::actor(&pool, person).await).map(drop);
        assert_eq!(refused, Err(ApiError::Forbidden), "{person}");
    }
}
