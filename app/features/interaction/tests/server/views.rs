//! Saved lists: whose they are, who sees them, and how each person keeps them.

use interaction::{
    model::{Called, Columns, ListQuery, ListView, MOST_VIEWS, ViewDraft},
    server::{commands, policy, queries, views},
};
use kernel::{ApiError, PersonId, ViewId};
use platform::{
    Uow,
    testing::fixture::{self, *},
};
use sqlx::PgPool;

use super::support::{visible, wrong};

fn draft(name: &str, shared: &str) -> ViewDraft {
    ViewDraft { name: name.into(), shared: shared.into(), opens: false }
}

fn query() -> ListQuery {
    let get = |name: &str| match name {
        "scope" => vec!["groups".to_owned()],
        "f" => vec!["status:is:on_hold".to_owned()],
        "columns" => vec!["number,summary:300,status".to_owned()],
        "view" => vec!["77".to_owned()],
        "after" => vec!["7~x".to_owned()],
        _ => Vec::new(),
    };
    ListQuery::read(get).0
}

async fn save(pool: &PgPool, who: PersonId, name: &str, shared: &str) -> Result<ViewId, ApiError> {
    let actor = fixture::actor(pool, who).await;
    commands::save_view(&fixture::platform(pool), &actor, &draft(name, shared), &query()).await
}

async fn change(pool: &PgPool, who: PersonId, id: ViewId, draft: &ViewDraft) -> Result<(), ApiError> {
    let actor = fixture::actor(pool, who).await;
    let mut uow = Uow::begin(pool, None, NOW).await.unwrap();
    let visible = policy::visible(&actor)?;
    let mark = queries::lock_view(uow.connection(), &actor, &visible, id).await.map(|view| view.mark());
    drop(uow);
    commands::change_view(&fixture::platform(pool), &actor, id, &mark.unwrap_or_default(), draft, &query()).await
}

async fn remove(pool: &PgPool, who: PersonId, id: ViewId) -> Result<(), ApiError> {
    commands::remove_view(&fixture::platform(pool), &fixture::actor(pool, who).await, id).await
}

async fn seen(pool: &PgPool, who: PersonId) -> Vec<ListView> {
    let actor = fixture::actor(pool, who).await;
    queries::views(pool, &actor, &visible(pool, who).await).await.unwrap()
}

async fn names(pool: &PgPool, who: PersonId) -> Vec<String> {
    seen(pool, who).await.into_iter().map(|view| view.name).collect()
}

async fn opens_with(pool: &PgPool, who: PersonId) -> Option<ViewId> {
    let actor = fixture::actor(pool, who).await;
    let (_, id) = actor.opens_with.as_ref()?.rsplit_once("&view=").unwrap();
    id.parse().ok()
}

#[tokio::test]
async fn a_list_is_saved_from_its_first_page_and_is_the_same_list_again() {
    let pool = fixture::database().await;
    let id = save(&pool, AGENT, " Waiting  for us ", "private").await.unwrap();
    let view = seen(&pool, AGENT).await.remove(0);
    assert_eq!((view.name.as_str(), view.owner.as_deref(), view.may_change), ("Waiting for us", None, true));
    assert_eq!(view.address, query().as_saved().parameters());
    assert!(!view.address.contains("view=") && !view.address.contains("after="), "{}", view.address);

    let shown = |query: ListQuery| {
        let pool = pool.clone();
        async move { queries::called(&pool, &visible(&pool, AGENT).await, &query).await.unwrap() }
    };
    let same = ListQuery { view: Some(id), ..query() };
    assert_eq!(shown(same.clone()).await, Called { name: "Waiting for us".into(), may_save: false });
    let other = ListQuery { columns: Columns::default(), ..same.clone() };
    assert_eq!(shown(other).await, Called { name: "Waiting for us, changed".into(), may_save: true });
    let strange = ListQuery { view: Some(ViewId(999)), ..same };
    assert_eq!(shown(strange).await, Called::default(), "the list works without it");
    let events = "select count(*) from audit_event where entity = 'list_view' and event = 'saved'";
    assert_eq!(fixture::count(&pool, events).await, 1);
}

