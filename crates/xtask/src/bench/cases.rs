//! What is measured.
//!
//! To add a case: an entry in [`cases`], and, where there is a bound to hold it to, one in `bounds`.

use anyhow::Result;

use super::data::Data;
use super::http::Request;
use super::wrk::FRESH_UUID;

/// The rows of a page of the list.
const ROWS: usize = 50;

/// Which statements of the answers are run through pgbench alone, as the floor beneath a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Floor {
    None,
    /// All that read.
    Reads,
    /// Those that write, in one transaction.
    Writes,
}

/// One kind of request.
#[derive(Debug)]
pub struct Case {
    /// Its name on the command line and in the results.
    pub name: String,
    /// In words.
    pub what: String,
    /// The numbers of connections it is measured with.
    pub connections: &'static [u32],
    /// What is sent, in turn.
    pub requests: Vec<Request>,
    /// What an answer must hold.
    pub expect: &'static str,
    pub floor: Floor,
}

/// Cookies of the people who ask.
#[derive(Debug)]
pub struct Cookies {
    pub agent: String,
    pub requester: String,
}

const ONE: &[u32] = &[1];
const BOTH: &[u32] = &[1, 16];
const MANY: &[u32] = &[16];

/// All cases, those that write last.
pub fn cases(data: &Data, cookies: &Cookies) -> Result<Vec<Case>> {
    let list = |name: &str, what: &str, query: &str, connections| Case {
        name: name.to_owned(),
        what: what.to_owned(),
        connections,
        requests: vec![Request::get(format!("/interactions{query}")).with("cookie", &cookies.agent)],
        expect: "row-link",
        floor: Floor::None,
    };
    let deep = deep(data)?;
    let mut cases = vec![
        Case {
            name: "empty".into(),
            what: "an empty page of the same server".into(),
            connections: BOTH,
            requests: vec![Request::get("/healthz")],
            expect: "ok",
            floor: Floor::None,
        },
        Case { floor: Floor::Reads, ..list("list", "list, page 1", "", BOTH) },
        list("list-deep", &format!("list, page {}", deep.page), &format!("?after={}~", deep.after), BOTH),
        list("list-groups", "list, assigned to my groups", "?scope=groups", BOTH),
        list("list-me", "list, assigned to me", "?scope=me", BOTH),
        list("list-days", "list, last 30 days", "?days=30", BOTH),
    ];
    let mut brotli = list("list-brotli", "list, page 1, compressed for a browser", "", MANY);
    brotli.requests[0].headers.push(("accept-encoding", "br".into()));
    // The check before the run reads plain text; that the answer is a whole page, `list` has shown.
    brotli.expect = "";
    cases.push(brotli);
    for column in [
        "number",
        "company",
        "summary",
        "status",
        "group",
        "individual",
        "requested_for",
        "vip",
        "requested_by",
        "reason",
    ] {
        let what = format!("list, sorted by {}", column.replace('_', " "));
        cases.push(list(&format!("list-sort-{column}"), &what, &format!("?sort={column}"), ONE));
    }
    cases.extend(finding(data, cookies)?);
    cases.extend([
        record(data, cookies)?,
        long_record(data, cookies)?,
        Case {
            name: "new-form".into(),
            what: "form of a new interaction".into(),
            connections: BOTH,
            requests: vec![Request::get("/interactions/new").with("cookie", &cookies.agent)],
            expect: "Summary",
            floor: Floor::None,
        },
        Case {
            name: "my-requests".into(),
            what: "My Requests of a requester".into(),
            connections: BOTH,
            requests: vec![
                Request::get("/my-requests?section=interactions&tab=self").with("cookie", &cookies.requester),
            ],
            expect: "INT",
            floor: Floor::Reads,
        },
        look_up(data, cookies)?,
        create(data, cookies)?,
    ]);
    Ok(cases)
}

