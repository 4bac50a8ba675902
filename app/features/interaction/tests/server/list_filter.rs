//! The narrowed list, against the simplest program that narrows one.

use interaction::{
    filter::{Column, Condition, Filter, Join, Node, Operator, Person, Value},
    model::{Count, ListQuery, ListRow, Scope, Sort},
    server::queries,
};
use kernel::ApiError;
use platform::testing::fixture::{self, *};
use sqlx::PgPool;

use super::{
    list::{sorts, walk},
    list_world::{expected, fill},
    support::{Dice, visible},
};

/// What may be asked of a row of that world. Of the people, two are called the same but for case and accents.
const CONDITIONS: [&str; 40] = [
    "number:is:7",
    "number:not:INT0000008",
    "number:before:INT0000150",
    "number:after:100",
    "company:is:northwind",
    "company:not:Contoso",
    "company:is:Fabrikam",
    "summary:contains:print",
    "summary:contains:RINT",
    "summary:contains:er j",
    "summary:contains:printer jam",
    "summary:contains:arger",
    "summary:contains:%",
    "summary:contains:_",
    r"summary:contains:\",
    "summary:contains:小",
    "summary:contains:a b",
    "summary:contains:same as those",
    "summary:contains:nothing like it",
    "summary:is:printer",
    "summary:is:ÄRGER",
    "summary:is:a  b",
    "summary:not:zebra",
    "status:is:on_hold",
    "status:not:new",
    "status:is:denied",
    "group:is:Service Desk",
    "group:not:network",
    "group:empty",
    "group:filled",
    "individual:is:me",
    "individual:not:101",
    "individual:empty",
    "requested_for:is:Zoe Zorn",
    "requested_for:contains:ÄRG",
    "requested_by:not:126",
    "vip:is:yes",
    "reason:is:ubergabe",
    "created:after:-20d",
    "created:before:2026-10-20",
];

fn fold(text: &str) -> String {
    text.to_lowercase().replace(['ë', 'é'], "e").replace('ä', "a").replace('ü', "u")
}

/// The names of the people whom the conditions mean by an id.
fn person(person: &Person) -> String {
    fold(match person {
        Person::Me | Person::Id(101) => "Astrid Berg",
        Person::Id(126) => "李 小龙",
        Person::Id(other) => panic!("who is {other}?"),
        Person::Named(name) => name,
    })
}

fn fits(condition: &Condition, row: &ListRow) -> bool {
    let text = |text: &str| Some(fold(text));
    let (said, value) = match condition.value() {
        Value::None => (String::new(), None),
        Value::Number(number) => {
            return match condition.operator() {
                Operator::Is => row.number == *number,
                Operator::IsNot => row.number != *number,
                Operator::Before => row.number < *number,
                _ => row.number > *number,
            };
        }
        Value::Day(when) => {
            let (day, of) = (when.day(NOW), row.created_on.date());
            return if condition.operator() == Operator::Before { of < day } else { of > day };
        }
        Value::Status(status) => (status.label().to_owned(), Some(row.status.label().to_owned())),
        Value::Flag(flag) => (flag.to_string(), Some(row.vip.to_string())),
        Value::Name(name) | Value::Text(name) => (fold(name), None),
        Value::Person(who) => (person(who), None),
        other => panic!("not of the list: {other:?}"),
    };
    let value = value.or_else(|| match condition.column() {
        Column::Company => text(&row.company),
        Column::Summary => text(&row.summary),
        Column::Group => row.group.as_deref().and_then(text),
        Column::Individual => row.individual.as_deref().and_then(text),
        Column::RequestedFor => text(&row.requested_for),
        Column::RequestedBy => text(&row.requested_by),
        Column::Reason => text(&row.reason),
        other => panic!("not of the list: {other:?}"),
    });
    match condition.operator() {
        Operator::Is => value == Some(said),
        Operator::IsNot => value != Some(said),
        Operator::Contains => value.is_some_and(|value| value.contains(&said)),
        Operator::IsEmpty => value.is_none(),
        _ => value.is_some(),
    }
}

fn node_fits(node: &Node, row: &ListRow) -> bool {
    match node {
        Node::Is(condition) => fits(condition, row),
        Node::Group(Join::All, nodes) => nodes.iter().all(|node| node_fits(node, row)),
        Node::Group(Join::Any, nodes) => nodes.iter().any(|node| node_fits(node, row)),
    }
}

fn filter(parts: &[&str]) -> Filter {
    let (filter, wrong) = Filter::read(&parts.iter().map(ToString::to_string).collect::<Vec<_>>());
    assert_eq!(wrong, vec![]);
    filter
}

