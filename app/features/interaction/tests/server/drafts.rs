//! What is typed and not sent: kept for its owner, and for nobody else.

use interaction::{
    model::{CommentDraft, Draft, KEPT_BYTES, KEPT_DAYS, KEPT_FORMS, Kept, Place, Side, Typed},
    server::{commands, drafts, policy, queries},
};
use kernel::{ApiError, Fields, InteractionNumber, PersonId};
use platform::testing::fixture::{self, *};
use sqlx::PgPool;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::support::{create, draft, edit, record, visible, written};

fn typed(text: &str) -> Typed {
    Typed { fields: Fields(vec![("summary".into(), text.into())]), version: Some(3) }
}

async fn writing(pool: &PgPool, who: PersonId, place: Place) -> Result<policy::Writing, ApiError> {
    let actor = fixture::actor(pool, who).await;
    policy::writing(&mut pool.acquire().await.unwrap(), &actor, place).await
}

async fn save_at(
    pool: &PgPool,
    who: PersonId,
    place: Place,
    typed: &Typed,
    now: OffsetDateTime,
) -> Result<(), ApiError> {
    drafts::save(&fixture::platform_at(pool, now), &writing(pool, who, place).await?, typed).await
}

async fn save(pool: &PgPool, who: PersonId, place: Place, typed: &Typed) -> Result<(), ApiError> {
    save_at(pool, who, place, typed, NOW).await
}

async fn load(pool: &PgPool, who: PersonId, place: Place) -> Result<Option<Kept>, ApiError> {
    drafts::load(pool, &writing(pool, who, place).await?).await
}

async fn kept(pool: &PgPool) -> i64 {
    fixture::count(pool, "select count(*) from draft").await
}

#[tokio::test]
async fn what_is_typed_is_kept_once_a_form_and_for_its_owner_alone() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    let before = written(&pool).await;
    let edit = Place::Edit(number);
    save(&pool, AGENT, edit, &typed("Half a w")).await.unwrap();
    save_at(&pool, AGENT, edit, &typed("Half a word"), NOW + Duration::SECOND).await.unwrap();
    let expected = Kept { typed: typed("Half a word"), at: NOW + Duration::SECOND };
    assert_eq!(load(&pool, AGENT, edit).await, Ok(Some(expected)));
    assert_eq!(load(&pool, AGENT, Place::Comment(number, Side::Desk)).await, Ok(None));
    assert_eq!(load(&pool, COLLEAGUE, edit).await, Ok(None), "nobody else’s");
    assert_eq!(written(&pool).await, before, "no record is different for it");
    let colleague = fixture::actor(&pool, COLLEAGUE).await;
    drafts::discard(&pool, colleague.person, edit).await.unwrap();
    assert_eq!(kept(&pool).await, 1);
    drafts::discard(&pool, AGENT, edit).await.unwrap();
    assert_eq!(kept(&pool).await, 0);
}

#[tokio::test]
async fn who_may_not_send_a_form_gets_nothing_back_of_it() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    let (desk, own) = (Place::Comment(number, Side::Desk), Place::Comment(number, Side::Own));
    for (who, place, refusal) in [
        (REQUESTER, Place::New, ApiError::NotFound),
        (VIEWER, Place::New, ApiError::Forbidden),
        (OUTSIDER, Place::Follow(number), ApiError::NotFound),
        (VIEWER, Place::Follow(number), ApiError::Forbidden),
        (REQUESTER, Place::Edit(number), ApiError::NotFound),
        (OUTSIDER, Place::Edit(number), ApiError::NotFound),
        (VIEWER, Place::Edit(number), ApiError::Forbidden),
        (OUTSIDER, desk, ApiError::NotFound),
        (VIEWER, desk, ApiError::Forbidden),
        (AGENT, own, ApiError::NotFound),
        (AGENT, Place::Edit(InteractionNumber(999)), ApiError::NotFound),
    ] {
        assert_eq!(save(&pool, who, place, &typed("x")).await, Err(refusal.clone()), "{who} {place:?}");
        assert_eq!(load(&pool, who, place).await, Err(refusal), "{who} {place:?}");
    }
    assert_eq!(kept(&pool).await, 0);
    for (who, place) in [(AGENT, Place::New), (AGENT, Place::Edit(number)), (AGENT, desk), (REQUESTER, own)] {
        assert_eq!(save(&pool, who, place, &typed("x")).await, Ok(()), "{who} {place:?}");
    }
    // Who loses the company loses what they typed about its records.
    sqlx::query("delete from group_member where person_id = $1").bind(AGENT).execute(&pool).await.unwrap();
    assert_eq!(load(&pool, AGENT, Place::Edit(number)).await, Err(ApiError::NotFound));
}

