//! How interactions belong together, who may say so, and who is told.

use interaction::{
    model::{Draft, MOST_RELATIONS, RelationDraft, RelationKind, Side, way_down},
    server::{commands, policy, queries},
};
use kernel::{ApiError, InteractionNumber, PersonId};
use platform::testing::fixture::{self, *};
use sqlx::PgPool;

use super::support::{Dice, create, draft, fabrikam, record, written};

fn contoso() -> Draft {
    Draft {
        company: CONTOSO.to_string(),
        reason: ENQUIRIES[1].to_string(),
        requested_for: CONTOSO_USER.to_string(),
        requested_by: CONTOSO_USER.to_string(),
        ..draft()
    }
}

async fn logged(pool: &PgPool, count: usize) -> Vec<InteractionNumber> {
    let mut numbers = Vec::new();
    for _ in 0..count {
        numbers.push(create(pool, AGENT, &draft()).await.unwrap());
    }
    numbers
}

/// Both see everything of Northwind and Fabrikam: somebody for whom a relation reaches over a border.
async fn let_outsider_see_northwind(pool: &PgPool) {
    sqlx::query("insert into group_member (person_id, group_id) values (104, 11)").execute(pool).await.unwrap();
}

async fn relate(
    pool: &PgPool,
    who: PersonId,
    number: InteractionNumber,
    kind: RelationKind,
    other: &str,
) -> Result<InteractionNumber, ApiError> {
    let draft = RelationDraft { kind: kind.key().into(), other: other.into() };
    commands::relate(&fixture::platform(pool), &fixture::actor(pool, who).await, number, &draft).await
}

async fn unrelate(
    pool: &PgPool,
    who: PersonId,
    number: InteractionNumber,
    other: InteractionNumber,
) -> Result<(), ApiError> {
    commands::unrelate(&fixture::platform(pool), &fixture::actor(pool, who).await, number, other).await
}

async fn related(pool: &PgPool, who: PersonId, number: InteractionNumber) -> Vec<(RelationKind, i64)> {
    let actor = fixture::actor(pool, who).await;
    let page = queries::record_page(pool, &actor, number, None, NOW).await.unwrap();
    page.links.related.iter().map(|related| (related.kind, related.number.0)).collect()
}

/// The sentence at the box.
fn said<T: std::fmt::Debug>(outcome: Result<T, ApiError>) -> String {
    outcome.unwrap_err().fields().get(RelationDraft::OTHER).unwrap().to_owned()
}

use RelationKind::{Child, Parent, Related};

#[tokio::test]
async fn both_ends_show_it_and_both_tell_it_and_either_removes_it() {
    let pool = fixture::database().await;
    let numbers = logged(&pool, 4).await;
    assert_eq!(relate(&pool, AGENT, numbers[0], Child, "int2").await, Ok(numbers[1]));
    assert_eq!(relate(&pool, COLLEAGUE, numbers[2], Parent, " 1 ").await, Ok(numbers[0]));
    assert_eq!(relate(&pool, AGENT, numbers[3], Related, "INT0000001").await, Ok(numbers[0]));
    assert_eq!(related(&pool, VIEWER, numbers[0]).await, [(Child, 2), (Child, 3), (Related, 4)]);
    assert_eq!(related(&pool, VIEWER, numbers[1]).await, [(Parent, 1)]);
    assert_eq!(related(&pool, VIEWER, numbers[3]).await, [(Related, 1)]);
    let page = queries::record_page(&pool, &fixture::actor(&pool, VIEWER).await, numbers[1], None, NOW).await.unwrap();
    let told = &page.audit.rows[0];
    assert_eq!((told.event.as_str(), told.who.as_deref()), ("related", Some("Astrid Berg")));
    assert_eq!(told.changes, Parent.added(numbers[0]));
    assert_eq!(page.record.version, 1, "no edit is overtaken by it");
    assert_eq!(page.record.updated_at, NOW);

    unrelate(&pool, COLLEAGUE, numbers[1], numbers[0]).await.unwrap();
    unrelate(&pool, AGENT, numbers[0], numbers[3]).await.unwrap();
    unrelate(&pool, AGENT, numbers[0], numbers[3]).await.unwrap();
    assert_eq!(related(&pool, AGENT, numbers[0]).await, [(Child, 3)]);
    let events: Vec<_> =
        fixture::events(&pool).await.into_iter().skip(10).map(|(event, number, _)| (event, number)).collect();
    let unrelated = "interaction.unrelated".to_owned();
    assert_eq!(events, [(unrelated.clone(), 2), (unrelated.clone(), 1), (unrelated.clone(), 1), (unrelated, 4)]);
}