#[tokio::test]
async fn a_view_is_seen_by_whom_it_is_for_and_by_nobody_else() {
    let pool = fixture::database().await;
    save(&pool, MANAGER, "Mine", "private").await.unwrap();
    save(&pool, MANAGER, "Network’s", &NETWORK.to_string()).await.unwrap();
    let all = save(&pool, MANAGER, "Everybody’s", "all").await.unwrap();
    assert_eq!(names(&pool, MANAGER).await, ["Everybody’s", "Mine", "Network’s"]);
    assert_eq!(names(&pool, AGENT).await, ["Everybody’s", "Network’s"]);
    assert_eq!(names(&pool, COLLEAGUE).await, ["Everybody’s"], "is not in that group");
    assert_eq!(names(&pool, VIEWER).await, ["Everybody’s"]);
    assert!(names(&pool, OUTSIDER).await.is_empty(), "works for none of its companies");
    assert!(names(&pool, UNASSIGNED).await.is_empty());
    let requester = fixture::actor(&pool, REQUESTER).await;
    let refused = commands::save_view(&fixture::platform(&pool), &requester, &draft("x", "private"), &query()).await;
    assert_eq!(refused, Err(ApiError::NotFound));
    let shown = ListQuery { view: Some(all), ..query() };
    assert_eq!(queries::called(&pool, &visible(&pool, OUTSIDER).await, &shown).await, Ok(Called::default()));
    let other = ListQuery { q: "toner".into(), ..shown };
    let seen = queries::called(&pool, &visible(&pool, AGENT).await, &other).await.unwrap();
    assert_eq!(seen, Called { name: "Everybody’s, changed".into(), may_save: false }, "is not theirs to save");
}

#[tokio::test]
async fn whoever_may_not_share_may_not() {
    let pool = fixture::database().await;
    for (who, shared, refusal) in [
        (AGENT, "all".to_owned(), Err(ApiError::Forbidden)),
        (AGENT, FABRIKAM_DESK.to_string(), Err(ApiError::Forbidden)),
        (VIEWER, SERVICE_DESK.to_string(), Err(ApiError::Forbidden)),
        (AGENT, SERVICE_DESK.to_string(), Ok(())),
        (VIEWER, "private".to_owned(), Ok(())),
        (MANAGER, "all".to_owned(), Ok(())),
    ] {
        assert_eq!(save(&pool, who, "A view", &shared).await.map(|_| ()), refusal, "{who} {shared}");
    }
    let own = seen(&pool, AGENT).await.into_iter().find(|view| view.owner.is_none()).unwrap();
    assert_eq!(change(&pool, AGENT, own.id, &draft("A view", "all")).await, Err(ApiError::Forbidden));
}

#[tokio::test]
async fn a_view_is_changed_and_removed_by_its_owner_and_a_shared_one_by_an_administrator() {
    let pool = fixture::database().await;
    sqlx::query("insert into group_member (group_id, person_id) values ($1, $2)")
        .bind(SERVICE_DESK)
        .bind(ADMINISTRATOR)
        .execute(&pool)
        .await
        .unwrap();
    let (shared, group) =
        (save(&pool, AGENT, "Ours", &SERVICE_DESK.to_string()).await.unwrap(), SERVICE_DESK.to_string());
    let private = save(&pool, AGENT, "Mine", "private").await.unwrap();
    for (who, id, refusal) in [
        (COLLEAGUE, shared, ApiError::Forbidden),
        (MANAGER, shared, ApiError::Forbidden),
        (OUTSIDER, shared, ApiError::NotFound),
        (COLLEAGUE, private, ApiError::NotFound),
        (ADMINISTRATOR, private, ApiError::NotFound),
        (REQUESTER, shared, ApiError::NotFound),
    ] {
        assert_eq!(change(&pool, who, id, &draft("Other", &group)).await, Err(refusal.clone()), "{who}");
        assert_eq!(remove(&pool, who, id).await, Err(refusal), "{who}");
    }
    change(&pool, ADMINISTRATOR, shared, &draft("Renamed", &group)).await.unwrap();
    assert_eq!(names(&pool, COLLEAGUE).await, ["Renamed"]);
    assert_eq!(wrong(change(&pool, ADMINISTRATOR, shared, &draft("Renamed", "private")).await), ["shared"]);
    remove(&pool, ADMINISTRATOR, shared).await.unwrap();
    remove(&pool, AGENT, private).await.unwrap();
    assert!(names(&pool, AGENT).await.is_empty());
    let events = "select count(*) from audit_event where entity = 'list_view'";
    assert_eq!(fixture::count(&pool, events).await, 5);
}

