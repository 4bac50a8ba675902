//! Every wrong choice of a form is named by its field, and nothing is written.

use interaction::model::{DESCRIPTION_LIMIT, Draft, SUMMARY_LIMIT};
use kernel::PersonId;
use platform::testing::fixture::{self, *};
use sqlx::PgPool;

use super::support::{create, draft, written, wrong};

/// Each draft is refused for exactly these fields and leaves nothing behind.
async fn refused(pool: &PgPool, cases: Vec<(&[&str], Draft)>) {
    let before = written(pool).await;
    for (fields, draft) in cases {
        assert_eq!(wrong(create(pool, AGENT, &draft).await), fields, "{draft:?}");
    }
    assert_eq!(written(pool).await, before);
}

fn classified(category: &str, subcategory: &str, kind: &str) -> Draft {
    Draft { category: category.into(), subcategory: subcategory.into(), kind: kind.into(), ..draft() }
}

fn assigned(group: impl ToString, individual: Option<PersonId>) -> Draft {
    let individual = individual.map(|person| person.to_string()).unwrap_or_default();
    Draft { group: group.to_string(), individual, ..draft() }
}

#[tokio::test]
async fn a_company_one_does_not_see_is_as_one_that_is_not_there() {
    let pool = fixture::database().await;
    let of = |company: &str| Draft { company: company.into(), ..draft() };
    let hidden = create(&pool, AGENT, &of("3")).await.unwrap_err();
    assert_eq!(hidden, create(&pool, AGENT, &of("999")).await.unwrap_err());
    let unassigned = create(&pool, UNASSIGNED, &draft()).await;
    let none_of_it = ["company", "reason", "requested_for", "requested_by"];
    assert_eq!(wrong(unassigned), none_of_it, "whose groups serve nobody sees no company and nothing of one");
    refused(&pool, vec![(&["company"], of("3")), (&["company"], of("x")), (&["company"], of("9223372036854775808"))])
        .await;
}

#[tokio::test]
async fn what_belongs_to_another_company_is_no_choice() {
    let pool = fixture::database().await;
    let [hardware, printer, toner] = PRINTERS.map(|id| id.to_string());
    let [software, mail, calendar] = MAIL.map(|id| id.to_string());
    let [robots, robot, arm] = ROBOTS.map(|id| id.to_string());
    refused(
        &pool,
        vec![
            (&["reason"], Draft { reason: ENQUIRIES[1].to_string(), ..draft() }),
            (&["reason"], Draft { reason: "999".into(), ..draft() }),
            (&["reason"], Draft { reason: RETIRED_REASON.to_string(), ..draft() }),
            (&["category"], classified(&robots, "", "")),
            (&["category"], classified(&printer, "", "")),
            (&["category", "subcategory"], classified(&robot, &arm, "")),
            (&["subcategory"], classified(&hardware, &mail, "")),
            (&["subcategory"], classified(&hardware, &toner, "")),
            (&["type"], classified(&hardware, &printer, &calendar)),
            (&["subcategory", "type"], classified(&software, &printer, &calendar)),
            (&["category", "subcategory", "type"], classified(&robots, &robot, &arm)),
            (&["ci"], Draft { ci: ROBOT.to_string(), ..draft() }),
            (&["service"], Draft { service: ASSEMBLY.to_string(), ..draft() }),
        ],
    )
    .await;
}

#[tokio::test]
async fn all_wrong_choices_are_named_at_once() {
    let pool = fixture::database().await;
    let all = Draft {
        reason: "999".into(),
        requested_for: "999".into(),
        requested_by: "999".into(),
        ci: "999".into(),
        service: "999".into(),
        ..classified("999", "999", "999")
    };
    let all = Draft { group: "999".into(), individual: "999".into(), ..all };
    assert_eq!(
        wrong(create(&pool, AGENT, &all).await),
        [
            "reason",
            "requested_for",
            "requested_by",
            "category",
            "subcategory",
            "type",
            "ci",
            "service",
            "group",
            "individual",
        ]
    );
}

