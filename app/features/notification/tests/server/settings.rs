//! How one wants to be told.

use notification::{
    model::{Choice, Kind, Reason, Settings},
    server::{commands, queries},
};
use platform::testing::fixture::{self, *};

use super::support::{notice, said, tell};

#[tokio::test]
async fn nobody_is_told_in_a_way_they_do_not_want() {
    let pool = fixture::database().await;
    let (platform, agent) = (fixture::platform(&pool), fixture::actor(&pool, AGENT).await);
    assert_eq!(queries::settings(&pool, &agent).await, Ok(Settings::default()));
    let silent = Settings::of(&[
        Choice { kind: Kind::Watching, in_app: true, by_mail: false },
        Choice { kind: Kind::Group, in_app: false, by_mail: true },
        Choice { kind: Kind::Asked, in_app: false, by_mail: false },
    ]);
    commands::choose(&platform, &agent, &silent).await.unwrap();
    commands::choose(&platform, &agent, &silent).await.unwrap();
    assert_eq!(queries::settings(&pool, &agent).await, Ok(silent));
    let events = fixture::events(&pool).await;
    assert_eq!(
        events,
        [("person.notifications_chosen".to_owned(), AGENT.0, Some(AGENT))],
        "the same again is no change"
    );

    let mut both = notice(AGENT, 4, Kind::Watching, NOW, "both");
    both.reasons.push(Reason::of(Kind::Group));
    let of = |thing, kind, what| notice(AGENT, thing, kind, NOW, what);
    let told = vec![of(1, Kind::Watching, "watching"), of(2, Kind::Group, "group"), of(3, Kind::Asked, "asked"), both];
    tell(&pool, told).await;
    let told = async |table| said(&pool, table).await.into_iter().flat_map(|(_, lines)| lines).collect::<Vec<_>>();
    assert_eq!(told("notification").await, ["watching", "both"]);
    assert_eq!(told("mail").await, ["group", "both"]);
}
