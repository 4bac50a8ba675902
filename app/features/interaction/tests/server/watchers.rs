//! Who watches, who may, and what watching lets somebody see.

use interaction::{
    model::{CommentDraft, Draft, MOST_WATCHERS, Side, WatcherDraft, Watchers},
    server::{commands, policy, queries},
};
use kernel::{ApiError, InteractionNumber, PersonId};
use platform::testing::fixture::{self, *};
use sqlx::PgPool;
use uuid::Uuid;

use super::support::{create, draft, record, written, wrong};

async fn watch(pool: &PgPool, who: PersonId, number: InteractionNumber, side: Side) -> Result<(), ApiError> {
    commands::watch(&fixture::platform(pool), &fixture::actor(pool, who).await, number, side).await
}

async fn unwatch(pool: &PgPool, who: PersonId, number: InteractionNumber, side: Side) -> Result<(), ApiError> {
    commands::unwatch(&fixture::platform(pool), &fixture::actor(pool, who).await, number, side).await
}

async fn add(pool: &PgPool, who: PersonId, number: InteractionNumber, text: &str) -> Result<(), ApiError> {
    let draft = WatcherDraft { text: text.into(), ..WatcherDraft::default() };
    commands::add_watcher(&fixture::platform(pool), &fixture::actor(pool, who).await, number, &draft).await
}

async fn watchers(pool: &PgPool, who: PersonId, number: InteractionNumber) -> Watchers {
    let actor = fixture::actor(pool, who).await;
    let reading = policy::conversation(&mut pool.acquire().await.unwrap(), &actor, number, Side::Desk).await.unwrap();
    queries::links(pool, &reading, who).await.unwrap().watchers
}

async fn names(pool: &PgPool, number: InteractionNumber) -> Vec<String> {
    watchers(pool, AGENT, number).await.rows.into_iter().map(|watcher| watcher.name).collect()
}

async fn remove(pool: &PgPool, number: InteractionNumber, name: &str) {
    let rows = watchers(pool, AGENT, number).await.rows;
    let id = rows.iter().find(|watcher| watcher.name == name).unwrap().id;
    let agent = fixture::actor(pool, AGENT).await;
    commands::remove_watcher(&fixture::platform(pool), &agent, number, id).await.unwrap();
}

/// The sentence at the box.
fn said(outcome: Result<(), ApiError>) -> String {
    outcome.unwrap_err().fields().get(WatcherDraft::BOX).unwrap().to_owned()
}

/// Who is told of what is not internal, beside the desk.
async fn told_of(pool: &PgPool, number: InteractionNumber) -> Vec<i64> {
    let mut connection = pool.acquire().await.unwrap();
    let mut people = queries::announcement(&mut connection, number, "commented", false).await.unwrap().people;
    people.sort_unstable();
    people
}

async fn allow_outside(pool: &PgPool) {
    sqlx::query("update company set external_watchers = true where id = 1").execute(pool).await.unwrap();
}

#[tokio::test]
async fn everybody_who_sees_it_starts_and_stops_and_both_are_events() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    for (who, side) in [(AGENT, Side::Desk), (VIEWER, Side::Desk), (REQUESTER, Side::Own), (AGENT, Side::Desk)] {
        watch(&pool, who, number, side).await.unwrap();
    }
    assert_eq!(names(&pool, number).await, ["Astrid Berg", "Rosa Quest", "Vera Blick"], "each once");
    let seen = watchers(&pool, VIEWER, number).await;
    assert!(seen.mine() && !seen.outside && !watchers(&pool, COLLEAGUE, number).await.mine());
    unwatch(&pool, VIEWER, number, Side::Desk).await.unwrap();
    unwatch(&pool, VIEWER, number, Side::Desk).await.unwrap();
    unwatch(&pool, COLLEAGUE, number, Side::Desk).await.unwrap();
    let told: Vec<_> = fixture::events(&pool).await.into_iter().map(|(event, _, who)| (event, who.unwrap())).collect();
    let [watched, unwatched] = ["interaction.watched", "interaction.unwatched"].map(ToOwned::to_owned);
    assert_eq!(
        told[1..],
        [(watched.clone(), AGENT), (watched.clone(), VIEWER), (watched, REQUESTER), (unwatched, VIEWER)]
    );
    assert_eq!(record(&pool, AGENT, number).await.unwrap().version, 1, "no edit is overtaken by it");
}

