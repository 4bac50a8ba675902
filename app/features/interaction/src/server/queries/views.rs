//! Saved lists, as far as their reader sees them.

use kernel::{ApiError, GroupId, ViewId};
use platform::{Actor, Platform};
use sqlx::{PgConnection, PgExecutor, PgPool};

use crate::{
    filter,
    model::{Called, ListQuery, ListView, Named, Shared, ViewsPage},
    server::policy::{self, Visible},
};

/// Everything the page of saved lists shows, about a list that may be saved there.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn views_page(
    platform: &Platform,
    actor: &Actor,
    visible: &Visible,
    query: &ListQuery,
) -> Result<ViewsPage, ApiError> {
    let (pool, now) = (&platform.pool, platform.clock.now());
    let meaning = filter::resolve(pool, visible, &query.filter, "", now).await?;
    let rows = views(pool, actor, visible).await?;
    let groups = if policy::shares_views(actor) { own_groups(pool, visible).await? } else { Vec::new() };
    let all = policy::may_share(actor, Shared::All);
    Ok(ViewsPage { rows, groups, all, names: meaning.names(&query.filter) })
}

async fn own_groups(pool: &PgPool, visible: &Visible) -> Result<Vec<Named>, ApiError> {
    Ok(sqlx::query_as!(
        Named,
        "select id, name from support_group where id = any($1) order by lower(name), id",
        &visible.groups
    )
    .fetch_all(pool)
    .await?)
}

/// The saved lists that somebody sees, in their order; what they did not put into one comes last, by name.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn views(pool: &PgPool, actor: &Actor, visible: &Visible) -> Result<Vec<ListView>, ApiError> {
    seen(pool, actor, visible, None).await
}

/// One that somebody sees, locked.
///
/// # Errors
/// `NotFound` where they do not.
pub async fn lock_view(
    connection: &mut PgConnection,
    actor: &Actor,
    visible: &Visible,
    id: ViewId,
) -> Result<ListView, ApiError> {
    sqlx::query!("select from list_view where id = $1 for update", id.0).execute(&mut *connection).await?;
    seen(connection, actor, visible, Some(id)).await?.pop().ok_or(ApiError::NotFound)
}

/// All that somebody sees, or the one that is asked for.
async fn seen(
    executor: impl PgExecutor<'_>,
    actor: &Actor,
    visible: &Visible,
    id: Option<ViewId>,
) -> Result<Vec<ListView>, ApiError> {
    let rows = sqlx::query_as!(
        Row,
        r#"
        select v.id as "id!: ViewId", v.name as "name!", v.address as "address!", v.shared as "shared!",
            v.group_id as "group_id?: GroupId", g.name as "group?", v.owner_id as "owner_id!", p.name as "owner!",
            (c.default_id = v.id) is true as "opens!"
        from list_view_seen($1, $2, $3) v
        join person p on p.id = v.owner_id
        left join support_group g on g.id = v.group_id
        left join list_view_choice c on c.person_id = $1
        where $4::bigint is null or v.id = $4
        order by array_position(c.ordered, v.id) nulls last, lower(v.name), v.id
        "#,
        visible.person,
        &visible.groups,
        &visible.companies,
        id.map(|id| id.0),
    )
    .fetch_all(executor)
    .await?;
    rows.into_iter().map(|row| row.seen_by(actor)).collect()
}

/// What the list is called that was opened as a saved one; nothing where the reader does not see that.
///
/// # Errors
/// `Unavailable` where the database is away.
pub async fn called(pool: &PgPool, visible: &Visible, query: &ListQuery) -> Result<Called, ApiError> {
    let Some(id) = query.view else { return Ok(Called::default()) };
    let row = sqlx::query!(
        r#"select name as "name!", address as "address!", owner_id = $1 as "mine!"
        from list_view_seen($1, $2, $3) where id = $4"#,
        visible.person,
        &visible.groups,
        &visible.companies,
        id.0,
    )
    .fetch_optional(pool)
    .await?;
    let called = row.map(|row| {
        let changed = row.address != query.as_saved().parameters();
        let name = if changed { format!("{}, changed", row.name) } else { row.name };
        Called { name, may_save: changed && row.mine }
    });
    Ok(called.unwrap_or_default())
}

struct Row {
    id: ViewId,
    name: String,
    address: String,
    shared: String,
    group_id: Option<GroupId>,
    group: Option<String>,
    owner_id: i64,
    owner: String,
    opens: bool,
}

impl Row {
    fn seen_by(self, actor: &Actor) -> Result<ListView, ApiError> {
        let mine = self.owner_id == actor.person.0;
        let shared = Shared::of(&self.shared, self.group_id).ok_or(ApiError::Internal)?;
        Ok(ListView {
            id: self.id,
            name: self.name,
            address: self.address,
            shared,
            group: self.group,
            owner: (!mine).then_some(self.owner),
            may_change: mine || policy::keeps_views(actor),
            opens: self.opens,
        })
    }
}
