//! What the search box of the list finds.

use interaction::{
    filter::Filter,
    model::{CommentDraft, Count, Draft, ListPage, ListQuery, Side},
    server::{commands, queries},
};
use kernel::{Cursor, InteractionNumber, PersonId};
use platform::testing::fixture::{self, *};
use sqlx::PgPool;
use uuid::Uuid;

use super::support::{create, draft, edit, fabrikam, visible};

async fn search(pool: &PgPool, who: PersonId, q: &str) -> ListPage {
    let (query, wrong) = ListQuery::read(|name| if name == "q" { vec![q.to_owned()] } else { vec![] });
    assert_eq!(wrong, vec![]);
    queries::list(&fixture::platform(pool), &visible(pool, who).await, &query).await.unwrap()
}

async fn found(pool: &PgPool, q: &str) -> Vec<InteractionNumber> {
    search(pool, AGENT, q).await.page.rows.into_iter().map(|row| row.number).collect()
}

async fn say(pool: &PgPool, number: InteractionNumber, body: &str, internal: bool) {
    let draft = CommentDraft { text: body.into(), internal, ..CommentDraft::default() };
    let (platform, actor) = (fixture::platform(pool), fixture::actor(pool, AGENT).await);
    commands::comment(&platform, &actor, number, Side::Desk, &draft, Uuid::new_v4()).await.unwrap();
}

#[tokio::test]
async fn words_are_found_wherever_they_stand() {
    let pool = fixture::database().await;
    let write = |summary: &str, description: &str| Draft {
        summary: summary.into(),
        description: description.into(),
        ..draft()
    };
    let printer =
        create(&pool, AGENT, &write("Printer on floor 3 is jammed", "A Crème-brûlée smell, too.")).await.unwrap();
    let other = create(&pool, AGENT, &write("Cannot sign in", "The token (mx-5) is lost.")).await.unwrap();
    for q in ["printer", "PRINT", "jam floor", "creme", "brulee", "Crème Printer", "smell, too"] {
        assert_eq!(found(&pool, q).await, [printer], "{q}");
    }
    for q in ["mx-5", "mx 5", "sign"] {
        assert_eq!(found(&pool, q).await, [other], "{q}");
    }
    let who: String =
        sqlx::query_scalar("select name from person where id = $1").bind(REQUESTER).fetch_one(&pool).await.unwrap();
    assert_eq!(found(&pool, &who).await, [other, printer], "newest first");
    assert_eq!(search(&pool, AGENT, &who).await.counts.all, Count::Exactly(2));
    assert_eq!(found(&pool, "mmed").await, [], "words are found by their beginnings");
    assert_eq!(found(&pool, "printer token").await, [], "all words have to be there");
}

#[tokio::test]
async fn what_is_said_and_changed_is_found_at_once() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    say(&pool, number, "Replaced the **fuser**", false).await;
    say(&pool, number, "The customer is a pangolin", true).await;
    assert_eq!(found(&pool, "fuser").await, [number]);
    assert_eq!(found(&pool, "pangolin fuser").await, [number], "the desk finds what is internal");
    edit(&pool, AGENT, number, 1, &Draft { summary: "A quokka instead".into(), ..draft() }).await.unwrap();
    assert_eq!(found(&pool, "quokka").await, [number]);
    assert_eq!(found(&pool, "pangolin quokka").await, [number], "what was said is kept");
    assert_eq!(found(&pool, "print").await, [], "what was written over is gone");
    sqlx::query("update person set last_name = 'Wombat' where id = $1").bind(REQUESTER).execute(&pool).await.unwrap();
    assert_eq!(found(&pool, "wombat").await, [number]);
}