/// All pages of the query have the rows, and no others; its counts are theirs.
async fn check(pool: &PgPool, query: &ListQuery) -> usize {
    let visible = visible(pool, AGENT).await;
    let rows = expected(pool, AGENT, query.scope, query.days, query.sort).await;
    let rows: Vec<ListRow> =
        rows.into_iter().filter(|row| query.filter.0.iter().all(|node| node_fits(node, row))).collect();
    let numbers = |rows: &[ListRow]| rows.iter().map(|row| row.number.0).collect::<Vec<_>>();
    let pages = walk(pool, &visible, query).await;
    let seen: Vec<ListRow> = pages.iter().flat_map(|page| page.rows.clone()).collect();
    assert_eq!(numbers(&seen), numbers(&rows), "{:?}", query.href());
    // And back from the last one.
    let mut back = pages.last().unwrap().rows.clone();
    let mut before = pages.last().unwrap().before.clone();
    while let Some(place) = before {
        let query = ListQuery { before: Some(place), ..query.first_page() };
        let page = queries::list(&fixture::platform(pool), &visible, &query).await.unwrap().page;
        back.splice(0..0, page.rows);
        before = page.before;
    }
    assert_eq!(numbers(&back), numbers(&rows), "back: {:?}", query.href());
    let counts = queries::list(&fixture::platform(pool), &visible, query).await.unwrap().counts;
    for scope in Scope::ALL {
        let all = expected(pool, AGENT, scope, query.days, Sort::default()).await;
        let fitting = all.iter().filter(|row| query.filter.0.iter().all(|node| node_fits(node, row))).count();
        assert_eq!(counts.of(scope), Count::up_to(i64::try_from(fitting).unwrap()), "{:?}", query.href());
    }
    rows.len()
}

#[tokio::test]
async fn every_condition_alone_lists_what_fits_it() {
    let pool = fixture::database().await;
    fill(&pool, 260, 11).await;
    let mut found = 0;
    for condition in CONDITIONS {
        found +=
            usize::from(check(&pool, &ListQuery { filter: filter(&[condition]), ..ListQuery::default() }).await > 0);
    }
    assert!(found >= 34, "conditions that fit nothing try nothing: {found}");
}

#[tokio::test]
async fn conditions_together_list_what_fits_all_in_every_sort_and_scope() {
    let pool = fixture::database().await;
    fill(&pool, 260, 12).await;
    let mut dice = Dice::new(12);
    let sorts: Vec<Sort> = sorts().collect();
    for round in 0..66 {
        let mut pick = || dice.pick(&CONDITIONS);
        let (a, b, c) = (pick(), pick(), pick());
        let group = |join: Join, parts: &[&str]| Node::Group(join, filter(parts).0);
        let filter = match round % 3 {
            0 => filter(&[a, b]),
            1 => Filter(vec![group(Join::Any, &[a, b, c])]),
            _ => Filter(vec![Node::Group(Join::Any, vec![group(Join::All, &[a, b]), filter(&[c]).0.remove(0)])]),
        };
        let sort = sorts[round % sorts.len()];
        let days = dice.pick(&[None, None, Some(30)]);
        check(&pool, &ListQuery { scope: dice.pick(&Scope::ALL), days, sort, filter, ..ListQuery::default() }).await;
    }
}

/// More rows than are tried before the index is asked; what fits is at their other end.
const MANY: &str = "
    insert into interaction (company_id, reason_id, requested_for_id, requested_by_id, vip, summary, status, reported_at,
        description, impact, urgency, priority, contact_email, contact_phone, through, updated_at)
    select 1, 201, 108, 109, n < 4, case when n % 600 = 5 then 'Scanner ' else 'Printer ' end || n % 7, 'new',
        $1 - make_interval(mins => 4000 - n), '', 3, 3, 3, '', '', 'phone', $1
    from generate_series(1, 4000) n";

#[tokio::test]
async fn what_is_rare_is_found_at_the_other_end_of_the_list() {
    let pool = fixture::database().await;
    sqlx::query(MANY).bind(NOW).execute(&pool).await.unwrap();
    for sort in sorts() {
        for condition in [
            "summary:contains:canne",
            "vip:is:yes",
            "vip:not:no",
            "number:before:3",
            "created:before:2026-11-18",
            "individual:filled",
        ] {
            check(&pool, &ListQuery { sort, filter: filter(&[condition]), ..ListQuery::default() }).await;
        }
    }
    let many = check(&pool, &ListQuery { filter: filter(&["summary:contains:printer"]), ..ListQuery::default() }).await;
    assert!(many > 1_000, "counted as many: {many}");
}