#[tokio::test]
async fn sending_a_form_lets_go_of_what_was_kept_of_it_alone() {
    let pool = fixture::database().await;
    let (platform, agent) = (fixture::platform(&pool), fixture::actor(&pool, AGENT).await);
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    let places = [Place::New, Place::Edit(number), Place::Comment(number, Side::Desk)];
    for place in places {
        save(&pool, AGENT, place, &typed("x")).await.unwrap();
        save(&pool, COLLEAGUE, place, &typed("x")).await.unwrap();
    }
    let empty = Draft { summary: String::new(), ..draft() };
    assert!(create(&pool, AGENT, &empty).await.is_err());
    assert_eq!(kept(&pool).await, 6, "what was refused is kept");

    create(&pool, AGENT, &draft()).await.unwrap();
    assert_eq!((load(&pool, AGENT, places[0]).await, kept(&pool).await), (Ok(None), 5));
    let changed = Draft { summary: "Cannot scan".into(), ..draft() };
    edit(&pool, AGENT, number, 1, &changed).await.unwrap();
    assert_eq!((load(&pool, AGENT, places[1]).await, kept(&pool).await), (Ok(None), 4));
    let said = CommentDraft { text: "Hello".into(), ..CommentDraft::default() };
    commands::comment(&platform, &agent, number, Side::Desk, &said, Uuid::new_v4()).await.unwrap();
    assert_eq!((load(&pool, AGENT, places[2]).await, kept(&pool).await), (Ok(None), 3));
}

#[tokio::test]
async fn too_much_is_refused_and_of_too_many_the_oldest_go() {
    let pool = fixture::database().await;
    for text in ["x".repeat(KEPT_BYTES), "a\0b".to_owned()] {
        let refused = save(&pool, AGENT, Place::New, &typed(&text)).await;
        assert!(matches!(refused, Err(ApiError::Malformed(_))), "{refused:?}");
    }
    assert_eq!(kept(&pool).await, 0);
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    sqlx::query(
        "insert into draft (person_id, place, fields, updated_at)
         select p, 'interaction.edit:' || n, '[]', $2 - make_interval(mins => n)
         from generate_series(1001, 1200) n, unnest($1::bigint[]) p",
    )
    .bind([AGENT, COLLEAGUE].map(|person| person.0))
    .bind(NOW)
    .execute(&pool)
    .await
    .unwrap();
    for _ in 0..2 {
        save(&pool, AGENT, Place::Edit(number), &typed("x")).await.unwrap();
        let theirs = "select count(*) from draft where person_id = 101";
        assert_eq!(fixture::count(&pool, theirs).await, KEPT_FORMS);
        assert_eq!(kept(&pool).await, 2 * KEPT_FORMS, "a colleague’s stay");
    }
    let oldest = "select count(*) from draft where person_id = 101 and place = 'interaction.edit:1200'";
    assert_eq!(fixture::count(&pool, oldest).await, 0);
    assert!(load(&pool, AGENT, Place::Edit(number)).await.unwrap().is_some());
}

#[tokio::test]
async fn what_nobody_came_back_to_for_a_month_goes() {
    let pool = fixture::database().await;
    save(&pool, AGENT, Place::New, &typed("x")).await.unwrap();
    drafts::sweep(&pool, NOW + Duration::days(KEPT_DAYS)).await.unwrap();
    assert_eq!(kept(&pool).await, 1);
    drafts::sweep(&pool, NOW + Duration::days(KEPT_DAYS) + Duration::SECOND).await.unwrap();
    assert_eq!(kept(&pool).await, 0);
}

#[tokio::test]
async fn an_edit_is_told_what_it_began_with() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    let first = record(&pool, AGENT, number).await.unwrap().draft();
    let second = Draft { summary: "Cannot scan".into(), ..first.clone() };
    edit(&pool, COLLEAGUE, number, 1, &second).await.unwrap();
    let opened = async |who, version| {
        let visible = visible(&pool, who).await;
        queries::opened(&mut pool.acquire().await.unwrap(), &visible, number, version).await
    };
    assert_eq!(opened(AGENT, 1).await, Ok(Some(first)));
    assert_eq!(opened(AGENT, 2).await, Ok(Some(second)));
    for never in [0, 3, -1, i32::MIN, i32::MAX] {
        assert_eq!(opened(AGENT, never).await, Ok(None), "{never}");
    }
    assert_eq!(opened(OUTSIDER, 1).await, Err(ApiError::NotFound));
}