#[tokio::test]
async fn what_somebody_changed_meanwhile_is_not_written_over() {
    let pool = fixture::database().await;
    let id = save(&pool, AGENT, "Mine", "private").await.unwrap();
    let opened = seen(&pool, AGENT).await.remove(0).mark();
    change(&pool, AGENT, id, &draft("Ours", "private")).await.unwrap();
    let actor = fixture::actor(&pool, AGENT).await;
    let stale = draft("Theirs", "private");
    let late = commands::change_view(&fixture::platform(&pool), &actor, id, &opened, &stale, &query()).await;
    assert_eq!((wrong(late), names(&pool, AGENT).await), (vec!["name".to_owned()], vec!["Ours".to_owned()]));
}

#[tokio::test]
async fn a_name_is_given_once_and_there_is_an_end_to_them() {
    let pool = fixture::database().await;
    let first = save(&pool, AGENT, "Mine", "private").await.unwrap();
    assert_eq!(wrong(save(&pool, AGENT, "MINE", "private").await), ["name"]);
    save(&pool, COLLEAGUE, "Mine", "private").await.unwrap();
    for n in 1..MOST_VIEWS {
        save(&pool, AGENT, &format!("View {n}"), "private").await.unwrap();
    }
    assert_eq!(wrong(save(&pool, AGENT, "One more", "private").await), ["name"]);
    assert_eq!(wrong(change(&pool, AGENT, first, &draft("View 1", "private")).await), ["name"]);
    assert_eq!(names(&pool, AGENT).await.len(), MOST_VIEWS);
}

#[tokio::test]
async fn everybody_has_an_order_and_a_default_of_their_own() {
    let pool = fixture::database().await;
    let platform = fixture::platform(&pool);
    let mut ids = Vec::new();
    for name in ["A", "B", "C"] {
        ids.push(save(&pool, MANAGER, name, &NETWORK.to_string()).await.unwrap());
    }
    let (agent, colleague) = (fixture::actor(&pool, AGENT).await, fixture::actor(&pool, COLLEAGUE).await);
    views::step(&platform, &agent, ids[2], false).await.unwrap();
    views::step(&platform, &agent, ids[0], true).await.unwrap();
    views::step(&platform, &agent, ids[1], true).await.unwrap();
    assert_eq!(names(&pool, AGENT).await, ["C", "A", "B"]);
    assert_eq!(names(&pool, MANAGER).await, ["A", "B", "C"], "nobody else’s order");
    save(&pool, AGENT, "0 new", "private").await.unwrap();
    assert_eq!(names(&pool, AGENT).await, ["C", "A", "B", "0 new"], "what is new comes last");
    assert_eq!(views::step(&platform, &colleague, ids[0], true).await, Err(ApiError::NotFound));

    views::choose(&platform, &agent, Some(ids[0])).await.unwrap();
    assert_eq!(views::choose(&platform, &colleague, Some(ids[0])).await, Err(ApiError::NotFound));
    assert_eq!((opens_with(&pool, AGENT).await, opens_with(&pool, MANAGER).await), (Some(ids[0]), None));
    assert_eq!(seen(&pool, AGENT).await.iter().filter(|view| view.opens).count(), 1);
    // Renaming lets nobody go, sharing it otherwise whoever does not see it then.
    change(&pool, MANAGER, ids[0], &draft("A2", &NETWORK.to_string())).await.unwrap();
    change(&pool, MANAGER, ids[0], &draft("A2", "all")).await.unwrap();
    assert_eq!(opens_with(&pool, AGENT).await, Some(ids[0]));
    change(&pool, MANAGER, ids[0], &ViewDraft { opens: true, ..draft("A2", "private") }).await.unwrap();
    assert_eq!((opens_with(&pool, AGENT).await, opens_with(&pool, MANAGER).await), (None, Some(ids[0])));
    remove(&pool, MANAGER, ids[0]).await.unwrap();
    assert_eq!(opens_with(&pool, MANAGER).await, None);
    views::choose(&platform, &agent, Some(ids[1])).await.unwrap();
    views::choose(&platform, &agent, None).await.unwrap();
    assert_eq!(opens_with(&pool, AGENT).await, None);
}
