//! What the form offers.

use kernel::{ApiError, CategoryId, CompanyId, GroupId, InteractionNumber};
use sqlx::{PgExecutor, PgPool};
use time::OffsetDateTime;
use uuid::Uuid;

use super::record::record;
use crate::{
    model::{CategoryNode, Draft, FormChoices, GroupChoice, Named, NewForm, Record},
    server::policy::Visible,
};

/// A new form, for a company where one is known; with what the interaction that it follows brings.
///
/// # Errors
/// `NotFound` where that interaction is not there or not visible.
pub async fn new_form(
    pool: &PgPool,
    visible: &Visible,
    company: Option<CompanyId>,
    follows: Option<InteractionNumber>,
    now: OffsetDateTime,
) -> Result<NewForm, ApiError> {
    let followed = match follows {
        Some(number) => Some(record(&mut *pool.acquire().await?, visible, number).await?),
        None => None,
    };
    let company = company.or_else(|| followed.as_ref().map(Record::company_id));
    let choices = form_choices(pool, visible, company).await?;
    let draft = followed.map_or_else(Draft::open, |record| record.follow_up(&choices));
    Ok(NewForm { choices, draft, now, submission: Uuid::new_v4() })
}

/// The visible companies, and the lists of one of them; a company that is not visible has none.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn form_choices(
    executor: impl PgExecutor<'_>,
    visible: &Visible,
    company: Option<CompanyId>,
) -> Result<FormChoices, ApiError> {
    let company = company.filter(|company| visible.companies.contains(&company.0));
    let rows = sqlx::query_as!(
        Offered,
        r#"
        select part as "part!", id as "id!", name as "name!", other, other_name
        from (
            select 1 as part, 0 as place, id, name, null::bigint as other, null as other_name, null as sort_name
            from company where id = any($1)
            union all
            select 2, position, id, name, null, null, null from reason where company_id = $2 and active
            union all
            select 3, level, id, name, parent_id, null, null from category where company_id = $2
            union all
            select 4, 0, id, name, null, null, null from configuration_item where company_id = $2
            union all
            select 5, 0, id, name, null, null, null from service where company_id = $2
            union all
            -- The groups that serve the company and the agent's own, with their active members.
            select 6, 0, g.id, g.name, p.id, p.name, p.sort_name
            from support_group g
            left join group_member m on m.group_id = g.id
            left join person p on p.id = m.person_id and p.active
            where $2::bigint is not null
                and (g.id = any($3) or exists (select from company_group where company_id = $2 and group_id = g.id))
        ) offered
        order by part, place, name, id, sort_name, other
        "#,
        &visible.companies,
        company.map(|company| company.0),
        &visible.groups,
    )
    .fetch_all(executor)
    .await?;
    let mut choices = FormChoices { company, ..FormChoices::default() };
    for row in rows {
        row.add_to(&mut choices);
    }
    Ok(choices)
}

/// Something that a form offers: which of its lists it is in, and what belongs to it (a category's parent, a group's
/// member). All lists come in one answer: asking for each took longer than finding them.
struct Offered {
    part: i32,
    id: i64,
    name: String,
    other: Option<i64>,
    other_name: Option<String>,
}

impl Offered {
    fn add_to(self, choices: &mut FormChoices) {
        let Self { part, id, name, other, other_name, .. } = self;
        match part {
            1 => choices.companies.push(Named { id, name }),
            2 => choices.reasons.push(Named { id, name }),
            3 => choices.categories.push(CategoryNode { id: CategoryId(id), parent: other.map(CategoryId), name }),
            4 => choices.cis.push(Named { id, name }),
            5 => choices.services.push(Named { id, name }),
            _ => {
                let member = other.zip(other_name).map(|(id, name)| Named { id, name });
                match choices.groups.last_mut() {
                    Some(group) if group.id == GroupId(id) => group.members.extend(member),
                    _ => choices.groups.push(GroupChoice {
                        id: GroupId(id),
                        name,
                        members: member.into_iter().collect(),
                    }),
                }
            }
        }
    }
}