#[tokio::test]
async fn what_cannot_be_is_refused_in_a_sentence() {
    let pool = fixture::database().await;
    let numbers = logged(&pool, 5).await;
    let hidden = create(&pool, OUTSIDER, &fabrikam()).await.unwrap();
    relate(&pool, AGENT, numbers[0], Child, "2").await.unwrap();
    relate(&pool, AGENT, numbers[1], Child, "3").await.unwrap();
    relate(&pool, AGENT, numbers[3], Related, "5").await.unwrap();
    let before = written(&pool).await;
    for (of, kind, other, sentence) in [
        (0, Related, "INT0000001", "An interaction cannot be related to itself."),
        (0, Parent, "1", "An interaction cannot be related to itself."),
        (0, Child, "2", "INT0000002 is a child of this interaction already."),
        (1, Parent, "1", "INT0000001 is the parent of this interaction already."),
        (4, Related, "4", "INT0000004 is related to this interaction already."),
        (4, Parent, "4", "INT0000004 is related to this interaction: remove that first."),
        (1, Related, "1", "INT0000001 is the parent of this interaction: remove that first."),
        (1, Parent, "4", "INT0000002 has a parent already, INT0000001: remove that first."),
        (3, Child, "3", "INT0000003 has a parent already, INT0000002: remove that first."),
        (
            0,
            Parent,
            "3",
            "INT0000003 cannot be the parent of INT0000001, which is above it already: \
             INT0000001 → INT0000002 → INT0000003.",
        ),
        (
            1,
            Child,
            "1",
            "INT0000002 cannot be the parent of INT0000001, which is above it already: INT0000001 → INT0000002.",
        ),
        (0, Related, "", "Enter a number, or words of the summary."),
        (0, Related, "999", "There is no INT0000999, or none that you may see."),
        (
            0,
            Related,
            "print",
            "Several have these words, enter the number: INT0000005 (Cannot print), \
            INT0000004 (Cannot print), INT0000003 (Cannot print), INT0000002 (Cannot print).",
        ),
    ] {
        assert_eq!(said(relate(&pool, AGENT, numbers[of], kind, other).await), sentence, "{of} {kind:?} {other}");
    }
    let unseen = said(relate(&pool, AGENT, numbers[0], Related, &hidden.to_string()).await);
    assert_eq!(unseen, format!("There is no {hidden}, or none that you may see."));
    let zero = said(relate(&pool, AGENT, numbers[0], Related, "a\0b").await);
    assert!(zero.contains("enter the number"), "{zero}");
    let odd = RelationDraft { kind: "cousin".into(), other: "2".into() };
    let agent = fixture::actor(&pool, AGENT).await;
    let odd = commands::relate(&fixture::platform(&pool), &agent, numbers[0], &odd).await;
    assert!(matches!(odd, Err(ApiError::Malformed(_))), "{odd:?}");
    assert_eq!(written(&pool).await, before);
    assert_eq!(fixture::count(&pool, "select count(*) from interaction_relation").await, 3);
}

#[tokio::test]
async fn who_may_relate() {
    let pool = fixture::database().await;
    let numbers = logged(&pool, 2).await;
    relate(&pool, AGENT, numbers[0], Child, "2").await.unwrap();
    let hidden = create(&pool, OUTSIDER, &fabrikam()).await.unwrap();
    let before = written(&pool).await;
    for (who, refusal) in [
        (VIEWER, ApiError::Forbidden),
        (ADMINISTRATOR, ApiError::NotFound),
        (REQUESTER, ApiError::NotFound),
        (OUTSIDER, ApiError::NotFound),
    ] {
        assert_eq!(relate(&pool, who, numbers[0], Related, "2").await, Err(refusal.clone()), "{who}");
        assert_eq!(unrelate(&pool, who, numbers[0], numbers[1]).await, Err(refusal.clone()), "{who}");
        let actor = fixture::actor(&pool, who).await;
        let mut connection = pool.acquire().await.unwrap();
        assert_eq!(policy::seek(&mut connection, &actor, numbers[0]).await.err(), Some(refusal), "{who}");
    }
    for gone in [hidden, InteractionNumber(999)] {
        assert_eq!(unrelate(&pool, AGENT, numbers[0], gone).await, Err(ApiError::NotFound));
        assert_eq!(unrelate(&pool, AGENT, gone, numbers[0]).await, Err(ApiError::NotFound));
    }
    assert_eq!(written(&pool).await, before);
}

