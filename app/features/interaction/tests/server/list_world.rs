//! The rows the list is tried with, and the list as the simplest program would make it.

use interaction::model::{ListRow, Scope, Sort, SortField, Status};
use kernel::{InteractionNumber, PersonId};
use platform::testing::fixture::{self, *};
use sqlx::PgPool;
use time::{Duration, OffsetDateTime};

use super::support::Dice;

/// Names that are equal, differ in case or accents only, or are of another script; and a group and
/// reasons like that. A reason of two companies has the same name.
const STRANGE: &str = "
    insert into person (id, company_id, first_name, last_name, email, created_at) values
        (121, 1, 'Zoë', 'Zorn', 'p121@x.test', now()), (122, 1, 'Zoe', 'Zorn', 'p122@x.test', now()),
        (123, 1, 'ZOE', 'zorn', 'p123@x.test', now()), (124, 1, 'Émile', 'Ärger', 'p124@x.test', now()),
        (125, 1, 'émile', 'ärger', 'p125@x.test', now()), (126, 1, '李', '小龙', 'p126@x.test', now()),
        (127, 1, '😀', 'Smile', 'p127@x.test', now()), (128, 1, 'O''Neill', '~Tilde', 'p128@x.test', now());
    insert into support_group (id, name) values (15, 'Ärzte'), (16, 'network');
    insert into company_group values (1, 15), (2, 16);
    insert into group_member values (15, 101), (15, 121), (16, 122);
    insert into reason (id, company_id, name, position) values (211, 1, 'Übergabe', 4), (212, 2, 'Übergabe', 4), (213, 2, 'enquiry', 5);
";

/// Adds `n` interactions; what they are depends on `seed` alone. Most are reported in the order of
/// their numbers, over about sixty days.
pub async fn fill(pool: &PgPool, n: usize, seed: u64) {
    if fixture::count(pool, "select count(*) from person where id = 121").await == 0 {
        sqlx::raw_sql(STRANGE).execute(pool).await.unwrap();
    }
    let mut dice = Dice::new(seed);
    for place in 0..n {
        one(pool, &mut dice, place, n).await;
    }
}

async fn one(pool: &PgPool, dice: &mut Dice, place: usize, n: usize) {
    let long = "A long summary whose first eighty characters are the same as those of some others: ";
    let summaries =
        ["Printer", "printer", "PRINTER jam", "Ärger", "ärger", "Zebra", "~", "小", "😀", "%", "a b", "a  b", long];
    let mut summary = dice.pick(&summaries).to_owned();
    if dice.roll(3) == 0 {
        summary.push_str(&dice.roll(9).to_string());
    }
    let (company, reason) =
        dice.pick(&[(1, 201), (1, 202), (1, 205), (1, 211), (2, 203), (2, 212), (2, 213), (3, 204)]);
    let people = [108, 109, 110, 111, 113, 114, 121, 122, 123, 124, 125, 126, 127, 128];
    let (group, individual): (Option<i64>, Option<i64>) = dice.pick(&[
        (None, None),
        (Some(11), None),
        (Some(11), Some(101)),
        (Some(11), Some(102)),
        (Some(12), Some(101)),
        (Some(12), None),
        (Some(15), Some(121)),
        (Some(15), Some(101)),
        (Some(16), Some(122)),
        (Some(13), Some(104)),
        (Some(14), Some(115)),
    ]);
    // About every tenth overtakes its neighbours.
    let minutes = (n - place) * 60 * 24 * 60 / n.max(1) + if dice.roll(10) == 0 { dice.roll(10_000) } else { 0 };
    let status = dice.pick(&Status::ALL);
    sqlx::query(
        "insert into interaction (company_id, reason_id, group_id, individual_id, requested_for_id, requested_by_id, vip,
            summary, status, reported_at, description, impact, urgency, priority, contact_email, contact_phone, through,
            updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', 3, 3, 3, '', '', 'phone', now())",
    )
    .bind(company)
    .bind(reason)
    .bind(group)
    .bind(individual)
    .bind(dice.pick(&people))
    .bind(dice.pick(&people))
    .bind(dice.roll(4) == 0)
    .bind(summary)
    .bind(status.key())
    .bind(NOW - Duration::minutes(i64::try_from(minutes).unwrap()))
    .execute(pool)
    .await
    .unwrap();
}