/// The index has the first 30 letters of a word; what is behind them is found all the same, wherever it is.
#[tokio::test]
async fn parts_of_long_words_are_found() {
    let pool = fixture::database().await;
    sqlx::query(MANY).bind(NOW).execute(&pool).await.unwrap();
    let hash = "a9f0e1d2c3b4a59687786950413223140a1b2c3d4e5f";
    sqlx::query("update interaction set summary = $1 where number = 2").bind(hash).execute(&pool).await.unwrap();
    for part in ["2c3d4e5f", "a9f0e1d2", hash] {
        let filter = filter(&[&format!("summary:contains:{part}")]);
        assert_eq!(check(&pool, &ListQuery { filter, ..ListQuery::default() }).await, 1, "{part}");
    }
}

/// Whatever is typed is a value: no filter fails, and none finds what the reader may not see.
#[tokio::test]
async fn no_filter_breaks_out() {
    let pool = fixture::database().await;
    fill(&pool, 60, 13).await;
    let visible = visible(&pool, AGENT).await;
    for nasty in [
        "'",
        "''; drop table person; --",
        "\\",
        "%' or true --",
        "$1",
        "a & b | !c",
        ":*",
        "<->",
        "()",
        "\u{202e}",
        "x\u{301}",
        "🖨",
        "ﬁ",
        "٣",
    ] {
        for column in Column::ALL {
            for operator in column.operators() {
                let Ok(condition) = Condition::read(column, operator, nasty) else { continue };
                let query = ListQuery { filter: Filter(vec![Node::Is(condition)]), ..ListQuery::default() };
                let page = queries::list(&fixture::platform(&pool), &visible, &query).await;
                let page = page.unwrap_or_else(|error| panic!("{:?}: {error:?}", query.href()));
                assert!(page.page.rows.iter().all(|row| row.company != "Fabrikam"), "{:?}", query.href());
            }
        }
        let query = ListQuery { q: nasty.to_owned(), ..ListQuery::default() };
        queries::list(&fixture::platform(&pool), &visible, &query).await.unwrap();
    }
}

#[tokio::test]
async fn what_the_reader_may_not_see_is_not_there() {
    let pool = fixture::database().await;
    fill(&pool, 60, 14).await;
    let visible = visible(&pool, AGENT).await;
    for (condition, said) in [
        ("company:is:Fabrikam", "Company “Fabrikam”: there is none, or none that you may see."),
        ("company:is:Nowhere", "Company “Nowhere”: there is none, or none that you may see."),
        ("group:is:Fabrikam Desk", "Group “Fabrikam Desk”: there is none, or none that you may see."),
        ("requested_for:is:111", "Requested For: there is no such person, or none whom you may see."),
        ("requested_for:is:999999", "Requested For: there is no such person, or none whom you may see."),
    ] {
        let query = ListQuery { filter: filter(&[condition]), ..ListQuery::default() };
        let page = queries::list(&fixture::platform(&pool), &visible, &query).await.unwrap();
        assert_eq!((page.page.rows.len(), page.told.missing), (0, vec![said.to_owned()]), "{condition}");
    }
    let query = ListQuery { filter: filter(&["requested_for:is:108"]), ..ListQuery::default() };
    let told = queries::list(&fixture::platform(&pool), &visible, &query).await.unwrap().told;
    let name: String = sqlx::query_scalar("select name from person where id = 108").fetch_one(&pool).await.unwrap();
    assert_eq!((told.names.get(&108), told.missing), (Some(&name), vec![]));
}

#[tokio::test]
async fn a_search_that_takes_too_long_says_so() {
    let pool = fixture::database().await;
    let slow = sqlx::query("select pg_sleep(5)");
    let mut connection = pool.acquire().await.unwrap();
    sqlx::query("set statement_timeout = 50").execute(&mut *connection).await.unwrap();
    let error = ApiError::from(slow.execute(&mut *connection).await.unwrap_err());
    assert_eq!(error, ApiError::TooSlow);
}

/// What is marked in the browser is what the database found.
#[tokio::test]
async fn letters_are_folded_alike_in_the_browser_and_in_the_database() {
    let pool = platform::testing::database().await;
    let letters: Vec<String> = ('\u{20}'..='\u{233}').chain('\u{1e00}'..='\u{1eff}').map(String::from).collect();
    let folded: Vec<String> =
        sqlx::query_scalar("select fold_text(letter) from unnest($1::text[]) with ordinality l (letter, n) order by n")
            .bind(&letters)
            .fetch_all(&pool)
            .await
            .unwrap();
    // What has no plain letter beneath it stays as it is in the browser.
    for (letter, folded) in letters.iter().zip(&folded).filter(|(_, folded)| folded.is_ascii()) {
        assert_eq!(kernel::marked::folded(letter), *folded, "{letter}");
    }
}