#[tokio::test]
async fn who_may_watch_and_make_others_watch() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    let before = written(&pool).await;
    for (who, side) in [
        (OUTSIDER, Side::Desk),
        (ADMINISTRATOR, Side::Desk),
        (REQUESTER, Side::Desk),
        (AGENT, Side::Own),
        (VIP, Side::Own),
        (CONTOSO_USER, Side::Own),
    ] {
        assert_eq!(watch(&pool, who, number, side).await, Err(ApiError::NotFound), "{who} {side:?}");
        assert_eq!(unwatch(&pool, who, number, side).await, Err(ApiError::NotFound), "{who} {side:?}");
    }
    for (who, refusal) in
        [(VIEWER, ApiError::Forbidden), (OUTSIDER, ApiError::NotFound), (REQUESTER, ApiError::NotFound)]
    {
        assert_eq!(add(&pool, who, number, "Victor Prime").await, Err(refusal.clone()), "{who}");
        let actor = fixture::actor(&pool, who).await;
        let removed = commands::remove_watcher(&fixture::platform(&pool), &actor, number, 1).await;
        assert_eq!(removed, Err(refusal), "{who}");
    }
    assert_eq!(written(&pool).await, before);
}

#[tokio::test]
async fn only_who_may_see_it_is_added_and_each_refusal_is_said() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    // By name, by address, chosen; a requester of the company, staff who serve it, staff of it who serve nobody.
    for text in ["victor prime", "VERA.blick@northwind.test", "Uma Nowhere"] {
        add(&pool, AGENT, number, text).await.unwrap();
    }
    let chosen = WatcherDraft { person: MANAGER.to_string(), text: "Magda Klein".into() };
    let agent = fixture::actor(&pool, AGENT).await;
    commands::add_watcher(&fixture::platform(&pool), &agent, number, &chosen).await.unwrap();
    assert_eq!(names(&pool, number).await, ["Magda Klein", "Uma Nowhere", "Vera Blick", "Victor Prime"]);
    let before = written(&pool).await;
    for (text, sentence) in [
        // Of another company, whose people the agent finds.
        ("Carla Conti", "Carla Conti may not see this interaction."),
        ("carla.conti@contoso.test", "carla.conti@contoso.test may not see this interaction."),
        // Staff of another desk: known by the address alone, and only that is said.
        ("otto.fabry@fabrikam.test", "otto.fabry@fabrikam.test may not see this interaction."),
        ("Otto Fabry", "User not found"),
        // Who left.
        ("lars.leaver@northwind.test", "lars.leaver@northwind.test may not see this interaction."),
        ("Lars Leaver", "User not found"),
        ("Victor Prime", "Victor Prime watches this interaction already."),
        ("Tim Twin", "Several people have this name: enter the email address."),
        ("Nobody Here", "User not found"),
        ("a\0b", "User not found"),
        ("nobody@", "Enter an email address like name@example.com."),
        ("nobody@else.example", "User not found, and Northwind allows no watchers from outside."),
        ("  ", "Choose a person, or enter an email address."),
    ] {
        assert_eq!(said(add(&pool, AGENT, number, text).await), sentence, "{text}");
    }
    for hidden in [OUTSIDER, LEAVER, PersonId(999)] {
        let draft = WatcherDraft { person: hidden.to_string(), text: String::new() };
        let outcome = commands::add_watcher(&fixture::platform(&pool), &agent, number, &draft).await;
        assert_eq!(said(outcome), "Choose a person from the list.", "{hidden}");
    }
    assert_eq!(written(&pool).await, before);
}