#[tokio::test]
async fn what_the_form_and_what_the_database_forbids_is_named_in_one_answer() {
    let pool = fixture::database().await;
    let [hardware, printer, _] = PRINTERS.map(|id| id.to_string());
    let robot = ROBOTS[1].to_string();
    refused(
        &pool,
        vec![
            (
                &["requested_for", "summary", "ci", "contact_email", "individual", "state_reason"],
                Draft {
                    requested_for: String::new(),
                    requested_for_text: "Nobody Here".into(),
                    summary: " ".into(),
                    ci: ROBOT.to_string(),
                    contact_email: "nowhere".into(),
                    status: "on_hold".into(),
                    ..assigned(NETWORK, Some(COLLEAGUE))
                },
            ),
            (&["summary", "status"], Draft { summary: String::new(), status: "withdrawn".into(), ..draft() }),
            (
                &["status", "state_reason"],
                Draft { status: "awaiting_approval".into(), state_reason: "user_ended".into(), ..draft() },
            ),
            (&["category", "subcategory"], classified("", &robot, "")),
            (&["category"], classified("", &printer, "")),
            (&["category", "subcategory"], classified("x", &robot, "")),
            (&["subcategory", "type"], classified(&hardware, "", &robot)),
            (&["group"], assigned("x", Some(COLLEAGUE))),
            (&["reason", "summary"], Draft { reason: "999".into(), summary: String::new(), ..draft() }),
        ],
    )
    .await;
}

/// Without its company a choice is held against all that the person sees: what none of their companies
/// has is wrong whichever is chosen.
#[tokio::test]
async fn a_form_without_a_company_is_told_of_everything_else_that_is_wrong() {
    let pool = fixture::database().await;
    let without = |draft: Draft| Draft { company: String::new(), ..draft };
    refused(
        &pool,
        vec![
            (&["company"], without(draft())),
            (&["company", "reason"], without(Draft { reason: ENQUIRIES[2].to_string(), ..draft() })),
            (&["company", "summary", "ci"], {
                without(Draft { summary: String::new(), ci: ROBOT.to_string(), ..draft() })
            }),
            (&["company", "requested_for"], without(Draft { requested_for: FABRIKAM_USER.to_string(), ..draft() })),
            (&["company", "group"], without(assigned(FABRIKAM_DESK, None))),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_group_serves_the_company_or_is_the_agents_own() {
    let pool = fixture::database().await;
    for lawful in
        [assigned(SERVICE_DESK, None), assigned(NETWORK, Some(MANAGER)), assigned(FIELD_CREW, Some(UNASSIGNED))]
    {
        assert!(create(&pool, AGENT, &lawful).await.is_ok(), "{lawful:?}");
    }
    let colleague = create(&pool, COLLEAGUE, &assigned(FIELD_CREW, None)).await;
    assert_eq!(wrong(colleague), ["group"], "it is not the colleague's group");
    refused(
        &pool,
        vec![
            (&["group"], assigned(FABRIKAM_DESK, None)),
            (&["group"], assigned(FABRIKAM_DESK, Some(OUTSIDER))),
            (&["group"], assigned("", Some(COLLEAGUE))),
            (&["individual"], assigned(NETWORK, Some(COLLEAGUE))),
            (&["individual"], assigned(SERVICE_DESK, Some(REQUESTER))),
            (&["individual"], assigned(SERVICE_DESK, Some(LEAVER))),
        ],
    )
    .await;
}

#[tokio::test]
async fn what_the_form_itself_forbids_is_refused_by_the_server_too() {
    let pool = fixture::database().await;
    refused(
        &pool,
        vec![
            (&["company", "reason", "requested_for", "requested_by", "summary"], Draft::open()),
            (&["summary"], Draft { summary: "x".repeat(SUMMARY_LIMIT + 1), ..draft() }),
            (&["summary"], Draft { summary: "a\0b".into(), ..draft() }),
            (&["description"], Draft { description: "x".repeat(DESCRIPTION_LIMIT + 1), ..draft() }),
            (&["impact", "urgency"], Draft { impact: "0".into(), urgency: "5".into(), ..draft() }),
            (&["contact_email"], Draft { contact_email: "nowhere".into(), ..draft() }),
            (&["contact_phone"], Draft { contact_phone: "1\x002".into(), ..draft() }),
            (&["through"], Draft { through: "pigeon".into(), ..draft() }),
            (&["status"], Draft { status: "closed".into(), ..draft() }),
            (&["state_reason"], Draft { status: "on_hold".into(), ..draft() }),
            (&["state_reason"], Draft { state_reason: "user_ended".into(), ..draft() }),
        ],
    )
    .await;
}
