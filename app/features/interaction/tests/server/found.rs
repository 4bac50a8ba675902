//! What Global Search finds of interactions, and for whom.

use interaction::{
    model::{CommentDraft, Draft, Side, WatcherDraft},
    server::{commands, search::Interactions},
};
use kernel::{Hit, InteractionNumber, PersonId};
use platform::{
    search::{Asked, Found, Kind},
    testing::fixture::{self, *},
};
use sqlx::PgPool;
use uuid::Uuid;

use super::support::{create, draft, fabrikam};

async fn find(pool: &PgPool, who: PersonId, text: &str) -> Found {
    let (platform, actor) = (fixture::platform(pool), fixture::actor(pool, who).await);
    let asked = Asked { text: text.into(), most: 5, excerpts: true };
    Interactions.find(&platform, &actor, &asked).await.unwrap()
}

async fn pages(pool: &PgPool, who: PersonId, text: &str) -> Vec<String> {
    find(pool, who, text).await.hits.into_iter().map(|hit| hit.href).collect()
}

async fn named(pool: &PgPool, who: PersonId, text: &str) -> Option<String> {
    let (platform, actor) = (fixture::platform(pool), fixture::actor(pool, who).await);
    Interactions.named(&platform, &actor, text).await.unwrap()
}

async fn say(pool: &PgPool, number: InteractionNumber, body: &str, internal: bool) {
    let draft = CommentDraft { text: body.into(), internal, ..CommentDraft::default() };
    let (platform, actor) = (fixture::platform(pool), fixture::actor(pool, AGENT).await);
    commands::comment(&platform, &actor, number, Side::Desk, &draft, Uuid::new_v4()).await.unwrap();
}

fn write(summary: &str, description: &str) -> Draft {
    Draft { summary: summary.into(), description: description.into(), ..draft() }
}

fn text(pieces: &[(bool, String)]) -> String {
    pieces.iter().map(|(mark, piece)| if *mark { format!("[{piece}]") } else { piece.clone() }).collect()
}

#[tokio::test]
async fn a_number_names_the_page_from_which_the_reader_sees_it() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    let hidden = create(&pool, OUTSIDER, &fabrikam()).await.unwrap();
    for text in [number.to_string(), number.to_string().to_lowercase(), number.0.to_string()] {
        assert_eq!(named(&pool, AGENT, &text).await, Some(format!("/interactions/{number}")), "{text}");
        assert_eq!(named(&pool, VIEWER, &text).await, Some(format!("/interactions/{number}")), "{text}");
        assert_eq!(named(&pool, REQUESTER, &text).await, Some(format!("/my-requests/{number}")), "{text}");
        assert_eq!(named(&pool, CONTOSO_USER, &text).await, None, "{text}");
    }
    for text in [&*hidden.to_string(), "INT0009999", "INT", "printer", "0", "-1", "99999999999999999999"] {
        assert_eq!(named(&pool, AGENT, text).await, None, "{text}");
    }
}

#[tokio::test]
async fn what_has_the_words_in_its_summary_comes_first_and_then_the_newest() {
    let pool = fixture::database().await;
    let old = create(&pool, AGENT, &write("Walrus printer is jammed", "")).await.unwrap();
    let new = create(&pool, AGENT, &write("The printer of the walrus", "")).await.unwrap();
    let newest = create(&pool, AGENT, &write("Something else", "It is about the printer of a walrus.")).await.unwrap();
    let pages_of = |numbers: &[InteractionNumber]| -> Vec<String> {
        numbers.iter().map(|number| Side::Desk.page(*number)).collect()
    };
    assert_eq!(pages(&pool, AGENT, "walrus printer").await, pages_of(&[new, old, newest]));
    assert_eq!(pages(&pool, AGENT, "walr").await, pages_of(&[new, old, newest]));
    let beginnings = create(&pool, AGENT, &write("Nothing but words", "alrus")).await.unwrap();
    assert_eq!(pages(&pool, AGENT, "alrus").await, pages_of(&[beginnings]), "words are found by their beginnings");
    let found = find(&pool, AGENT, "walrus").await;
    let [first, _, last] = &found.hits[..] else { panic!("three: {found:?}") };
    assert_eq!(text(&first.title), "The printer of the [walrus]");
    assert!(first.excerpt.is_empty());
    assert_eq!(text(&last.excerpt), "It is about the printer of a [walrus].");
    let Hit { number, detail, .. } = first;
    assert!(*number == new.to_string() && detail.starts_with("Northwind · ") && detail.ends_with(" · New"), "{detail}");
    assert_eq!(found.more, None);
    for _ in 0..3 {
        create(&pool, AGENT, &write("One more walrus", "")).await.unwrap();
    }
    let found = find(&pool, AGENT, "walrus").await;
    assert_eq!((found.hits.len(), found.more.as_deref()), (5, Some("/interactions?q=walrus")));
}

