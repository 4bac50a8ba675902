//! Requested For and Requested By: chosen from the look-up, or typed.

use interaction::model::Draft;
use kernel::{ApiError, PersonId};
use platform::testing::fixture::{self, *};
use sqlx::PgPool;

use super::support::{create, draft, record, written, wrong};

fn typed_for(text: &str) -> Draft {
    Draft { requested_for: String::new(), requested_for_text: text.into(), ..draft() }
}

fn typed_by(text: &str) -> Draft {
    Draft { requested_by: String::new(), requested_by_text: text.into(), ..draft() }
}

async fn saved_for(pool: &PgPool, text: &str) -> PersonId {
    let number = create(pool, AGENT, &typed_for(text)).await.unwrap();
    record(pool, AGENT, number).await.unwrap().requested_for_id()
}

/// What the form says of a field.
async fn said(pool: &PgPool, draft: &Draft, field: &str) -> String {
    match create(pool, AGENT, draft).await {
        Err(ApiError::Invalid(errors)) => errors.get(field).unwrap_or_default().to_owned(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_typed_email_or_a_name_nobody_else_has_is_found() {
    let pool = fixture::database().await;
    for text in ["victor.prime@northwind.test", " Victor.Prime@Northwind.TEST ", "Victor Prime", "victor  PRIME"] {
        assert_eq!(saved_for(&pool, text).await, VIP, "{text:?}");
    }
    assert_eq!(saved_for(&pool, "tim.twin.2@northwind.test").await, TWINS[1]);
}

#[tokio::test]
async fn a_name_several_people_have_is_not_guessed() {
    let pool = fixture::database().await;
    let text = said(&pool, &typed_for("Tim Twin"), "requested_for").await;
    assert_eq!(text, "Several people have this name: enter the email address.");
    // Somebody of a company the agent does not see does not make a name ambiguous.
    sqlx::query("update person set first_name = 'Victor', last_name = 'Prime' where id = $1")
        .bind(FABRIKAM_USER)
        .execute(&pool)
        .await
        .unwrap();
    assert_eq!(saved_for(&pool, "Victor Prime").await, VIP);
}

#[tokio::test]
async fn an_address_is_stronger_than_a_name() {
    let pool = fixture::database().await;
    sqlx::query(
        "update person set first_name = 'rosa.quest@northwind', last_name = 'test', email = 'x@y.test' where id = 113",
    )
    .execute(&pool)
    .await
    .unwrap();
    sqlx::query("update person set email = 'rosa.quest@northwind test' where id = $1")
        .bind(REQUESTER)
        .execute(&pool)
        .await
        .unwrap();
    assert_eq!(saved_for(&pool, "rosa.quest@northwind test").await, REQUESTER);
}

#[tokio::test]
async fn somebody_unknown_is_said_so_that_a_guest_can_be_added() {
    let pool = fixture::database().await;
    let before = written(&pool).await;
    for text in [
        "Nobody Here",
        "nobody@northwind.test",
        "Victor",
        "lars.leaver@northwind.test",
        "otto.fabry@fabrikam.test",
        "%",
        "Victor\0Prime",
    ] {
        assert_eq!(said(&pool, &typed_for(text), "requested_for").await, "User not found", "{text:?}");
        assert_eq!(said(&pool, &typed_by(text), "requested_by").await, "User not found", "{text:?}");
    }
    assert_eq!(written(&pool).await, before);
}

#[tokio::test]
async fn who_needs_help_is_of_the_company_and_who_asks_of_any_that_is_seen() {
    let pool = fixture::database().await;
    let before = written(&pool).await;
    for text in ["carla.conti@contoso.test", "Carla Conti"] {
        assert_eq!(said(&pool, &typed_for(text), "requested_for").await, "User not found");
    }
    for person in [CONTOSO_USER, FABRIKAM_USER, LEAVER, PersonId(999)] {
        let draft = Draft { requested_for: person.to_string(), ..draft() };
        assert_eq!(said(&pool, &draft, "requested_for").await, "Choose a person from the list.", "{person}");
    }
    for person in [FABRIKAM_USER, LEAVER, PersonId(999)] {
        let draft = Draft { requested_by: person.to_string(), ..draft() };
        assert_eq!(said(&pool, &draft, "requested_by").await, "Choose a person from the list.", "{person}");
    }
    assert_eq!(written(&pool).await, before);

    let across = Draft { requested_by: CONTOSO_USER.to_string(), ..draft() };
    assert!(create(&pool, AGENT, &across).await.is_ok());
    assert!(create(&pool, AGENT, &typed_by("Carla Conti")).await.is_ok());
}

/// Without JavaScript the text can be edited while the choice stays in the form.
#[tokio::test]
async fn the_choice_counts_while_the_box_names_it_and_what_stands_there_instead_otherwise() {
    let pool = fixture::database().await;
    let of = |person: PersonId, text: &str| Draft {
        requested_for: person.to_string(),
        requested_for_text: text.into(),
        ..draft()
    };
    for (person, text, expected) in [
        (REQUESTER, "", REQUESTER),
        (REQUESTER, "Rosa Quest", REQUESTER),
        (REQUESTER, " rosa  QUEST", REQUESTER),
        (TWINS[1], "Tim Twin", TWINS[1]),
        (REQUESTER, "Victor Prime", VIP),
        (REQUESTER, "victor.prime@northwind.test", VIP),
        (CONTOSO_USER, "Victor Prime", VIP),
    ] {
        let number = create(&pool, AGENT, &of(person, text)).await.unwrap();
        assert_eq!(record(&pool, AGENT, number).await.unwrap().requested_for_id(), expected, "{person} {text:?}");
    }
    for text in ["Nobody Here", "carla.conti@contoso.test"] {
        assert_eq!(said(&pool, &of(REQUESTER, text), "requested_for").await, "User not found", "{text:?}");
    }
    let damaged = Draft { requested_for: "x".into(), ..of(REQUESTER, "Rosa Quest") };
    assert_eq!(wrong(create(&pool, AGENT, &damaged).await), ["requested_for"]);
}

#[tokio::test]
async fn a_name_of_odd_letters_and_blanks_is_still_the_choices_own() {
    let pool = fixture::database().await;
    sqlx::query("update person set first_name = 'İlkay  Ğ', last_name = 'ẞtraße' where id = $1")
        .bind(REQUESTER)
        .execute(&pool)
        .await
        .unwrap();
    let chosen = Draft { requested_for_text: "İlkay  Ğ ẞtraße".into(), ..draft() };
    let number = create(&pool, AGENT, &chosen).await.unwrap();
    assert_eq!(record(&pool, AGENT, number).await.unwrap().requested_for_id(), REQUESTER);
}

#[tokio::test]
async fn whether_somebody_is_a_vip_is_noted_with_the_choice() {
    let pool = fixture::database().await;
    let vip = create(&pool, AGENT, &Draft { requested_for: VIP.to_string(), ..draft() }).await.unwrap();
    let by_vip = create(&pool, AGENT, &Draft { requested_by: VIP.to_string(), ..draft() }).await.unwrap();
    sqlx::query("update person set vip = not vip").execute(&pool).await.unwrap();
    assert!(record(&pool, AGENT, vip).await.unwrap().vip);
    assert!(!record(&pool, AGENT, by_vip).await.unwrap().vip);
}
