//! The page as it opens: how many are chosen, and what they can be given.

use kernel::{ApiError, GroupId};
use platform::{Permit, Platform};
use uuid::Uuid;

use super::{chosen, companies};
use crate::{
    model::{BulkForm, GroupChoice, Named, Selection},
    server::policy::EditMany,
};

/// # Errors
/// Those of [`chosen`] and [`companies`].
pub async fn form(platform: &Platform, permit: &Permit<EditMany>, selection: Selection) -> Result<BulkForm, ApiError> {
    let visible = &permit.subject;
    let numbers = chosen(platform, visible, selection).await?;
    let companies = companies(&platform.pool, visible, &numbers).await?;
    let companies: Vec<i64> = companies.into_iter().map(|company| company.id).collect();
    let rows = sqlx::query!(
        r#"
        select g.id as "id: GroupId", g.name, p.id as "person?", p.name as "member?"
        from support_group g
        left join group_member m on m.group_id = g.id
        left join person p on p.id = m.person_id and p.active
        where g.id = any($2) or exists (select from company_group where company_id = any($1) and group_id = g.id)
        order by g.name, g.id, p.sort_name, p.id
        "#,
        &companies,
        &visible.groups,
    )
    .fetch_all(&platform.pool)
    .await?;
    let mut groups: Vec<GroupChoice> = Vec::new();
    for row in rows {
        let member = row.person.zip(row.member).map(|(id, name)| Named { id, name });
        match groups.last_mut() {
            Some(group) if group.id == row.id => group.members.extend(member),
            _ => groups.push(GroupChoice { id: row.id, name: row.name, members: member.into_iter().collect() }),
        }
    }
    Ok(BulkForm { total: numbers.len(), groups, submission: Uuid::new_v4() })
}