#[tokio::test]
async fn small_errors_are_forgiven_where_nothing_has_the_words() {
    let pool = fixture::database().await;
    let printer = create(&pool, AGENT, &Draft { summary: "Printer is jammed".into(), ..draft() }).await.unwrap();
    for q in ["pritner", "prnter", "jamed printr", "Prïnterr"] {
        let page = search(&pool, AGENT, q).await;
        assert_eq!(page.page.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [printer], "{q}");
        assert!(page.told.similar, "{q}");
    }
    let lost = create(&pool, AGENT, &Draft { summary: "Pointer is lost".into(), ..draft() }).await.unwrap();
    assert_eq!(found(&pool, "printer").await, [printer], "a word that is there is no error");
    assert_eq!(found(&pool, "xylophone").await, []);
    assert_eq!(found(&pool, "poimter").await, [lost]);
}

#[tokio::test]
async fn past_the_end_of_a_search_is_its_first_page_and_not_what_has_words_like_it() {
    let pool = fixture::database().await;
    let write = |summary: &str| Draft { summary: summary.into(), ..draft() };
    let only = create(&pool, AGENT, &write("A replacemant is here")).await.unwrap();
    for _ in 0..55 {
        create(&pool, AGENT, &write("A replacement is due")).await.unwrap();
    }
    let (platform, visible) = (fixture::platform(&pool), visible(&pool, AGENT).await);
    let list = async |q: &str, after: Option<Cursor>| {
        let query = ListQuery { q: q.into(), sort: "number".parse().unwrap(), after, ..ListQuery::default() };
        queries::list(&platform, &visible, &query).await.unwrap()
    };
    let place = list("replacement", None).await.page.after;
    let page = list("replacemant", place.clone()).await;
    assert_eq!(page.page.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [only]);
    assert_eq!((page.told.similar, page.counts.all), (false, Count::Exactly(1)));
    let page = list("replecement", place).await;
    assert_eq!((page.page.rows.len(), page.told.similar), (5, true), "words like the typed ones have pages too");
}

#[tokio::test]
async fn a_number_finds_its_record_whole_or_begun() {
    let pool = fixture::database().await;
    let first = create(&pool, AGENT, &draft()).await.unwrap();
    let second = create(&pool, AGENT, &Draft { summary: format!("As {first}, again"), ..draft() }).await.unwrap();
    assert_eq!(found(&pool, &first.to_string()).await, [first]);
    assert_eq!(found(&pool, &first.to_string().to_lowercase()).await, [first]);
    assert_eq!(found(&pool, &format!("INT{}", first.0)).await, [first]);
    assert_eq!(found(&pool, &first.0.to_string()).await, [first]);
    assert_eq!(found(&pool, "INT000").await, [second, first]);
    assert_eq!(found(&pool, "INT9").await, []);
}

#[tokio::test]
async fn a_number_is_held_to_the_conditions_too() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    for (condition, rows) in [("status:is:new", 1), ("status:is:denied", 0)] {
        let filter = Filter::read(&[condition.to_owned()]).0;
        let query = ListQuery { q: number.0.to_string(), filter, ..ListQuery::default() };
        let page = queries::list(&fixture::platform(&pool), &visible(&pool, AGENT).await, &query).await.unwrap();
        assert_eq!((page.page.rows.len(), page.counts.all), (rows, Count::Exactly(i64::try_from(rows).unwrap())));
    }
}

/// A program that writes the same into a record again and again must not come to where the database holds no more.
#[tokio::test]
async fn a_long_conversation_goes_on() {
    let pool = fixture::database().await;
    let number = create(&pool, AGENT, &draft()).await.unwrap();
    let body =
        |round: usize| (0..1_000).map(|word| format!("w{}", word * (1 + round % 2))).collect::<Vec<_>>().join(" ");
    for round in 0..300 {
        sqlx::query(
            "insert into interaction_comment (number, submission, author_id, by_desk, kind, internal, body, at)
             values ($1, gen_random_uuid(), 101, true, 'comment', false, $2, now())",
        )
        .bind(number)
        .bind(body(round))
        .execute(&pool)
        .await
        .unwrap();
    }
    assert_eq!(found(&pool, "w999").await, [number]);
    edit(&pool, AGENT, number, 1, &Draft { summary: "Still found".into(), ..draft() }).await.unwrap();
    assert_eq!(found(&pool, "w999 still").await, [number]);
}