/// A row with what decides whether it is listed.
#[derive(Clone, Debug, sqlx::FromRow)]
struct Whole {
    number: i64,
    company: String,
    summary: String,
    status: String,
    group_name: Option<String>,
    individual: Option<String>,
    requested_for: String,
    vip: bool,
    requested_by: String,
    reason: String,
    reported_at: OffsetDateTime,
    mine: bool,
    of_my_groups: bool,
}

/// All rows that `who` sees in the scope and period, in the order of the sort.
pub async fn expected(pool: &PgPool, who: PersonId, scope: Scope, days: Option<u16>, sort: Sort) -> Vec<ListRow> {
    let rows: Vec<Whole> = sqlx::query_as(
        "select i.number, c.name as company, i.summary, i.status, g.name as group_name, p.name as individual,
            f.name as requested_for, i.vip, b.name as requested_by, r.name as reason, i.reported_at,
            coalesce(i.individual_id = $1, false) as mine,
            coalesce(i.group_id in (select group_id from group_member where person_id = $1), false) as of_my_groups
         from interaction i join company c on c.id = i.company_id join reason r on r.id = i.reason_id
         join person f on f.id = i.requested_for_id join person b on b.id = i.requested_by_id
         left join support_group g on g.id = i.group_id left join person p on p.id = i.individual_id
         where i.company_id in (
            select company_id from company_group join group_member using (group_id) where person_id = $1
         )",
    )
    .bind(who)
    .fetch_all(pool)
    .await
    .unwrap();
    let since = days.map(|days| (NOW.date() - Duration::days(i64::from(days))).midnight().assume_utc());
    let mut listed: Vec<Whole> = rows
        .into_iter()
        .filter(|row| match scope {
            Scope::Me => row.mine,
            Scope::Groups => row.of_my_groups,
            Scope::All => true,
        })
        .filter(|row| since.is_none_or(|since| row.reported_at >= since))
        .collect();
    listed.sort_by_key(|row| (key(row, sort.field), row.number));
    if sort.descending {
        listed.reverse();
    }
    listed.into_iter().map(Whole::into_row).collect()
}

/// What a column sorts by: `None` of a name comes after every name.
fn key(row: &Whole, field: SortField) -> (bool, String) {
    let name = |name: &Option<String>| (name.is_none(), name.clone().unwrap_or_default());
    // The accents of this world's names.
    let fold = |name: &str| name.to_lowercase().replace(['ë', 'é'], "e").replace('ä', "a");
    let person = |(none, name): (bool, String)| (none, fold(&name));
    let text = |text: &str| (false, text.to_owned());
    match field {
        SortField::Number | SortField::Created | SortField::Match => text(""),
        SortField::Company => text(&row.company),
        SortField::Summary => text(&row.summary.chars().take(80).collect::<String>().to_lowercase()),
        SortField::Status => {
            let place = Status::ALL.iter().position(|status| status.key() == row.status);
            text(&place.unwrap().to_string())
        }
        SortField::Group => name(&row.group_name),
        SortField::Individual => person(name(&row.individual)),
        SortField::RequestedFor => text(&fold(&row.requested_for)),
        SortField::Vip => (row.vip, String::new()),
        SortField::RequestedBy => text(&fold(&row.requested_by)),
        SortField::Reason => text(&row.reason),
    }
}

impl Whole {
    fn into_row(self) -> ListRow {
        ListRow {
            number: InteractionNumber(self.number),
            company: self.company,
            summary: self.summary,
            status: Status::from_key(&self.status).unwrap(),
            group: self.group_name,
            individual: self.individual,
            requested_for: self.requested_for,
            vip: self.vip,
            requested_by: self.requested_by,
            reason: self.reason,
            created_on: self.reported_at,
            excerpt: Vec::new(),
        }
    }
}
