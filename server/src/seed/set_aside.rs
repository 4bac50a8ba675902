//! What the database does for each row of the large tables, set aside while many come in and made up for at once.

use std::time::Instant;

use sqlx::PgConnection;

/// The triggers that keep what interactions are found by.
const FINDING: [(&str, &str); 2] =
    [("interaction", "interaction_search_on_insert"), ("interaction_comment", "interaction_search_on_comment")];

/// The indexes and foreign keys of the large tables, as the statements that make them again.
#[derive(Debug, Default)]
pub struct SetAside(Vec<String>);

impl SetAside {
    /// Drops what is checked and kept up row by row and costs less once over all rows. The tables
    /// stay locked until the transaction ends.
    pub async fn take(connection: &mut PgConnection) -> Result<Self, sqlx::Error> {
        let found: Vec<(String, String)> = sqlx::query_as(
            "select format('alter table %s drop constraint %I', conrelid::regclass, conname),
                 format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
             from pg_constraint
             where contype = 'f' and conrelid in ('interaction'::regclass, 'interaction_comment'::regclass, 'interaction_time'::regclass, 'audit_event'::regclass, 'interaction_search'::regclass)
             union all
             select format('drop index %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
             from pg_index i
             where i.indrelid in ('interaction'::regclass, 'interaction_comment'::regclass, 'interaction_time'::regclass, 'audit_event'::regclass, 'interaction_search'::regclass)
                 and not i.indisprimary and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
             order by 1",
        )
        .fetch_all(&mut *connection)
        .await?;
        let mut again = Vec::new();
        for (drop, make) in found {
            sqlx::query(sqlx::AssertSqlSafe(drop)).execute(&mut *connection).await?;
            again.push(make);
        }
        for (table, trigger) in FINDING {
            let disable = format!("alter table {table} disable trigger {trigger}");
            sqlx::query(sqlx::AssertSqlSafe(disable)).execute(&mut *connection).await?;
        }
        Ok(Self(again))
    }

    /// Makes everything again, over `count` interactions and more.
    pub async fn put_back(self, connection: &mut PgConnection, count: u64) -> Result<(), sqlx::Error> {
        if self.0.is_empty() {
            return Ok(());
        }
        for (table, trigger) in FINDING {
            let enable = format!("alter table {table} enable trigger {trigger}");
            sqlx::query(sqlx::AssertSqlSafe(enable)).execute(&mut *connection).await?;
        }
        let memory = (count / 2_000).clamp(512, 2_000);
        let memory = format!("set local maintenance_work_mem = '{memory}MB'");
        sqlx::query(sqlx::AssertSqlSafe(memory)).execute(&mut *connection).await?;
        for make in self.0 {
            let begun = Instant::now();
            sqlx::query(sqlx::AssertSqlSafe(make.clone())).execute(&mut *connection).await?;
            tracing::info!(seconds = begun.elapsed().as_secs(), "{make}");
        }
        Ok(())
    }
}