/// Two thousand, 120 numbers apart, so that they are in many blocks of numbers; every twentieth has the word.
const APART: &str = "
    insert into interaction (number, company_id, reason_id, requested_for_id, requested_by_id, vip, summary, status,
        reported_at, description, impact, urgency, priority, contact_email, contact_phone, through, updated_at)
    select n * 120, 1 + n % 2, (array[203, 201])[1 + (n + 1) % 2], 109, 109, false,
        case when n % 20 < 1 then 'The aardvark ' else 'Summary ' end || n, 'new', $1, '', 3, 3, 3, '', '', 'phone', $1
    from generate_series(1, 2000) n";

#[tokio::test]
async fn a_record_has_the_mark_of_its_8192_numbers() {
    let pool = fixture::database().await;
    sqlx::query(APART).bind(NOW).execute(&pool).await.unwrap();
    let of = "select count(*) from interaction i join interaction_search using (number)
        where words @@ quote_literal('~block' || number / 8192)::tsquery";
    assert_eq!(fixture::count(&pool, of).await, 2_000);
    assert_eq!(interaction::filter::block(3), "'~block3'");
}

#[tokio::test]
async fn what_is_found_is_in_order_however_far_apart_it_is() {
    let pool = fixture::database().await;
    sqlx::query(APART).bind(NOW).execute(&pool).await.unwrap();
    // As if there were so many that they are not asked for in one piece.
    sqlx::query("update pg_class set reltuples = 1e9, relpages = 1 where relname = 'interaction_search'")
        .execute(&pool)
        .await
        .unwrap();
    let (platform, visible) = (fixture::platform(&pool), visible(&pool, AGENT).await);
    let expected: Vec<i64> = (1..=100).rev().map(|n| n * 20 * 120).collect();
    for (sort, expected) in
        [("-number", expected.clone()), ("number", expected.iter().rev().copied().collect::<Vec<_>>())]
    {
        let of = |query: ListQuery| {
            let (platform, visible) = (&platform, &visible);
            async move { queries::list(platform, visible, &query).await.unwrap() }
        };
        let first = ListQuery { q: "aardvark".into(), sort: sort.parse().unwrap(), ..ListQuery::default() };
        let page = of(first.clone()).await;
        assert_eq!(page.counts.all, Count::Exactly(100), "{sort}");
        let next = of(ListQuery { after: page.page.after.clone(), ..first.clone() }).await;
        let back = of(ListQuery { before: next.page.before.clone(), ..first.clone() }).await;
        let numbers = |page: &ListPage| page.page.rows.iter().map(|row| row.number.0).collect::<Vec<_>>();
        assert_eq!([numbers(&page), numbers(&next)].concat(), expected, "{sort}");
        assert_eq!(numbers(&back), numbers(&page), "{sort}");
        assert_eq!(next.page.after, None, "{sort}");
    }
}

#[tokio::test]
async fn nothing_is_found_that_may_not_be_seen() {
    let pool = fixture::database().await;
    let hidden = create(&pool, OUTSIDER, &Draft { summary: "Robot arm".into(), ..fabrikam() }).await.unwrap();
    for q in ["robot", "robto", &hidden.to_string(), &hidden.0.to_string()] {
        let page = search(&pool, AGENT, q).await;
        assert_eq!((page.page.rows.len(), page.counts.all), (0, Count::Exactly(0)), "{q}");
        assert_eq!((page.told.words, page.told.similar), (vec![], false), "{q}: no words of others");
    }
    assert_eq!(search(&pool, OUTSIDER, "robot").await.page.rows.len(), 1);
}