#[tokio::test]
async fn of_what_a_reader_may_not_see_nothing_is_told() {
    let pool = fixture::database().await;
    let numbers = logged(&pool, 3).await;
    let hidden = create(&pool, OUTSIDER, &fabrikam()).await.unwrap();
    let_outsider_see_northwind(&pool).await;
    // INT0000001 → hidden → INT0000002.
    relate(&pool, OUTSIDER, hidden, Parent, "1").await.unwrap();
    relate(&pool, OUTSIDER, hidden, Child, "2").await.unwrap();
    assert_eq!(related(&pool, OUTSIDER, numbers[0]).await, [(Child, hidden.0)]);
    assert_eq!(related(&pool, AGENT, numbers[0]).await, []);
    let number = hidden.to_string();
    for (who, told) in [(OUTSIDER, true), (AGENT, false)] {
        let page = queries::record_page(&pool, &fixture::actor(&pool, who).await, numbers[0], None, NOW).await.unwrap();
        let page = serde_json::to_string(&page).unwrap();
        assert_eq!(page.contains(&number), told, "{who}");
        assert_eq!(page.contains("one that you may not see"), !told, "{who}: {page}");
        assert!(told || !page.contains(&format!(r#""id":{},"text""#, hidden.0)), "{who}: {page}");
    }
    assert_eq!(
        said(relate(&pool, AGENT, numbers[1], Parent, "3").await),
        "INT0000002 has a parent already, one that you may not see: remove that first."
    );
    assert_eq!(
        said(relate(&pool, AGENT, numbers[0], Parent, "2").await),
        "INT0000002 cannot be the parent of INT0000001, which is above it already: \
         INT0000001 → one that you may not see → INT0000002."
    );
    // Who asked is told of no relation.
    let mut connection = pool.acquire().await.unwrap();
    let announced = queries::announcement(&mut connection, numbers[0], "related", true).await.unwrap();
    assert_eq!(announced.people, [0_i64; 0]);
}

#[tokio::test]
async fn moves_at_the_same_time_make_no_circle_and_no_second_parent() {
    let pool = fixture::database().await;
    let numbers = logged(&pool, 6).await;
    let mut dice = Dice::new(7);
    for round in 0..12 {
        let pairs: Vec<_> = (0..6).map(|_| (dice.pick(&numbers), dice.pick(&numbers), dice.roll(2))).collect();
        let moves = pairs.iter().map(|(one, other, kind)| {
            let kind = [Parent, Child][*kind];
            let pool = &pool;
            async move {
                match relate(pool, AGENT, *one, kind, &other.to_string()).await {
                    Ok(_) | Err(ApiError::Invalid(_)) => {}
                    Err(error) => panic!("{error:?}"),
                }
            }
        });
        futures::future::join_all(moves).await;
        let parents: Vec<(i64, i64)> =
            sqlx::query_as("select second, first from interaction_relation").fetch_all(&pool).await.unwrap();
        for start in &numbers {
            let mut way = vec![*start];
            while let Some((_, parent)) = parents.iter().find(|(child, _)| *child == way.last().unwrap().0) {
                assert_eq!(way_down(InteractionNumber(*parent), &way), None, "round {round}: {parents:?}");
                way.push(InteractionNumber(*parent));
            }
        }
        let (child, parent) = parents[dice.roll(parents.len())];
        unrelate(&pool, AGENT, InteractionNumber(parent), InteractionNumber(child)).await.unwrap();
    }
}

#[tokio::test]
async fn two_moves_that_are_lawful_alone_make_no_circle_together() {
    let pool = fixture::database().await;
    for round in 0..10 {
        let four = logged(&pool, 4).await;
        let texts: Vec<String> = four.iter().map(ToString::to_string).collect();
        // The second is below the third, the fourth below the first: the two moves below have no record in common.
        relate(&pool, AGENT, four[1], Parent, &texts[2]).await.unwrap();
        relate(&pool, AGENT, four[3], Parent, &texts[0]).await.unwrap();
        let (one, other) = tokio::join!(
            relate(&pool, AGENT, four[0], Parent, &texts[1]),
            relate(&pool, COLLEAGUE, four[2], Parent, &texts[3]),
        );
        assert_eq!([&one, &other].iter().filter(|outcome| outcome.is_ok()).count(), 1, "{round}: {one:?} {other:?}");
        let refused = said(if one.is_err() { one } else { other });
        assert!(refused.contains("which is above it already"), "{refused}");
    }
}

#[tokio::test]
async fn one_interaction_has_no_more_relations_than_it_may() {
    let pool = fixture::database().await;
    let numbers = logged(&pool, 2).await;
    sqlx::query(
        "with more as (
             insert into interaction (company_id, reason_id, requested_for_id, requested_by_id, vip, summary, description,
                 impact, urgency, priority, contact_email, contact_phone, through, status, reported_at, updated_at)
             select 1, 201, 109, 109, false, 'One of many', '', 4, 4, 4, '', '', 'phone', 'new', now(), now()
             from generate_series(1, $1) returning number
         )
         insert into interaction_relation (kind, first, second, added_by_id, at)
         select 'parent', 1, number, 101, now() from more",
    )
    .bind(i32::try_from(MOST_RELATIONS).unwrap())
    .execute(&pool)
    .await
    .unwrap();
    for (of, other) in [(numbers[0], "2"), (numbers[1], "1")] {
        let refused = said(relate(&pool, AGENT, of, Related, other).await);
        assert_eq!(refused, "INT0000001 has 200 relations, and may have no more: remove one first.");
    }
    assert_eq!(related(&pool, AGENT, numbers[0]).await.len(), 200);
    assert!(record(&pool, AGENT, numbers[0]).await.is_ok());
}

#[tokio::test]
async fn a_search_finds_numbers_and_words_of_what_may_be_seen() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    let cafe = Draft { summary: "Printer in the Café is jammed".into(), requested_for: VIP.to_string(), ..draft() };
    let cafe = create(&pool, AGENT, &cafe).await.unwrap();
    let theirs = Draft { summary: "Printer of Contoso".into(), ..contoso() };
    let theirs = create(&pool, AGENT, &theirs).await.unwrap();
    let hidden = Draft { summary: "Printer of Fabrikam".into(), ..fabrikam() };
    let hidden = create(&pool, OUTSIDER, &hidden).await.unwrap();
    for n in 5..=21 {
        assert_eq!(create(&pool, AGENT, &draft()).await.unwrap().0, n);
    }
    let agent = fixture::actor(&pool, AGENT).await;
    let found = async |text: &str| {
        let mut connection = pool.acquire().await.unwrap();
        let permit = policy::seek(&mut connection, &agent, number).await.unwrap();
        let found = queries::relatable(&mut connection, &permit, text).await.unwrap();
        found.into_iter().map(|found| found.number.0).collect::<Vec<_>>()
    };
    assert_eq!(found("2").await, [2, 20, 21]);
    assert_eq!(found("INT0000002").await, [2], "a whole number is itself");
    assert_eq!(found("1").await, [10, 11, 12, 13, 14, 15, 16, 17], "not the one looked at");
    assert_eq!(found(&hidden.to_string()).await, [0_i64; 0]);
    assert_eq!(found(&theirs.to_string()).await, [theirs.0]);
    assert_eq!(found("jammed CAFE").await, [cafe.0], "in any order, case and accent");
    assert_eq!(found("100%").await, [0_i64; 0]);
    // The person's own, wherever they are.
    sqlx::query("update interaction set requested_for_id = 108 where number = $1")
        .bind(theirs.0)
        .execute(&pool)
        .await
        .unwrap();
    assert_eq!(found("printer").await, [theirs.0, cafe.0]);
    assert_eq!(found("print").await.len(), 8);
    assert_eq!(relate(&pool, AGENT, number, Related, "jammed café").await, Ok(cafe), "one is enough to be meant");
    let requester = fixture::actor(&pool, REQUESTER).await;
    let own = policy::conversation(&mut pool.acquire().await.unwrap(), &requester, number, Side::Own).await.unwrap();
    assert_eq!(queries::links(&pool, &own, REQUESTER).await, Err(ApiError::NotFound));
}