/// Lists that are narrowed, by what people look for: the words of the texts that there are, rare ones and frequent ones.
fn finding(data: &Data, cookies: &Cookies) -> Result<Vec<Case>> {
    let words = data.values(
        "select word from (
             select word, ndoc from ts_stat('select words from interaction_search where number % 50 = 0')
             where word ~ '^[a-z]{4,12}$' and ndoc > 1
         ) w order by hashtext(word) limit 60",
    )?;
    let numbers = data.values(&format!(
        "select 'INT' || lpad(number::text, 7, '0') from interaction where company_id in ({})
         order by hashint8(number) limit 200",
        visible()
    ))?;
    let case = |name: &str, what: &str, connections, queries: Vec<String>, expect| Case {
        name: name.to_owned(),
        what: what.to_owned(),
        connections,
        requests: queries
            .into_iter()
            .map(|query| Request::get(format!("/interactions?{query}")).with("cookie", &cookies.agent))
            .collect(),
        expect,
        floor: Floor::None,
    };
    // A condition on what has few values each, the second one rarer than the first, and a text.
    let two = [
        "f=status:is:completed&f=through:is:phone",
        "f=vip:is:yes&f=status:is:on_hold",
        "f=company:is:Northwind&f=priority:is:Critical",
        "f=reason:is:New%20Incident&f=group:is:Network",
        "scope=groups&f=status:not:completed&f=impact:is:2",
        "days=30&f=through:is:email&f=vip:is:no",
    ];
    let three = words.iter().zip(two.iter().cycle()).map(|(word, two)| format!("{two}&f=summary:contains:{word}"));
    let misspelt = words.iter().map(|word| format!("q={}", swap(word)));
    Ok(vec![
        case("filter", "list, three conditions, one of them text", BOTH, three.collect(), ""),
        case(
            "filter-status",
            "list, one status",
            BOTH,
            ["new", "in_progress", "on_hold", "completed", "dropped"]
                .map(|status| format!("f=status:is:{status}"))
                .into(),
            "row-link",
        ),
        case("search", "search box, a word", BOTH, words.iter().map(|word| format!("q={word}")).collect(), ""),
        case("search-typo", "search box, a misspelt word", ONE, misspelt.collect(), ""),
        case(
            "search-number",
            "search box, a number",
            BOTH,
            numbers.iter().map(|number| format!("q={number}")).collect(),
            "row-link",
        ),
        Case {
            name: "counts".into(),
            what: "the counts of the scopes".into(),
            connections: BOTH,
            requests: vec![Request::get("/api/count_interactions").with("cookie", &cookies.agent)],
            expect: "all",
            floor: Floor::Reads,
        },
    ])
}

/// A word with its second and third letters the other way round.
fn swap(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    letters.swap(1, 2);
    letters.into_iter().collect()
}

/// A page far down the list.
struct Deep {
    page: usize,
    /// The last number of the page before it.
    after: String,
}

/// Page 1,000, or the last full one.
fn deep(data: &Data) -> Result<Deep> {
    let visible = visible();
    let rows: usize =
        data.value(&format!("select count(*) from interaction where company_id in ({visible})"))?.parse()?;
    let page = (rows / ROWS).clamp(2, 1_000);
    let offset = (page - 1) * ROWS - 1;
    let after = data.value(&format!(
        "select number from interaction where company_id in ({visible}) order by number desc offset {offset} limit 1"
    ))?;
    Ok(Deep { page, after })
}

/// The companies whose interactions the agent sees.
pub fn visible() -> &'static str {
    "select c.company_id from person p join group_member m on m.person_id = p.id
     join company_group c on c.group_id = m.group_id where p.email = 'agent@demo.test'"
}

/// Another record each time, from all over the table.
fn record(data: &Data, cookies: &Cookies) -> Result<Case> {
    let numbers = data.values(&format!(
        "select 'INT' || lpad(number::text, 7, '0') from interaction where company_id in ({})
         order by hashint8(number) limit 500",
        visible()
    ))?;
    Ok(Case {
        name: "record".into(),
        what: "record page, another each time".into(),
        connections: BOTH,
        requests: numbers
            .iter()
            .map(|number| Request::get(format!("/interactions/{number}")).with("cookie", &cookies.agent))
            .collect(),
        expect: "Audit Log",
        floor: Floor::Reads,
    })
}

/// How much is said about a record that is worked on for long, and how much is done to it.
const COMMENTS: usize = 200;
const AUDIT_ROWS: usize = 1_000;