#[tokio::test]
async fn a_mistyped_word_finds_what_has_one_like_it_and_says_so() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &write("The narwhal scanner", "")).await.unwrap();
    for (who, side) in [(AGENT, Side::Desk), (REQUESTER, Side::Own)] {
        let found = find(&pool, who, "narwahl").await;
        assert!(found.similar, "{who}");
        assert_eq!(found.hits[0].href, side.page(number));
        assert_eq!(text(&found.hits[0].title), "The [narwhal] scanner");
        assert!(!find(&pool, who, "narwhal").await.similar);
    }
}

#[tokio::test]
async fn a_requester_finds_their_own_by_what_is_not_internal() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &write("The desk lamp", "")).await.unwrap();
    say(&pool, number, "We have ordered a **platypus** for you", false).await;
    say(&pool, number, "The wombat of theirs is no good", true).await;
    let others = Draft { requested_for: VIP.to_string(), requested_by: VIP.to_string(), ..write("Platypus", "") };
    let others = create(&pool, AGENT, &others).await.unwrap();
    create(&pool, OUTSIDER, &Draft { summary: "Platypus".into(), ..fabrikam() }).await.unwrap();
    let own = Side::Own.page(number);
    assert_eq!(pages(&pool, REQUESTER, "platyp").await, std::slice::from_ref(&own));
    assert_eq!(
        text(&find(&pool, REQUESTER, "platypus").await.hits[0].excerpt),
        "We have ordered a **[platypus]** for you"
    );
    assert_eq!(pages(&pool, REQUESTER, "lamp").await, std::slice::from_ref(&own));
    assert_eq!(pages(&pool, AGENT, "wombat").await, [Side::Desk.page(number)]);
    let internal = find(&pool, REQUESTER, "wombat").await;
    assert_eq!(internal, Found::default());
    // A word that is both in a summary and in what is internal is shown where it may be read.
    say(&pool, number, "The lamp of the wombat", true).await;
    assert!(!format!("{:?}", find(&pool, REQUESTER, "lamp").await).contains("wombat"));
    // Whoever of the company watches it, finds it too.
    assert_eq!(pages(&pool, REQUESTER, "platypus").await.len(), 1);
    let watcher = WatcherDraft { person: REQUESTER.to_string(), ..WatcherDraft::default() };
    let (platform, actor) = (fixture::platform(&pool), fixture::actor(&pool, AGENT).await);
    commands::add_watcher(&platform, &actor, others, &watcher).await.unwrap();
    assert_eq!(pages(&pool, REQUESTER, "platypus").await, [Side::Own.page(others), own]);
    // How others are reached is not for who asked, not even by whether it finds something.
    assert_eq!(pages(&pool, REQUESTER, "platypus northwind").await, Vec::<String>::new());
    assert_eq!(pages(&pool, AGENT, "platypus northwind").await.len(), 2);
}

#[tokio::test]
async fn staff_find_what_they_asked_for_themselves_beside_what_they_see() {
    let pool = fixture::database().await;
    let mine = Draft {
        requested_for: UNASSIGNED.to_string(),
        requested_by: UNASSIGNED.to_string(),
        ..write("The ibex chair", "")
    };
    let own = create(&pool, AGENT, &mine).await.unwrap();
    create(&pool, AGENT, &write("The ibex table", "")).await.unwrap();
    assert_eq!(pages(&pool, UNASSIGNED, "ibex chair").await, [Side::Own.page(own)]);
    assert_eq!(pages(&pool, AGENT, "ibex chair").await, [Side::Desk.page(own)]);
    assert_eq!(pages(&pool, UNASSIGNED, "ibex").await, [Side::Own.page(own)]);
}