#[tokio::test]
async fn an_address_outside_watches_where_the_company_allows_it() {
    let pool = fixture::database().await;
    allow_outside(&pool).await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    add(&pool, AGENT, number, "Service@Copiers.example").await.unwrap();
    assert_eq!(
        said(add(&pool, AGENT, number, "service@copiers.example").await),
        "service@copiers.example watches this interaction already."
    );
    let seen = watchers(&pool, AGENT, number).await;
    assert!(seen.outside);
    let rows: Vec<_> = seen.rows.iter().map(|row| (row.name.as_str(), row.company.as_deref(), row.me)).collect();
    assert_eq!(rows, [("service@copiers.example", None, false)]);
    // An address of somebody known is never outside.
    assert_eq!(
        said(add(&pool, AGENT, number, "otto.fabry@fabrikam.test").await),
        "otto.fabry@fabrikam.test may not see this interaction."
    );
    assert_eq!(said(add(&pool, AGENT, number, "<script>@x.de").await), "Enter an email address like name@example.com.");
    let contoso = Draft {
        company: CONTOSO.to_string(),
        reason: ENQUIRIES[1].to_string(),
        requested_for: CONTOSO_USER.to_string(),
        ..draft()
    };
    let contoso = create(&pool, AGENT, &contoso).await.unwrap();
    assert!(said(add(&pool, AGENT, contoso, "service@copiers.example").await).contains("Contoso allows no watchers"));
    remove(&pool, number, "service@copiers.example").await;
    assert_eq!(names(&pool, number).await, [""; 0]);
}

#[tokio::test]
async fn watching_lets_a_person_of_the_company_see_it_as_who_asked_until_it_ends() {
    let pool = fixture::database().await;
    allow_outside(&pool).await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    let agent = fixture::actor(&pool, AGENT).await;
    let platform = fixture::platform(&pool);
    let secret = CommentDraft { text: "Hush".into(), internal: true, ..CommentDraft::default() };
    commands::comment(&platform, &agent, number, Side::Desk, &secret, Uuid::new_v4()).await.unwrap();
    let vip = fixture::actor(&pool, VIP).await;
    let hello = CommentDraft { text: "Hello".into(), ..CommentDraft::default() };
    let speak = || commands::comment(&platform, &vip, number, Side::Own, &hello, Uuid::new_v4());
    let own = || queries::my_interaction(&pool, &vip, number, None);
    assert_eq!(own().await.err(), Some(ApiError::NotFound));
    add(&pool, AGENT, number, "Victor Prime").await.unwrap();
    add(&pool, AGENT, number, "service@copiers.example").await.unwrap();
    // Staff of another company, who serve this one.
    sqlx::query("update person set company_id = 2 where id = 105").execute(&pool).await.unwrap();
    watch(&pool, MANAGER, number, Side::Desk).await.unwrap();

    let seen = own().await.unwrap();
    assert_eq!(seen.conversation.comments.rows, [], "without internal parts");
    let told: Vec<_> = seen.watchers.rows.iter().map(|row| (row.name.as_str(), row.me)).collect();
    assert_eq!(told, [("Victor Prime", true)], "neither addresses nor people of elsewhere");
    speak().await.unwrap();
    assert_eq!(told_of(&pool, number).await, [REQUESTER.0, VIP.0], "who watches hears, and hears once");
    assert!(policy::conversation(&mut pool.acquire().await.unwrap(), &vip, number, Side::Desk).await.is_err());

    remove(&pool, number, "Victor Prime").await;
    assert_eq!(own().await.err(), Some(ApiError::NotFound));
    assert_eq!(speak().await, Err(ApiError::NotFound));
    assert_eq!(told_of(&pool, number).await, [REQUESTER.0]);
    // Who belongs to another company by now sees nothing by watching.
    add(&pool, AGENT, number, "Victor Prime").await.unwrap();
    sqlx::query("update person set company_id = 3 where id = 109").execute(&pool).await.unwrap();
    assert_eq!(own().await.err(), Some(ApiError::NotFound));
}

#[tokio::test]
async fn no_more_watch_than_may() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    sqlx::query(
        "insert into interaction_watcher (number, email, added_by_id, at)
         select $1, n || '@many.example', 101, now() from generate_series(1, $2) n",
    )
    .bind(number.0)
    .bind(i32::try_from(MOST_WATCHERS - 1).unwrap())
    .execute(&pool)
    .await
    .unwrap();
    // Two at once, and one place.
    let (one, other) =
        tokio::join!(add(&pool, AGENT, number, "Victor Prime"), watch(&pool, COLLEAGUE, number, Side::Desk));
    assert_eq!([&one, &other].iter().filter(|outcome| outcome.is_ok()).count(), 1, "{one:?} {other:?}");
    let refused = if one.is_err() { one } else { other };
    assert!(said(refused).starts_with("100 watch this interaction"));
    assert_eq!(wrong(watch(&pool, VIEWER, number, Side::Desk).await), [WatcherDraft::BOX]);
    assert_eq!(fixture::count(&pool, "select count(*) from interaction_watcher").await, 100);
}