/// One record with as many comments and audit rows, which are added where they are not there yet.
fn long_record(data: &Data, cookies: &Cookies) -> Result<Case> {
    let number = data.value(&format!("select min(number) from interaction where company_id in ({})", visible()))?;
    let agent = "(select id from person where email = 'agent@demo.test')";
    data.values(&format!(
        "insert into interaction_comment (number, submission, author_id, by_desk, kind, internal, body, at)
         select {number}, gen_random_uuid(), {agent}, true, 'comment', n % 3 = 0,
             'Step ' || n || ' is done: the port was **checked**.' || repeat(E'\n\n- another cable\n- another port', 2), now()
         from generate_series(1 + (select count(*) from interaction_comment where number = {number}), {COMMENTS}) n"
    ))?;
    // One after the other, as each is chained to the one before it.
    data.values(&format!(
        "do $$
         declare
             said jsonb;
             content bytea;
             head audit_head;
         begin
             select * into head from audit_head where entity = 'interaction' and entity_id = {number};
             for n in head.seq + 1..{AUDIT_ROWS} loop
                 said = jsonb_build_array(jsonb_build_object('field', 'Summary',
                     'from', jsonb_build_object('text', 'Port ' || n), 'to', jsonb_build_object('text', 'Port ' || n + 1)));
                 content = sha256(convert_to(jsonb_build_array('interaction', {number}, 'updated', {agent},
                     (extract(epoch from now()) * 1000000)::bigint, said)::text, 'UTF8'));
                 head.seq = n;
                 head.hash = audit_follow(head.hash, content);
                 insert into audit_event (entity, entity_id, event, actor_id, at, changes, seq, hash)
                 values ('interaction', {number}, 'updated', {agent}, now(), said, n, head.hash);
             end loop;
             update audit_head set seq = head.seq, hash = head.hash where entity = 'interaction' and entity_id = {number};
         end $$"
    ))?;
    let number = data.value(&format!("select 'INT' || lpad('{number}', 7, '0')"))?;
    Ok(Case {
        name: "record-long".into(),
        what: format!("record page, {COMMENTS} comments, {AUDIT_ROWS} audit rows"),
        connections: BOTH,
        requests: vec![Request::get(format!("/interactions/{number}")).with("cookie", &cookies.agent)],
        expect: "Earlier comments",
        floor: Floor::Reads,
    })
}

/// Beginnings of names, 2 to 6 letters long.
fn look_up(data: &Data, cookies: &Cookies) -> Result<Case> {
    let begun = data.values(&format!(
        "select text from (
             select distinct substr(sort_name, 1, (2 + id % 5)::int) as text from person
             where active and company_id in ({})
         ) t where text ~ '^[a-z]+$' order by hashtext(text) limit 200",
        visible()
    ))?;
    Ok(Case {
        name: "look-up".into(),
        what: "look-up of a person by 2 to 6 letters".into(),
        connections: BOTH,
        requests: begun
            .iter()
            .map(|text| Request::get(format!("/api/look-up/people?q={text}")).with("cookie", &cookies.agent))
            .collect(),
        expect: "email",
        floor: Floor::Reads,
    })
}

/// A filled-in form, for another person and category each time.
fn create(data: &Data, cookies: &Cookies) -> Result<Case> {
    let drafts = data.values(
        "with home as (select id from company where name = 'Northwind'),
         leaf as (
             select t.id as type_id, t.parent_id as subcategory_id, s.parent_id as category_id,
                 row_number() over (order by t.id) - 1 as n
             from category t join category s on s.id = t.parent_id
             where t.level = 3 and t.company_id = (select id from home)
         ),
         who as (
             select id, name, email, phone, row_number() over (order by id) - 1 as n
             from person where active and company_id = (select id from home) order by id limit 200
         )
         select json_build_object(
             'company', (select id::text from home),
             'reason', (select min(id)::text from reason where active and company_id = (select id from home)),
             'requested_for', who.id::text, 'requested_for_text', who.name,
             'requested_by', who.id::text, 'requested_by_text', who.name,
             'summary', 'Measuring: the printer by the window answers no more (' || who.n || ')',
             'description', repeat('It was well this morning. Since noon its lamp is red, and nothing comes. ', 5),
             'category', leaf.category_id::text, 'subcategory', leaf.subcategory_id::text, 'kind', leaf.type_id::text,
             'impact', '3', 'urgency', '2', 'contact_email', who.email, 'contact_phone', who.phone, 'through', 'phone',
             'group', (select min(group_id)::text from company_group where company_id = (select id from home)),
             'status', 'new'
         )
         from who join leaf on leaf.n = who.n % (select count(*) from leaf)",
    )?;
    let requests = drafts.iter().map(|draft| {
        let body = format!("{{\"draft\":{draft},\"submission\":\"{FRESH_UUID}\"}}");
        Request::post_json("/api/create_interaction", body).with("cookie", &cookies.agent)
    });
    Ok(Case {
        name: "create".into(),
        what: "a new interaction, with its audit row and event, committed".into(),
        connections: BOTH,
        requests: requests.collect(),
        expect: "",
        floor: Floor::Writes,
    })
}
