//! Registering a caller nobody knows yet.

use kernel::{ApiError, PersonId};
use people::{model::GuestDraft, server::commands::add_guest};
use platform::testing::fixture::{self, *};
use sqlx::PgPool;

fn draft() -> GuestDraft {
    GuestDraft {
        first_name: " Greta ".into(),
        last_name: "Gast".into(),
        contact_number: "+49 30 1234".into(),
        email: "Greta.Gast@Example.COM".into(),
        address: "Unter den Linden 1".into(),
        company: NORTHWIND.to_string(),
    }
}

async fn add(pool: &PgPool, who: PersonId, draft: &GuestDraft) -> Result<people::model::PersonCard, ApiError> {
    add_guest(&fixture::platform(pool), &fixture::actor(pool, who).await, draft).await
}

/// Nobody was added and nothing recorded.
async fn nothing_written(pool: &PgPool) {
    assert_eq!(fixture::count(pool, "select count(*) from person").await, 15);
    assert_eq!(fixture::events(pool).await, []);
}

#[tokio::test]
async fn a_guest_is_added_and_filled_in() {
    let pool = fixture::database().await;
    let card = add(&pool, AGENT, &draft()).await.unwrap();
    assert_eq!((card.name.as_str(), card.email.as_str()), ("Greta Gast", "greta.gast@example.com"));
    assert_eq!((card.phone.as_str(), card.company.as_str()), ("+49 30 1234", "Northwind"));
    assert!(card.guest && !card.vip);
    assert_eq!(fixture::events(&pool).await, [("person.guest_added".to_owned(), card.id.0, Some(AGENT))]);
    let (kind, address, password): (String, String, Option<String>) =
        sqlx::query_as("select kind, address, password_hash from person where id = $1")
            .bind(card.id)
            .fetch_one(&pool)
            .await
            .unwrap();
    assert_eq!((kind.as_str(), address.as_str(), password), ("guest", "Unter den Linden 1", None));
}

#[tokio::test]
async fn a_taken_email_is_a_wrong_field() {
    let pool = fixture::database().await;
    // Taken in another case, by somebody of a company the agent does not see, by somebody who left.
    for email in ["Rosa.Quest@Northwind.test", "otto.fabry@fabrikam.test", "lars.leaver@northwind.test"] {
        let outcome = add(&pool, AGENT, &GuestDraft { email: email.into(), ..draft() }).await;
        assert_eq!(outcome, Err(ApiError::field("email", "Email already exists")), "{email}");
    }
    nothing_written(&pool).await;
}

#[tokio::test]
async fn two_agents_who_add_the_same_guest_at_once_add_one() {
    let pool = fixture::database().await;
    let drafts = draft();
    let (one, other) = tokio::join!(add(&pool, AGENT, &drafts), add(&pool, COLLEAGUE, &drafts));
    let taken = ApiError::field("email", "Email already exists");
    assert!(one.is_ok() != other.is_ok());
    assert!([one.err(), other.err()].contains(&Some(taken)));
    assert_eq!(fixture::events(&pool).await.len(), 1);
}

#[tokio::test]
async fn a_company_one_does_not_see_is_a_wrong_field() {
    let pool = fixture::database().await;
    for company in [FABRIKAM.to_string(), "999".into(), "x".into(), String::new(), i64::MAX.to_string()] {
        let error = add(&pool, AGENT, &GuestDraft { company: company.clone(), ..draft() }).await.unwrap_err();
        assert!(error.fields().get("company").is_some(), "{company:?}: {error:?}");
    }
    let unassigned = add(&pool, UNASSIGNED, &draft()).await.unwrap_err();
    assert!(unassigned.fields().get("company").is_some());
    nothing_written(&pool).await;
}

#[tokio::test]
async fn every_wrong_field_is_named_at_once() {
    let pool = fixture::database().await;
    let error = add(&pool, AGENT, &GuestDraft::default()).await.unwrap_err();
    let named: Vec<_> = error.fields().0.into_iter().map(|error| error.field).collect();
    assert_eq!(named, ["first_name", "last_name", "email", "company"]);
    nothing_written(&pool).await;
}

#[tokio::test]
async fn text_that_the_database_cannot_keep_is_a_wrong_field() {
    let pool = fixture::database().await;
    // A hundred characters as a reader sees them, each with its own pile of marks.
    let mut piled = String::new();
    for (n, letter) in ('a'..='y').cycle().take(100).enumerate() {
        piled.push(letter);
        let mark = |k: usize| char::from_u32(0x300 + u32::try_from((n * 7 + k * 13) % 100).unwrap()).unwrap();
        piled.extend((0..12).map(mark));
    }
    let with = |change: fn(&mut GuestDraft, String), text: &str| {
        let mut changed = draft();
        change(&mut changed, text.to_owned());
        changed
    };
    let cases = [
        ("first_name", with(|draft, text| draft.first_name = text, "Gre\0ta")),
        ("last_name", with(|draft, text| draft.last_name = text, "Ga\0st")),
        ("contact_number", with(|draft, text| draft.contact_number = text, "12\x0034")),
        ("email", with(|draft, text| draft.email = text, "greta\0@example.com")),
        ("address", with(|draft, text| draft.address = text, "Unter\0den Linden")),
        ("first_name", with(|draft, text| draft.first_name = text, &piled)),
        ("last_name", with(|draft, text| draft.last_name = text, &piled)),
    ];
    for (field, draft) in cases {
        let error = add(&pool, AGENT, &draft).await.unwrap_err();
        assert!(error.fields().get(field).is_some(), "{field}: {error:?}");
    }
    nothing_written(&pool).await;
}

#[tokio::test]
async fn only_who_writes_interactions_adds_guests() {
    let pool = fixture::database().await;
    for person in [VIEWER, ADMINISTRATOR, APPROVER, REQUESTER] {
        assert_eq!(add(&pool, person, &draft()).await, Err(ApiError::Forbidden), "{person}");
    }
    nothing_written(&pool).await;
}

#[tokio::test]
async fn a_guest_whose_event_cannot_be_recorded_is_not_added() {
    let pool = fixture::database().await;
    sqlx::raw_sql("alter table outbox add check (event <> 'person.guest_added')").execute(&pool).await.unwrap();
    assert_eq!(add(&pool, AGENT, &draft()).await, Err(ApiError::Internal));
    nothing_written(&pool).await;
}
