//! What the form offers.

use kernel::{ApiError, CategoryId, CompanyId, GroupId};
use sqlx::PgPool;

use crate::{
    model::{CategoryNode, FormChoices, GroupChoice, Named},
    server::policy::Visible,
};

/// The visible companies, and the lists of one of them; a company that is not visible has none.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn form_choices(
    pool: &PgPool,
    visible: &Visible,
    company: Option<CompanyId>,
) -> Result<FormChoices, ApiError> {
    let companies =
        sqlx::query_as!(Named, "select id, name from company where id = any($1) order by name", &visible.companies)
            .fetch_all(pool)
            .await?;
    let Some(company) = company.filter(|company| visible.companies.contains(&company.0)) else {
        return Ok(FormChoices { companies, ..FormChoices::default() });
    };
    let reasons = sqlx::query_as!(
        Named,
        "select id, name from reason where company_id = $1 and active order by position, name",
        company.0
    )
    .fetch_all(pool);
    let categories = sqlx::query_as!(
        CategoryNode,
        r#"select id as "id: CategoryId", parent_id as "parent: CategoryId", name from category
           where company_id = $1 order by level, name"#,
        company.0
    )
    .fetch_all(pool);
    let cis = sqlx::query_as!(
        Named,
        "select id, name from configuration_item where company_id = $1 order by name",
        company.0
    )
    .fetch_all(pool);
    let services =
        sqlx::query_as!(Named, "select id, name from service where company_id = $1 order by name", company.0)
            .fetch_all(pool);
    let (reasons, categories, cis, services, groups) =
        tokio::try_join!(reasons, categories, cis, services, groups(pool, visible, company))?;
    Ok(FormChoices { companies, company: Some(company), reasons, categories, cis, services, groups })
}

/// The groups that serve the company and the agent's own, with their active members.
async fn groups(pool: &PgPool, visible: &Visible, company: CompanyId) -> Result<Vec<GroupChoice>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"
        select g.id as "id: GroupId", g.name, p.id as "person?", p.name as "member?"
        from support_group g
        left join group_member m on m.group_id = g.id
        left join person p on p.id = m.person_id and p.active
        where g.id = any($2) or exists (select from company_group where company_id = $1 and group_id = g.id)
        order by g.name, g.id, p.sort_name, p.id
        "#,
        company.0,
        &visible.groups,
    )
    .fetch_all(pool)
    .await?;
    let mut groups: Vec<GroupChoice> = Vec::new();
    for row in rows {
        let member = row.person.zip(row.member).map(|(id, name)| Named { id, name });
        match groups.last_mut() {
            Some(group) if group.id == row.id => group.members.extend(member),
            _ => groups.push(GroupChoice { id: row.id, name: row.name, members: member.into_iter().collect() }),
        }
    }
    Ok(groups)
}
